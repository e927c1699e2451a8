//! The commands on a member: each settles to `now`, decides, and says what to append.

use crate::Instant;
use crate::badge::BadgeEarned;
use crate::bought::Bought;
use crate::cart::{Cart, CartMistake, Order, Returned};
use crate::challenge::Completed;
use crate::ledger::{self, Account, AccountName, Source, Times, Transaction, Wallet};
use crate::profile::Profile;
use crate::program::{Activity, ActivityKind, Every, Program, Reward, Window};
use crate::record::Record;
use crate::reward::{Facts, Reason, Taken};
use crate::tier::{Qualifying, Standing};
use crate::{earning, offer, own_day, redemption, reward, segment};
use std::collections::BTreeMap;
use work::{Work, earned_by, less};

mod leave;
mod outlook;
mod work;

pub use leave::leave;
pub use outlook::{Outlook, outlook};

/// Everything the rules need to know of a member, as the caller loads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// When they joined; absent before.
    pub joined_at: Option<Instant>,
    /// The account in points; tiers and badges count this one alone.
    pub account: Account,
    /// The accounts in further wallets, as far as they have any; see [`Member::account_in`].
    pub others: BTreeMap<Wallet, Account>,
    /// Credited orders, oldest first: all of them, or, where [`Member::record`] stands in for them,
    /// only the one a refund is about.
    pub orders: Vec<Order>,
    /// Completed challenges.
    pub completed: Vec<Completed>,
    /// Earned badges.
    pub badges: Vec<BadgeEarned>,
    /// What qualified, one item a day, in any order.
    pub qualifying: Vec<Qualifying>,
    /// The past in short; stored whole after each command.
    pub record: Record,
    /// What they told of themselves.
    pub profile: Profile,
    /// The ids of the consents they gave, as far as the program's rules ask for any.
    pub consents: Vec<String>,
}

impl Member {
    /// The account in that wallet; none where nothing was ever booked.
    #[must_use]
    pub fn account_in(&self, wallet: &Wallet) -> Option<&Account> {
        if wallet.is_primary() { Some(&self.account) } else { self.others.get(wallet) }
    }

    /// Every account, the primary one first.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        std::iter::once(&self.account).chain(self.others.values())
    }

    /// The account in that wallet, made where there is none.
    pub(crate) fn account_of(&mut self, wallet: &Wallet) -> &mut Account {
        if wallet.is_primary() {
            return &mut self.account;
        }
        self.others.entry(wallet.clone()).or_insert_with(|| Account::of(wallet.clone()))
    }

    /// The account that an open redemption holds points of; the primary one when none does, which
    /// then says so.
    fn account_holding(&mut self, redemption: &str) -> &mut Account {
        let holds = |it: &&mut Account| it.holds.iter().any(|hold| hold.redemption == redemption);
        let other = self.others.values_mut().find(holds);
        other.unwrap_or(&mut self.account)
    }
}

/// What a command did: what the caller appends and updates. `Member` already has it all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// To append, in this order. A `Cancel` among those settled closes its redemption as expired.
    pub transactions: Vec<Transaction>,
    /// How many of the first `transactions` were due before the command.
    pub settled: usize,
    /// Orders to store (new) or to replace (returned units changed).
    pub orders: Vec<Order>,
    /// Completed challenges to add.
    pub completed: Vec<Completed>,
    /// Completed challenges to remove.
    pub undone: Vec<Completed>,
    /// Badges to add.
    pub badges: Vec<BadgeEarned>,
    /// Amounts to add to the day's sums (negative takes away).
    pub qualifying: Vec<Qualifying>,
}

impl Effect {
    /// What the command itself (not what was due before) changed in the available points and in
    /// the pending ones, of the primary wallet.
    #[must_use]
    pub fn points(&self) -> i64 {
        self.points_in(&Wallet::default())
    }

    /// The same in a wallet.
    #[must_use]
    pub fn points_in(&self, wallet: &Wallet) -> i64 {
        let own = self.transactions[self.settled..].iter().filter(|it| it.wallet == *wallet);
        own.map(|it| it.change() + it.sum(AccountName::Pending)).sum()
    }
}

