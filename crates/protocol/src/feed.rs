//! `PUT products`: the shop's products, and `GET admin/products`: what came of suggesting them.

use crate::SuggestionCode;
use crate::object::object;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The body of `PUT products`: every product, in place of those told before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct ProductFeed {
    /// At most 5,000.
    pub products: Vec<FeedProduct>,
}

/// A product of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct FeedProduct {
    /// The shop's id, the same as in orders.
    pub sku: String,
    /// Its name: a text, or one by language.
    pub name: ProductName,
    /// The shop's category, the same as in orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// In minor units of the program's currency.
    pub price: i64,
    /// Its page: an address that begins with `https://`, or a path of the shop's own site (`/…`).
    pub url: String,
    /// Its picture, in the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether it can be bought now; it can, if this is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
    /// The day since which the shop has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// After how many days one usually needs it again, 1 to 3660.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_days: Option<i64>,
}

/// The name of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ProductName {
    /// The same in every language.
    Plain(String),
    /// By language.
    ByLanguage(BTreeMap<String, String>),
}

object!(ProductFeed);
object!(FeedProduct);

/// The reply to `PUT products`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductsTaken {
    /// How many products there are now.
    pub products: i64,
    /// How many of them can be bought.
    pub available: i64,
}

/// The reply to `GET admin/products`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminProducts {
    /// How many products there are now.
    pub products: i64,
    /// How many of them can be bought.
    pub available: i64,
    /// The first day that is counted.
    pub since: NaiveDate,
    /// What came of suggestions, by their reason.
    pub outcomes: Vec<SuggestionOutcome>,
}

/// What came of suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionOutcome {
    /// Why they were made.
    pub code: SuggestionCode,
    /// How often one was shown: once a member, product and day.
    pub shown: i64,
    /// How often one was followed: once a member, product and day.
    pub clicks: i64,
    /// How many of these led to a purchase of the product within seven days.
    pub purchases: i64,
}
