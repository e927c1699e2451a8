//! Tests, named after the promise they check. Tables a person can read come first, properties of
//! the ledger after them.

mod activities;
mod benefits;
mod boosts;
mod card;
mod challenge;
mod clocks;
mod companion;
mod draw;
mod earning;
mod excepted;
mod games;
mod horizon;
mod leave;
mod ledger;
mod member;
mod mistakes;
mod offers;
mod own_days;
mod played;
mod products;
mod profile;
mod programs;
mod properties;
mod quotes;
mod reach;
mod reference;
mod referrals;
mod reward;
mod segments;
mod support;
mod surveys;
mod terms;
mod tier;
mod wallets;
mod years;
