//! What the shop's cart will earn, and what a reward costs with it.

use std::sync::Arc;

use stempel_protocol::{Cart, QuoteRequest, decode};

use super::Commands;
use crate::api::JsNode;
use crate::host;
use crate::state::View;

impl Commands {
    /// Quotes the shop's cart. A cart that cannot be quoted shows nothing: it is an extra.
    pub(super) async fn quote_cart(&self) {
        let cart = cart().await;
        let quote = match cart {
            Some(cart) if !cart.lines.is_empty() => {
                self.api.quote(&QuoteRequest { cart: Some(cart), reward: None }).await.ok()
            }
            _ => None,
        };
        self.store.set_quote(quote.map(Arc::new));
    }

    /// Quotes a reward with the cart, for the place that shows it.
    pub(super) fn quote_reward(&self, id: String) {
        self.store.set_reward_quote(None);
        self.spawn(async move |this| {
            // An empty cart is one that is still to be filled, and stands in nothing's way.
            let cart = cart().await.filter(|cart| !cart.lines.is_empty());
            let request = QuoteRequest { cart, reward: Some(id.clone()) };
            let quote = this.api.quote(&request).await;
            if this.state().trail_now().last() != Some(&View::Reward(id)) {
                return;
            }
            match quote {
                Ok(quote) => this.store.set_reward_quote(quote.reward),
                Err(trouble) => this.store.set_failure(Some(trouble.failure())),
            }
        });
    }
}

/// The shop's cart, if it has the shape the contract asks for.
async fn cart() -> Option<Cart> {
    decode(&JsNode(host::cart().await?)).ok()
}
