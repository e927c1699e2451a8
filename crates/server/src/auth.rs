//! Who is asking: a customer by the shop's signed token, or the shop's server by its secret key.
//! Tokens and keys are read here and go no further.

use crate::problem::Refusal;
use crate::service::Customer;
use crate::text;
use axum::http::{HeaderMap, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use stempel_protocol::Timestamp;
use subtle::ConstantTimeEq;

/// The longest life of a token, in seconds.
const LIFETIME: i64 = 15 * 60;
/// How far two clocks may be apart, in seconds.
const LEEWAY: i64 = 30;
/// How many verified tokens are remembered.
const REMEMBERED: usize = 10_000;

/// What a call asks of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Seeing, and joining.
    Read,
    /// Spending points and getting them back.
    Redeem,
}

impl Scope {
    const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Redeem => "redeem",
        }
    }
}

/// The keys, and the tokens they verified.
pub struct Auth {
    token_keys: Vec<DecodingKey>,
    shop_key: Vec<u8>,
    rules: Validation,
    verified: Mutex<HashMap<String, Arc<Claims>>>,
}

impl Auth {
    /// With the secrets that sign tokens (several while they are rotated) and the shop's key.
    #[must_use]
    pub fn new(token_secrets: &[String], shop_key: &str) -> Self {
        // Signature and algorithm are checked by the library; time and audience here, where the
        // clock and the program are arguments.
        let mut rules = Validation::new(Algorithm::HS256);
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        Self {
            token_keys: token_secrets
                .iter()
                .map(|s| DecodingKey::from_secret(s.as_bytes()))
                .collect(),
            shop_key: shop_key.as_bytes().to_vec(),
            rules,
            verified: Mutex::new(HashMap::new()),
        }
    }

    /// The customer whose token came with the request.
    ///
    /// # Errors
    /// Without a token, or with one that does not verify, is over, or lacks the scope.
    pub fn customer(
        &self,
        headers: &HeaderMap,
        program: &str,
        scope: Scope,
        now: Timestamp,
    ) -> Result<Customer, Refusal> {
        let token = bearer(headers)?.ok_or(Refusal::Unauthenticated(
            "send the customer's token: Authorization: Bearer …",
        ))?;
        let claims = self.verify(token)?;
        claims.check(program, now.timestamp())?;
        if !claims.scope.split(' ').any(|word| word == scope.word()) {
            return Err(Refusal::Scope(scope.word()));
        }
        Ok(Customer { id: claims.sub.clone(), name: claims.name.as_deref().and_then(text::name) })
    }

    /// The customer if a token came, nobody if none did.
    ///
    /// # Errors
    /// With a token that does not verify: it is never taken for a guest's.
    pub fn customer_or_guest(
        &self,
        headers: &HeaderMap,
        program: &str,
        now: Timestamp,
    ) -> Result<Option<Customer>, Refusal> {
        if bearer(headers)?.is_none() {
            return Ok(None);
        }
        self.customer(headers, program, Scope::Read, now).map(Some)
    }

    /// Whether the request comes from the shop's server.
    ///
    /// # Errors
    /// Without the shop's key.
    pub fn shop(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let given = bearer(headers)?.unwrap_or("").as_bytes();
        if bool::from(given.ct_eq(&self.shop_key)) {
            return Ok(());
        }
        Err(Refusal::Unauthenticated("send the shop's key: Authorization: Bearer …"))
    }

    fn verify(&self, token: &str) -> Result<Arc<Claims>, Refusal> {
        if let Some(claims) = self.verified().get(token) {
            return Ok(Arc::clone(claims));
        }
        let claims = self.token_keys.iter().find_map(|key| {
            decode::<Claims>(token, key, &self.rules).ok().map(|data| Arc::new(data.claims))
        });
        let claims = claims.ok_or(Refusal::Unauthenticated("the token does not verify"))?;
        let mut verified = self.verified();
        if verified.len() >= REMEMBERED {
            verified.clear();
        }
        verified.insert(token.to_owned(), Arc::clone(&claims));
        Ok(claims)
    }

    fn verified(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Claims>>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the shop's token says.
#[derive(Debug, Deserialize)]
struct Claims {
    aud: Audience,
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    name: Option<String>,
}

/// `aud` is a text or a list of them (RFC 7519).
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn holds(&self, program: &str) -> bool {
        match self {
            Self::One(one) => one == program,
            Self::Several(several) => several.iter().any(|one| one == program),
        }
    }
}

impl Claims {
    fn check(&self, program: &str, now: i64) -> Result<(), Refusal> {
        if !self.aud.holds(program) {
            return Err(Refusal::Unauthenticated("the token is for another program"));
        }
        if text::id(&self.sub, "sub").is_err() {
            return Err(Refusal::Unauthenticated("the token names no customer"));
        }
        let life = self.exp.saturating_sub(self.iat);
        if !(0..=LIFETIME).contains(&life) {
            return Err(Refusal::Unauthenticated("the token lives longer than 15 minutes"));
        }
        let from = self.nbf.unwrap_or(self.iat).max(self.iat);
        if from > now.saturating_add(LEEWAY) {
            return Err(Refusal::Unauthenticated("the token is not valid yet: check the clocks"));
        }
        if self.exp.saturating_add(LEEWAY) < now {
            return Err(Refusal::TokenExpired);
        }
        Ok(())
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let wrong = Refusal::Unauthenticated("the header Authorization is not `Bearer …`");
    let (scheme, secret) = value.to_str().ok().and_then(|v| v.split_once(' ')).ok_or(wrong)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(Some(secret.trim()));
    }
    Err(Refusal::Unauthenticated("the header Authorization is not `Bearer …`"))
}
