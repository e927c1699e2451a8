//! The calls of the contract, one file a resource: decode, call a service, encode.

mod admin;
pub mod assets;
mod causes;
mod context;
mod etag;
mod games;
pub mod health;
mod invites;
mod leaderboards;
mod member;
mod members;
mod program;
mod quotes;
mod redemptions;
mod reply;
mod surveys;
mod webhooks;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// Every call below `/v1/{program}`.
pub fn program_calls() -> Router<Arc<App>> {
    Router::new()
        .merge(program::calls())
        .merge(member::calls())
        .merge(quotes::calls())
        .merge(redemptions::calls())
        .merge(surveys::calls())
        .merge(invites::calls())
        .merge(games::calls())
        .merge(causes::calls())
        .merge(leaderboards::calls())
        .merge(webhooks::calls())
        .merge(admin::calls())
        .merge(members::calls())
}