/// Why a command on a member is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// They have not joined.
    #[error("the customer has not joined")]
    NotJoined,
    /// They have joined already.
    #[error("the customer has joined already")]
    Joined,
    /// No such reward, order or rule.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// The order was credited already.
    #[error("the order was credited already")]
    Credited,
    /// The cart or the return is wrong.
    #[error(transparent)]
    Cart(#[from] CartMistake),
    /// The reward cannot be taken.
    #[error("the reward cannot be redeemed now")]
    NotRedeemable(Vec<Reason>),
    /// The ledger refuses.
    #[error(transparent)]
    Ledger(#[from] ledger::Refused),
}

/// A redemption to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redeem<'a> {
    /// The caller's id of the redemption.
    pub redemption: &'a str,
    /// The reward.
    pub reward: &'a str,
    /// The cart it is meant for, when known.
    pub cart: Option<&'a Cart>,
    /// How often rewards were taken so far.
    pub taken: &'a Taken,
}

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return<'a> {
    /// Everything that is left.
    All,
    /// These units.
    Units(&'a [Returned]),
}

/// Brings a member to `now`. A read applies it and throws the effect away; a command keeps it.
pub fn settle(program: &Program, member: &mut Member, now: Instant) -> Effect {
    let mut transactions = ledger::settle(&mut member.account, &program.points, now);
    for account in member.others.values_mut() {
        let points = program.points_in(&account.wallet);
        transactions.extend(ledger::settle(account, points, now));
    }
    transactions.sort_by_key(|it| it.at);
    Effect { settled: transactions.len(), transactions, ..Effect::default() }
}

/// Joins: books the bonus, and the orders that waited.
///
/// `kept` are orders paid before, not older than the program's window; refunds already in them.
/// Their tier is set here.
///
/// # Errors
/// [`Refused::Joined`], [`Refused::Cart`].
pub fn join(
    program: &Program,
    member: &mut Member,
    kept: Vec<Order>,
    now: Instant,
) -> Result<Effect, Refused> {
    enrol(program, member, kept, true, now)
}

/// The same for somebody who was a member before and left: the bonus for joining comes once.
///
/// # Errors
/// As [`join`].
pub fn rejoin(
    program: &Program,
    member: &mut Member,
    kept: Vec<Order>,
    now: Instant,
) -> Result<Effect, Refused> {
    enrol(program, member, kept, false, now)
}

fn enrol(
    program: &Program,
    member: &mut Member,
    kept: Vec<Order>,
    is_first: bool,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_some() {
        return Err(Refused::Joined);
    }
    for order in &kept {
        earning::quote_kept(program, None, &order.cart, &order.returned, order.at)?;
    }
    let mut work = Work::begin(program, member, now);
    work.member.joined_at = Some(now);
    let bonuses = program.activities.iter().filter(|it| it.kind == ActivityKind::Join);
    for bonus in bonuses.filter(|_| is_first) {
        work.credit_activity(bonus)?;
    }
    let paid: Vec<Instant> = kept.iter().map(|order| order.at).collect();
    for order in kept {
        work.credit_order(order)?;
    }
    work.finish_earning(&paid)
}

/// An order was paid: books its points, the challenges it completes, the badges they bring.
///
/// The order's tier is set here; its rules are those of `order.at`, its booking is of `now`.
///
/// # Errors
/// [`Refused::NotJoined`], [`Refused::Credited`], [`Refused::Cart`].
pub fn order_paid(
    program: &Program,
    member: &mut Member,
    order: Order,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    if member.orders.iter().any(|known| known.id == order.id) {
        return Err(Refused::Credited);
    }
    earning::quote_kept(program, None, &order.cart, &order.returned, order.at)?;
    let mut work = Work::begin(program, member, now);
    let paid = order.at;
    work.credit_order(order)?;
    work.finish_earning(&[paid])
}

