//! The shop's only door to the loyalty backend: two questions about a code, webhooks, and the feed of
//! its products.

use chrono::{DateTime, Utc};
use standardwebhooks::Webhook as Signer;
use std::time::Duration;
use stempel_protocol::{Coupon, Problem};
use ureq::http::Response;
use ureq::{Agent, Body};

const PATIENCE: Duration = Duration::from_secs(4);
const REPLY_BYTES_MAX: u64 = 64 * 1024;

/// A client of the loyalty backend, with the shop's keys.
#[derive(Clone)]
pub struct Loyalty {
    agent: Agent,
    endpoint: String,
    authorization: String,
    webhook_secret: String,
}

/// What the backend says about a code.
#[derive(Debug)]
pub enum Verdict {
    /// What it is worth.
    Coupon(Box<Coupon>),
    /// It cannot be used: the stable code of the problem.
    Refused(String),
    /// No answer, or none that makes sense: nothing is known.
    Unavailable,
}

impl Loyalty {
    /// A client for that endpoint.
    pub fn new(endpoint: String, shop_key: &str, webhook_secret: String) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .new_agent();
        Self { agent, endpoint, authorization: format!("Bearer {shop_key}"), webhook_secret }
    }

    /// Asks what a code is worth, without using it.
    pub async fn look(&self, code: &str) -> Verdict {
        let url = format!("{}/redemptions/{code}", self.endpoint);
        let this = self.clone();
        blocking(move || {
            verdict(this.agent.get(&url).header("authorization", &this.authorization).call())
        })
        .await
    }

    /// Uses a code for an order. The same order may ask again.
    pub async fn use_code(&self, code: &str, order: &str) -> Verdict {
        let url = format!("{}/redemptions/{code}/use", self.endpoint);
        let body = serde_json::json!({ "order": order });
        let this = self.clone();
        blocking(move || {
            let request = this.agent.post(&url).header("authorization", &this.authorization);
            verdict(request.send_json(&body))
        })
        .await
    }

    /// Sends one webhook, signed as of now.
    ///
    /// # Errors
    /// Why it was not taken, in words for the outbox.
    pub fn send(&self, id: &str, body: &str, now: DateTime<Utc>) -> Result<(), String> {
        let signer = Signer::new(&self.webhook_secret).map_err(|error| error.to_string())?;
        let seconds = now.timestamp();
        let signature =
            signer.sign(id, seconds, body.as_bytes()).map_err(|error| error.to_string())?;
        let reply = self
            .agent
            .post(format!("{}/webhooks", self.endpoint))
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature)
            .send(body)
            .map_err(|error| error.to_string())?;
        if reply.status().is_success() { Ok(()) } else { Err(format!("HTTP {}", reply.status())) }
    }

    /// Tells every product, in place of those told before.
    ///
    /// # Errors
    /// Why they were not taken, in words for the log.
    pub fn send_feed(&self, body: &str) -> Result<(), String> {
        let reply = self
            .agent
            .put(format!("{}/products", self.endpoint))
            .header("content-type", "application/json")
            .header("authorization", &self.authorization)
            .send(body)
            .map_err(|error| error.to_string())?;
        if reply.status().is_success() { Ok(()) } else { Err(format!("HTTP {}", reply.status())) }
    }
}

async fn blocking(call: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
    tokio::task::spawn_blocking(call).await.unwrap_or(Verdict::Unavailable)
}

fn verdict(reply: Result<Response<Body>, ureq::Error>) -> Verdict {
    let Ok(mut reply) = reply else { return Verdict::Unavailable };
    let status = reply.status();
    let text = reply.body_mut().with_config().limit(REPLY_BYTES_MAX).read_to_string();
    let Ok(text) = text else { return Verdict::Unavailable };
    if status.is_success() {
        return serde_json::from_str(&text)
            .map_or(Verdict::Unavailable, |coupon| Verdict::Coupon(Box::new(coupon)));
    }
    let known = serde_json::from_str::<Problem>(&text)
        .ok()
        .filter(|_| status.is_client_error() && !matches!(status.as_u16(), 401 | 403 | 408 | 429));
    known.map_or(Verdict::Unavailable, |problem| Verdict::Refused(problem.code))
}
