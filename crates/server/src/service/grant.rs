//! Giving a reward at no cost: a friend's welcome, a prize. It is a redemption of no points, with a
//! code like any other.

use super::{Context, redeem, refusal};
use crate::problem::Refusal;
use crate::store::members::Stored;
use crate::store::{Tx, new_id};
use stempel_engine::member;
use stempel_engine::program::Reward;

/// Gives a reward; says the redemption's id.
///
/// # Errors
/// When the database fails.
pub(super) fn give(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    reward: &Reward,
) -> Result<String, Refusal> {
    let free = Reward { cost: 0, ..reward.clone() };
    let id = new_id(context.now);
    let effect = member::grant(context.program(), &mut stored.member, &id, &free, context.now)
        .map_err(|refused| refusal(context, refused, ""))?;
    redeem::issue(tx, context, stored, &free, &id, &effect)?;
    Ok(id)
}
