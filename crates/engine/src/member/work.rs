//! A command at work on a member: each step changes the member and notes it in the effect. What an
//! order is worth is in `work/order.rs`, what goes back in `work/back.rs`.

mod back;
mod order;

pub(super) use order::{earned_by, less};

use super::{Effect, Member, Refused, standing};
use crate::Instant;
use crate::badge::{self, BadgeEarned};
use crate::cart::Order;
use crate::challenge::{self, Completed, Tallies};
use crate::counted::{self, Counted};
use crate::earning::{self, EarnedIn};
use crate::ledger::{self, Credit, Part, Source, Times, Wallet};
use crate::membership;
use crate::program::{Activity, Program};
use crate::segment;
use crate::tier::Qualifying;
use chrono::NaiveDate;
use std::borrow::Cow;

pub(super) struct Work<'a> {
    pub program: &'a Program,
    pub member: &'a mut Member,
    pub effect: Effect,
    now: Instant,
    /// The segments the member was in when the command began.
    segments: Vec<String>,
}

impl<'a> Work<'a> {
    /// Begins with what was due before.
    pub fn begin(program: &'a Program, member: &'a mut Member, now: Instant) -> Self {
        let effect = super::settle(program, member, now);
        let segments = segment::of(program, member, now);
        Self { program, member, effect, now, segments }
    }

    /// Books what an activity gives.
    pub fn credit_activity(&mut self, activity: &Activity) -> Result<(), Refused> {
        let Activity { id, wallet, points, .. } = activity;
        self.credit_rule(wallet, Source::Activity(id.clone()), id, *points)
    }

    /// Books what one rule gives; points qualify today.
    fn credit_rule(
        &mut self,
        wallet: &Wallet,
        source: Source,
        rule: &str,
        points: i64,
    ) -> Result<(), Refused> {
        let times = self.program.times_in(wallet, self.now);
        self.credit_rule_at(wallet, source, (rule, points), times)
    }

    /// The same with other times than the program's.
    pub fn credit_rule_at(
        &mut self,
        wallet: &Wallet,
        source: Source,
        (rule, points): (&str, i64),
        times: Times,
    ) -> Result<(), Refused> {
        let parts = vec![Part { rule: rule.to_owned(), points }];
        self.credit_at(wallet, Credit { source, points, parts }, times)?;
        if wallet.is_primary() {
            self.qualify(Qualifying { points, ..nothing(self.program.day(self.now)) });
        }
        Ok(())
    }

    /// Books an order by the rules of its instant; it qualifies on its day.
    pub fn credit_order(&mut self, mut order: Order) -> Result<(), Refused> {
        order.tier = standing(self.program, self.member, order.at).map(|it| it.tier.id.clone());
        order.membership = membership::is_on(self.member, order.at);
        order.grants = earning::grants(self.program, self.member, order.at);
        order.excepted = counted::excepted(self.program, &order.cart);
        let earned = earned_by(self.program, &order)?;
        let points = earned.points;
        for EarnedIn { wallet, points, parts } in earned.by_wallet() {
            let source = Source::Order(order.id.clone());
            self.credit(&wallet, Credit { source, points, parts })?;
        }
        let (counted, day) = (Counted::of(&order), self.program.day(order.at));
        self.qualify(Qualifying { points, spend: counted.paid(), orders: counted.orders(), day });
        let place = self.member.orders.partition_point(|known| known.at <= order.at);
        self.member.orders.insert(place, order.clone());
        self.member.record.count(self.program, None, &order);
        self.effect.orders.push(order);
        Ok(())
    }

    /// Books the challenges that orders paid at those instants complete, then the badges due.
    pub fn finish_earning(mut self, paid: &[Instant]) -> Result<Effect, Refused> {
        let (tallies, completed) = (self.tallies(), &self.member.completed);
        let mut new = challenge::newly_completed(self.program, &tallies, completed, paid, self.now);
        new.retain(|done| self.is_for_them(done));
        for done in new {
            let (source, points) = (source_of(&done), done.points);
            self.credit_rule(&Wallet::default(), source, &done.challenge, points)?;
            self.member.completed.push(done.clone());
            self.effect.completed.push(done);
        }
        let due = badge::due(self.program, &self.member.badges, &self.badge_facts(), self.now);
        self.award(due);
        Ok(self.effect)
    }

    fn is_for_them(&self, done: &Completed) -> bool {
        let challenge = self.program.challenge(&done.challenge);
        challenge.is_none_or(|it| segment::allows(&it.segments, &self.segments))
    }

    fn tallies(&self) -> Cow<'_, Tallies> {
        match &self.member.record.tallies {
            Some(tallies) => Cow::Borrowed(tallies),
            None => Cow::Owned(Tallies::of(self.program, &self.member.orders)),
        }
    }

    fn credit(&mut self, wallet: &Wallet, credit: Credit) -> Result<(), Refused> {
        self.credit_at(wallet, credit, self.program.times_in(wallet, self.now))
    }

    fn credit_at(&mut self, wallet: &Wallet, credit: Credit, times: Times) -> Result<(), Refused> {
        if credit.points > 0 {
            let account = self.member.account_of(wallet);
            let earned = ledger::earn(account, times, credit, self.now)?;
            self.effect.transactions.push(earned);
        }
        Ok(())
    }

    fn qualify(&mut self, add: Qualifying) {
        add_to_day(&mut self.member.qualifying, add);
        add_to_day(&mut self.effect.qualifying, add);
    }

    fn award(&mut self, badges: Vec<BadgeEarned>) {
        self.member.badges.extend(badges.iter().cloned());
        self.effect.badges.extend(badges);
    }

    fn badge_facts(&self) -> badge::Facts {
        let member = &*self.member;
        badge::Facts {
            challenges: member.completed.iter().map(|it| it.challenge.clone()).collect(),
            tier: standing(self.program, member, self.now).map(|it| it.tier.id.clone()),
            lifetime_points: member.account.lifetime,
            orders: member.qualifying.iter().map(|it| it.orders).sum(),
        }
    }
}

fn source_of(done: &Completed) -> Source {
    Source::Challenge { challenge: done.challenge.clone(), run: done.run.clone() }
}

fn nothing(day: NaiveDate) -> Qualifying {
    Qualifying { day, points: 0, spend: 0, orders: 0 }
}

fn add_to_day(days: &mut Vec<Qualifying>, add: Qualifying) {
    match days.iter_mut().find(|it| it.day == add.day) {
        None => days.push(add),
        Some(sum) => {
            sum.points += add.points;
            sum.spend += add.spend;
            sum.orders += add.orders;
        }
    }
}
