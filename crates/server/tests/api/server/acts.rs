//! What a customer does, and what the shop tells.

use super::{Reply, SHOP_KEY, Server, WEBHOOK_SECRET};
use serde_json::{Value, json};

impl Server {
    pub fn join(&self, customer: &str) -> Value {
        let body = json!({ "consents": [{ "id": "terms", "version": "2" }] });
        self.post("member", &[("authorization", &self.token(customer))], &body).ok()
    }

    pub fn member(&self, customer: &str) -> Value {
        self.get("member", customer).ok()
    }

    pub fn available(&self, customer: &str) -> i64 {
        self.member(customer)["balance"]["available"].as_i64().unwrap()
    }

    pub fn redeem(
        &self,
        customer: &str,
        key: &str,
        reward: &str,
        cost: i64,
        version: i64,
    ) -> Reply {
        let token = self.token(customer);
        let headers = [("authorization", token.as_str()), ("idempotency-key", key)];
        let body = json!({ "reward": reward, "cost": cost, "version": version });
        self.post("redemptions", &headers, &body)
    }

    pub fn try_redeem(
        &self,
        customer: &str,
        key: &str,
        reward: &str,
        cost: i64,
        version: i64,
    ) -> Option<Reply> {
        let token = self.token(customer);
        let headers = [("authorization", token.as_str()), ("idempotency-key", key)];
        let body = json!({ "reward": reward, "cost": cost, "version": version });
        self.try_post("redemptions", &headers, &body)
    }

    /// Redeems with the version of now.
    pub fn redeem_now(&self, customer: &str, key: &str, reward: &str, cost: i64) -> Reply {
        let version = self.member(customer)["version"].as_i64().unwrap();
        self.redeem(customer, key, reward, cost, version)
    }

    pub fn cancel(&self, customer: &str, key: &str, redemption: &str) -> Reply {
        let token = self.token(customer);
        let headers = [("authorization", token.as_str()), ("idempotency-key", key)];
        self.post(&format!("redemptions/{redemption}/cancel"), &headers, &json!({}))
    }

    pub fn use_code(&self, code: &str, order: &str) -> Reply {
        let key = format!("Bearer {SHOP_KEY}");
        let path = format!("redemptions/{code}/use");
        self.post(&path, &[("authorization", &key)], &json!({ "order": order }))
    }

    pub fn release_code(&self, code: &str, order: &str) -> Reply {
        let key = format!("Bearer {SHOP_KEY}");
        let path = format!("redemptions/{code}/release");
        self.post(&path, &[("authorization", &key)], &json!({ "order": order }))
    }

    pub fn webhook(&self, id: &str, body: &Value) -> Reply {
        self.webhook_raw(id, &body.to_string(), chrono::Utc::now().timestamp(), WEBHOOK_SECRET)
    }

    pub fn try_webhook(&self, id: &str, body: &Value) -> Option<Reply> {
        let seconds = chrono::Utc::now().timestamp();
        self.try_webhook_raw(id, &body.to_string(), seconds, WEBHOOK_SECRET)
    }

    pub fn webhook_raw(&self, id: &str, body: &str, seconds: i64, secret: &str) -> Reply {
        self.try_webhook_raw(id, body, seconds, secret).unwrap()
    }

    /// A delivery signed now, with further headers.
    pub fn signed(&self, id: &str, body: &str, more: &[(&str, &str)]) -> Reply {
        let seconds = chrono::Utc::now().timestamp();
        self.deliver(id, body, seconds, WEBHOOK_SECRET, more).unwrap()
    }

    fn try_webhook_raw(&self, id: &str, body: &str, seconds: i64, secret: &str) -> Option<Reply> {
        self.deliver(id, body, seconds, secret, &[])
    }

    fn deliver(
        &self,
        id: &str,
        body: &str,
        seconds: i64,
        secret: &str,
        more: &[(&str, &str)],
    ) -> Option<Reply> {
        let signer = standardwebhooks::Webhook::new(secret).unwrap();
        let signature = signer.sign(id, seconds, body.as_bytes()).unwrap();
        let headers = [
            ("content-type", "application/json"),
            ("webhook-id", id),
            ("webhook-timestamp", &seconds.to_string()),
            ("webhook-signature", &signature),
        ];
        let headers = [&headers, more].concat();
        self.try_send("POST", "webhooks", &headers, Some(body.as_bytes()))
    }

    /// An order of one line, paid now; the delivery's id follows from the order.
    pub fn paid(&self, order: &str, customer: &str, category: &str, price: i64) -> Reply {
        let line = json!({ "sku": "a", "category": category, "quantity": 1, "unit_price": price });
        self.webhook(&format!("paid-{order}"), &self.paid_event(order, customer, json!([line])))
    }

    pub fn paid_event(&self, order: &str, customer: &str, lines: Value) -> Value {
        json!({
            "type": "order.paid", "timestamp": self.now().to_rfc3339(),
            "data": { "order": order, "customer": customer, "currency": "PLN", "lines": lines },
        })
    }

    pub fn refunded(&self, refund: &str, order: &str, lines: Option<Value>) -> Reply {
        let data = json!({ "order": order, "refund": refund, "lines": lines });
        let now = self.now().to_rfc3339();
        let event = json!({ "type": "order.refunded", "timestamp": now, "data": data });
        self.webhook(&format!("refund-{refund}"), &event)
    }
}
