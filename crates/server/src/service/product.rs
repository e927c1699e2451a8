//! `PUT products`, and products for one member: what they see, what they follow, what comes of it.

use super::{Context, Customer, hold, member_of, wire};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::products::Product;
use crate::store::{Lock, StoreError, Tx, clicks, consents, leases, members, orders, products};
use crate::text;
use chrono::{Days, TimeDelta};
use std::collections::BTreeMap;
use stempel_engine::bought::Bought;
use stempel_engine::cart::PRICE_MAX;
use stempel_engine::companion::Companion;
use stempel_engine::product::{
    CLICK_DAYS, History, Known, LATELY_DAYS, NEW_DAYS, Product as EngineProduct,
    Suggestion as Chosen, Why, led_to_purchase, may_suggest, suggest,
};
use stempel_protocol::{
    AdminProducts, FeedProduct, ProductFeed, ProductName, Products, ProductsTaken, Suggestion,
    SuggestionCode, SuggestionReason,
};

/// The most products of a feed.
const PRODUCTS_MAX: usize = 5000;
/// The longest name, in characters.
const NAME_MAX: usize = 200;
/// In how many languages a name may be at most.
const LANGUAGES_MAX: usize = 20;
/// The most days until a refill.
const REFILL_MAX: i64 = 3660;
/// How many of a member's newest orders, of how many days, are looked at.
const ORDERS: (i64, i64) = (50, 365);
/// Of how many products bought last it is asked whether they are due.
const BOUGHT_MAX: usize = 40;
/// Of how many products bought last companions are looked for.
const SEEDS_MAX: usize = 20;
/// How many new products are looked at.
const NEW_MAX: i64 = 50;
/// How many days of counts are told, and the most that can be asked for.
const REPORT: (i64, i64) = (30, 366);

/// Every product of a feed, by its sku.
pub type Feed = BTreeMap<String, Product>;

/// The job that counts what goes together.
pub fn companions_job(ledger: &str) -> String {
    format!("companions {ledger}")
}

/// Checks a feed.
///
/// # Errors
/// `InvalidField` with the place of the first product that is wrong, and the field of it.
pub fn checked(feed: ProductFeed) -> Result<Feed, Refusal> {
    if feed.products.len() > PRODUCTS_MAX {
        let detail = format!("a feed has at most {PRODUCTS_MAX} products");
        return Err(Refusal::field("products", detail));
    }
    let mut all = Feed::new();
    for (index, product) in feed.products.into_iter().enumerate() {
        let under = format!("products[{index}]");
        let product = one(product, &under)?;
        if all.contains_key(&product.known.sku) {
            return Err(Refusal::field(format!("{under}.sku"), "named twice"));
        }
        all.insert(product.known.sku.clone(), product);
    }
    Ok(all)
}

fn one(it: FeedProduct, under: &str) -> Result<Product, Refusal> {
    let field = |name: &str| format!("{under}.{name}");
    text::id(&it.sku, &field("sku"))?;
    if let Some(category) = &it.category {
        text::id(category, &field("category"))?;
    }
    if !(0..=PRICE_MAX).contains(&it.price) {
        return Err(Refusal::field(field("price"), format!("from 0 to {PRICE_MAX} minor units")));
    }
    text::address(&it.url, &field("url"))?;
    if let Some(image) = &it.image {
        text::address(image, &field("image"))?;
    }
    if it.refill_days.is_some_and(|days| !(1..=REFILL_MAX).contains(&days)) {
        return Err(Refusal::field(field("refill_days"), format!("from 1 to {REFILL_MAX} days")));
    }
    let known = EngineProduct {
        sku: it.sku,
        category: it.category,
        available: it.available.unwrap_or(true),
        since: it.since,
        refill_days: it.refill_days,
    };
    let name = name(it.name, &field("name"))?;
    Ok(Product { known, name, price: it.price, url: it.url, image: it.image })
}

fn name(given: ProductName, field: &str) -> Result<BTreeMap<String, String>, Refusal> {
    let by_language = match given {
        ProductName::Plain(name) => BTreeMap::from([(String::new(), name)]),
        ProductName::ByLanguage(names) => names,
    };
    if by_language.is_empty() || by_language.len() > LANGUAGES_MAX {
        return Err(Refusal::field(field, format!("in 1 to {LANGUAGES_MAX} languages")));
    }
    let name = |(lang, name): (String, String)| {
        let shown = text::words(&name, NAME_MAX, field)?;
        if shown.is_empty() || lang.len() > 35 {
            return Err(Refusal::field(field, "a name has words, and a language a short tag"));
        }
        Ok((lang, shown))
    };
    by_language.into_iter().map(name).collect()
}

