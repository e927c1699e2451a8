//! `GET causes`: what members gave together.

use super::Context;
use super::wire::{text, text_or_none};
use crate::problem::Refusal;
use crate::store::{Tx, redemptions};
use std::collections::BTreeMap;
use stempel_engine::program::Cause as Definition;
use stempel_protocol::{Cause, Causes};

/// Every cause as it stands.
///
/// # Errors
/// When the database fails.
pub fn read(tx: &mut Tx<'_>, context: &Context) -> Result<Causes, Refusal> {
    let causes = context.program().causes.iter();
    let items = causes.map(|it| one(tx, context, it)).collect::<Result<_, _>>()?;
    Ok(Causes { items })
}

fn one(tx: &mut Tx<'_>, context: &Context, cause: &Definition) -> Result<Cause, Refusal> {
    let mut by_member: BTreeMap<String, i64> = BTreeMap::new();
    for reward in &cause.rewards {
        for (member, points) in redemptions::given(tx, context.ledger(), reward, context.now)? {
            *by_member.entry(member).or_default() += points;
        }
    }
    let points = by_member.values().sum();
    Ok(Cause {
        id: cause.id.clone(),
        name: text(&cause.name, &context.lang),
        description: text_or_none(cause.description.as_ref(), &context.lang),
        icon: cause.icon.clone(),
        rewards: cause.rewards.clone(),
        unit: text(&cause.unit, &context.lang),
        points_per_unit: cause.points_per_unit,
        target: cause.target,
        points,
        units: cause.units(points),
        members: i64::try_from(by_member.len()).unwrap_or(i64::MAX),
    })
}
