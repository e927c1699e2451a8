//! The rules of a loyalty program: what earns, what it buys, and the ledger that proves it.
//!
//! Pure: no IO, no clock (every instant is an argument), no chance (identifiers and codes come
//! from the caller), no floats. Knows neither the wire nor the database.
//!
//! - [`program`]: a program's definition, read from TOML with every mistake named by its line.
//! - [`cart`], [`earning`]: what an order earns; the same function for quote and credit.
//! - [`ledger`]: double entry over lots of points.
//! - [`tier`], [`challenge`], [`badge`], [`reward`], [`redemption`]: what points lead to.
//! - [`member`]: the commands that put these together; what a server calls.

pub mod badge;
pub mod cart;
pub mod challenge;
pub mod earning;
pub mod ledger;
pub mod member;
pub mod program;
pub mod redemption;
pub mod reward;
pub mod tier;

#[cfg(test)]
mod tests;

pub use program::Program;

/// A moment in time.
pub type Instant = chrono::DateTime<chrono::Utc>;
