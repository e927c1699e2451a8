//! What the shop tells of its orders: paid, refunded. Each event counts once, by its delivery's
//! id and by the order or refund it is about.

use super::who::who;
use super::{Context, former, hold, member_of, member_since, referral, refusal, wire};
use crate::problem::Refusal;
use crate::store::members::{Stored, Wanted};
use crate::store::orders::{self, StoredOrder};
use crate::store::{Tx, events, ledger};
use crate::text;
use stempel_engine::cart::{self, Order, Returned};
use stempel_engine::earning;
use stempel_engine::member::{self, Return};
use stempel_protocol::{
    Cart, OrderPaid, OrderRefunded, RefundedLine, Timestamp, WebhookOutcome, WebhookReply,
};

/// How far ahead of ours the shop's clock may be, in seconds.
const AHEAD: i64 = 300;

/// A delivery: its id, and when what it tells of happened.
pub struct Delivery {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
}

/// An order was paid: credited to a member, or kept until its customer joins.
///
/// # Errors
/// `InvalidField` for what cannot be reckoned with.
pub fn paid(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    paid: &OrderPaid,
) -> Result<WebhookReply, Refusal> {
    let order = checked(context, delivery, paid.clone())?;
    let marks = text::marks(paid.device.as_deref(), paid.address.as_deref(), "data")?;
    let customer = who(tx, context, paid.customer.as_deref(), paid.card.as_deref())?;
    hold(tx, context, &customer)?;
    once(tx, context, delivery, "order.paid", &paid.order, |tx| {
        if let Some(known) = orders::find(tx, context.ledger(), &order.id)? {
            // Known from elsewhere, e.g. an import whose events were told under other names.
            let outcome =
                if known.credited { WebhookOutcome::Duplicate } else { WebhookOutcome::Kept };
            return Ok(WebhookReply::new(outcome, 0));
        }
        let wanted = Wanted::ToCredit(context.now);
        let member = member_since(tx, context, &customer, wanted, order.at)?;
        let friend = member.as_ref().map(|it| it.id.clone());
        let (reply, order) = match member.filter(|it| counts_for(context, it, &order)) {
            Some(stored) => credit(tx, context, stored, order.clone())?,
            None => (keep(tx, context, &customer, &order)?, order.clone()),
        };
        if let Some(friend) = friend {
            referral::ordered(tx, context, &friend, &order, &marks)?;
        }
        Ok(reply)
    })
}

/// An order was refunded, in full or in part: what it earned is taken back.
///
/// # Errors
/// `UnknownOrder` when its payment was not told yet, `InvalidField` when more comes back than
/// was bought.
pub fn refunded(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    refunded: &OrderRefunded,
) -> Result<WebhookReply, Refusal> {
    text::id(&refunded.refund, "data.refund")?;
    not_ahead(context, delivery)?;
    let back = refunded.lines.as_ref().map(|lines| lines.iter().map(returned).collect::<Vec<_>>());
    if back.as_ref().is_some_and(Vec::is_empty) {
        let detail = "name what came back, or leave lines out when all of the order did";
        return Err(Refusal::field("data.lines", detail));
    }
    if back.as_ref().is_some_and(|units| units.iter().any(|it| it.quantity < 1)) {
        return Err(Refusal::field("data.lines", "a quantity is at least 1"));
    }
    if let Some(known) = orders::find(tx, context.ledger(), &refunded.order)? {
        hold(tx, context, &known.customer)?;
    }
    // A shop may number the refunds of each order from one.
    let subject = format!("{}\n{}", refunded.order, refunded.refund);
    once(tx, context, delivery, "order.refunded", &subject, |tx| {
        let program = context.ledger();
        let known = orders::find(tx, program, &refunded.order)?.ok_or(Refusal::UnknownOrder)?;
        let back = back.as_deref().map_or(Return::All, Return::Units);
        if known.customer.is_empty() {
            // Its customer left. What it gave whoever brought them goes, whatever part came back:
            // nobody knows any more what was in it.
            let reply = former::returned(tx, context, &refunded.order, back)?;
            let then = context.catalogue.version(tx, &known.rules)?;
            referral::returned(tx, context, &then, &known.order)?;
            return Ok(reply);
        }
        match member_of(tx, context, &known.customer, Wanted::Everything)?
            .filter(|_| known.credited)
        {
            Some(stored) => take_back(tx, context, stored, &known, back),
            None => return_kept(tx, context, known, back),
        }
    })
}

