//! The server over real HTTP, on a random port, with a database in a temporary folder. The names
//! of tests begin with the promise they check.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

/// The database the suite runs on.
pub const KIND: database::Kind = database::Kind::Sqlite;

mod activities;
mod adjustments;
mod amounts;
mod bad_input;
mod balance;
mod benefits;
mod cards;
mod causes;
mod consents;
mod contention;
mod contract;
mod coupons;
mod crash;
mod database;
mod document;
mod draws;
mod earning;
mod erased;
mod excepted;
mod games;
mod held;
mod identity;
mod kept;
mod leaderboards;
mod leave;
mod ledger;
mod limits;
mod membership;
mod messages;
mod metrics;
mod model;
mod modes;
mod offers;
mod paid;
mod past;
mod process;
mod products;
mod profile;
mod quoted;
mod redemptions;
mod referrals;
mod released;
mod reload;
mod server;
mod slow;
mod startup;
mod stock;
mod succession;
mod support;
mod surveys;
mod terms;
mod transfer;
mod visits;
mod wallets;

/// Where the data of a test with that folder is.
pub fn place(folder: &std::path::Path) -> stempel_server::store::Place {
    stempel_server::store::Place::Folder(folder.to_owned())
}
