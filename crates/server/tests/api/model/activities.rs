//! Reviews and other deeds that the shop tells of: how often each was rewarded is counted anew from
//! all that ever was.

use super::command::Command;
use super::plain::Plain;
use super::visits::{refused, rewarded};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::sync::Arc;
use stempel_engine::activity;
use stempel_engine::program::{Activity, ActivityKind, Every, ShopEvent};
use stempel_protocol::{
    ActivityCompleted, ReviewPublished, Timestamp, WebhookOutcome, WebhookReply,
};

impl Plain {
    pub(super) fn draw_deed(&mut self, customer: String) -> Command {
        // Mostly by three of the regulars, so that they come to the limits.
        let customer = if self.dice.below(3) == 0 { customer } else { self.regular(3) };
        let mut of = (self.fresh("deed"), customer, self.dice.below(9));
        if self.dice.below(6) == 0 && !self.deeds.is_empty() {
            let count = u64::try_from(self.deeds.len()).unwrap();
            let kind = of.2;
            of = self.deeds[usize::try_from(self.dice.below(count)).unwrap()].clone();
            of.2 = if self.dice.below(3) == 0 { kind } else { of.2 };
        }
        self.deeds.push(of.clone());
        let (subject, customer, kind) = of;
        let hours = if self.dice.below(4) == 0 { 500 } else { 20 };
        let (delivery, at) = (self.delivery(), self.lately(hours));
        let at = self.or_joining(at, &customer);
        let (customer, card) = self.named(customer);
        let activity = match kind {
            0..4 => {
                let told = ReviewPublished { customer, card, review: subject };
                return Command::Reviewed { delivery, at, told };
            }
            4..6 => "bag",
            6..8 => "app",
            _ => ["review", "first-review", "welcome", "no-such"]
                [usize::try_from(self.dice.below(4)).unwrap()],
        };
        let told = ActivityCompleted { customer, card, activity: activity.into(), subject };
        Command::Completed { delivery, at, told }
    }

    pub(super) fn reviewed(
        &mut self,
        delivery: &str,
        at: Timestamp,
        told: &ReviewPublished,
    ) -> Result<String, String> {
        self.not_ahead(at)?;
        let customer = self.who(told.customer.as_ref(), told.card.as_ref())?;
        self.event("review.published", delivery, &told.review, |this| {
            let program = Arc::clone(&this.program);
            let review = Some(ShopEvent::ReviewPublished);
            let waiting = program.activities.iter().filter(|it| it.event == review);
            this.deed(&customer, at, &waiting.collect::<Vec<_>>())
        })
    }

    pub(super) fn completed(
        &mut self,
        delivery: &str,
        at: Timestamp,
        told: &ActivityCompleted,
    ) -> Result<String, String> {
        self.not_ahead(at)?;
        let program = Arc::clone(&self.program);
        let found = program.activities.iter().find(|it| it.id == told.activity);
        let found = found.filter(|it| it.kind == ActivityKind::Event).ok_or("invalid field")?;
        let customer = self.who(told.customer.as_ref(), told.card.as_ref())?;
        let subject = format!("{}/{}", told.activity, told.subject);
        self.event("activity.completed", delivery, &subject, |this| {
            this.deed(&customer, at, &[found])
        })
    }

    /// Something was done that brings these activities, as far as each is within its limit.
    fn deed(
        &mut self,
        customer: &str,
        at: Timestamp,
        activities: &[&Activity],
    ) -> Result<WebhookReply, String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let joined = self.customers.get(customer).and_then(|it| it.member.joined_at);
        if joined.is_none_or(|joined| joined.timestamp() > at.timestamp()) {
            return Ok(WebhookReply::new(WebhookOutcome::NotJoined, 0));
        }
        let day = program.day(at.min(now));
        let known = self.rewarded.entry(customer.to_owned()).or_default();
        let mut full: Vec<Option<NaiveDate>> = Vec::new();
        let mut earns: Vec<(&Activity, NaiveDate)> = Vec::new();
        for activity in activities {
            let own = known.iter().filter(|(id, _)| *id == activity.id).map(|(_, period)| *period);
            let last = own.clone().max();
            let period = last.into_iter().chain([first_day(activity.every, day)]).max().unwrap();
            if own.filter(|it| *it == period).count() < usize::try_from(activity.times).unwrap() {
                earns.push((activity, period));
            } else {
                full.push(next(activity.every, period));
            }
        }
        if earns.is_empty() {
            let again = full.into_iter().flatten().min().map(|day| program.start_of(day));
            return Ok(WebhookReply { again, ..WebhookReply::new(WebhookOutcome::Limit, 0) });
        }
        known.extend(earns.iter().map(|(it, period)| (it.id.clone(), *period)));
        let member = &mut self.customers.get_mut(customer).unwrap().member;
        let effect = match activities {
            [one] => activity::happened(&program, member, &one.id, at, now),
            _ => activity::told(&program, member, ShopEvent::ReviewPublished, at, now),
        };
        let effect = effect.map_err(refused)?;
        let ids: Vec<&str> = earns.iter().map(|(it, _)| it.id.as_str()).collect();
        assert_eq!(rewarded(&effect), ids, "what is within its limit, and nothing else, earns");
        self.book(customer, &effect);
        Ok(WebhookReply::new(WebhookOutcome::Applied, effect.points()))
    }
}

/// The first day of the period that day is in.
pub(super) fn first_day(every: Every, day: NaiveDate) -> NaiveDate {
    match every {
        Every::Ever => NaiveDate::MIN,
        Every::Day => day,
        Every::Week => day.week(chrono::Weekday::Mon).first_day(),
        Every::Month => day.with_day(1).unwrap(),
        Every::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap(),
    }
}

fn next(every: Every, first: NaiveDate) -> Option<NaiveDate> {
    match every {
        Every::Ever => None,
        Every::Day => Some(first + Days::new(1)),
        Every::Week => Some(first + Days::new(7)),
        Every::Month => Some(first + Months::new(1)),
        Every::Year => Some(first + Months::new(12)),
    }
}
