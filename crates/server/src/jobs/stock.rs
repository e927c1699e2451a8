//! What is left of rewards: codes that ran out give it back.

use crate::app::App;
use crate::problem::Refusal;
use crate::service::Context;
use crate::store::{Tx, stock};

/// Brings the counters to now; how many there were to bring. It needs no lease: twice changes nothing.
pub async fn bring_to_now(app: &App, context: &Context) -> Result<usize, Refusal> {
    let of = context.clone();
    let behind = move |tx: &mut Tx<'_>| Ok::<_, Refusal>(stock::behind(tx, of.ledger(), of.now)?);
    if app.store.readers.read(behind).await?.is_empty() {
        return Ok(0);
    }
    let of = context.clone();
    let bring = move |tx: &mut Tx<'_>| Ok::<_, Refusal>(stock::bring_to(tx, of.ledger(), of.now)?);
    app.store.writer.write(bring).await
}
