//! Orders that are paid and refunded.

use super::answer::words;
use super::plain::Plain;
use std::sync::Arc;
use stempel_engine::Program;
use stempel_engine::cart::{Cart, Kept, Line, Order, Returned};
use stempel_engine::member::{self, Member, Return};
use stempel_engine::program::SpentOnRefund;
use stempel_protocol::{
    OrderPaid, OrderRefunded, RefundedLine, Timestamp, WebhookOutcome, WebhookReply,
};
use stempel_server::problem::Refusal;
use stempel_server::store::referrals::Mark;

impl Plain {
    pub(super) fn paid(
        &mut self,
        delivery: &str,
        at: Timestamp,
        paid: &OrderPaid,
    ) -> Result<String, String> {
        let lines = paid.lines.iter().map(|line| Line {
            sku: line.sku.clone(),
            category: line.category.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
        });
        let cart = Cart {
            currency: paid.currency.clone(),
            lines: lines.collect(),
            discount: paid.discount.unwrap_or(0),
            subscription: paid.subscription,
        };
        cart.check("PLN").map_err(|_| "invalid field".to_owned())?;
        let order = Order {
            id: paid.order.clone(),
            at,
            tier: None,
            membership: false,
            grants: Vec::new(),
            excepted: Vec::new(),
            cart,
            returned: Vec::new(),
        };
        let customer = self.who(paid.customer.as_ref(), paid.card.as_ref())?;
        let given = [("device", &paid.device), ("address", &paid.address)].into_iter();
        let given = given.filter_map(|(kind, value)| Some(Mark { kind, value: value.clone()? }));
        let (told, marks) = (order.clone(), given.collect::<Vec<_>>());
        self.event("order.paid", delivery, &paid.order, |this| {
            let (program, now) = (Arc::clone(&this.program), this.now);
            let one = this.customers.get_mut(&customer);
            let counts = one.filter(|it| {
                it.member.joined_at.is_none_or(|joined_at| program.order_counts(at, joined_at))
            });
            let Some(one) = counts else {
                this.rules.insert(order.id.clone(), program);
                this.orders.insert(order.id.clone(), (customer.clone(), order, false));
                if this.customers.contains_key(&customer) {
                    this.friend_ordered(&customer, &told, &marks)?;
                }
                return Ok(WebhookReply::new(WebhookOutcome::Kept, 0));
            };
            let effect =
                member::order_paid(&program, &mut one.member, order, now).map_err(words)?;
            let paid =
                effect.orders.iter().all(|it| it.membership == this.has_paid(&customer, it.at));
            assert!(paid, "the membership of an order's instant counts");
            this.book(&customer, &effect);
            this.friend_ordered(&customer, &told, &marks)?;
            Ok(WebhookReply::new(WebhookOutcome::Applied, effect.points()))
        })
    }

    pub(super) fn refunded(
        &mut self,
        delivery: &str,
        refunded: &OrderRefunded,
    ) -> Result<String, String> {
        let back = refunded.lines.as_ref().map(|lines| {
            let unit = |it: &RefundedLine| Returned { sku: it.sku.clone(), quantity: it.quantity };
            lines.iter().map(unit).collect::<Vec<_>>()
        });
        let subject = format!("{}/{}", refunded.order, refunded.refund);
        self.event("order.refunded", delivery, &subject, |this| {
            let unknown = || Refusal::UnknownOrder.to_string();
            let (owner, order, credited) =
                this.orders.get(&refunded.order).cloned().ok_or_else(unknown)?;
            let then = Arc::clone(&this.rules[&order.id]);
            let back = back.as_deref().map_or(Return::All, Return::Units);
            if owner.is_empty() {
                let changed = this.came_back_late(&order.id, back);
                this.friend_returned(&then, &order)?;
                return Ok(match changed {
                    Some(points) => WebhookReply::new(WebhookOutcome::Applied, points),
                    None => WebhookReply::new(WebhookOutcome::Kept, 0),
                });
            }
            let (program, now) = (Arc::clone(&this.program), this.now);
            if !credited {
                return this.return_kept(owner, order, back);
            }
            let member = &mut this.customers.get_mut(&owner).unwrap().member;
            let mut tried = member.clone();
            let effect = member::order_refunded(&program, &then, &mut tried, &order.id, back, now)
                .map_err(words)?;
            let before = std::mem::replace(member, tried.clone());
            if program.points.spent_on_refund == SpentOnRefund::Forgive
                && effect.points() < 0
                && tried.account.debt > 0
            {
                this.notes.push(("refunded", "a code open"));
                // The other way round: what was reserved comes back, and then the order.
                let mut first = given_back(&program, before, now);
                member::order_refunded(&program, &then, &mut first, &order.id, back, now)
                    .map_err(words)?;
                let first = given_back(&program, first, now);
                let left = given_back(&program, tried, now);
                assert!(worth(&left) <= worth(&first), "an open code keeps nothing");
            }
            this.book(&owner, &effect);
            for order in &effect.orders {
                this.friend_returned(&then, order)?;
            }
            Ok(WebhookReply::new(WebhookOutcome::Applied, effect.points()))
        })
    }

    /// What was kept of an order and counts by the rules of its day.
    pub(super) fn counted<'a>(&self, order: &'a Order) -> Vec<Kept<'a>> {
        let never = &self.rules[&order.id].points.never_earns;
        let names = |line: &Line| {
            line.category.as_ref().is_some_and(|it| never.except_categories.contains(it))
                || never.except_skus.contains(&line.sku)
        };
        let mut kept = order.kept();
        kept.retain(|it| it.quantity > 0 && !names(it.line));
        let is_whole = !order.cart.lines.iter().any(names);
        if !is_whole && kept.iter().all(|it| it.paid == 0) {
            kept.clear();
        }
        kept
    }

    /// What was paid for all of it; less than nothing if there is none.
    pub(super) fn kept(&self, order: &Order) -> i64 {
        let counted: Vec<i64> = self.counted(order).iter().map(|it| it.paid).collect();
        if counted.is_empty() { -1 } else { counted.iter().sum() }
    }

    fn return_kept(
        &mut self,
        owner: String,
        mut order: Order,
        back: Return<'_>,
    ) -> Result<WebhookReply, String> {
        let left = order.kept().into_iter().filter(|it| it.quantity > 0);
        let left: Vec<Returned> =
            left.map(|it| Returned { sku: it.line.sku.clone(), quantity: it.quantity }).collect();
        order.returned.extend_from_slice(match back {
            Return::All => &left,
            Return::Units(units) => units,
        });
        stempel_engine::cart::kept(&order.cart, &order.returned)
            .map_err(|_| "invalid field".to_owned())?;
        self.orders.insert(order.id.clone(), (owner, order, false));
        Ok(WebhookReply::new(WebhookOutcome::Kept, 0))
    }
}

/// A member who gives every open code back.
fn given_back(program: &Program, mut member: Member, now: Timestamp) -> Member {
    let holds = member.account.holds.iter().map(|it| it.redemption.clone());
    for redemption in holds.collect::<Vec<_>>() {
        // Not those that have just run out.
        let _ = member::cancel(program, &mut member, &redemption, now);
    }
    let _ = member::settle(program, &mut member, now);
    member
}

/// What they can spend, less what they owe, and what ran out: a code given back may pay with points
/// that would run out at once.
fn worth(member: &Member) -> i64 {
    let balance = member.account.balance();
    balance.available - balance.debt + balance.expired
}
