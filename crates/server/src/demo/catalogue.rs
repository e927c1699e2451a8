//! What the shop sells. Prices come from here and never from a browser.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

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
