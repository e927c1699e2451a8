//! The products that one member sees, and why.

use super::{Feed, ORDERS, may_tell};
use crate::problem::Refusal;
use crate::service::{Context, Customer, hold, member_of, wire};
use crate::store::members::Wanted;
use crate::store::products::Product;
use crate::store::{StoreError, Tx, clicks, members, orders, products};
use chrono::{Days, TimeDelta};
use stempel_engine::bought::Bought;
use stempel_engine::companion::Companion;
use stempel_engine::product::{
    History, Known, LATELY_DAYS, NEW_DAYS, Product as EngineProduct, Suggestion as Chosen, Why,
    suggest,
};
use stempel_protocol::{Products, Suggestion, SuggestionCode, SuggestionReason};

/// Of how many products bought last it is asked whether they are due.
const BOUGHT_MAX: usize = 40;

/// Of how many products bought last companions are looked for.
const SEEDS_MAX: usize = 20;

/// How many new products are looked at.
const NEW_MAX: i64 = 50;

/// A product and why it is suggested: what the member did not see today.
pub type New = Vec<(String, SuggestionCode)>;

/// The products for a member, as of now, and which of them are to be counted as shown.
///
/// # Errors
/// `NotJoined`.
pub fn suggested(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
) -> Result<(Products, New), Refusal> {
    let member = members::id(tx, context.ledger(), &customer.id)?.ok_or(Refusal::NotJoined)?;
    let products = chosen(tx, context, customer)?;
    let items = products.items.iter().map(|it| (it.sku.as_str(), it.reason.code));
    let today = context.program().day(context.now);
    let new = match products.items.is_empty() {
        true => New::new(),
        false => clicks::unseen(tx, context.ledger(), &member, items, today)?,
    };
    Ok((products, new))
}

/// Counts that a member is shown products. Who left meanwhile is not written down.
///
/// # Errors
/// When the database fails.
pub fn seen(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    new: &New,
) -> Result<(), Refusal> {
    hold(tx, context, &customer.id)?;
    let (ledger, today) = (context.ledger(), context.program().day(context.now));
    match members::id(tx, ledger, &customer.id)? {
        Some(member) => Ok(clicks::shown(tx, ledger, &member, new, today)?),
        None => Ok(()),
    }
}

fn chosen(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Products, Refusal> {
    let (program, ledger, now) = (context.program(), context.ledger(), context.now);
    let stored = member_of(tx, context, &customer.id, Wanted::ToCredit(now))?;
    let stored = stored.ok_or(Refusal::NotJoined)?;
    let Some(rules) = &program.products else {
        return Ok(Products { consent: None, items: Vec::new() });
    };
    if !may_tell(tx, context, &stored.id)? {
        return Ok(Products { consent: Some(rules.consent.clone()), items: Vec::new() });
    }
    let (limit, days) = ORDERS;
    let orders = orders::newest(tx, ledger, &stored.id, now - TimeDelta::days(days), limit)?;
    let history = History::of(program, &orders);
    let bought = Bought::by(program, &stored.member);
    let favourite = bought.favourite(program, now);
    let (feed, companions) = looked_up(tx, context, &history, favourite)?;
    let known: Vec<EngineProduct> = feed.values().map(|it| it.known.clone()).collect();
    let known = Known { history: &history, favourite, products: &known, companions: &companions };
    let chosen = suggest(program, known, now).into_iter();
    Ok(Products {
        consent: None,
        items: chosen.filter_map(|it| shown(context, &feed, it)).collect(),
    })
}

/// The part of the feed that may suit them, and what goes with what they bought.
fn looked_up(
    tx: &mut Tx<'_>,
    context: &Context,
    history: &History,
    favourite: Option<&str>,
) -> Result<(Feed, Vec<Companion>), StoreError> {
    let (ledger, today) = (context.ledger(), context.program().day(context.now));
    let mut companions = Vec::new();
    for sku in history.skus_within(today, LATELY_DAYS).into_iter().take(SEEDS_MAX) {
        companions.extend(products::companions(tx, ledger, sku)?);
    }
    let mut feed = Feed::new();
    let bought = history.skus().into_iter().take(BOUGHT_MAX);
    for sku in bought.chain(companions.iter().map(|it| it.with.as_str())) {
        if !feed.contains_key(sku) {
            feed.extend(products::find(tx, ledger, sku)?.map(|it| (sku.to_owned(), it)));
        }
    }
    if let Some(category) = favourite {
        let after = today - Days::new(NEW_DAYS);
        let new = products::newest(tx, ledger, category, after, today, NEW_MAX)?;
        feed.extend(new.into_iter().map(|it| (it.known.sku.clone(), it)));
    }
    Ok((feed, companions))
}

fn shown(context: &Context, feed: &Feed, chosen: Chosen<'_>) -> Option<Suggestion> {
    let product = feed.get(&chosen.product.sku)?;
    let named = |sku: &String| Some(in_language(context, feed.get(sku)?));
    let plain = |code| SuggestionReason { code, product: None, category: None, days: None };
    let reason = match chosen.why {
        Why::Refill { days } => {
            SuggestionReason { days: Some(days), ..plain(SuggestionCode::Refill) }
        }
        Why::Companion { sku } => {
            SuggestionReason { product: named(&sku), ..plain(SuggestionCode::Companion) }
        }
        Why::News { category } => {
            SuggestionReason { category: Some(category), ..plain(SuggestionCode::News) }
        }
    };
    Some(Suggestion {
        id: format!("{}-{}", reason.code.as_str(), products::mark(&product.known.sku)),
        sku: product.known.sku.clone(),
        name: in_language(context, product),
        price: wire::money(context.program(), product.price),
        url: product.url.clone(),
        image: product.image.clone(),
        reason,
    })
}

/// A name in the asked language, in the program's first, or in any.
fn in_language(context: &Context, product: &Product) -> String {
    let asked = [context.lang.as_str(), "", context.program().language(None)];
    let found = asked.iter().find_map(|lang| product.name.get(*lang));
    found.or_else(|| product.name.values().next()).cloned().unwrap_or_default()
}
