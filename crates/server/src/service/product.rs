//! Products: `PUT products`, what one member is suggested, and what comes of it.

mod feed;
mod outcome;
mod suggest;

pub use feed::{Feed, checked, companions_job, replace};
pub use outcome::{bought, click, report};
pub use suggest::{New, seen, suggested};

use super::Context;
use crate::store::{StoreError, Tx, consents};
use stempel_engine::product::may_suggest;

/// How many of a member's newest orders, of how many days, are looked at.
const ORDERS: (i64, i64) = (50, 365);

fn may_tell(tx: &mut Tx<'_>, context: &Context, member: &str) -> Result<bool, StoreError> {
    let held = consents::held(tx, context.ledger(), member)?;
    let held: Vec<String> = held.into_iter().map(|it| it.id).collect();
    Ok(may_suggest(context.program(), &held))
}
