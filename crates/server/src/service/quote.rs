//! `POST quotes`: what a cart will earn, and what a reward would cost with it.

use super::{Context, Customer, member_of, taken, wire};
use crate::problem::Refusal;
use crate::store::Tx;
use crate::store::members::Wanted;
use chrono::TimeDelta;
use stempel_engine::benefits;
use stempel_engine::cart::Cart;
use stempel_engine::ledger::Part;
use stempel_engine::member::{self, Member, Outlook};
use stempel_engine::offer;
use stempel_engine::reward::{Facts, Taken, decide};
use stempel_protocol::{Quote, QuotePart, QuoteRequest, QuoteWallet, RewardQuote};

/// How long a quote holds when nothing in the program ends it sooner.
const HOLDS: TimeDelta = TimeDelta::hours(1);

/// What has to be loaded of a member to know until when a quote holds.
fn wanted(context: &Context) -> Wanted<'static> {
    if offer::may_follow_balance(context.program()) {
        return Wanted::Everything;
    }
    Wanted::ToShow(context.now)
}

/// Quotes for a customer, or for a guest.
///
/// # Errors
/// `InvalidField` for a cart that cannot be reckoned with, `NotFound` for an unknown reward.
pub fn quote(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: Option<&Customer>,
    request: QuoteRequest,
) -> Result<Quote, Refusal> {
    let (program, now) = (context.program(), context.now);
    let stored = match customer {
        Some(customer) => member_of(tx, context, &customer.id, wanted(context))?,
        None => None,
    };
    let taken = taken(tx, context, stored.as_ref(), &program.rewards)?;
    let version = customer.map(|_| stored.as_ref().map_or(0, |it| it.version));
    let mut settled = stored.map_or_else(Member::default, |it| it.member);
    let _ = member::settle(program, &mut settled, now);
    let facts = member::facts(program, &settled, &taken, now);
    let cart = request.cart.map(|it| wire::cart(it, "cart")).transpose()?;
    let mut quote = match &cart {
        Some(cart) => of_cart(context, &settled, cart, &taken)?,
        None => empty(context),
    };
    let entitled = benefits::entitled(program, &settled, now);
    quote.discount_percent = Some(entitled.discount_percent()).filter(|it| *it > 0);
    quote.free_shipping = entitled.free_shipping;
    quote.version = version;
    quote.reward = request
        .reward
        .map(|reward| of_reward(context, &facts, &reward, request.amount, cart.as_ref()))
        .transpose()?;
    Ok(quote)
}

fn of_cart(
    context: &Context,
    member: &Member,
    cart: &Cart,
    taken: &Taken,
) -> Result<Quote, Refusal> {
    let outlook = member::outlook(context.program(), member, cart, taken, context.now)
        .map_err(|mistake| wire::cart_mistake(&mistake, "cart"))?;
    let Outlook { earned, tier, within_reach } = outlook;
    let parts = |parts: Vec<Part>| {
        let part = |part: Part| QuotePart {
            title: wire::title(context.program(), &part.rule, &context.lang),
            rule: part.rule,
            points: part.points,
        };
        parts.into_iter().map(part).collect()
    };
    let others = earned.others.into_iter().map(|it| QuoteWallet {
        id: it.wallet.0,
        points: it.points,
        parts: parts(it.parts),
    });
    let latest = context.now + HOLDS;
    Ok(Quote {
        points: earned.points,
        wallets: others.collect(),
        parts: parts(earned.parts),
        valid_until: earned.valid_until.map_or(latest, |until| until.min(latest)),
        tier: tier.map(|tier| tier.id.clone()),
        within_reach: within_reach.into_iter().map(|reward| reward.id.clone()).collect(),
        ..empty(context)
    })
}

fn of_reward(
    context: &Context,
    facts: &Facts,
    id: &str,
    amount: Option<i64>,
    cart: Option<&Cart>,
) -> Result<RewardQuote, Refusal> {
    let program = context.program();
    let reward = program.reward(id).ok_or(Refusal::NotFound("there is no such reward"))?;
    let reward = super::redeem::worth(reward, amount)?;
    let decision = decide(program, &reward, facts, cart, context.now);
    Ok(RewardQuote {
        id: reward.id.clone(),
        cost: decision.as_ref().copied().unwrap_or(reward.cost),
        available_after: (facts.available_in(&reward.wallet) - reward.cost).max(0),
        reasons: wire::reasons(program, decision.err().unwrap_or_default()),
    })
}

fn empty(context: &Context) -> Quote {
    Quote {
        points: 0,
        parts: Vec::new(),
        wallets: Vec::new(),
        valid_until: context.now + HOLDS,
        tier: None,
        within_reach: Vec::new(),
        version: None,
        reward: None,
        discount_percent: None,
        free_shipping: false,
    }
}
