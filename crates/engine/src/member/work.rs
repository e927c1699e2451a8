//! A command at work on a member: each step changes the member and notes it in the effect.

use super::{Effect, Member, Refused, Return, standing};
use crate::Instant;
use crate::badge::{self, BadgeEarned};
use crate::cart::{CartMistake, Kept, Order, Returned};
use crate::challenge::{self, Completed, Tallies};
use crate::earning::{self, Buyer, Earned, EarnedIn};
use crate::ledger::{self, Credit, Part, Source, Times, Transaction, Wallet};
use crate::membership;
use crate::program::{Activity, ChallengeOnRefund, Program};
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

    /// Takes back what one rule gave at that instant.
    pub fn take_back_rule(
        &mut self,
        source: Source,
        rule: &str,
        points: i64,
        given_at: Instant,
    ) -> Result<(), Refused> {
        let parts = vec![Part { rule: rule.to_owned(), points }];
        self.take_back(source, EarnedIn { wallet: Wallet::default(), points, parts })?;
        let day = self.program.day(given_at);
        self.qualify(Qualifying { points: -points, ..nothing(day) });
        Ok(())
    }

    /// Books an order by the rules of its instant; it qualifies on its day.
    pub fn credit_order(&mut self, mut order: Order) -> Result<(), Refused> {
        order.tier = standing(self.program, self.member, order.at).map(|it| it.tier.id.clone());
        order.membership = membership::is_on(self.member, order.at);
        order.grants = earning::grants(self.program, self.member, order.at);
        let earned = earned_by(self.program, &order)?;
        let points = earned.points;
        for EarnedIn { wallet, points, parts } in earned.by_wallet() {
            let source = Source::Order(order.id.clone());
            self.credit(&wallet, Credit { source, points, parts })?;
        }
        let Worth { spend, orders } = Worth::of(&order);
        self.qualify(Qualifying { points, spend, orders, day: self.program.day(order.at) });
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

    /// Takes back what a source earned. A program that forgives spent points takes less.
    pub fn take_back(
        &mut self,
        source: Source,
        EarnedIn { wallet, points, parts }: EarnedIn,
    ) -> Result<(), Refused> {
        if points == 0 {
            return Ok(());
        }
        self.check_lots(&wallet, points)?;
        let back = Credit { source, points, parts };
        let (account, rules) = (self.member.account_of(&wallet), self.program.points_in(&wallet));
        self.effect.transactions.push(ledger::refund(account, rules, back, self.now));
        Ok(())
    }

    /// Whether the loaded lots are enough for this, too: it asks for all that the command takes.
    fn check_lots(&self, wallet: &Wallet, points: i64) -> Result<(), ledger::Refused> {
        let Some(account) = self.member.account_in(wallet) else { return Ok(()) };
        let own = self.effect.transactions[self.effect.settled..].iter();
        let taken: i64 = own.filter(|it| it.wallet == *wallet).map(|it| -it.change()).sum();
        account.check_lots(points).map_err(|refused| match refused {
            ledger::Refused::Lots { points } => ledger::Refused::Lots { points: points + taken },
            other => other,
        })
    }

    /// What an order qualified for, less what it still does.
    pub fn qualify_less(&mut self, before: &Order, after: &Order, points: i64) {
        let (before, after, day) = (Worth::of(before), Worth::of(after), before.at);
        self.qualify(Qualifying {
            day: self.program.day(day),
            points: -points,
            spend: after.spend - before.spend,
            orders: after.orders - before.orders,
        });
    }

    /// Takes back challenges that a refund undid, where the program says so.
    pub fn undo_challenges(&mut self, refunded: &Order) -> Result<(), Refused> {
        if self.program.points.challenge_on_refund == ChallengeOnRefund::Keep {
            return Ok(());
        }
        // What was completed before they left is not of the orders that are theirs now.
        let joined = self.member.joined_at;
        let own = |it: &&Completed| joined.is_none_or(|joined| it.at >= joined);
        let completed: Vec<Completed> = self.member.completed.iter().filter(own).cloned().collect();
        let tallies = self.tallies();
        for undone in challenge::undone(self.program, &tallies, &completed, refunded) {
            let parts = vec![Part { rule: undone.challenge.clone(), points: undone.points }];
            let (wallet, points) = (Wallet::default(), undone.points);
            self.take_back(source_of(&undone), EarnedIn { wallet, points, parts })?;
            let day = self.program.day(undone.at);
            self.qualify(Qualifying { points: -undone.points, ..nothing(day) });
            self.member.completed.retain(|done| *done != undone);
            self.effect.undone.push(undone);
        }
        Ok(())
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

impl Effect {
    /// What another command did right after this one, at the same instant.
    pub(crate) fn extend(&mut self, next: Self) {
        self.transactions.extend(next.transactions);
        self.orders.extend(next.orders);
        self.completed.extend(next.completed);
        self.undone.extend(next.undone);
        self.badges.extend(next.badges);
        self.qualifying.extend(next.qualifying);
    }

    pub(super) fn with(self, transaction: Transaction) -> Self {
        self.with_all(vec![transaction])
    }

    pub(super) fn with_all(mut self, transactions: Vec<Transaction>) -> Self {
        self.transactions.extend(transactions);
        self
    }
}

impl Order {
    /// The order after something more came back.
    pub(super) fn with_returned(&self, back: Return<'_>) -> Self {
        let mut after = self.clone();
        match back {
            Return::Units(units) => after.returned.extend_from_slice(units),
            Return::All => {
                let left = self.kept().into_iter().filter(|kept| kept.quantity > 0);
                let back =
                    left.map(|it| Returned { sku: it.line.sku.clone(), quantity: it.quantity });
                after.returned.extend(back);
            }
        }
        after
    }
}

/// What an order counts for.
struct Worth {
    spend: i64,
    orders: i64,
}

impl Worth {
    fn of(order: &Order) -> Self {
        let kept = order.kept();
        let spend = kept.iter().map(|it: &Kept<'_>| it.paid).sum();
        Self { spend, orders: kept.iter().any(|it| it.quantity > 0).into() }
    }
}

/// What an order earns at its own rules, after what came back.
pub(super) fn earned_by(program: &Program, order: &Order) -> Result<Earned, CartMistake> {
    let buyer =
        Buyer { tier: order.tier.as_deref(), is_paid: order.membership, grants: &order.grants };
    earning::quote_for(program, buyer, &order.cart, &order.returned, order.at)
}

/// What is earned less in each wallet: points, and each rule's share.
pub(super) fn less(before: Earned, after: Earned) -> Vec<EarnedIn> {
    let after = after.by_wallet();
    let mut less = before.by_wallet();
    for it in &mut less {
        let Some(after) = after.iter().find(|after| after.wallet == it.wallet) else { continue };
        it.points -= after.points;
        for part in &mut it.parts {
            let kept = after.parts.iter().find(|kept| kept.rule == part.rule);
            part.points -= kept.map_or(0, |kept| kept.points);
        }
        it.parts.retain(|part| part.points != 0);
    }
    less
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
