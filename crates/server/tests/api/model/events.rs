//! What the shop's server tells: each event once, by the delivery's id and by what it is about.

use super::answer::of_event;
use super::plain::Plain;
use chrono::{SubsecRound, TimeDelta};
use stempel_protocol::{Timestamp, WebhookOutcome, WebhookReply};
use stempel_server::problem::Refusal;

impl Plain {
    /// The id of a delivery: its own, or now and then one that came before.
    pub(super) fn delivery(&mut self) -> String {
        let last = self.serial.max(1);
        match self.dice.below(40) {
            0 => format!("delivery-{}", 1 + self.dice.below(last)),
            _ => self.fresh("delivery"),
        }
    }

    /// When something happened: lately, now and then just ahead of our clock, or too far.
    pub(super) fn lately(&mut self, hours: u64) -> Timestamp {
        match self.dice.below(30) {
            0 => self.now + TimeDelta::seconds(290),
            1 => self.now + TimeDelta::seconds(310),
            _ => self.now - TimeDelta::minutes(i64::try_from(self.dice.below(hours * 60)).unwrap()),
        }
    }

    /// That instant, now and then the second in which a customer joined, as shops tell it.
    pub(super) fn or_joining(&mut self, at: Timestamp, customer: &str) -> Timestamp {
        let joined_at = self.customers.get(customer).and_then(|it| it.member.joined_at);
        match joined_at {
            Some(joined_at) if self.dice.below(20) == 0 => {
                self.notes.push(("second of joining", "told"));
                joined_at.trunc_subsecs(0)
            }
            _ => at,
        }
    }

    /// What has not happened yet is refused, some minutes apart.
    pub(super) fn not_ahead(&self, at: Timestamp) -> Result<(), String> {
        let ahead = at > self.now + TimeDelta::minutes(5);
        if ahead { Err("invalid field".into()) } else { Ok(()) }
    }

    pub(super) fn event(
        &mut self,
        kind: &'static str,
        delivery: &str,
        subject: &str,
        act: impl FnOnce(&mut Self) -> Result<WebhookReply, String>,
    ) -> Result<String, String> {
        let again = |points| of_event(&WebhookReply::new(WebhookOutcome::Duplicate, points));
        let what = format!("{kind} {subject}");
        if let Some((known, points)) = self.events.get(delivery) {
            if *known != what {
                return Err(Refusal::KeyReused.to_string());
            }
            return Ok(again(*points));
        }
        if let Some(points) = self.subjects.get(&(kind, subject.to_owned())) {
            return Ok(again(*points));
        }
        let reply = act(self)?;
        self.events.insert(delivery.into(), (what, reply.points));
        self.subjects.insert((kind, subject.into()), reply.points);
        Ok(of_event(&reply))
    }
}
