//! Which command comes next: everything by the dice, so that a seed gives it again.

use super::Dice;
use super::command::Command;
use super::plain::Plain;
use chrono::TimeDelta;
use serde_json::json;
use stempel_engine::cart::Order;
use stempel_protocol::{OrderRefunded, RefundedLine};

/// How many come again and again for a while, and for how many commands.
const REGULARS: (u64, u64) = (6, 400);

impl Plain {
    pub(super) fn draw(&mut self) -> Command {
        self.drawn += 1;
        let customer = self.customer();
        if !self.poor.is_empty() && self.dice.below(3) == 0 {
            return self.draw_refunded();
        }
        if !self.owing.is_empty() && self.dice.below(3) == 0 {
            return self.draw_use();
        }
        match self.dice.below(1000) {
            0..60 => self.draw_join(customer),
            60..75 => self.draw_invite(customer),
            75..85 => self.draw_leave(customer),
            85..335 => self.draw_paid(customer),
            335..440 => self.draw_refunded(),
            440..600 => self.draw_redeem(customer),
            600..660 => self.draw_cancel(customer),
            660..695 => self.draw_use(),
            695..710 => self.draw_release(),
            710..760 => self.draw_visit(customer),
            760..800 => self.draw_deed(customer),
            800..840 => self.draw_adjust(customer),
            840..880 => self.draw_membership(customer),
            880..910 => self.draw_respond(customer),
            910..940 => self.draw_play(customer),
            940..960 => self.draw_history(customer),
            _ => Command::Read { customer },
        }
    }

    /// Anybody, or one of those who come often these days.
    pub(super) fn customer(&mut self) -> String {
        match self.dice.below(3) {
            0 => format!("customer-{}", self.dice.below(self.people)),
            _ => self.regular(REGULARS.0),
        }
    }

    /// One of the first so many who come often these days.
    pub(super) fn regular(&mut self, count: u64) -> String {
        let first = self.drawn / REGULARS.1 * 7;
        format!("customer-{}", (first + self.dice.below(count)) % self.people)
    }

    pub(super) fn fresh(&mut self, what: &str) -> String {
        self.serial += 1;
        format!("{what}-{}", self.serial)
    }

    fn draw_paid(&mut self, customer: String) -> Command {
        let repeated = self.dice.below(12) == 0 && !self.orders.is_empty();
        let order = if repeated { self.known_order() } else { self.fresh("order") };
        let again = self.dice.below(2) == 0;
        let delivery = if again { format!("paid-{order}") } else { self.delivery() };
        let categories = ["africa", "america", "gear", "asia", "rx"];
        let count = 1 + self.dice.below(3);
        let line = |index: u64, dice: &mut Dice| {
            let category = categories[usize::try_from(dice.below(5)).unwrap()];
            json!({
                "sku": format!("sku-{index}"), "category": category,
                "quantity": 1 + dice.below(3), "unit_price": 100 + dice.below(9000),
            })
        };
        let lines: Vec<_> = (0..count).map(|index| line(index, &mut self.dice)).collect();
        let of_friend = self.dice.below(10) == 0;
        let customer = if of_friend { self.known_friend() } else { customer };
        let customer = self
            .orders
            .get(&order)
            .map(|it| it.0.clone())
            .filter(|it| !it.is_empty())
            .unwrap_or(customer);
        let ago = TimeDelta::hours(i64::try_from(self.dice.below(30)).unwrap());
        let at = match self.customers.get(&customer).and_then(|it| it.member.joined_at) {
            // A friend who was a customer before, of which the shop tells last.
            Some(joined_at) if of_friend && self.dice.below(5) == 0 => joined_at - ago,
            _ => self.or_joining(self.now - ago, &customer),
        };
        let marks = self.draw_marks();
        let mark = |kind| marks.iter().find(|it| it.kind == kind).map(|it| it.value.clone());
        let (customer, card) = self.named(customer);
        let paid = json!({
            "order": order, "customer": customer, "card": card, "currency": "PLN", "lines": lines,
            "discount": self.dice.below(100), "device": mark("device"), "address": mark("address"),
        });
        Command::Paid { delivery, at, paid: serde_json::from_value(paid).unwrap() }
    }

    pub(super) fn known_order(&mut self) -> String {
        // Not the map's order, which a seed would not give again.
        let last = self.serial.max(1);
        let tried = (0..20).map(|_| format!("order-{}", 1 + self.dice.below(last)));
        let tried: Vec<String> = tried.collect();
        let known = tried.into_iter().find(|it| self.orders.contains_key(it));
        known.unwrap_or_else(|| "order-0".into())
    }

    fn draw_refunded(&mut self) -> Command {
        let owing = self.order_beside_a_code();
        let order = match (&owing, self.dice.below(30)) {
            (Some(order), _) => order.clone(),
            (None, 0) => "no-such-order".to_owned(),
            _ => self.known_order(),
        };
        // A shop may number the refunds of each order from one.
        let refund = match self.dice.below(4) {
            0 => "refund-1".to_owned(),
            _ => self.fresh("refund"),
        };
        let lines = (owing.is_none() && self.dice.below(3) > 0).then(|| {
            let sku = format!("sku-{}", self.dice.below(3));
            let quantity = 1 + i64::try_from(self.dice.below(2)).unwrap();
            vec![RefundedLine { sku, quantity }]
        });
        let delivery = self.delivery();
        let refunded = json!({ "order": order, "refund": refund });
        let mut refunded: OrderRefunded = serde_json::from_value(refunded).unwrap();
        refunded.lines = lines;
        Command::Refunded { delivery, refunded }
    }

    /// An order of who has an open code and nothing else, once.
    fn order_beside_a_code(&mut self) -> Option<String> {
        let poor = std::mem::take(&mut self.poor);
        let member = &self.customers.get(&poor)?.member;
        let kept = |it: &&Order| it.kept().iter().any(|it| it.quantity > 0);
        let order = member.orders.iter().rev().find(kept)?.id.clone();
        self.owing = poor;
        Some(order)
    }

    /// Somebody with an open code that does not run out soon, and what else is there.
    pub(super) fn purse_beside_a_code(&mut self) -> Option<(String, i64)> {
        let some: Vec<String> = (0..REGULARS.0).map(|_| self.regular(REGULARS.0)).collect();
        let customer = some.into_iter().find(|it| {
            let one = self.customers.get(it);
            let mut holds = one.into_iter().flat_map(|it| &it.member.account.holds);
            holds.any(|it| it.deadline.is_none() && !it.from.is_empty())
        })?;
        let there = self.customers[&customer].member.account.balance().available;
        (1..=1_000_000).contains(&there).then_some((customer, there))
    }
}
