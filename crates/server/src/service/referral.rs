//! Members who bring friends: `POST invites`, and what joining, paying and refunding mean for it.
//!
//! Whoever needs both locks the friend first, then the member who brought them, who has been a
//! member for longer: no two commands wait for each other.

use super::{Context, Customer, grant, hold, member_of, refusal};
use crate::problem::Refusal;
use crate::store::members::{self, Stored, Wanted};
use crate::store::referrals::{self, Mark, Referred, State};
use crate::store::{StoreError, Tx, ledger, new_id};
use crate::text;
use stempel_engine::cart::Order;
use stempel_engine::program::{Program, Referral};
use stempel_engine::referral::{self, Doubt, Facts};
use stempel_engine::{member, redemption};
use stempel_protocol::{Invite, Invited, InvitedStatus, ReferralProgress, Timestamp};

/// How often a code is drawn before giving up.
const DRAWS: usize = 4;

/// The code of a member, made the first time.
///
/// # Errors
/// `NotFound` when the program has no referrals, `NotJoined`.
pub fn invite(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    marks: &[Mark],
) -> Result<Invite, Refusal> {
    let (program, now) = (context.program(), context.now);
    if program.referral.is_none() {
        return Err(Refusal::NotFound("the program has no referrals"));
    }
    hold(tx, context, &customer.id)?;
    let wanted = Wanted::ToCredit(now);
    let mut stored = member_of(tx, context, &customer.id, wanted)?.ok_or(Refusal::NotJoined)?;
    referrals::mark(tx, context.ledger(), &stored.id, marks, now)?;
    if let Some(code) = referrals::code(tx, context.ledger(), &stored.id)? {
        return Ok(Invite { code });
    }
    let code = free_code(tx, context)?;
    referrals::invite(tx, context.ledger(), &stored.id, &code, now)?;
    let effect = member::settle(program, &mut stored.member, now);
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    Ok(Invite { code })
}

