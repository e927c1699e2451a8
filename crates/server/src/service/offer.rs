//! Offers: as a member sees them, and `POST offers/{id}/accept`.

use super::{Context, Customer, hold, member_of, snapshot, wire};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::{Tx, ledger};
use stempel_engine::member::{self, Member as EngineMember};
use stempel_engine::offer::{self, OfferState, Why};
use stempel_protocol::{Member, Offer, OfferCode, OfferReason};

/// Accepts an offer and gives the snapshot after it. One that is accepted already stays as it is.
///
/// # Errors
/// `NotJoined`; `NotFound` for an offer that this member does not have now.
pub fn accept(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
) -> Result<Member, Refusal> {
    hold(tx, context, &customer.id)?;
    let (program, now) = (context.program(), context.now);
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(now))?;
    let mut stored = stored.ok_or(Refusal::NotJoined)?;
    let effect = member::settle(program, &mut stored.member, now);
    let before = stored.member.record.offers.clone();
    offer::accept(program, &mut stored.member, id, now)
        .map_err(|_| Refusal::NotFound("there is no such offer for this member now"))?;
    if stored.member.record.offers != before {
        ledger::append(tx, &mut stored, &effect, &program.version)?;
    }
    Ok(snapshot::of(tx, context, customer, Some(stored))?)
}

/// The offers of a (settled) member.
pub(super) fn shown(context: &Context, member: &EngineMember) -> Vec<Offer> {
    let states = offer::states(context.program(), member, context.now);
    states.into_iter().map(|state| one(context, state)).collect()
}

fn one(context: &Context, state: OfferState<'_>) -> Offer {
    let OfferState { offer, why, is_on, accepted_at, ends } = state;
    let opens = |it: &&stempel_engine::program::Reward| it.offer.as_ref() == Some(&offer.id);
    let rewards = context.program().rewards.iter().filter(opens);
    Offer {
        id: offer.id.clone(),
        title: wire::text(&offer.title, &context.lang),
        detail: wire::text_or_none(offer.detail.as_ref(), &context.lang),
        icon: offer.icon.clone(),
        reason: why.map(reason),
        accept: !is_on,
        accepted_at,
        ends_at: ends,
        rewards: rewards.map(|it| it.id.clone()).collect(),
    }
}

fn reason(why: Why) -> OfferReason {
    let plain = |code| OfferReason {
        code,
        category: None,
        sku: None,
        reward: None,
        points: None,
        days: None,
    };
    match why {
        Why::Segment => plain(OfferCode::Segment),
        Why::FavouriteCategory { category } => {
            OfferReason { category: Some(category), ..plain(OfferCode::FavouriteCategory) }
        }
        Why::Due { sku } => OfferReason { sku: Some(sku), ..plain(OfferCode::Due) },
        Why::Lapsed { days } => OfferReason { days: Some(days), ..plain(OfferCode::Lapsed) },
        Why::LeftCart => plain(OfferCode::LeftCart),
        Why::Birthday => plain(OfferCode::Birthday),
        Why::Anniversary => plain(OfferCode::Anniversary),
        Why::NearReward { reward, points } => OfferReason {
            reward: Some(reward),
            points: Some(points),
            ..plain(OfferCode::NearReward)
        },
    }
}