/// Some or all of an order came back: takes back earned(before) − earned(what remains).
///
/// `then` is the program as it was when the order was credited: its rules count for the points,
/// those of `program` for debt and challenges.
///
/// # Errors
/// [`Refused::NotJoined`], [`Refused::Unknown`] order, [`Refused::Cart`].
pub fn order_refunded(
    program: &Program,
    then: &Program,
    member: &mut Member,
    order: &str,
    back: Return<'_>,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let known = member.orders.iter().position(|known| known.id == order);
    let index = known.ok_or(Refused::Unknown("order"))?;
    let before = member.orders[index].clone();
    let after = before.with_returned(back);
    let (earned, remains) = (earned_by(then, &before)?, earned_by(then, &after)?);
    let mut work = Work::begin(program, member, now);
    let less = less(earned, remains);
    let primary = less.iter().find(|it| it.wallet.is_primary());
    work.qualify_less(&before, &after, primary.map_or(0, |it| it.points));
    for less in less {
        work.take_back(Source::Order(before.id.clone()), less)?;
    }
    work.member.orders[index] = after.clone();
    work.member.record.count(program, Some(&before), &after);
    work.undo_challenges(&after)?;
    work.effect.orders.push(after);
    Ok(work.effect)
}

/// Books what an activity gives, and the badges it brings.
pub(crate) fn reward_activity(
    program: &Program,
    member: &mut Member,
    activity: &Activity,
    now: Instant,
) -> Result<Effect, Refused> {
    let mut work = Work::begin(program, member, now);
    work.credit_activity(activity)?;
    work.finish_earning(&[])
}

/// Books what one rule gives from a source, and the badges it brings.
pub(crate) fn give(
    program: &Program,
    member: &mut Member,
    source: Source,
    (rule, points): (&str, i64),
    now: Instant,
) -> Result<Effect, Refused> {
    give_then(program, member, source, (rule, points), program.times(now), now)
}

/// The same with other times than the program's.
pub(crate) fn give_then(
    program: &Program,
    member: &mut Member,
    source: Source,
    (rule, points): (&str, i64),
    times: Times,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let mut work = Work::begin(program, member, now);
    work.credit_rule_at(&Wallet::default(), source, (rule, points), times)?;
    work.finish_earning(&[])
}

/// Takes back what one rule gave at that instant from a source.
pub(crate) fn take_back(
    program: &Program,
    member: &mut Member,
    source: Source,
    (rule, points): (&str, i64),
    given_at: Instant,
    now: Instant,
) -> Result<Effect, Refused> {
    let mut work = Work::begin(program, member, now);
    work.take_back_rule(source, rule, points, given_at)?;
    Ok(work.effect)
}

/// Gives a reward at no cost, whatever its conditions: a redemption of no points, with a code and
/// a deadline like any other.
///
/// # Errors
/// [`Refused::NotJoined`], [`Refused::Ledger`] for an id that is taken.
pub fn grant(
    program: &Program,
    member: &mut Member,
    redemption: &str,
    reward: &Reward,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let work = Work::begin(program, member, now);
    let deadline = redemption::expires_at(reward, now);
    let account = work.member.account_of(&reward.wallet);
    let given = ledger::redeem(account, redemption, &reward.id, 0, deadline, now)?;
    Ok(work.effect.with(given))
}

/// Takes a reward: its points are reserved until it is used, given back or its deadline passes.
/// One that is used at once ([`crate::program::RewardKind::is_immediate`]) leaves no hold.
///
/// # Errors
/// [`Refused::NotRedeemable`] with every reason, [`Refused::Unknown`] reward.
pub fn redeem(
    program: &Program,
    member: &mut Member,
    command: Redeem<'_>,
    now: Instant,
) -> Result<Effect, Refused> {
    let reward = program.reward(command.reward).ok_or(Refused::Unknown("reward"))?;
    take(program, member, command, reward, now)
}

fn take(
    program: &Program,
    member: &mut Member,
    command: Redeem<'_>,
    reward: &Reward,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let facts = facts(program, work.member, command.taken, now);
    let cost = reward::decide(program, reward, &facts, command.cart, now)
        .map_err(Refused::NotRedeemable)?;
    let deadline = redemption::expires_at(reward, now);
    let account = work.member.account_of(&reward.wallet);
    let taken = ledger::redeem(account, command.redemption, &reward.id, cost, deadline, now)?;
    let mut effect = work.effect.with(taken);
    if reward.kind.is_immediate() {
        effect = effect.with(ledger::consume(account, command.redemption, now)?);
    }
    Ok(effect)
}

