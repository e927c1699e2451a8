//! A shop in a temporary folder, a loyalty backend that says what a test wants, and a browser
//! that keeps its cookie.

use crate::demo::Settings;
use crate::demo::db::Db;
use crate::demo::loyalty::Loyalty;
use crate::demo::outbox;
use crate::demo::shop::Shop;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

pub const TOKEN_SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const WEBHOOK_SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
pub const SHOP_KEY: &str = "shop-key-0123456789abcdef0123456";

/// A loyalty backend of the tests' own.
#[derive(Clone, Default)]
pub struct Backend {
    /// What it knows of each code.
    pub coupons: Arc<Mutex<HashMap<String, Value>>>,
    /// The webhooks it got: headers and body.
    pub webhooks: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
    /// The products it was told last.
    pub products: Arc<Mutex<Value>>,
    /// Whether it fails at everything.
    pub down: Arc<Mutex<bool>>,
}

impl Backend {
    pub fn knows(&self, code: &str, worth: Value) {
        let mut coupon = json!({
            "code": code, "redemption": "r-1", "reward": "reward", "status": "issued",
        });
        for (name, value) in worth.as_object().into_iter().flatten() {
            coupon[name] = value.clone();
        }
        self.coupons.lock().unwrap().insert(code.to_owned(), coupon);
    }

    pub fn fail(&self, down: bool) {
        *self.down.lock().unwrap() = down;
    }

    pub fn coupon(&self, code: &str) -> Value {
        self.coupons.lock().unwrap()[code].clone()
    }

    pub fn webhooks(&self) -> Vec<(HeaderMap, Value)> {
        self.webhooks.lock().unwrap().clone()
    }

    pub fn feed(&self) -> Value {
        self.products.lock().unwrap().clone()
    }

