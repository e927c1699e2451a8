//! Mints the customer token the widget asks for: what a shop's server does in ten lines.

use super::customers::Customer;
use super::refusal::Refusal;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

const LIFE_SECONDS: i64 = 300;
const ISSUER: &str = "kawiarnia-stempel";

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
    scope: &'a str,
    name: &'a str,
}

/// A token for the customer, good for five minutes.
///
/// # Errors
/// When signing failed.
pub fn mint(
    customer: &Customer,
    program: &str,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<String, Refusal> {
    let claims = Claims {
        iss: ISSUER,
        aud: program,
        sub: &customer.sub,
        iat: now.timestamp(),
        exp: now.timestamp() + LIFE_SECONDS,
        scope: "read redeem",
        name: &customer.name,
    };
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(|error| Refusal::internal(&error))
}
