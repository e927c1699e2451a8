//! The rules of a loyalty program: what earns, what it buys, and the ledger that proves it.
//!
//! Pure: no IO, no clock (every instant is an argument), no chance (identifiers and codes come
//! from the caller), no floats. Knows neither the wire nor the database.
//!
//! - [`program`]: a program's definition, read from TOML with every mistake named by its line.
//! - [`cart`], [`counted`], [`earning`]: what of an order counts and what it earns; the same function
//!   for quote and credit.
//! - [`ledger`]: double entry over lots of points.
//! - [`tier`], [`challenge`], [`badge`], [`reward`], [`redemption`]: what points lead to.
//! - [`benefits`]: what the shop gives at its till.
//! - [`activity`], [`membership`], [`card`]: events that earn, the paid layer, the till.
//! - [`survey`], [`referral`]: who is asked what, and what an answer earns; friends.
//! - [`game`], [`draw`], [`leaderboard`]: games of chance, lots, and who earned most.
//! - [`profile`]: what a member tells of themselves.
//! - [`record`], [`bought`], [`left_cart`]: the past in short; [`former`]: what of it stays when a
//!   member leaves.
//! - [`segment`], [`own_day`], [`offer`]: what is for some members only, and why.
//! - [`companion`], [`product`]: products that go together, and those for a member.
//! - [`terms`]: the rules in plain words.
//! - [`member`]: the commands that put these together; what a server calls.

pub mod activity;
pub mod badge;
pub mod benefits;
pub mod bought;
pub mod card;
pub mod cart;
pub mod challenge;
pub mod companion;
pub mod counted;
pub mod draw;
pub mod earning;
pub mod former;
pub mod game;
pub mod leaderboard;
pub mod ledger;
pub mod left_cart;
pub mod member;
pub mod membership;
pub mod offer;
pub mod own_day;
pub mod product;
pub mod profile;
pub mod program;
pub mod record;
pub mod redemption;
pub mod referral;
pub mod reward;
pub mod segment;
pub mod survey;
pub mod terms;
pub mod tier;

#[cfg(test)]
mod tests;

pub use program::Program;

/// A moment in time.
pub type Instant = chrono::DateTime<chrono::Utc>;
