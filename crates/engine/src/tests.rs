//! Tests, named after the promise they check. Tables a person can read come first, properties of
//! the ledger after them.

mod challenge;
mod earning;
mod ledger;
mod member;
mod mistakes;
mod programs;
mod properties;
mod reward;
mod support;
mod tier;
