//! `GET member/export`: all that is kept of a customer, for them to take along.

use super::{Context, Customer};
use crate::problem::Refusal;
use crate::store::{Tx, departed, members, person};
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
        let row = json!({ "left_at": left.left_at.to_rfc3339(), "had": left.had });
        held.insert("departed".to_owned(), json!([row]));
    }
    Ok(json!({
        "program": context.program().id,
        "customer": customer.id,
        "as_of": context.now,
        "held": held,
    }))
}
