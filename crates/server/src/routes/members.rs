//! `GET members/{sub}/benefits`: for the shop's server.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::openapi::shop;
use crate::problem::Refusal;
use crate::service::benefits;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{Benefits, codes};

pub fn calls() -> Calls {
    let benefits = shop("What a member is entitled to now").answers::<Benefits>(200);
    Calls::default().get(
        "/members/{name}/benefits",
        look,
        benefits.refuses([codes::NOT_JOINED, codes::INVALID_FIELD]),
    )
}

async fn look(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(sub): Named,
) -> Result<Response, Refusal> {
    call.shop()?;
    let ask = move |tx: &mut Tx<'_>| benefits::look(tx, &call.context, &sub);
    reply::json(StatusCode::OK, &app.store.readers.read(ask).await?)
}
