//! The wire types of Stempel's contract, version 1.
//!
//! Types are data and nothing else: no rule of the program and no IO lives here. One declaration
//! gives a type both its serde form (native programs) and its [`Decode`]/[`Encode`] form (the
//! widget, where each kilobyte counts).
//!
//! Conventions: points are integers; money is in minor units with an ISO 4217 currency; instants
//! are RFC 3339 in UTC; a missing optional field and `null` mean the same, a missing flag is false, a
//! missing list is empty for the widget; an enum value that a
//! reader does not know becomes `Unknown` instead of an error, so that old widgets read new
//! servers.

#[cfg(feature = "serde")]
mod admin;
#[cfg(feature = "serde")]
mod benefits;
mod cause;
mod challenge;
mod decode;
mod earn;
#[cfg(feature = "serde")]
mod feed;
mod game;
mod leaderboard;
mod member;
mod message;
#[cfg(feature = "serde")]
mod object;
mod offer;
mod patch;
mod problem;
mod product;
mod program;
mod quote;
mod redemption;
mod referral;
mod reward;
mod survey;
mod terms;
mod tier;
mod transaction;
#[cfg(feature = "serde")]
mod webhook;
mod wire;

#[cfg(feature = "serde")]
pub use admin::*;
#[cfg(feature = "serde")]
pub use benefits::*;
pub use cause::*;
pub use challenge::*;
pub use decode::{Build, Decode, Encode, Malformed, Reader, Source, decode};
pub use earn::*;
#[cfg(feature = "serde")]
pub use feed::*;
pub use game::*;
pub use leaderboard::*;
pub use member::*;
pub use message::*;
pub use offer::*;
pub use patch::*;
pub use problem::*;
pub use product::*;
pub use program::*;
pub use quote::*;
pub use redemption::*;
pub use referral::*;
pub use reward::*;
pub use survey::*;
pub use terms::*;
pub use tier::*;
pub use transaction::*;
#[cfg(feature = "serde")]
pub use webhook::*;

/// An instant on the wire: RFC 3339 in UTC, e.g. `2026-03-31T22:00:00Z`.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
