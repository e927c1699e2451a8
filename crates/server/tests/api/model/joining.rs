//! Joining: what waited for a customer counts, and whose friend they are.

use super::answer::words;
use super::command::Command;
use super::plain::{One, Plain};
use chrono::TimeDelta;
use std::sync::Arc;
use stempel_engine::cart::Order;
use stempel_engine::member::{self, Effect};
use stempel_protocol::{ConsentChoice, JoinRequest};
use stempel_server::problem::Refusal;
use stempel_server::store::referrals::Mark;

impl Plain {
    /// Every other one comes by a code, most of these for the first time.
    pub(super) fn draw_join(&mut self, customer: String) -> Command {
        let referral = match self.dice.below(2) {
            0 => self.draw_code(),
            _ => None,
        };
        let is_new = referral.is_some() && self.dice.below(6) > 0;
        // Now and then who has just left.
        let back = self.dice.below(3) == 0;
        let customer = if back { self.left.clone() } else { customer };
        let customer = if is_new { self.friend() } else { customer };
        if referral.is_some() {
            // Friends are told by when they came: no two at the same instant.
            self.now += TimeDelta::milliseconds(1);
        }
        let terms = ConsentChoice { id: "terms".into(), version: "2".into() };
        let request = JoinRequest { consents: vec![terms], nickname: None, referral };
        Command::Join { customer, request, marks: self.draw_marks() }
    }

    pub(super) fn join(
        &mut self,
        customer: &str,
        code: Option<&str>,
        marks: &[Mark],
    ) -> Result<String, String> {
        if self.customers.contains_key(customer) {
            return Ok(self.read(customer));
        }
        let unknown = || Refusal::ReferralUnknown.to_string();
        let bringing = code.map(|it| self.codes.get(it).cloned().ok_or_else(unknown));
        let bringing = bringing.transpose()?;
        let (program, now) = (Arc::clone(&self.program), self.now);
        let waits =
            self.orders.values().filter(|(owner, _, credited)| owner == customer && !credited);
        let mut kept: Vec<Order> = waits.map(|(_, order, _)| order.clone()).collect();
        let was_known = !kept.is_empty() || self.gone.contains_key(customer);
        kept.retain(|order| program.order_counts(order.at, now));
        kept.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let mut member = self.paid_as_told(customer);
        let back = self.come_back(customer, &mut member);
        let (id, version) = (back.id, back.version);
        let join = if back.is_first { member::join } else { member::rejoin };
        let effect = join(&program, &mut member, kept, now).map_err(words)?;
        let one = One { member, version, id: id.clone(), history: Vec::new() };
        self.customers.insert(customer.into(), one);
        self.hand_out(customer, &id);
        let owed = Effect { transactions: back.owed, ..Effect::default() };
        self.note_down(customer, &owed);
        self.book(customer, &effect);
        if let Some(bringing) = bringing {
            self.came(customer, &id, &bringing, marks, was_known)?;
        }
        Ok(self.read(customer))
    }
}
