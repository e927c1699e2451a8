//! The demo shop's own backend: what any real shop has, built the way a real shop would.
//!
//! It knows the loyalty backend only by its public contract: tokens it mints, webhooks it signs
//! and sends over HTTP, codes it asks about with the shop's key. No rule of the program is here.

mod address;
mod cart;
mod catalogue;
mod checkout;
mod customers;
mod db;
mod feed;
mod guard;
mod left;
mod loyalty;
mod orders;
mod outbox;
mod pages;
mod plus;
mod pricing;
mod refunds;
mod refusal;
mod reviews;
mod routes;
mod seed;
mod session;
mod settings;
mod shop;
mod token;

#[cfg(test)]
mod tests;

pub use seed::seed;
pub use settings::{DemoError, Settings};
pub use shop::serve;
