//! `POST redemptions` and `POST redemptions/{id}/cancel`: points for a reward, and back again.
//! One key, one effect.

use super::{Context, Customer, draw, hold, member_of, refusal, snapshot, taken, wire};
use crate::problem::Refusal;
use crate::store::keys::{self, Done, Key};
use crate::store::members::{Stored, Wanted};
use crate::store::redemptions::{self, Taken};
use crate::store::{Lock, Tx, ledger, new_id};
use std::borrow::Cow;
use std::slice;
use stempel_engine::member::{self, Effect, Redeem, Refused};
use stempel_engine::program::{Reward, RewardKind};
use stempel_engine::redemption::{self, Status, can_cancel, status_at};
use stempel_engine::reward::Reason;
use stempel_protocol::{RedemptionReply, RedemptionRequest};

/// How often a code is drawn before giving up; two equal ones in a row never happen.
const DRAWS: usize = 4;

/// A reply, with the status it has each time its key comes.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The redemption and the snapshot after it.
    pub body: RedemptionReply,
}

/// Redeems a reward.
///
/// # Errors
/// `KeyReused`, `NotJoined`, `Changed` when the customer saw another version or cost,
/// `NotRedeemable` with every reason.
pub fn redeem(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    key: &str,
    request: &RedemptionRequest,
) -> Result<Reply, Refusal> {
    let key = Key { route: "redemptions", ..key_of(context, customer, key) };
    let asked = format!("{}\n{}\n{}", request.reward, request.cost, request.version);
    let asked = request.amount.map_or(asked.clone(), |amount| format!("{asked}\n{amount}"));
    let fingerprint = keys::fingerprint(asked.as_bytes());
    hold(tx, context, &customer.id)?;
    if let Some(done) = keys::find(tx, key)? {
        return replay(tx, context, customer, &done, &fingerprint);
    }
    let reward = context.program().reward(&request.reward);
    let reward = reward.map(|reward| worth(reward, request.amount)).transpose()?;
    let (wallet, cost) = reward.as_ref().map(|it| (it.wallet.clone(), it.cost)).unwrap_or_default();
    let wanted = Wanted::ToSpend(&wallet, cost, context.now);
    let stored = member_of(tx, context, &customer.id, wanted)?.ok_or(Refusal::NotJoined)?;
    let reward = reward.ok_or(Refusal::NotFound("there is no such reward"))?;
    if stored.version != request.version || reward.cost != request.cost {
        let member = snapshot::of(tx, context, customer, Some(stored))?;
        return Err(Refusal::Changed(Box::new(member)));
    }
    let (stored, taken) = take(tx, context, stored, &reward)?;
    let done = Done { fingerprint, redemption: taken.id.clone(), status: 201 };
    keys::insert(tx, key, &done, context.now)?;
    reply(tx, context, customer, stored, &taken, done.status)
}

/// A reward as it is asked for: as it stands, or for that worth in minor units.
///
/// # Errors
/// `InvalidField` for a worth that the reward cannot be taken for.
pub(super) fn worth(reward: &Reward, amount: Option<i64>) -> Result<Cow<'_, Reward>, Refusal> {
    let Some(amount) = amount else { return Ok(Cow::Borrowed(reward)) };
    let wrong = || match (&reward.kind, reward.any_amount) {
        (RewardKind::AmountOff { amount: step }, Some(most)) => {
            format!("it must be a multiple of {step} up to {most}")
        }
        _ => "this reward cannot be had for an amount at will".to_owned(),
    };
    let worth = stempel_engine::reward::worth(reward, amount);
    worth.map(Cow::Owned).ok_or_else(|| Refusal::field("amount", wrong()))
}

/// Gives an unused redemption back: its points return to the lots they came from.
///
/// # Errors
/// `KeyReused`, `NotFound` for one that is not theirs, `NotCancellable` when it is not open.
pub fn cancel(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    key: &str,
    id: &str,
) -> Result<Reply, Refusal> {
    let key = Key { route: "redemptions/cancel", ..key_of(context, customer, key) };
    let fingerprint = keys::fingerprint(id.as_bytes());
    hold(tx, context, &customer.id)?;
    if let Some(done) = keys::find(tx, key)? {
        return replay(tx, context, customer, &done, &fingerprint);
    }
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?
        .ok_or(Refusal::NotJoined)?;
    let mut taken = own(tx, context, &stored, id)?;
    let status = status_at(&taken.status, taken.expires_at, context.now);
    can_cancel(&status).map_err(|_| Refusal::NotCancellable)?;
    taken.status = Status::Cancelled { at: context.now };
    let stored = close(tx, context, stored, &taken, member::cancel)?;
    let done = Done { fingerprint, redemption: taken.id.clone(), status: 200 };
    keys::insert(tx, key, &done, context.now)?;
    reply(tx, context, customer, stored, &taken, done.status)
}

