//! `POST invites`: a member's code for friends.

use super::context::Call;
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::openapi::customer;
use crate::problem::Refusal;
use crate::service::referral;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{Invite, codes};

pub fn calls() -> Calls {
    let invite = customer(Scope::Read, "A code for friends, the same each time");
    let invite = invite.answers::<Invite>(200).refuses([codes::NOT_JOINED]);
    Calls::default().post("/invites", create, invite)
}

async fn create(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let marks = call.marks().await?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| referral::invite(tx, &context, &customer, &marks);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
