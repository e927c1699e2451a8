//! Who is visiting: a session cookie whose secret only the browser knows.

use super::customers::{self, Customer};
use super::outbox::stamp;
use super::refusal::Refusal;
use super::shop::Shop;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const COOKIE_NAME: &str = "kawiarnia";
const DAYS: u32 = 60;

/// The visitor of one request.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// Their session; absent until they do something worth remembering.
    pub session: Option<i64>,
    /// The customer who signed in.
    pub customer: Option<Customer>,
}

impl Visitor {
    /// The session of a request that changes something.
    ///
    /// # Errors
    /// Never for requests that [`attach`] let through.
    pub fn session(&self) -> Result<i64, Refusal> {
        self.session.ok_or_else(|| Refusal::internal(&"a change without a session"))
    }

    /// The customer.
    ///
    /// # Errors
    /// When nobody has signed in.
    pub fn customer(&self) -> Result<&Customer, Refusal> {
        self.customer.as_ref().ok_or_else(Refusal::not_signed_in)
    }
}

/// Finds the visitor's session, or begins one when the request changes something.
pub async fn attach(State(shop): State<Shop>, mut request: Request, next: Next) -> Response {
    let secret = cookie(request.headers(), COOKIE_NAME);
    let begin = !request.method().is_safe();
    let found = shop.db.run(move |tx| find_or_begin(tx, secret, begin)).await;
    let (visitor, fresh) = match found {
        Ok(found) => found,
        Err(refusal) => return refusal.into_response(),
    };
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    // A handler that signed somebody in has set a newer cookie itself.
    if let Some(secret) = fresh.filter(|_| !response.headers().contains_key(SET_COOKIE)) {
        set_cookie(&mut response, &secret);
    }
    response
}

/// Signs the customer in (or out, with none) under a new secret, so that a secret known before
/// is worth nothing afterwards. The cart stays.
///
/// # Errors
/// When the database failed.
pub fn sign(db: &Connection, session: i64, customer: Option<&str>) -> Result<String, Refusal> {
    let secret = random_text()?;
    db.execute(
        "UPDATE sessions SET secret_hash = ?2, customer = ?3 WHERE id = ?1",
        params![session, hash(&secret), customer],
    )?;
    Ok(secret)
}

/// Gives the browser a session's secret. No `Secure`: the demo runs on http://localhost.
pub fn set_cookie(response: &mut Response, secret: &str) {
    let age = DAYS * 24 * 60 * 60;
    let value = format!("{COOKIE_NAME}={secret}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// 128 random bits in hexadecimal.
///
/// # Errors
/// When the system has no randomness to give.
pub fn random_text() -> Result<String, Refusal> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Refusal::internal(&error))?;
    Ok(hex(&bytes))
}

fn find_or_begin(
    db: &Connection,
    secret: Option<String>,
    begin: bool,
) -> Result<(Visitor, Option<String>), Refusal> {
    if let Some(visitor) = secret.map(|secret| find(db, &secret)).transpose()?.flatten() {
        return Ok((visitor, None));
    }
    if !begin {
        return Ok((Visitor::default(), None));
    }
    let secret = random_text()?;
    db.execute(
        "INSERT INTO sessions (secret_hash, seen_at) VALUES (?1, ?2)",
        params![hash(&secret), stamp(Utc::now())],
    )?;
    let session = Some(db.last_insert_rowid());
    Ok((Visitor { session, customer: None }, Some(secret)))
}

fn find(db: &Connection, secret: &str) -> Result<Option<Visitor>, Refusal> {
    let sql = "SELECT id, customer FROM sessions WHERE secret_hash = ?1";
    let row = db.query_row(sql, [hash(secret)], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?))
    });
    let Some((session, customer)) = row.optional()? else { return Ok(None) };
    let customer = customer.map(|id| customers::find(db, &id)).transpose()?.flatten();
    Ok(Some(Visitor { session: Some(session), customer }))
}

fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