/// Puts a checked feed in the place of the one before.
///
/// # Errors
/// When the database fails.
pub fn replace(tx: &mut Tx<'_>, context: &Context, feed: &Feed) -> Result<ProductsTaken, Refusal> {
    let ledger = context.ledger();
    tx.lock(Lock::Products { ledger })?;
    let before = products::all(tx, ledger)?;
    products::replace(tx, ledger, &before, feed)?;
    if feed.keys().any(|sku| !before.contains_key(sku)) {
        leases::hurry(tx, &companions_job(ledger))?;
    }
    let available = feed.values().filter(|it| it.known.available).count();
    let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(ProductsTaken { products: number(feed.len()), available: number(available) })
}

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

fn may_tell(tx: &mut Tx<'_>, context: &Context, member: &str) -> Result<bool, StoreError> {
    let held = consents::held(tx, context.ledger(), member)?;
    let held: Vec<String> = held.into_iter().map(|it| it.id).collect();
    Ok(may_suggest(context.program(), &held))
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

/// Counts that a suggestion was followed, once a day.
///
/// # Errors
/// `NotJoined`; `NotFound` for one that cannot have been made to this member.
pub fn click(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
) -> Result<(), Refusal> {
    hold(tx, context, &customer.id)?;
    let (program, ledger, now) = (context.program(), context.ledger(), context.now);
    let member = members::id(tx, ledger, &customer.id)?.ok_or(Refusal::NotJoined)?;
    let unknown = || Refusal::NotFound("there is no such suggestion for this member");
    let (code, mark) = id.split_once('-').ok_or_else(unknown)?;
    let code = SuggestionCode::from_wire(code);
    text::id(mark, "id").map_err(|_| unknown())?;
    if code == SuggestionCode::Unknown || !may_tell(tx, context, &member)? {
        return Err(unknown());
    }
    let sku = products::by_mark(tx, ledger, mark)?.ok_or_else(unknown)?;
    Ok(clicks::insert(tx, ledger, &member, (&sku, code), program.day(now), now)?)
}

/// The clicks that led to a purchase which is not counted yet, by member.
///
/// # Errors
/// When the database fails.
pub fn bought(
    tx: &mut Tx<'_>,
    context: &Context,
) -> Result<Vec<(String, clicks::Clicked)>, StoreError> {
    // An order may be told a while after it was paid; a click that counted keeps others from it.
    let (ledger, week) = (context.ledger(), TimeDelta::days(CLICK_DAYS));
    let since = context.now - week * 2;
    let mut bought = Vec::new();
    for member in clicks::open(tx, ledger, since)? {
        let all = clicks::of_member(tx, ledger, &member, since - week)?;
        let orders = orders::newest(tx, ledger, &member, since, ORDERS.0)?;
        let plain: Vec<_> = all.iter().map(|it| it.click.clone()).collect();
        let led = led_to_purchase(&plain, &orders);
        let new =
            all.into_iter().enumerate().filter(|(place, it)| led.contains(place) && !it.bought);
        bought.extend(new.map(|(_, it)| (member.clone(), it)));
    }
    Ok(bought)
}

/// What came of suggestions in the last so many days, today among them.
///
/// # Errors
/// `InvalidField` for days that are none.
pub fn report(
    tx: &mut Tx<'_>,
    context: &Context,
    days: Option<i64>,
) -> Result<AdminProducts, Refusal> {
    let (usual, most) = REPORT;
    let days = days.unwrap_or(usual);
    if !(1..=most).contains(&days) {
        return Err(Refusal::field("days", format!("from 1 to {most}")));
    }
    let ledger = context.ledger();
    let since = context.program().day(context.now) - Days::new(days.unsigned_abs() - 1);
    let (all, available) = products::count(tx, ledger)?;
    let outcomes = clicks::outcomes(tx, ledger, since)?;
    Ok(AdminProducts { products: all, available, since, outcomes })
}
