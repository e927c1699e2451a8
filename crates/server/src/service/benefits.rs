//! `GET members/{sub}/benefits`: what the shop gives a customer at its till; and what of it they see
//! themselves.

use super::{Context, member_of};
use crate::problem::Refusal;
use crate::store::Tx;
use crate::store::members::Wanted;
use crate::text;
use stempel_engine::benefits::{self, Entitled};
use stempel_engine::member::{self, Member};
use stempel_protocol::{AccessOpen, Benefits, MemberStatus, Opening, StandingDiscount};

/// What a customer is entitled to now; somebody who has not joined, to what everybody is.
///
/// # Errors
/// `InvalidField` for what is no id.
pub fn look(tx: &mut Tx<'_>, context: &Context, sub: &str) -> Result<Benefits, Refusal> {
    text::id(sub, "customer")?;
    let (program, now) = (context.program(), context.now);
    let stored = member_of(tx, context, sub, Wanted::ToCredit(now))?;
    let joined = stored.is_some();
    let mut settled = stored.map_or_else(Member::default, |it| it.member);
    let _ = member::settle(program, &mut settled, now);
    let entitled = benefits::entitled(program, &settled, now);
    Ok(Benefits {
        customer: sub.to_owned(),
        as_of: now,
        valid_until: entitled.changes_at,
        status: if joined { MemberStatus::Active } else { MemberStatus::NotJoined },
        tier: entitled.tier.map(|it| it.id.clone()),
        membership: entitled.membership,
        discount_percent: entitled.discount_percent(),
        free_shipping: entitled.free_shipping,
        access: access(&entitled, context),
        discounts: discounts(&entitled),
    })
}

fn discounts(entitled: &Entitled<'_>) -> Vec<StandingDiscount> {
    let all = entitled.discounts.iter();
    all.map(|it| StandingDiscount { tier: it.tier.map(str::to_owned), percent: it.percent })
        .collect()
}

fn access(entitled: &Entitled<'_>, context: &Context) -> Vec<AccessOpen> {
    let all = entitled.access.iter();
    let open = |it: &benefits::Opening<'_>| AccessOpen {
        id: it.access.id.clone(),
        open: it.opens_at <= context.now,
        opens_at: it.opens_at,
        ends_at: it.access.window.ends,
    };
    all.map(open).collect()
}

/// When things open to a (settled) member.
pub(super) fn openings(context: &Context, settled: &Member) -> Vec<Opening> {
    let entitled = benefits::entitled(context.program(), settled, context.now);
    let all = entitled.access.into_iter();
    all.map(|it| Opening { id: it.access.id.clone(), opens_at: it.opens_at }).collect()
}
