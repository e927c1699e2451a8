//! A running server and what a shop and a customer would send to it.

use crate::database::Data;
use crate::document;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use stempel_protocol::Timestamp;
use stempel_server::app::{self, App};
use stempel_server::auth::ShopKey;
use stempel_server::catalogue::Definition;
use stempel_server::config::{Config, Keys, Secrets};
use stempel_server::jobs;
use stempel_server::limits::Allowed;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

pub const TOKEN_SECRET: &str = "the secret that signs tokens: 32 bytes or more";
pub const WEBHOOK_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAAA";
pub const SHOP_KEY: &str = "the key of the shop's server: 32 bytes or more";
pub const ADMIN_KEY: &str = "the key of the shop's own people: 32 bytes or more";
pub const TEST_TOKEN_SECRET: &str = "the secret that signs tokens of the test mode";
pub const TEST_WEBHOOK_SECRET: &str = "whsec_dGVzdCBtb2RlOiAyNCBieXRlcyBvciBtb3Jl";
pub const TEST_SHOP_KEY: &str = "the key of the shop's server in the test mode";
pub const ORIGIN: &str = "https://shop.example";
pub const PROGRAM: &str = include_str!("program.toml");

/// A server, stopped when dropped.
pub struct Server {
    pub data: Arc<Data>,
    root: String,
    agent: Agent,
    ahead: Arc<AtomicI64>,
    app: Option<Arc<App>>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// What it answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text);
        self.json()
    }

    /// The body of a refusal with that status and code.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.json();
        assert_eq!((self.status, &problem["code"]), (status, &json!(code)), "{}", self.text);
        assert_eq!(problem["status"], status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem
    }
}