/// Takes a reward of any amount for that worth in minor units: one redemption, one code.
///
/// # Errors
/// As [`redeem`]; [`Refused::Unknown`] for a worth that [`reward::worth`] does not know.
pub fn redeem_amount(
    program: &Program,
    member: &mut Member,
    command: Redeem<'_>,
    amount: i64,
    now: Instant,
) -> Result<Effect, Refused> {
    let reward = program.reward(command.reward).ok_or(Refused::Unknown("reward"))?;
    let whole = reward::worth(reward, amount).ok_or(Refused::Unknown("amount"))?;
    take(program, member, command, &whole, now)
}

/// Gives a redemption back. Ask [`crate::redemption::can_cancel`] first.
///
/// # Errors
/// [`Refused::Ledger`] when it is not open (any more).
pub fn cancel(
    program: &Program,
    member: &mut Member,
    redemption: &str,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let account = work.member.account_holding(redemption);
    let points = program.points_in(&account.wallet);
    let given_back = ledger::cancel(account, points, redemption, now)?;
    Ok(work.effect.with(given_back))
}

/// A redemption's code is used. Ask [`crate::redemption::can_use`] first.
///
/// # Errors
/// [`Refused::Ledger`] when it is not open (any more).
pub fn consume(
    program: &Program,
    member: &mut Member,
    redemption: &str,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let account = work.member.account_holding(redemption);
    let used = ledger::consume(account, redemption, now)?;
    Ok(work.effect.with(used))
}

/// A correction by the merchant, in points.
///
/// # Errors
/// [`Refused::Ledger`] when more is taken than is available.
pub fn adjust(
    program: &Program,
    member: &mut Member,
    amount: i64,
    now: Instant,
) -> Result<Effect, Refused> {
    adjust_in(program, member, &Wallet::default(), amount, now)
}

/// A correction by the merchant, in any wallet.
///
/// # Errors
/// As [`adjust`].
pub fn adjust_in(
    program: &Program,
    member: &mut Member,
    wallet: &Wallet,
    amount: i64,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let times = Times { matures_at: now, ..program.times_in(wallet, now) };
    let corrected = ledger::adjust(work.member.account_of(wallet), times, amount, now)?;
    Ok(work.effect.with(corrected))
}

/// Where the member stands among the tiers.
#[must_use]
pub fn standing<'a>(program: &'a Program, member: &Member, now: Instant) -> Option<Standing<'a>> {
    crate::tier::standing(program, &member.qualifying, now)
}

/// What decides about rewards for this (settled) member.
#[must_use]
pub fn facts(program: &Program, member: &Member, taken: &Taken, now: Instant) -> Facts {
    let available = |(wallet, account): (&Wallet, &Account)| {
        let available = account.balance().available;
        (wallet.clone(), available)
    };
    let tier = standing(program, member, now).map(|standing| standing.tier.id.clone());
    let window = |it: &Reward| own_window(program, member, it, now);
    let windows = program.rewards.iter().filter_map(|it| Some((it.id.clone(), window(it)?)));
    let bought = offer::may_choose(program, member).then(|| Bought::by(program, member));
    Facts {
        windows: windows.collect(),
        segments: segment::of(program, member, now),
        offers: offer::on(program, member, now),
        favourite: bought.and_then(|it| it.favourite(program, now).map(str::to_owned)),
        joined: member.joined_at.is_some(),
        available: member.account.balance().available,
        others: member.others.iter().map(available).collect(),
        tier,
        taken: taken.clone(),
    }
}

/// The time around a day of the member's own in which they may take that reward: the one that is
/// on, or the next.
fn own_window(program: &Program, member: &Member, reward: &Reward, now: Instant) -> Option<Window> {
    let around = reward.around.as_ref()?;
    let tier = standing(program, member, now).map(|it| it.tier.id.as_str());
    own_day::window(program, member, tier, around, now)
}

/// From when on a reward's takings count for its limit; none when all do.
#[must_use]
pub fn counted_since(
    program: &Program,
    member: &Member,
    reward: &Reward,
    now: Instant,
) -> Option<Instant> {
    if reward.around.is_some() {
        return own_window(program, member, reward, now).and_then(|window| window.starts);
    }
    let first = reward.every.first_day(program.day(now));
    (reward.every != Every::Ever).then(|| program.start_of(first))
}
