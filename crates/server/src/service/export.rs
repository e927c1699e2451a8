//! `GET member/export`: all that is kept of a customer, for them to take along.

use super::{Context, Customer};
use crate::problem::Refusal;
use crate::store::{Tx, departed, late_returns, members, person};
use serde_json::{Value, json};

/// Every row that is theirs, by table; of somebody who left, what hangs on their mark.
///
/// # Errors
/// When the database fails.
pub fn export(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Value, Refusal> {
    let program = context.ledger();
    let member = members::id(tx, program, &customer.id)?;
    let mut held = person::held(tx, program, &customer.id, member.as_deref())?;
    if let Some(left) = departed::find(tx, program, &customer.id)? {
        let mark = departed::made_mark(tx, program, &customer.id)?;
        let late = late_returns::of(tx, program, &mark)?.into_iter();
        let late =
            late.map(|it| json!({ "wallet": it.wallet, "points": it.points, "units": it.units }));
        let late: Vec<Value> = late.collect();
        let at = left.left_at.to_rfc3339();
        let row = json!({ "left_at": at, "had": left.had, "late_returns": late });
        held.insert("departed".to_owned(), json!([row]));
    }
    Ok(json!({
        "program": context.program().id,
        "customer": customer.id,
        "as_of": context.now,
        "held": held,
    }))
}