impl Server {
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// With another configuration.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Arc::new(Data::new()), 0, PROGRAM, change)
    }

    /// With more in its program.
    pub fn having(more: &str) -> Self {
        Self::on(Arc::new(Data::new()), 0, &format!("{PROGRAM}{more}"), |_| {})
    }

    pub fn with_assets(assets: &Path) -> Self {
        Self::with(|config| config.assets = Some(assets.to_owned()))
    }

    /// Stops it and starts it again on the same data, perhaps with another program.
    pub fn restart(mut self, program: &str) -> Self {
        self.halt();
        Self::on(Arc::clone(&self.data), self.ahead.load(Ordering::Relaxed), program, |_| {})
    }

    /// Stops it and says why it does not start again on the same data with another program.
    pub fn refused(&mut self, program: &str) -> String {
        self.halt();
        let ahead = Arc::clone(&self.ahead);
        let clock = Arc::new(move || moved(&ahead));
        let started = App::new(&config(program), &self.data.place, clock);
        started.err().expect("it started").to_string()
    }

    fn on(data: Arc<Data>, ahead: i64, program: &str, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config(program);
        change(&mut config);
        let ahead = Arc::new(AtomicI64::new(ahead));
        let clock = {
            let ahead = Arc::clone(&ahead);
            Arc::new(move || moved(&ahead))
        };
        let app = Arc::new(App::new(&config, &data.place, clock).unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (send, receive) = std::sync::mpsc::channel();
        let served = Arc::clone(&app);
        let thread = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                send.send(listener.local_addr().unwrap()).unwrap();
                let stopped = async { drop(stopped.await) };
                app::serve(listener, served, &config, stopped).await.unwrap();
            });
        });
        let root = format!("http://{}", receive.recv().unwrap());
        let (stop, thread) = (Some(stop), Some(thread));
        Self { data, root, agent: agent(), ahead, app: Some(app), stop, thread }
    }

    /// One that runs elsewhere.
    pub fn at(root: &str) -> Self {
        let (data, root) = (Arc::new(Data::new()), root.to_owned());
        let (agent, ahead) = (agent(), Arc::default());
        Self { data, root, agent, ahead, app: None, stop: None, thread: None }
    }

    pub fn halt(&mut self) {
        drop(self.stop.take());
        // Idle connections would be waited for.
        self.agent = Agent::new_with_defaults();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        drop(self.app.take());
    }

    /// Does what is due, without waiting for the server to look.
    pub fn jobs(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(jobs::due(self.app.as_ref().unwrap()));
    }

    /// The server's clock.
    pub fn now(&self) -> Timestamp {
        moved(&self.ahead)
    }

    /// Lets time pass.
    pub fn pass(&self, time: chrono::TimeDelta) {
        self.ahead.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }

    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Reply {
        let reply = self.attempt(method, path, headers, body);
        reply.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// `None` when no whole answer came.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Option<Reply> {
        self.attempt(method, path, headers, body).ok()
    }

    fn attempt(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Reply, ureq::Error> {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/v1/club/{path}") };
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.root));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut response = sent?;
        let text = response.body_mut().read_to_string()?;
        let headers = response.headers().clone();
        let reply = Reply { status: response.status().as_u16(), headers, text };
        document::check(method, &path, &reply);
        Ok(reply)
    }

    pub fn get(&self, path: &str, customer: &str) -> Reply {
        let token = self.token(customer);
        self.send("GET", path, &[("authorization", &token)], None)
    }

    pub fn try_get(&self, path: &str, customer: &str) -> Option<Reply> {
        let token = self.token(customer);
        self.try_send("GET", path, &[("authorization", &token)], None)
    }

    pub fn patch(&self, customer: &str, body: &Value) -> Reply {
        let token = self.token(customer);
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        self.send("PATCH", "member", &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    /// Leaves the program.
    pub fn leave(&self, customer: &str) -> Reply {
        let token = self.token(customer);
        self.send("DELETE", "member", &[("authorization", &token)], None)
    }

    /// What the shop's own people ask for, or send.
    pub fn admin(&self, path: &str, body: Option<&Value>) -> Reply {
        let key = format!("Bearer {ADMIN_KEY}");
        let path = format!("admin/members/{path}");
        match body {
            Some(body) => self.post(&path, &[("authorization", &key)], body),
            None => self.send("GET", &path, &[("authorization", &key)], None),
        }
    }

    /// What the shop's server puts, by its key.
    pub fn put(&self, path: &str, body: &Value) -> Reply {
        let key = format!("Bearer {SHOP_KEY}");
        let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
        self.send("PUT", path, &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let headers: Vec<_> =
            headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.send("POST", path, &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    /// What a customer sends.
    pub fn post_as(&self, customer: &str, path: &str, body: &Value) -> Reply {
        self.post(path, &[("authorization", &self.token(customer))], body)
    }

    fn try_post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Option<Reply> {
        let headers: Vec<_> =
            headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.try_send("POST", path, &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    /// A token as the shop's server would mint it.
    pub fn token(&self, customer: &str) -> String {
        self.token_with(&json!({ "sub": customer }))
    }

    /// The same with other claims.
    pub fn token_with(&self, claims: &Value) -> String {
        let key = EncodingKey::from_secret(TOKEN_SECRET.as_bytes());
        self.token_by(&Header::new(Algorithm::HS256), &key, claims)
    }

    /// The same signed otherwise.
    pub fn token_by(&self, header: &Header, key: &EncodingKey, claims: &Value) -> String {
        let now = self.now().timestamp();
        let mut all = json!({
            "iss": "shop", "aud": "club", "sub": "c-1", "iat": now, "exp": now + 300,
            "scope": "read redeem",
        });
        all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        all.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        format!("Bearer {}", encode(header, &all, key).unwrap())
    }

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
        self.try_redeem(customer, key, reward, cost, version).unwrap()
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

    fn try_webhook_raw(&self, id: &str, body: &str, seconds: i64, secret: &str) -> Option<Reply> {
        let signer = standardwebhooks::Webhook::new(secret).unwrap();
        let signature = signer.sign(id, seconds, body.as_bytes()).unwrap();
        let headers = [
            ("content-type", "application/json"),
            ("webhook-id", id),
            ("webhook-timestamp", &seconds.to_string()),
            ("webhook-signature", &signature),
        ];
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

impl Drop for Server {
    fn drop(&mut self) {
        self.halt();
    }
}

fn config(program: &str) -> Config {
    Config {
        programs: vec![Definition::read("program.toml", program.to_owned()).unwrap()],
        files: Vec::new(),
        secrets: secrets(),
        origins: vec![ORIGIN.parse().unwrap()],
        metrics: None,
        assets: None,
        allowed: Allowed::default(),
    }
}

/// Those of the real books (one secret is being rotated out), and those of the test books.
fn secrets() -> Secrets {
    let shop = |key: &str| ShopKey::parse(key).unwrap();
    Secrets {
        live: Keys {
            token: vec!["another secret, which is being rotated out".into(), TOKEN_SECRET.into()],
            token_keys: None,
            webhook: vec![WEBHOOK_SECRET.into()],
            shop: vec![shop(SHOP_KEY)],
            admin: vec![shop(ADMIN_KEY)],
        },
        test: Keys {
            token: vec![TEST_TOKEN_SECRET.into()],
            token_keys: None,
            webhook: vec![TEST_WEBHOOK_SECRET.into()],
            shop: vec![shop(TEST_SHOP_KEY)],
            admin: Vec::new(),
        },
    }
}

fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(Duration::from_secs(30))).build().new_agent()
}

fn moved(ahead: &AtomicI64) -> Timestamp {
    let now = chrono::Utc::now().timestamp_millis() + ahead.load(Ordering::Relaxed);
    Timestamp::from_timestamp_millis(now).unwrap()
}
