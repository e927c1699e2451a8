//! What was had stays had: what limits look at is kept of a member who leaves, and given to the same
//! one when they come back. Days in place of instants, and nothing of what was bought.
//!
//! What was left of the points at that moment is kept, too: what a later refund of an order from
//! before takes back is paid by it, and who left more owed than paid owes it again.

use crate::Instant;
use crate::activity::{Counted, Streak};
use crate::challenge::Completed;
use crate::game;
use crate::ledger::{self, AccountName, Source, Wallet};
use crate::member::{self, Effect, Member};
use crate::offer::Accepted;
use crate::program::{Program, SpentOnRefund};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a member had when they left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Had {
    /// How often activities were rewarded in the period that is on, by their ids.
    pub activities: BTreeMap<String, Counted>,
    /// Days in a row that go on, by activity.
    pub streaks: BTreeMap<String, Streak>,
    /// The offers they accepted, by their ids.
    pub offers: BTreeMap<String, Accepted>,
    /// The runs of challenges they completed.
    pub challenges: Vec<Done>,
    /// Of rewards with a limit the days on which they took them, newest first, by their ids.
    pub rewards: BTreeMap<String, Vec<NaiveDate>>,
    /// The day on which they named a birthday, as long as it cannot become another one.
    pub birthday_named: Option<NaiveDate>,
    /// What they played of the period that is on, by game: its first day.
    pub plays: BTreeMap<String, String>,
    /// The surveys asked once that they are done with, by their ids: whether they answered.
    pub surveys: BTreeMap<String, bool>,
    /// What was left in each wallet: what expired by leaving, less what was owed; below zero when
    /// more was owed.
    pub left: BTreeMap<Wallet, i64>,
}

/// A run of a challenge that was completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The challenge.
    pub challenge: String,
    /// Which run of it.
    pub run: String,
    /// On which day.
    pub day: NaiveDate,
}

impl Had {
    /// What is kept of a member; `leaving` is what leaving did. `used` are the instants at which they
    /// took rewards with a limit and did not give them back; plays and surveys are the caller's to add.
    #[must_use]
    pub fn of(
        program: &Program,
        member: &Member,
        leaving: &Effect,
        used: &BTreeMap<String, Vec<Instant>>,
        now: Instant,
    ) -> Self {
        let (record, today) = (&member.record, program.day(now));
        let activity = |id: &str| program.activities.iter().find(|it| it.id == id);
        let counts = |id: &str, counted: &Counted| {
            activity(id).is_some_and(|it| counted.period >= it.every.first_day(today))
        };
        let goes_on = |it: &Streak| (today - it.last).num_days() - 1 <= it.grace;
        let mut had = Self {
            activities: record.activities.clone(),
            streaks: record.streaks.clone(),
            offers: record.offers.clone(),
            challenges: challenges(program, member),
            rewards: rewards(program, member, used),
            left: left(member, leaving),
            ..Self::default()
        };
        had.activities.retain(|id, counted| counts(id, counted));
        had.streaks.retain(|id, streak| activity(id).is_some() && goes_on(streak));
        had.offers.retain(|id, _| program.offers.iter().any(|it| it.id == *id));
        let fixed = member.profile.birthday_fixed_until(program, now);
        let named = member.profile.birthday_named_at.filter(|_| fixed.is_some());
        had.birthday_named = named.map(|at| program.day(at));
        had
    }

    /// Gives it to the member who came back: which challenges are completed by it, at no points, and
    /// what they owe again.
    #[must_use]
    pub fn give_back(self, program: &Program, member: &mut Member, now: Instant) -> Effect {
        let mut effect = Effect::default();
        for (wallet, left) in &self.left {
            if *left < 0 {
                let account = member.account_of(wallet);
                effect.transactions.push(ledger::owe(account, -left, now));
            }
        }
        let record = &mut member.record;
        record.activities = self.activities;
        record.streaks = self.streaks;
        record.offers = self.offers;
        record.taken = self.rewards;
        record.left = self.left.into_iter().filter(|(_, left)| *left > 0).collect();
        member.profile.birthday_named_at = self.birthday_named.map(|day| program.start_of(day));
        let completed = |Done { challenge, run, day }: Done| {
            let at = program.start_of(day);
            Completed { challenge, run, at, points: 0 }
        };
        member.completed = self.challenges.into_iter().map(completed).collect();
        effect.completed.clone_from(&member.completed);
        effect
    }

