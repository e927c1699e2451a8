//! What a cart would bring a member. Changes nothing.

use crate::Instant;
use crate::cart::{Cart, CartMistake};
use crate::counted::Counted;
use crate::earning::{self, Buyer, Earned};
use crate::left_cart;
use crate::member::{self, Member};
use crate::membership;
use crate::offer;
use crate::program::{Program, Reward, Tier};
use crate::reward::{self, Facts, Reason, RewardState, Taken};
use crate::tier::{self, Qualifying};

/// What a cart would bring this member: points, tier and rewards within reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook<'a> {
    /// What the cart earns.
    pub earned: Earned,
    /// The tier it would lift the member to; absent when it changes nothing.
    pub tier: Option<&'a Tier>,
    /// Rewards it would bring into reach, by points alone.
    pub within_reach: Vec<&'a Reward>,
}

/// What a cart would bring this (settled) member; a guest is `Member::default()`.
///
/// # Errors
/// When the cart is beyond the limits of [`crate::cart`].
pub fn outlook<'a>(
    program: &'a Program,
    member: &Member,
    cart: &Cart,
    taken: &Taken,
    now: Instant,
) -> Result<Outlook<'a>, CartMistake> {
    let held = member::standing(program, member, now);
    let grants = earning::grants(program, member, now);
    let tier = held.as_ref().map(|held| held.tier.id.as_str());
    let buyer = Buyer { tier, is_paid: membership::is_on(member, now), grants: &grants };
    let mut earned = earning::quote_for(program, buyer, cart, &[], now)?;
    let edges = [
        earned.valid_until,
        held.as_ref().and_then(|it| it.until),
        paid_until(member, now),
        balance_until(program, member, now),
        rewards_until(program, now),
        left_cart::edge(program, member, now),
    ];
    earned.valid_until = edges.into_iter().flatten().filter(|edge| *edge > now).min();
    let counted = Counted::of_cart(program, cart, &[])?;
    let facts = member::facts(program, member, taken, now);
    let within_reach = reward::catalogue(program, &facts, now);
    let within_reach =
        within_reach.into_iter().filter(|it| is_reached(program, it, &facts, &earned));
    Ok(Outlook {
        tier: tier_reached(program, member, &counted, earned.points, now),
        within_reach: within_reach.map(|it| it.reward).collect(),
        earned,
    })
}

/// Whether only points are missing, and no more than the cart brings at once: none where they wait.
/// A guest's joining is taken for granted.
fn is_reached(program: &Program, state: &RewardState<'_>, facts: &Facts, earned: &Earned) -> bool {
    let wallet = &state.reward.wallet;
    let waits = program.points_in(wallet).pending_days > 0;
    let points = if waits { 0 } else { earned.points_in(wallet) };
    match state.reasons.as_slice() {
        [Reason::MissingPoints { points: missing }] => *missing <= points,
        [Reason::NotJoined] => facts.missing(state.reward) <= points,
        _ => false,
    }
}

/// When the balance changes by time alone, where what earns depends on it.
fn balance_until(program: &Program, member: &Member, now: Instant) -> Option<Instant> {
    if !offer::may_follow_balance(program) {
        return None;
    }
    let accounts = || member.accounts();
    let open =
        accounts().flat_map(|it| &it.lots).flat_map(|it| [Some(it.matures_at), it.expires_at]);
    let held = accounts().flat_map(|it| &it.holds).map(|it| it.deadline);
    open.chain(held).flatten().filter(|at| *at > now).min()
}

/// When a reward begins or ends to be there, where what earns depends on which one is near.
fn rewards_until(program: &Program, now: Instant) -> Option<Instant> {
    if !offer::may_follow_balance(program) {
        return None;
    }
    let edges = program.rewards.iter().flat_map(|it| [it.window.starts, it.window.ends]);
    edges.flatten().filter(|at| *at > now).min()
}

/// When the paid membership that is on now ends.
fn paid_until(member: &Member, now: Instant) -> Option<Instant> {
    let on = member.record.membership.iter().rfind(|it| it.from <= now);
    on.and_then(|it| it.until)
}

fn tier_reached<'a>(
    program: &'a Program,
    member: &Member,
    counted: &Counted<'_>,
    points: i64,
    now: Instant,
) -> Option<&'a Tier> {
    let before = tier::standing(program, &member.qualifying, now)?.tier;
    let (day, spend, orders) = (program.day(now), counted.paid(), counted.orders());
    let this = Qualifying { day, points, spend, orders };
    let with_it: Vec<Qualifying> = member.qualifying.iter().copied().chain([this]).collect();
    let after = tier::standing(program, &with_it, now)?.tier;
    (after.from > before.from).then_some(after)
}