    fn answer(&self, headers: &HeaderMap, code: &str, order: Option<&str>) -> Response {
        if *self.down.lock().unwrap() {
            return StatusCode::BAD_GATEWAY.into_response();
        }
        if headers["authorization"] != format!("Bearer {SHOP_KEY}") {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let mut coupons = self.coupons.lock().unwrap();
        let Some(coupon) = coupons.get_mut(code) else { return problem(404, "not_found") };
        let taken = coupon["order"].as_str().is_some_and(|of| Some(of) != order);
        if order.is_some() && taken {
            return problem(409, "code_used");
        }
        if let Some(order) = order {
            (coupon["status"], coupon["order"]) = (json!("used"), json!(order));
        }
        coupon.to_string().into_response()
    }
}

fn problem(status: u16, code: &str) -> Response {
    let body = json!({
        "title": "", "status": status, "code": code, "detail": "", "retryable": false,
        "reasons": [],
    });
    (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
}

async fn look(
    State(backend): State<Backend>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Response {
    backend.answer(&headers, &code, None)
}

async fn use_code(
    State(backend): State<Backend>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    backend.answer(&headers, &code, body["order"].as_str())
}

async fn products(State(backend): State<Backend>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if *backend.down.lock().unwrap() || headers["authorization"] != format!("Bearer {SHOP_KEY}") {
        return StatusCode::BAD_GATEWAY;
    }
    *backend.products.lock().unwrap() = serde_json::from_slice(&body).unwrap();
    StatusCode::OK
}

async fn webhook(State(backend): State<Backend>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if *backend.down.lock().unwrap() {
        return StatusCode::BAD_GATEWAY;
    }
    let verified = standardwebhooks::Webhook::new(WEBHOOK_SECRET).unwrap().verify(&body, &headers);
    if verified.is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    backend.webhooks.lock().unwrap().push((headers, serde_json::from_slice(&body).unwrap()));
    StatusCode::OK
}

async fn listen(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

/// A running shop, its backend, and one browser.
pub struct World {
    pub backend: Backend,
    pub shop: Shop,
    pub url: String,
    cookie: Option<String>,
    _folder: TempDir,
}

impl World {
    pub async fn start() -> Self {
        let backend = Backend::default();
        let router = Router::new()
            .route("/v1/demo/redemptions/{code}", get(look))
            .route("/v1/demo/redemptions/{code}/use", post(use_code))
            .route("/v1/demo/products", put(products))
            .route("/v1/demo/webhooks", post(webhook))
            .with_state(backend.clone());
        let folder = tempfile::tempdir().unwrap();
        let shop = Shop::open(settings(&folder, &listen(router).await)).unwrap();
        let url = listen(shop.router().unwrap()).await;
        Self { backend, shop, url, cookie: None, _folder: folder }
    }

    pub async fn as_customer(id: &str) -> Self {
        let mut world = Self::start().await;
        world.ok("POST", "/api/account/sign-in", json!({ "customer": id })).await;
        world
    }

    /// A call that has to succeed.
    pub async fn ok(&mut self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(method, path, body).await;
        assert_eq!(status, 200, "{method} {path}: {answer}");
        answer
    }

    /// A call as the page makes it.
    pub async fn call(&mut self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let origin = self.url.clone();
        self.call_from(Some(&origin), method, path, body).await
    }

    pub async fn call_from(
        &mut self,
        origin: Option<&str>,
        method: &str,
        path: &str,
        body: Value,
    ) -> (u16, Value) {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("content-type", "application/json");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let request = request.body(text).unwrap();
        let mut response =
            tokio::task::spawn_blocking(move || agent().run(request)).await.unwrap().unwrap();
        if let Some(set) = response.headers().get("set-cookie") {
            self.cookie = set.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        let status = response.status().as_u16();
        let text = response.body_mut().read_to_string().unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Forgets the browser's cookie: somebody else.
    pub fn forget(&mut self) {
        self.cookie = None;
    }

    pub async fn add(&mut self, sku: &str, quantity: i64) -> Value {
        self.ok("POST", "/api/cart/lines", json!({ "sku": sku, "quantity": quantity })).await
    }

    pub async fn apply(&mut self, code: &str) -> Value {
        self.ok("POST", "/cart/coupon", json!({ "code": code })).await
    }

    pub async fn checkout(&mut self) -> (u16, Value) {
        let cart = self.ok("GET", "/api/cart", Value::Null).await;
        self.call("POST", "/api/checkout", form(&cart)).await
    }

    /// Buys one thing; gives the order's id.
    pub async fn buy(&mut self, sku: &str, quantity: i64) -> String {
        self.add(sku, quantity).await;
        let (status, placed) = self.checkout().await;
        assert_eq!(status, 200, "{placed}");
        placed["id"].as_str().unwrap().to_owned()
    }

    /// Sends everything that is due at that instant, as the worker would.
    pub async fn send(&self, now: DateTime<Utc>) {
        while outbox::send_next(&self.shop.db, &self.shop.loyalty, now).await.unwrap() {}
    }

    pub fn db(&self) -> &Db {
        &self.shop.db
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
    config.max_redirects_will_error(false).allow_non_standard_methods(true).build().new_agent()
}

pub fn settings(folder: &TempDir, backend: &str) -> Settings {
    let site = folder.path().to_owned();
    std::fs::create_dir_all(site.join("shop")).unwrap();
    let page = r#"<html lang="{{lang}}"><script src="{{assets}}/stempel.js"
        data-endpoint="{{backend}}/v1/{{program}}"></script>"#;
    std::fs::write(site.join("index.html"), page).unwrap();
    Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: folder.path().join("data"),
        site,
        backend: backend.to_owned(),
        program: "demo".to_owned(),
        assets_url: format!("{backend}/w"),
        token_secret: TOKEN_SECRET.to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        shop_key: SHOP_KEY.to_owned(),
    }
}

pub fn form(cart: &Value) -> Value {
    json!({ "cart": cart["id"], "version": cart["version"], "address": address() })
}

pub fn address() -> Value {
    json!({
        "name": "Anna Wiśniewska", "email": "anna@poczta.example", "street": "Mickiewicza 8",
        "postcode": "31-120", "city": "Kraków",
    })
}

/// A loyalty backend that nobody runs.
pub fn nobody() -> Loyalty {
    Loyalty::new("http://127.0.0.1:9/v1/demo".into(), SHOP_KEY, WEBHOOK_SECRET.into())
}
