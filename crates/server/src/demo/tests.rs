//! The demo shop against a loyalty backend of the tests' own, over HTTP.

mod account;
mod checkout;
mod club;
mod coupons;
mod feed;
mod left;
mod outbox;
mod pages;
mod pricing;
mod refunds;
mod seed;
mod support;