/// The engine's act that closes a redemption, and its row with the new status.
pub(super) fn close(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
    closed: &Taken,
    act: fn(
        &stempel_engine::Program,
        &mut member::Member,
        &str,
        stempel_engine::Instant,
    ) -> Result<Effect, Refused>,
) -> Result<Stored, Refusal> {
    let program = context.program();
    let effect = act(program, &mut stored.member, &closed.id, context.now)
        .map_err(|refused| refusal(context, refused, ""))?;
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    redemptions::close(tx, context.ledger(), &closed.id, &closed.status)?;
    if let Some(known) = stored.redemptions.iter_mut().find(|it| it.id == closed.id) {
        known.status = closed.status.clone();
    }
    Ok(stored)
}

/// Takes the reward: points held, redemption and code written.
pub(super) fn take(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
    reward: &Reward,
) -> Result<(Stored, Taken), Refusal> {
    let id = new_id(context.now);
    let of_reward = Lock::Stock { ledger: context.ledger(), reward: &reward.id };
    if reward.stock.is_some() {
        tx.lock(of_reward)?;
    } else if matches!(reward.kind, RewardKind::DrawEntry { .. }) {
        tx.share(of_reward)?;
    }
    if draw::is_made(tx, context, reward)? {
        return Err(refusal(context, Refused::NotRedeemable(vec![Reason::Over]), ""));
    }
    let so_far = taken(tx, context, Some(&stored), slice::from_ref(reward))?;
    let command = Redeem { redemption: &id, reward: &reward.id, cart: None, taken: &so_far };
    let (program, now) = (context.program(), context.now);
    let effect = match (&reward.kind, reward.any_amount) {
        (RewardKind::AmountOff { amount }, Some(_)) => {
            member::redeem_amount(program, &mut stored.member, command, *amount, now)
        }
        _ => member::redeem(program, &mut stored.member, command, now),
    };
    let effect = effect.map_err(|refused| refusal(context, refused, "cart"))?;
    let taken = issue(tx, context, &mut stored, reward, &id, &effect)?;
    Ok((stored, taken))
}

/// Writes what the engine allowed: the redemption with a code, and what it did to the member.
pub(super) fn issue(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    reward: &Reward,
    id: &str,
    effect: &Effect,
) -> Result<Taken, Refusal> {
    let (program, now) = (context.program(), context.now);
    let account = stored.member.account_in(&reward.wallet);
    let hold = account.and_then(|it| it.holds.iter().find(|hold| hold.redemption == id)).cloned();
    if hold.is_none() && !reward.kind.is_immediate() {
        return Err(Refusal::Internal("a redemption without a hold".into()));
    }
    let mut taken = Taken {
        id: id.to_owned(),
        member: stored.id.clone(),
        reward: reward.id.clone(),
        promise: wire::promise(program, reward),
        wallet: reward.wallet.clone(),
        cost: reward.cost,
        code: free_code(tx, context, reward)?,
        status: Status::Issued,
        created_at: now,
        expires_at: hold.as_ref().and_then(|hold| hold.deadline),
        held: hold.map(|hold| hold.from).unwrap_or_default(),
        won: None,
        order: None,
        used_lots: Vec::new(),
    };
    redemptions::insert(tx, context.ledger(), &taken)?;
    if reward.kind.is_immediate() {
        // Used for no order: there is no code that a shop would have to honour.
        taken.status = Status::Used { order: String::new(), at: now };
        redemptions::close(tx, context.ledger(), &taken.id, &taken.status)?;
    }
    stored.redemptions.insert(0, taken.clone());
    ledger::append(tx, stored, effect, &program.version)?;
    Ok(taken)
}

/// A code nobody has.
fn free_code(tx: &mut Tx<'_>, context: &Context, reward: &Reward) -> Result<String, Refusal> {
    for _ in 0..DRAWS {
        let chance = getrandom::u64().map_err(|e| Refusal::Internal(e.to_string()))?;
        let code = redemption::code(reward, chance);
        if redemptions::by_code(tx, context.ledger(), &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Refusal::Internal("no free code was drawn".into()))
}

/// A redemption of this member; another's is as unknown as none.
fn own(tx: &mut Tx<'_>, context: &Context, stored: &Stored, id: &str) -> Result<Taken, Refusal> {
    let found = redemptions::find(tx, context.ledger(), id)?;
    let own = found.filter(|taken| taken.member == stored.id);
    own.ok_or(Refusal::NotFound("there is no such redemption"))
}

fn key_of<'a>(context: &'a Context, customer: &'a Customer, key: &'a str) -> Key<'a> {
    Key { program: context.ledger(), customer: &customer.id, route: "", key }
}

/// The reply of a key that came before: the same redemption, the snapshot of now.
fn replay(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    done: &Done,
    fingerprint: &str,
) -> Result<Reply, Refusal> {
    if done.fingerprint != fingerprint {
        return Err(Refusal::KeyReused);
    }
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?
        .ok_or(Refusal::NotJoined)?;
    let taken = own(tx, context, &stored, &done.redemption)?;
    reply(tx, context, customer, stored, &taken, done.status)
}

fn reply(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    stored: Stored,
    taken: &Taken,
    status: u16,
) -> Result<Reply, Refusal> {
    let of_now = status_at(&taken.status, taken.expires_at, context.now);
    let redemption = wire::redemption(taken, of_now, &context.lang);
    let member = snapshot::of(tx, context, customer, Some(stored))?;
    Ok(Reply { status, body: RedemptionReply { redemption, member } })
}
