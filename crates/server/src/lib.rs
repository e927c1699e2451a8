//! The reference backend of Stempel. `app` puts the parts together; `routes` decode and encode,
//! `service` holds the use cases, `store` the data. A library, so that tests start it in-process.

pub mod app;
pub mod auth;
pub mod body;
pub mod bounds;
pub mod catalogue;
pub mod cli;
pub mod config;
mod connections;
pub mod demo;
pub mod import;
pub mod jobs;
pub mod limits;
pub mod metrics;
pub mod openapi;
pub mod problem;
mod reload;
mod rounds;
pub mod routes;
pub mod serve;
pub mod service;
pub mod signature;
pub mod snapshots;
pub mod store;
mod succession;
pub mod text;
mod transfer;
pub mod verify;
