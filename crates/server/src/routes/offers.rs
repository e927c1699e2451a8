//! `POST offers/{id}/accept`.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::openapi::customer;
use crate::problem::Refusal;
use crate::service::offer;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{Member, codes};

pub fn calls() -> Calls {
    let accept = customer(Scope::Redeem, "Accept an offer")
        .answers::<Member>(200)
        .refuses([codes::NOT_JOINED]);
    Calls::default().post("/offers/{name}/accept", accept_offer, accept)
}

async fn accept_offer(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Redeem).await?;
    let context = call.context;
    let accept = move |tx: &mut Tx<'_>| offer::accept(tx, &context, &customer, &id);
    reply::json(StatusCode::OK, &app.store.writer.write(accept).await?)
}
