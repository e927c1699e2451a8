//! Paid memberships: what was told, from which everything else is said anew each time.

use super::command::Command;
use super::plain::Plain;
use chrono::{Days, TimeDelta};
use std::sync::Arc;
use stempel_engine::member::{self, Member};
use stempel_engine::membership::{self, Change};
use stempel_protocol::{MembershipStatus, MembershipTold, Timestamp, WebhookOutcome, WebhookReply};
use stempel_server::service::membership::What;

/// What was told and counted.
pub struct Told {
    what: What,
    at: Timestamp,
    id: String,
    change: Change,
}

impl Plain {
    pub(super) fn draw_membership(&mut self, customer: String) -> Command {
        let what = match self.dice.below(12) {
            0..4 => What::Started,
            4..6 => What::Renewed,
            6..8 => What::Paused,
            8..10 => What::Resumed,
            _ => What::Ended,
        };
        let at = match self.dice.below(4) {
            0 => self.lately(400),
            _ => self.lately(10),
        };
        let days = 1 + self.dice.below(60);
        let until = match self.dice.below(30) {
            0 => Some(at),
            1 => Some(at + Days::new(36_526)),
            2..15 => Some(at + Days::new(days)),
            _ => None,
        };
        let until = until.filter(|_| what != What::Paused || self.dice.below(10) == 0);
        let plan = if self.dice.below(5) == 0 { "other" } else { "plan" };
        let membership = format!("{plan} of {customer}");
        // Told of again, or of something else at the same instant.
        let last = self.told.get(&customer).and_then(|it| it.last()).map(|it| (it.what, it.at));
        let (what, at) = match (self.dice.below(16), last) {
            (0, Some((_, at))) => (what, at),
            (1, Some(last)) => last,
            _ => (what, at),
        };
        let (customer, card) = self.named(customer);
        let told = MembershipTold { customer, card, membership, until };
        Command::Membership { delivery: self.delivery(), at, what, told }
    }

    pub(super) fn membership(
        &mut self,
        delivery: &str,
        at: Timestamp,
        what: What,
        told: &MembershipTold,
    ) -> Result<String, String> {
        self.not_ahead(at)?;
        let change = change(at, what, told.until).ok_or("invalid field")?;
        let customer = self.who(told.customer.as_ref(), told.card.as_ref())?;
        let (kind, id) = (kind(what), told.membership.clone());
        self.event(kind, delivery, &format!("{id}/{}", at.timestamp_millis()), |this| {
            let reply = |outcome| Ok(WebhookReply::new(outcome, 0));
            let at = at.min(this.now);
            let known = this.told.entry(customer.clone()).or_default();
            let late = known.last().is_some_and(|last| at < last.at);
            let other = known.last().is_some_and(|last| last.id != id);
            let ends = !matches!(change, Change::On { .. });
            if late || other && ends && on_at(known, at).is_some() {
                return reply(WebhookOutcome::Outdated);
            }
            known.push(Told { what, at, id: id.clone(), change });
            let (program, now) = (Arc::clone(&this.program), this.now);
            let Some(one) = this.customers.get_mut(&customer) else {
                return reply(WebhookOutcome::Kept);
            };
            let effect = member::settle(&program, &mut one.member, now);
            membership::change(&mut one.member, &id, change, at);
            this.book(&customer, &effect);
            reply(WebhookOutcome::Applied)
        })
    }

    /// Somebody who has not joined yet, as far as memberships were told of.
    pub(super) fn paid_as_told(&self, customer: &str) -> Member {
        let mut member = Member::default();
        for Told { at, id, change, .. } in self.told.get(customer).into_iter().flatten() {
            membership::change(&mut member, id, *change, *at);
        }
        member
    }

    /// Whether it was on then.
    pub(super) fn has_paid(&self, customer: &str, at: Timestamp) -> bool {
        self.told.get(customer).is_some_and(|told| on_at(told, at).is_some())
    }

    /// How it stands now.
    pub(super) fn paid_membership(
        &self,
        customer: &str,
    ) -> Option<(MembershipStatus, Option<Timestamp>)> {
        let told = self.told.get(customer)?;
        let last = told.last()?;
        Some(match on_at(told, self.now) {
            Some(until) => (MembershipStatus::Active, until),
            None if last.change == Change::Paused => (MembershipStatus::Paused, None),
            None => (MembershipStatus::Ended, None),
        })
    }
}

/// Until when it is on, as what was told up to then says; nothing when it is off.
fn on_at(told: &[Told], then: Timestamp) -> Option<Option<Timestamp>> {
    let mut paid: Option<Option<Timestamp>> = None;
    for Told { at, change, .. } in told.iter().filter(|it| it.at <= then) {
        let was_on = paid.is_some_and(|until| until.is_none_or(|until| until >= *at));
        match *change {
            Change::On { until } => paid = Some(until),
            Change::Paused if was_on => paid = Some(Some(*at)),
            Change::Ended { until } if was_on => paid = Some(Some(until.unwrap_or(*at))),
            Change::Paused | Change::Ended { .. } => {}
        }
    }
    paid.filter(|until| until.is_none_or(|until| then < until))
}

fn change(at: Timestamp, what: What, until: Option<Timestamp>) -> Option<Change> {
    if until.is_some_and(|until| until <= at || until > at + TimeDelta::days(36_525)) {
        return None;
    }
    match what {
        What::Started | What::Renewed | What::Resumed => Some(Change::On { until }),
        What::Ended => Some(Change::Ended { until }),
        What::Paused => until.is_none().then_some(Change::Paused),
    }
}

const fn kind(what: What) -> &'static str {
    match what {
        What::Started => "membership.started",
        What::Renewed => "membership.renewed",
        What::Paused => "membership.paused",
        What::Resumed => "membership.resumed",
        What::Ended => "membership.ended",
    }
}
