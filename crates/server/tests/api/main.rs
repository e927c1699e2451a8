//! The server over real HTTP, on a random port, with a database in a temporary folder. The names
//! of tests begin with the promise they check.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod bad_input;
mod balance;
mod contract;
mod coupons;
mod earning;
mod ledger;
mod membership;
mod past;
mod redemptions;
mod server;
mod startup;
