//! `POST surveys/{id}/responses`, for the customer.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::customer;
use crate::problem::Refusal;
use crate::service::survey;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{SurveyReply, SurveyResponse, codes};

pub fn calls() -> Calls {
    let answer = customer(Scope::Read, "Answer a survey, once")
        .takes::<SurveyResponse>()
        .answers::<SurveyReply>(200)
        .refuses([codes::NOT_JOINED, codes::SURVEY_CLOSED]);
    Calls::default().post("/surveys/{name}/responses", respond, answer)
}

async fn respond(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let response: SurveyResponse = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| survey::respond(tx, &context, &customer, &id, &response);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
