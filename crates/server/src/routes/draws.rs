//! `GET admin/draws/{reward}`.

use super::context::{Call, Named, Page, Paging};
use super::{Calls, reply};
use crate::app::App;
use crate::openapi::admin;
use crate::problem::Refusal;
use crate::service::draw;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::AdminDraw;

pub fn calls() -> Calls {
    let draw = admin("A draw: who is in it, and who won")
        .query::<String>("cursor", "Where the page of lots starts: `next` of the one before")
        .query::<i64>("limit", "Lots on it: 100 unless told, at most 500");
    Calls::default().get("/admin/draws/{name}", look, draw.answers::<AdminDraw>(200))
}

async fn look(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(reward): Named,
    page: Page,
) -> Result<Response, Refusal> {
    call.admin()?;
    let Paging { cursor, limit } = page.read()?;
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| draw::look(tx, &context, &reward, cursor.as_deref(), limit);
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}
