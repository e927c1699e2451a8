//! The same suite as `api`, on Postgres. It starts a throw-away cluster of its own, which ends with
//! it; where PostgreSQL is not installed it says so, and fails only if told that it must run.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

/// The database the suite runs on.
pub const KIND: database::Kind = database::Kind::Postgres;

#[path = "../api/activities.rs"]
mod activities;
#[path = "../api/adjustments.rs"]
mod adjustments;
#[path = "../api/amounts.rs"]
mod amounts;
mod away;
#[path = "../api/bad_input.rs"]
mod bad_input;
#[path = "../api/balance.rs"]
mod balance;
#[path = "../api/benefits.rs"]
mod benefits;
#[path = "../api/cards.rs"]
mod cards;
#[path = "../api/causes.rs"]
mod causes;
mod cluster;
#[path = "../api/consents.rs"]
mod consents;
#[path = "../api/contention.rs"]
mod contention;
#[path = "../api/contract.rs"]
mod contract;
#[path = "../api/coupons.rs"]
mod coupons;
#[path = "../api/crash.rs"]
mod crash;
#[path = "../api/database.rs"]
mod database;
#[path = "../api/document.rs"]
mod document;
#[path = "../api/draws.rs"]
mod draws;
#[path = "../api/earning.rs"]
mod earning;
#[path = "../api/erased.rs"]
mod erased;
#[path = "../api/excepted.rs"]
mod excepted;
#[path = "../api/games.rs"]
mod games;
#[path = "../api/held.rs"]
mod held;
#[path = "../api/identity.rs"]
mod identity;
#[path = "../api/leaderboards.rs"]
mod leaderboards;
#[path = "../api/leave.rs"]
mod leave;
#[path = "../api/ledger.rs"]
mod ledger;
#[path = "../api/limits.rs"]
mod limits;
#[path = "../api/membership.rs"]
mod membership;
#[path = "../api/messages.rs"]
mod messages;
#[path = "../api/metrics.rs"]
mod metrics;
#[path = "../api/model.rs"]
mod model;
#[path = "../api/modes.rs"]
mod modes;
#[path = "../api/offers.rs"]
mod offers;
#[path = "../api/paid.rs"]
mod paid;
#[path = "../api/past.rs"]
mod past;
#[path = "../api/process.rs"]
mod process;
#[path = "../api/products.rs"]
mod products;
#[path = "../api/profile.rs"]
mod profile;
#[path = "../api/quoted.rs"]
mod quoted;
#[path = "../api/redemptions.rs"]
mod redemptions;
#[path = "../api/referrals.rs"]
mod referrals;
#[path = "../api/released.rs"]
mod released;
#[path = "../api/reload.rs"]
mod reload;
#[path = "../api/server.rs"]
mod server;
mod stalled;
#[path = "../api/stock.rs"]
mod stock;
#[path = "../api/succession.rs"]
mod succession;
#[path = "../api/support.rs"]
mod support;
#[path = "../api/surveys.rs"]
mod surveys;
#[path = "../api/terms.rs"]
mod terms;
#[path = "../api/transfer.rs"]
mod transfer;
#[path = "../api/visits.rs"]
mod visits;
#[path = "../api/wallets.rs"]
mod wallets;

/// Where the data of a test is: not in its folder.
pub fn place(_: &std::path::Path) -> stempel_server::store::Place {
    stempel_server::store::Place::Postgres(cluster::database())
}