    /// Somebody who left: something of an order from before came back, which takes that much back.
    pub fn take_back(&mut self, program: &Program, wallet: &Wallet, points: i64) {
        let left = self.left.entry(wallet.clone()).or_default();
        let unpaid = pay(left, points);
        if program.points_in(wallet).spent_on_refund == SpentOnRefund::Debt {
            *left -= unpaid;
        }
    }
}

/// Somebody who came back: something of an order from before they left came back, which takes that
/// much back. What was left then pays first; a program that forgives takes no more than is available.
#[must_use]
pub fn taken_back(
    program: &Program,
    member: &mut Member,
    wallet: &Wallet,
    points: i64,
    now: Instant,
) -> Effect {
    let mut effect = member::settle(program, member, now);
    let unpaid = pay(member.record.left.entry(wallet.clone()).or_default(), points);
    member.record.left.retain(|_, left| *left > 0);
    let account = member.account_of(wallet);
    let owed = match program.points_in(wallet).spent_on_refund {
        SpentOnRefund::Debt => unpaid,
        SpentOnRefund::Forgive => unpaid.min(account.balance().available),
    };
    if owed > 0 {
        effect.transactions.push(ledger::owe(account, owed, now));
    }
    effect
}

/// Pays from what was left; says how much it does not pay.
fn pay(left: &mut i64, points: i64) -> i64 {
    let paid = points.min((*left).max(0));
    *left -= paid;
    points - paid
}

/// What is left of a member's points: `left` is what leaving did.
fn left(member: &Member, leaving: &Effect) -> BTreeMap<Wallet, i64> {
    let mut left = member.record.left.clone();
    let own = leaving.transactions[leaving.settled..].iter();
    for it in own.filter(|it| it.source == Source::Member) {
        let gone = it.sum(AccountName::Expired) + it.sum(AccountName::Adjusted);
        *left.entry(it.wallet.clone()).or_default() += gone;
    }
    left.retain(|_, points| *points != 0);
    left
}

/// What of an order's points had expired before its member left: a refund takes that first, and
/// nobody owes it.
#[must_use]
pub fn expired_of(member: &Member, leaving: &Effect, wallet: &Wallet, order: &str) -> i64 {
    let source = Source::Order(order.to_owned());
    let Some(account) = member.account_in(wallet) else { return 0 };
    let own: Vec<_> = account.lots.iter().filter(|lot| lot.source == source).collect();
    let is_own = |lot: Option<ledger::LotId>| own.iter().any(|it| Some(it.id) == lot);
    let leaving = leaving.transactions[leaving.settled..].iter();
    let gone = leaving.filter(|it| it.source == Source::Member && it.wallet == *wallet);
    let gone = gone.flat_map(|it| &it.entries);
    let gone = gone.filter(|it| it.account == AccountName::Expired && is_own(it.lot));
    own.iter().map(|it| it.expired).sum::<i64>() - gone.map(|it| it.amount).sum::<i64>()
}

/// The plays of games that come by themselves which are on now: each game with the first day of its
/// period. Whether they were played is the caller's to know.
#[must_use]
pub fn plays(program: &Program, now: Instant) -> Vec<(&str, String)> {
    let open = |it: &crate::program::Game| game::open(program, it, &[], &[], now).pop();
    program.games.iter().filter_map(|it| Some((it.id.as_str(), open(it)?))).collect()
}

fn challenges(program: &Program, member: &Member) -> Vec<Done> {
    let known = member.completed.iter().filter(|it| program.challenge(&it.challenge).is_some());
    let done = |it: &Completed| {
        let (challenge, run) = (it.challenge.clone(), it.run.clone());
        Done { challenge, run, day: program.day(it.at) }
    };
    known.map(done).collect()
}

/// No more of each than its limit: more would not count.
fn rewards(
    program: &Program,
    member: &Member,
    used: &BTreeMap<String, Vec<Instant>>,
) -> BTreeMap<String, Vec<NaiveDate>> {
    let mut rewards = BTreeMap::new();
    for (reward, limit) in program.rewards.iter().filter_map(|it| Some((it, it.per_member_limit?)))
    {
        let now = used.get(&reward.id).into_iter().flatten().map(|at| program.day(*at));
        let before = member.record.taken.get(&reward.id).into_iter().flatten().copied();
        let mut days: Vec<NaiveDate> = now.chain(before).collect();
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        if !days.is_empty() {
            rewards.insert(reward.id.clone(), days);
        }
    }
    rewards
}
