//! Whom an event of the shop is about: by the shop's own id, or by the number of their card.

use super::Context;
use crate::problem::Refusal;
use crate::store::{Tx, members};
use crate::text;
use stempel_engine::card;

/// The customer named by their id or, if not, by their card.
///
/// # Errors
/// `InvalidField` when it is neither or both, `CardNumber` for one with a wrong digit,
/// `UnknownCard` for one that nobody has.
pub fn who(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: Option<&str>,
    number: Option<&str>,
) -> Result<String, Refusal> {
    match (customer, number) {
        (Some(customer), None) => {
            text::id(customer, "data.customer")?;
            Ok(customer.to_owned())
        }
        (None, Some(number)) => {
            let serial = card::serial(number).ok_or(Refusal::CardNumber("data.card"))?;
            members::by_card(tx, context.ledger(), serial)?.ok_or(Refusal::UnknownCard)
        }
        _ => Err(Refusal::field("data.customer", "name `customer` or `card`, one of them")),
    }
}
