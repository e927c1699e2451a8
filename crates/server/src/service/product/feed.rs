//! `PUT products`: a feed is checked as a whole and takes the place of the one before.

use crate::problem::Refusal;
use crate::service::Context;
use crate::store::products::Product;
use crate::store::{Lock, Tx, leases, products};
use crate::text;
use std::collections::BTreeMap;
use stempel_engine::cart::PRICE_MAX;
use stempel_engine::product::Product as EngineProduct;
use stempel_protocol::{FeedProduct, ProductFeed, ProductName, ProductsTaken};

/// The most products of a feed.
const PRODUCTS_MAX: usize = 5000;

/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// In how many languages a name may be at most.
const LANGUAGES_MAX: usize = 20;

/// The most days until a refill.
const REFILL_MAX: i64 = 3660;

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
