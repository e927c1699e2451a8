//! Whether the server lives, whether it can answer, and which calls it has.

use super::Calls;
use crate::app::App;
use crate::openapi;
use crate::problem::Refusal;
use crate::store::{WriteError, leases};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use stempel_protocol::codes;

const PLAIN: &str = "text/plain";
const JSON: &str = "application/json";

/// `/healthz`, `/readyz` and `/openapi.json`.
pub fn calls() -> Calls {
    let ready_or_not =
        openapi::probe("Whether it can answer and write", PLAIN).refuses([codes::UNAVAILABLE]);
    Calls::default()
        .get("/healthz", async || "ok", openapi::probe("Whether the server lives", PLAIN))
        .get("/readyz", ready, ready_or_not)
        .get("/openapi.json", document, openapi::probe("This document", JSON))
}

async fn document() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(openapi::text);
    ([(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, "public, max-age=300")], TEXT.as_str())
}

/// How long an answer holds: anybody may ask, and each question is a place in the writer's queue.
const HOLDS: Duration = Duration::from_millis(500);

/// Ready when the writer's queue moves and the disk takes a row.
async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, Refusal> {
    let probed = tokio::time::timeout(app.bounds.probe, probe(&app)).await;
    probed.unwrap_or(Err(Refusal::Unavailable))
}

async fn probe(app: &App) -> Result<&'static str, Refusal> {
    // Whoever asks meanwhile waits here and gets the same answer.
    let mut probed = app.probed.lock().await;
    if probed.is_some_and(|at| at.elapsed() < HOLDS) {
        return Ok("ready");
    }
    let now = app.now();
    let ask = app.store.writer.write(move |tx| Ok::<_, WriteError>(leases::prove(tx, now)?));
    ask.await.map_err(|_| Refusal::Unavailable)?;
    *probed = Some(Instant::now());
    Ok("ready")
}
