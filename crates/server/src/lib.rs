//! The reference backend of Stempel. `app` puts the parts together; `routes` decode and encode,
//! `service` holds the use cases, `store` the data. A library, so that tests start it in-process.

pub mod auth;
pub mod body;
pub mod problem;
pub mod store;
pub mod text;
