//! What the shop sells. Prices come from here and never from a browser.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use stempel_protocol::{FeedProduct, ProductFeed, ProductName};

/// The currency of every price.
pub const CURRENCY: &str = "PLN";

/// A product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The shop's id; also the name of its picture.
    pub sku: String,
    /// One of the shop's categories, the same that webhooks carry.
    pub category: String,
    /// In grosze.
    pub price: i64,
    #[serde(default)]
    size: Option<String>,
    /// For how many days the shop has had it, where it is new.
    #[serde(default)]
    days: Option<u64>,
    /// After how many days one usually needs it again.
    #[serde(default)]
    refill_days: Option<i64>,
    pl: Words,
    en: Words,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Words {
    name: String,
    taste: String,
    story: String,
    facts: Vec<String>,
}

/// A product in one language, as the page shows it.
#[derive(Debug, Serialize)]
pub struct ProductView {
    sku: &'static str,
    category: &'static str,
    price: i64,
    size: Option<&'static str>,
    #[serde(flatten)]
    words: &'static Words,
}

#[derive(Deserialize)]
struct File {
    product: Vec<Product>,
}

static PRODUCTS: LazyLock<Vec<Product>> = LazyLock::new(|| {
    toml::from_str::<File>(include_str!("catalogue.toml"))
        .expect("the built-in catalogue is tested")
        .product
});

/// The product of that sku.
pub fn product(sku: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.sku == sku)
}

/// Every product in that language, in the order to show.
pub fn view(lang: &str) -> Vec<ProductView> {
    let words = |product: &'static Product| if lang == "en" { &product.en } else { &product.pl };
    PRODUCTS
        .iter()
        .map(|product| ProductView {
            sku: &product.sku,
            category: &product.category,
            price: product.price,
            size: product.size.as_deref(),
            words: words(product),
        })
        .collect()
}

/// Every product as the loyalty backend is told of it.
pub fn feed(today: NaiveDate) -> ProductFeed {
    let one = |it: &Product| FeedProduct {
        sku: it.sku.clone(),
        name: ProductName::ByLanguage(BTreeMap::from([
            ("pl".to_owned(), it.pl.name.clone()),
            ("en".to_owned(), it.en.name.clone()),
        ])),
        category: Some(it.category.clone()),
        price: it.price,
        url: format!("/product/{}", it.sku),
        image: Some(format!("/shop/pictures/{}.svg", it.sku)),
        available: Some(true),
        since: it.days.and_then(|days| today.checked_sub_days(Days::new(days))),
        refill_days: it.refill_days,
    };
    ProductFeed { products: PRODUCTS.iter().map(one).collect() }
}
