//! `GET member/export`: all that is kept of a customer, for them to take along.

use super::{Context, Customer};
use crate::problem::Refusal;
use crate::store::{Tx, members, person};
use serde_json::{Value, json};

/// Every row that is theirs, by table.
///
/// # Errors
/// When the database fails.
pub fn export(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Value, Refusal> {
    let program = context.ledger();
    let member = members::id(tx, program, &customer.id)?;
    let held = person::held(tx, program, &customer.id, member.as_deref())?;
    Ok(json!({
        "program": context.program().id,
        "customer": customer.id,
        "as_of": context.now,
        "held": held,
    }))
}
