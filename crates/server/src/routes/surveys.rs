//! `POST surveys/{id}/responses`, for the customer.

use super::context::{Call, Named, Page, Paging};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::{admin, customer};
use crate::problem::Refusal;
use crate::service::survey;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{SurveyAnswers, SurveyReply, SurveyResponse, codes};

pub fn calls() -> Calls {
    let answer = customer(Scope::Read, "Answer a survey, once")
        .takes::<SurveyResponse>()
        .answers::<SurveyReply>(200)
        .refuses([codes::NOT_JOINED, codes::SURVEY_CLOSED, codes::SURVEY_ANSWERED]);
    let answers = admin("What members answered, newest first")
        .query::<String>("cursor", "Where the page starts: `next` of the one before")
        .query::<i64>("limit", "Answers on it: 100 unless told, at most 500")
        .answers::<SurveyAnswers>(200);
    Calls::default().post("/surveys/{name}/responses", respond, answer).get(
        "/admin/surveys/{name}/responses",
        answered,
        answers,
    )
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

async fn answered(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
    page: Page,
) -> Result<Response, Refusal> {
    call.admin()?;
    let Paging { cursor, limit } = page.read()?;
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| survey::answers(tx, &context, &id, cursor.as_deref(), limit);
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}
