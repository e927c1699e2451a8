//! Products for one member, each with its reason: `GET member/products`.

use crate::Money;
use crate::wire::wire;

wire! {
    /// The reply to `GET member/products`.
    pub struct Products {
        /// The consent that the member would have to give first; absent when they gave it, or the
        /// program suggests nothing to anybody.
        pub consent: Option<String>,
        /// Best first.
        pub items: Vec<Suggestion>,
    }

    /// A product for this member.
    pub struct Suggestion {
        /// For `POST member/products/{id}/click`.
        pub id: String,
        /// The shop's id of the product.
        pub sku: String,
        /// Its name, in the asked language where the shop has it.
        pub name: String,
        /// Its price.
        pub price: Money,
        /// Its page: an https address, or a path of the shop's own site.
        pub url: String,
        /// Its picture, in the same way.
        pub image: Option<String>,
        /// Why this member sees it.
        pub reason: SuggestionReason,
    }

    /// Why a member sees a product.
    pub struct SuggestionReason {
        /// Why.
        pub code: SuggestionCode,
        /// The name of the product it goes with.
        pub product: Option<String>,
        /// The category, in the shop's own words for it.
        pub category: Option<String>,
        /// The days since they bought it.
        pub days: Option<i64>,
    }

    /// Why a member sees a product.
    pub enum SuggestionCode {
        /// They buy it again and again, or it is used up by now: `days`.
        Refill = "refill",
        /// It is often bought together with something they bought: `product`.
        Companion = "companion",
        /// It is new where they buy most: `category`.
        News = "news",
    }
}
