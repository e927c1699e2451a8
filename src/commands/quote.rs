//! What carts and products will earn, and what a reward costs with the shop's cart.

use std::cell::RefCell;
use std::sync::Arc;

use js_sys::Function;
use stempel_protocol::{Cart, Quote, QuoteRequest, decode};
use wasm_bindgen::JsValue;

use super::Commands;
use crate::api::{JsNode, json};
use crate::host;
use crate::state::View;

thread_local! {
    /// The carts of inline elements on the page, by their mounts.
    static ON_PAGE: RefCell<Vec<(u32, Cart)>> = const { RefCell::new(Vec::new()) };
}

impl Commands {
    /// Quotes the shop's cart. A cart that cannot be quoted shows nothing: it is an extra.
    pub(super) async fn quote_cart(&self) {
        let cart = cart().await.filter(|cart| !cart.lines.is_empty());
        let quote = match cart {
            Some(cart) => self.quoted(cart).await,
            None => None,
        };
        self.store.set_quote(quote);
    }

    /// Brings every quote on the page up to now, one after the other.
    pub(super) async fn requote_all(&self) {
        self.quote_cart().await;
        for (_, cart) in ON_PAGE.with_borrow(Clone::clone) {
            self.quoted(cart).await;
        }
    }

    /// Keeps the quote of an element's cart current while it is on the page. `None` when the cart
    /// is not of the shape that the contract asks for; otherwise the cart as JSON.
    pub fn watch_cart(&self, mount: u32, cart: &JsValue) -> Option<String> {
        let Ok(cart) = decode::<Cart, _>(&JsNode(cart.clone())) else {
            host::warn("element", "stempel-earn needs sku, price and currency, or lines");
            return None;
        };
        let key = json(&cart);
        ON_PAGE.with_borrow_mut(|all| all.push((mount, cart.clone())));
        self.spawn(async |this| {
            this.quoted(cart).await;
        });
        Some(key)
    }

    /// The element is gone.
    pub fn unwatch_cart(&self, mount: u32) {
        ON_PAGE.with_borrow_mut(|all| all.retain(|(of, _)| *of != mount));
    }

    /// A quote that still holds, or a fresh one.
    async fn quoted(&self, cart: Cart) -> Option<Arc<Quote>> {
        let key = json(&cart);
        let version = self.state().member_now().map(|member| member.version);
        let holds = |it: &Arc<Quote>| it.version == version && it.valid_until > host::now();
        if let Some(quote) = self.state().quote_of_now(&key).filter(holds) {
            return Some(quote);
        }
        let visit = self.visit();
        let request = QuoteRequest { cart: Some(cart), reward: None, amount: None };
        let quote = Arc::new(self.api.quote(&request).await.ok()?);
        if visit != self.visit() {
            return None;
        }
        self.store.keep_quote(key, quote.clone());
        Some(quote)
    }

    /// Quotes a cart for the page and answers with what the backend says.
    pub fn quote_for_page(&self, cart: &JsValue, done: Function, failed: Function) {
        let cart = decode(&JsNode(cart.clone()));
        self.spawn(async move |this| {
            let Ok(cart) = cart else {
                let _ = failed.call1(&JsValue::UNDEFINED, &js_sys::Error::new("cart"));
                return;
            };
            let request = QuoteRequest { cart: Some(cart), reward: None, amount: None };
            let _ = match this.api.quote_as_sent(&request).await {
                Ok(quote) => done.call1(&JsValue::UNDEFINED, &quote),
                Err(trouble) => {
                    let why = js_sys::Error::new(trouble.code());
                    failed.call1(&JsValue::UNDEFINED, &why)
                }
            };
        });
    }

    /// Quotes a reward with the cart, for the place that shows it.
    pub(super) fn quote_reward(&self, id: String) {
        self.store.set_reward_quote(None);
        self.spawn(async move |this| {
            // An empty cart is one that is still to be filled, and stands in nothing's way.
            let cart = cart().await.filter(|cart| !cart.lines.is_empty());
            let request = QuoteRequest { cart, reward: Some(id.clone()), amount: None };
            let quote = this.api.quote(&request).await;
            if this.state().trail_now().last() != Some(&View::Reward(id)) {
                return;
            }
            match quote {
                Ok(quote) => this.store.set_reward_quote(quote.reward.map(Arc::new)),
                Err(trouble) => this.store.set_failure(Some(trouble.failure())),
            }
        });
    }
}

/// The shop's cart, if it has the shape the contract asks for.
async fn cart() -> Option<Cart> {
    decode(&JsNode(host::cart().await?)).ok()
}