/// Runs what an event does unless it was done before, which its delivery's id and its subject say.
///
/// # Errors
/// `KeyReused` when the delivery's id named something else; what `act` refuses.
pub(super) fn once(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    kind: &'static str,
    subject: &str,
    act: impl FnOnce(&mut Tx<'_>) -> Result<WebhookReply, Refusal>,
) -> Result<WebhookReply, Refusal> {
    let program = context.ledger();
    let event = events::named(tx, program, &delivery.id, kind, subject)?;
    if let Some(applied) = events::find(tx, program, &event)? {
        if !applied.is_same(&event) {
            return Err(Refusal::KeyReused);
        }
        return Ok(WebhookReply::new(WebhookOutcome::Duplicate, applied.points));
    }
    let reply = act(tx)?;
    events::insert(tx, program, &event, reply.outcome.as_str(), reply.points)?;
    Ok(reply)
}

/// An order paid before its customer joined counts only within the program's window, however late
/// it is told.
fn counts_for(context: &Context, stored: &Stored, order: &Order) -> bool {
    let counts = |joined_at| context.program().order_counts(order.at, joined_at);
    stored.member.joined_at.is_none_or(counts)
}

/// Gives the order back with its rules.
fn credit(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
    order: Order,
) -> Result<(WebhookReply, Order), Refusal> {
    let program = context.program();
    let mut effect = member::order_paid(program, &mut stored.member, order, context.now)
        .map_err(|refused| refusal(context, refused, "data"))?;
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    let reply = WebhookReply::new(WebhookOutcome::Applied, effect.points());
    let credited = effect.orders.pop();
    let credited =
        credited.ok_or_else(|| Refusal::Internal("an order without an effect".into()))?;
    Ok((reply, credited))
}

/// Keeps an order until its customer joins, unless it would earn more than may be: as a member's it
/// would be refused, too.
fn keep(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &str,
    order: &Order,
) -> Result<WebhookReply, Refusal> {
    let program = context.program();
    earning::quote(program, None, &order.cart, order.at)
        .map_err(|mistake| wire::cart_mistake(&mistake, "data"))?;
    orders::keep(tx, context.ledger(), customer, &program.version, order)?;
    Ok(WebhookReply::new(WebhookOutcome::Kept, 0))
}

/// By the rules of the order's day: those it was credited under.
fn take_back(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
    known: &StoredOrder,
    back: Return<'_>,
) -> Result<WebhookReply, Refusal> {
    let program = context.program();
    let then = context.catalogue.version(tx, &known.rules)?;
    stored.member.orders = vec![known.order.clone()];
    let (member, order) = (&mut stored.member, known.order.id.as_str());
    let effect = member::order_refunded(program, &then, member, order, back, context.now)
        .map_err(|refused| refusal(context, refused, "data"))?;
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    for after in &effect.orders {
        referral::returned(tx, context, &then, after)?;
    }
    Ok(WebhookReply::new(WebhookOutcome::Applied, effect.points()))
}

/// A refund of an order that still waits: remembered, so that only the rest is credited.
fn return_kept(
    tx: &mut Tx<'_>,
    context: &Context,
    mut known: StoredOrder,
    back: Return<'_>,
) -> Result<WebhookReply, Refusal> {
    let program = context.ledger();
    let left = known.order.kept().into_iter().filter(|it| it.quantity > 0);
    let left: Vec<Returned> =
        left.map(|it| Returned { sku: it.line.sku.clone(), quantity: it.quantity }).collect();
    known.order.returned.extend_from_slice(match back {
        Return::All => &left,
        Return::Units(units) => units,
    });
    cart::kept(&known.order.cart, &known.order.returned)
        .map_err(|mistake| wire::cart_mistake(&mistake, "data"))?;
    orders::keep(tx, program, &known.customer, &known.rules, &known.order)?;
    Ok(WebhookReply::new(WebhookOutcome::Kept, 0))
}

fn checked(context: &Context, delivery: &Delivery, paid: OrderPaid) -> Result<Order, Refusal> {
    text::id(&paid.order, "data.order")?;
    not_ahead(context, delivery)?;
    let OrderPaid { order, currency, lines, discount, subscription, .. } = paid;
    let cart = wire::cart(Cart { currency, lines, discount, subscription }, "data")?;
    cart.check(&context.program().currency)
        .map_err(|mistake| wire::cart_mistake(&mistake, "data"))?;
    if cart.lines.is_empty() {
        return Err(Refusal::field("data.lines", "an order has at least one line"));
    }
    if cart.discount > cart.gross() {
        let detail = format!("more than the lines come to, which is {}", cart.gross());
        return Err(Refusal::field("data.discount", detail));
    }
    let at = delivery.at.min(context.now);
    Ok(Order {
        id: order,
        at,
        tier: None,
        membership: false,
        grants: Vec::new(),
        excepted: Vec::new(),
        cart,
        returned: Vec::new(),
    })
}

/// # Errors
/// `InvalidField` for what has not happened yet, and for times before there were shops like this.
pub(super) fn not_ahead(context: &Context, delivery: &Delivery) -> Result<(), Refusal> {
    if (delivery.at - context.now).num_seconds() > AHEAD {
        return Err(Refusal::field("timestamp", "it has not happened yet: check the clocks"));
    }
    if delivery.at.timestamp() < 0 {
        return Err(Refusal::field("timestamp", "it must be 1970 or later"));
    }
    Ok(())
}

fn returned(line: &RefundedLine) -> Returned {
    Returned { sku: line.sku.clone(), quantity: line.quantity }
}
