//! Who is asking: a customer by the shop's signed token, the shop's server or its people by their
//! secret keys.
//! Tokens and keys are read here and go no further. The key a call is made with decides its mode.

mod claims;
mod jwk;
mod keys;
mod keyset;
mod shop;

use crate::config::{Secrets, StartError};
use crate::problem::Refusal;
use crate::service::{Customer, Mode};
use crate::store::referrals::Mark;
use crate::text;
use axum::http::{HeaderMap, header};
use claims::Claims;
use keys::{Found, Ring};
use shop::SecretKeys;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use stempel_protocol::Timestamp;

pub use keyset::{KeySet, KeySetAddress};
pub use shop::ShopKey;

/// How many verified tokens are remembered: checking a signature costs more than all the rest.
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
    /// As it stands in a token.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Redeem => "redeem",
        }
    }
}

/// What a verified token said, the mode of the key that signed it, and when that key was read.
#[derive(Clone)]
struct Verified {
    claims: Arc<Claims>,
    mode: Mode,
    keys: u64,
}

/// The keys, and the tokens they verified.
pub struct Auth {
    ring: Ring,
    shop: SecretKeys,
    admin: SecretKeys,
    verified: Mutex<HashMap<String, Verified>>,
}

impl Auth {
    /// With the keys of the shop.
    ///
    /// # Errors
    /// When a file of keys cannot be used.
    pub fn new(secrets: &Secrets) -> Result<Self, StartError> {
        Ok(Self {
            ring: Ring::new(secrets)?,
            shop: SecretKeys::new(secrets, |keys| &keys.shop),
            admin: SecretKeys::new(secrets, |keys| &keys.admin),
            verified: Mutex::default(),
        })
    }

    /// The customer whose token came with the request, and the mode they act in.
    ///
    /// # Errors
    /// Without a token, or with one that does not verify, is over, or lacks the scope.
    pub async fn customer(
        &self,
        headers: &HeaderMap,
        program: &str,
        scope: Scope,
        now: Timestamp,
    ) -> Result<(Customer, Mode), Refusal> {
        let token = bearer(headers)?.ok_or(Refusal::unauthenticated(
            "send the customer's token: Authorization: Bearer …",
        ))?;
        let Verified { claims, mode, .. } = self.verify(token).await?;
        let customer = claims.check(program, now.timestamp())?;
        if !claims.allows(scope.word()) {
            return Err(Refusal::Scope(scope.word()));
        }
        let name = claims.name.as_deref().and_then(text::name);
        Ok((Customer { id: customer.to_owned(), name }, mode))
    }

    /// What the token of a request says of device and address.
    ///
    /// # Errors
    /// When it does not verify, or says what cannot be.
    pub async fn marks(&self, headers: &HeaderMap) -> Result<Vec<Mark>, Refusal> {
        let Some(token) = bearer(headers)? else { return Ok(Vec::new()) };
        let known = self.verify(token).await?;
        let Claims { device, address, .. } = &*known.claims;
        text::marks(device.as_deref(), address.as_deref(), "token").map_err(|wrong| {
            Refusal::unauthenticated(format!("the token's device or address: {wrong}"))
        })
    }

    /// Whether the request comes from the shop's server, and the mode of its key.
    ///
    /// # Errors
    /// Without a key of the shop.
    pub fn shop(&self, headers: &HeaderMap) -> Result<Mode, Refusal> {
        let given = bearer(headers)?.unwrap_or("");
        let found = self.shop.find(given).map(|(mode, _)| mode);
        found.ok_or(Refusal::unauthenticated("send the shop's key: Authorization: Bearer …"))
    }

    /// Whether the request comes from the shop's own people: the mode of their key, and which key it
    /// is, by the first digits of its hash.
    ///
    /// # Errors
    /// Without a key of theirs.
    pub fn admin(&self, headers: &HeaderMap) -> Result<(Mode, String), Refusal> {
        let given = bearer(headers)?.unwrap_or("");
        let found = self.admin.find(given);
        found.ok_or(Refusal::unauthenticated("send an admin key: Authorization: Bearer …"))
    }

    async fn verify(&self, token: &str) -> Result<Verified, Refusal> {
        if let Some(known) = self.remembered(token) {
            return Ok(known);
        }
        let Found { claims, mode, keys } = self.ring.verify(token).await?;
        let verified = Verified { claims: Arc::new(claims), mode, keys };
        let mut known = self.verified();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(token.to_owned(), verified.clone());
        Ok(verified)
    }

    /// A token verified before counts as long as the keys are still those.
    fn remembered(&self, token: &str) -> Option<Verified> {
        let keys = self.ring.generation();
        self.verified().get(token).filter(|it| it.keys == keys).cloned()
    }

    fn verified(&self) -> std::sync::MutexGuard<'_, HashMap<String, Verified>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the request carries a token or key at all.
#[must_use]
pub fn is_signed_in(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION)
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let wrong = || Refusal::unauthenticated("the header Authorization is not `Bearer …`");
    let (scheme, secret) = value.to_str().ok().and_then(|v| v.split_once(' ')).ok_or_else(wrong)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(Some(secret.trim()));
    }
    Err(wrong())
}
