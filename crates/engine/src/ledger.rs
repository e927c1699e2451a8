//! Double entry over lots of points, for one member and one wallet.
//!
//! - The entries of a transaction are of one wallet and sum to zero.
//! - available = Σ lots.available − debt; while there is debt no lot has available points.
//! - pending + available + reserved + spent + expired = lifetime + adjusted.
//! - What a lot lost by expiring is known, so that a refund does not take it twice.
//! - Points leave the lot that expires first; a cancel puts them back into the same lots.
//!
//! Every function but [`settle`] expects an account settled to the same instant.

mod account;
mod commands;
mod posting;
mod reopen;
mod settle;
mod transaction;

pub use account::*;
pub use commands::{adjust, cancel, consume, earn, forfeit, owe, redeem, refund};
pub use reopen::*;
pub use settle::settle;
pub use transaction::*;

/// Why the ledger refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Less is available than asked for.
    #[error("{missing} points are missing")]
    MissingPoints {
        /// How many.
        missing: i64,
    },
    /// The points are there, but not their lots: load lots in the order in which they are spent
    /// until they come to that many points, and ask again. See [`Account::beyond`].
    #[error("the lots of {points} points are needed")]
    Lots {
        /// How many points.
        points: i64,
    },
    /// There is an open redemption of that id already.
    #[error("there is an open redemption of that id already")]
    Held,
    /// No open redemption of that id.
    #[error("no open redemption of that id")]
    NotHeld,
    /// An amount below zero (for an earning: below one), or more than a transaction may hold.
    #[error("an amount is at most {} and not negative", crate::earning::POINTS_MAX)]
    Amount,
}
