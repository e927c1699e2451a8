//! The server, beside the clients in one process, and the keys of a shop.

use crate::Outcome;
use axum::http::HeaderValue;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use stempel_server::app::{self, App, system_clock};
use stempel_server::auth::ShopKey;
use stempel_server::bounds::Bounds;
use stempel_server::catalogue::Definition;
use stempel_server::config::{Config, Keys, Secrets};
use stempel_server::limits::Allowed;
use stempel_server::store::Place;

pub const SHOP: &str = "the key of the shop's server: 32 bytes or more";
const TOKEN: &str = "the secret that signs tokens: 32 bytes or more";
const WEBHOOK: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAAA";

/// Starts the server on a free port.
pub fn start(place: &Place, definition: &Definition) -> Outcome<SocketAddr> {
    let config = Config {
        programs: vec![definition.clone()],
        files: Vec::new(),
        secrets: Secrets {
            live: Keys {
                token: vec![TOKEN.into()],
                token_keys: None,
                webhook: vec![WEBHOOK.into()],
                shop: vec![ShopKey::parse(SHOP)?],
                admin: Vec::new(),
            },
            test: Keys::default(),
        },
        origins: vec![HeaderValue::from_static("https://shop.example")],
        metrics: None,
        assets: None,
        allowed: Allowed::default(),
        bounds: Bounds::default(),
    };
    let app = Arc::new(App::new(&config, place, system_clock())?);
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || -> Outcome<()> {
        tokio::runtime::Runtime::new()?.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            let _ = send.send(listener.local_addr()?);
            Ok(app::serve(listener, app, &config, std::future::pending()).await?)
        })
    });
    Ok(receive.recv()?)
}

/// A customer's token; the same for some minutes, as a shop that keeps it would send.
pub fn token(program: &str, customer: &str) -> Outcome<String> {
    let now = chrono::Utc::now().timestamp() / 300 * 300;
    let claims = json!({
        "aud": program, "sub": customer, "iat": now, "exp": now + 800, "scope": "read redeem",
    });
    Ok(encode(
        &Header::new(Algorithm::HS256),
        &claims,
        &EncodingKey::from_secret(TOKEN.as_bytes()),
    )?)
}

/// The headers of a signed event.
pub fn signed(id: &str, at: i64, body: &str) -> Outcome<String> {
    let signature = standardwebhooks::Webhook::new(WEBHOOK)?.sign(id, at, body.as_bytes())?;
    Ok(format!("webhook-id: {id}\r\nwebhook-timestamp: {at}\r\nwebhook-signature: {signature}\r\n"))
}