fn free_code(tx: &mut Tx<'_>, context: &Context) -> Result<String, Refusal> {
    for _ in 0..DRAWS {
        let chance = getrandom::u64().map_err(|e| Refusal::Internal(e.to_string()))?;
        let code = redemption::signs(chance);
        if referrals::of_code(tx, context.ledger(), &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Refusal::Internal("no free code was drawn".into()))
}

/// Somebody who joins by a code.
pub(super) struct Coming {
    referrer: String,
    marks: Vec<Mark>,
}

/// Whose code somebody comes by; nobody's without one.
pub(super) fn coming(
    tx: &mut Tx<'_>,
    context: &Context,
    code: Option<&str>,
    marks: &[Mark],
) -> Result<Option<Coming>, Refusal> {
    let Some(code) = code.map(text::code).filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    if context.program().referral.is_none() {
        return Err(Refusal::ReferralUnknown);
    }
    let referrer = referrals::of_code(tx, context.ledger(), &code)?;
    let referrer = referrer.ok_or(Refusal::ReferralUnknown)?;
    Ok(Some(Coming { referrer, marks: marks.to_vec() }))
}

/// Somebody joined by a code: their own offer, unless there is doubt. They learn of none.
pub(super) fn joined(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    coming: &Coming,
    was_customer: bool,
) -> Result<(), Refusal> {
    let (program, ledger, now) = (context.program(), context.ledger(), context.now);
    let Some(terms) = &program.referral else { return Ok(()) };
    let Some(bringing) = members::customer(tx, ledger, &coming.referrer)? else { return Ok(()) };
    hold(tx, context, &bringing)?;
    referrals::mark(tx, ledger, &stored.id, &coming.marks, now)?;
    let today = program.start_of(program.day(now));
    let facts = Facts {
        is_self: bringing == stored.customer,
        was_customer,
        same_household: referrals::same_household(tx, ledger, &coming.referrer, &stored.id)?,
        today: referrals::came_since(tx, ledger, &coming.referrer, today)?,
    };
    let doubt = referral::admit(terms, &facts).err();
    let id = new_id(now);
    referrals::joined(tx, ledger, &id, (&coming.referrer, &stored.id), doubt, now)?;
    members::touch(tx, ledger, &coming.referrer)?;
    if doubt.is_some() { Ok(()) } else { welcome(tx, context, stored, (terms, &id)) }
}

fn welcome(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    came: (&Referral, &str),
) -> Result<(), Refusal> {
    let program = context.program();
    if came.0.friend_points > 0 {
        let effect = referral::welcomed(program, &mut stored.member, came, context.now)
            .map_err(|refused| refusal(context, refused, ""))?;
        ledger::append(tx, stored, &effect, &program.version)?;
    }
    match came.0.friend_reward.as_deref().and_then(|it| program.reward(it)) {
        Some(reward) => grant::give(tx, context, stored, reward).map(drop),
        None => Ok(()),
    }
}

/// A friend paid an order: if it counts, the member who brought them gets theirs. One from before
/// they joined says that they are none.
pub(super) fn ordered(
    tx: &mut Tx<'_>,
    context: &Context,
    friend: &str,
    order: &Order,
    marks: &[Mark],
) -> Result<(), Refusal> {
    let (program, ledger, now) = (context.program(), context.ledger(), context.now);
    let Some(terms) = &program.referral else { return Ok(()) };
    referrals::mark(tx, ledger, friend, marks, now)?;
    let Some(came) = referrals::of_friend(tx, ledger, friend)? else { return Ok(()) };
    if referral::was_customer(came.joined_at, order) {
        return refuse(tx, context, &came, Doubt::Customer);
    }
    if came.state != State::Joined || !referral::qualifies(terms, came.joined_at, order) {
        return Ok(());
    }
    let Some(bringing) = members::customer(tx, ledger, &came.referrer)? else { return Ok(()) };
    hold(tx, context, &bringing)?;
    if let Some(doubt) = doubt(tx, context, terms, &came, friend)? {
        return refuse(tx, context, &came, doubt);
    }
    let due_at = program.times_after(now, terms.pending_days).matures_at;
    referrals::ordered(tx, ledger, &came.id, &order.id, (terms.points, due_at), now)?;
    let Some(mut stored) = member_of(tx, context, &bringing, Wanted::ToCredit(now))? else {
        return Ok(());
    };
    let effect = referral::rewarded(program, &mut stored.member, (terms, &came.id), now)
        .map_err(|refused| refusal(context, refused, ""))?;
    Ok(ledger::append(tx, &mut stored, &effect, &program.version)?)
}

fn doubt(
    tx: &mut Tx<'_>,
    context: &Context,
    terms: &Referral,
    came: &Referred,
    friend: &str,
) -> Result<Option<Doubt>, StoreError> {
    let (program, ledger) = (context.program(), context.ledger());
    if referrals::same_household(tx, ledger, &came.referrer, friend)? {
        return Ok(Some(Doubt::Household));
    }
    let Some(most) = terms.per_month else { return Ok(None) };
    let month = program.month_of(program.day(context.now)).starts.unwrap_or(context.now);
    let counted = referrals::counted_since(tx, ledger, &came.referrer, month)?;
    Ok((counted >= most).then_some(Doubt::Limit))
}

/// Something of an order went back: when too little is left of one that counted, what it gave is
/// taken back. `then` is the program of the order's day.
pub(super) fn returned(
    tx: &mut Tx<'_>,
    context: &Context,
    then: &Program,
    order: &Order,
) -> Result<(), Refusal> {
    if then.referral.as_ref().is_none_or(|terms| referral::is_enough(terms, order)) {
        return Ok(());
    }
    match referrals::of_order(tx, context.ledger(), &order.id)? {
        Some(came) => refuse(tx, context, &came, Doubt::Returned),
        None => Ok(()),
    }
}

/// Somebody who came does not count, or no more: what it gave the member is taken back.
fn refuse(
    tx: &mut Tx<'_>,
    context: &Context,
    came: &Referred,
    doubt: Doubt,
) -> Result<(), Refusal> {
    let (program, ledger, now) = (context.program(), context.ledger(), context.now);
    if matches!(came.state, State::Refused { .. }) {
        return Ok(());
    }
    referrals::refused(tx, ledger, &came.id, doubt, now)?;
    let Some(bringing) = members::customer(tx, ledger, &came.referrer)? else { return Ok(()) };
    hold(tx, context, &bringing)?;
    let State::Ordered { at, points, .. } = came.state else {
        return Ok(members::touch(tx, ledger, &came.referrer)?);
    };
    let Some(mut stored) = member_of(tx, context, &bringing, Wanted::Everything)? else {
        return Ok(());
    };
    let effect = referral::taken_back(program, &mut stored.member, &came.id, (points, at), now)
        .map_err(|refused| refusal(context, refused, ""))?;
    Ok(ledger::append(tx, &mut stored, &effect, &program.version)?)
}

/// How it stands with those a member brought; nothing where the program has no referrals.
pub(super) fn progress(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
) -> Result<Option<ReferralProgress>, StoreError> {
    if context.program().referral.is_none() {
        return Ok(None);
    }
    let code = referrals::code(tx, context.ledger(), member)?;
    let came = match code {
        Some(_) => referrals::newest(tx, context.ledger(), member)?,
        None => Vec::new(),
    };
    let invited = came.into_iter().map(|it| shown(it, context.now)).collect();
    Ok(Some(ReferralProgress { code, invited }))
}

fn shown(came: Referred, now: Timestamp) -> Invited {
    let (status, at) = match came.state {
        State::Joined => (InvitedStatus::Joined, came.joined_at),
        State::Ordered { due_at, .. } if due_at <= now => (InvitedStatus::Rewarded, due_at),
        State::Ordered { at, .. } => (InvitedStatus::Ordered, at),
        State::Refused { at } => (InvitedStatus::Refused, at),
    };
    Invited { status, at }
}
