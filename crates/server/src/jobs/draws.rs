//! Draws whose time has come.

use crate::app::App;
use crate::problem::Refusal;
use crate::service::{Context, draw};
use crate::store::Tx;

/// Makes every draw that is due; how many this process made. It needs no lease: each is made once.
pub async fn make(app: &App, context: &Context) -> Result<usize, Refusal> {
    let of = context.clone();
    let due = app.store.readers.read(move |tx| draw::due(tx, &of)).await?;
    let mut made = 0;
    for reward in due {
        let context = context.clone();
        let make = move |tx: &mut Tx<'_>| draw::make(tx, &context, &reward);
        made += usize::from(app.store.writer.write(make).await?);
    }
    Ok(made)
}
