//! Whether the server lives, and whether it can answer.

use crate::app::App;
use crate::problem::Refusal;
use crate::store::WriteError;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use std::sync::Arc;

/// `/healthz` and `/readyz`.
pub fn calls() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(ready))
}

/// Ready when the writer's queue moves and the disk takes a commit.
async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, Refusal> {
    let ask = app.store.writer.write::<_, WriteError, _>(|tx| {
        Ok(tx.query("SELECT MAX(number) FROM migrations", &[], |row| row.int(0))?)
    });
    ask.await.map_err(|_| Refusal::Unavailable)?;
    Ok("ready")
}
