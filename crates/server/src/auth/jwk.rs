//! Public keys as RFC 7517 (JWK) and RFC 8037 (Ed25519) write them.

use super::keys::Key;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// More keys than a rotation needs; each costs a try.
const KEYS_MAX: usize = 8;

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

/// A key as RFC 7517 and RFC 8037 write it.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    kid: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<String>,
}

/// The keys of a set that we can use; others are passed over, as RFC 7517 asks.
///
/// # Errors
/// When it is no set of keys, holds a private one, or none or too many that we can use.
pub fn parse(text: &str) -> Result<Vec<Key>, String> {
    let set: Set = serde_json::from_str(text).map_err(|e| format!("not a set of keys: {e}"))?;
    let known = set.keys.into_iter().filter_map(|it| serde_json::from_value::<Jwk>(it).ok());
    let mut keys = Vec::new();
    for jwk in known {
        if jwk.d.is_some() {
            return Err("it holds a private key, which belongs to the shop alone".into());
        }
        keys.extend(jwk.key());
    }
    match keys.len() {
        0 => Err("it has no key of ES256 (EC, P-256) or EdDSA (OKP, Ed25519)".into()),
        count if count > KEYS_MAX => Err(format!("it has {count} keys, at most {KEYS_MAX} count")),
        _ => Ok(keys),
    }
}

impl Jwk {
    fn key(self) -> Option<Key> {
        let x = self.x.as_deref().filter(|it| is_32_bytes(it))?;
        let (algorithm, key) = match (self.kty.as_str(), self.crv.as_deref()?) {
            ("EC", "P-256") => {
                let y = self.y.as_deref().filter(|it| is_32_bytes(it))?;
                (Algorithm::ES256, DecodingKey::from_ec_components(x, y))
            }
            ("OKP", "Ed25519") => (Algorithm::EdDSA, DecodingKey::from_ed_components(x)),
            _ => return None,
        };
        let word = if algorithm == Algorithm::ES256 { "ES256" } else { "EdDSA" };
        let fits = self.alg.is_none_or(|alg| alg == word || alg == "Ed25519" && word == "EdDSA");
        let signs = self.r#use.is_none_or(|it| it == "sig");
        let key = key.ok().filter(|_| fits && signs)?;
        let public = Some(format!("{x}{}", self.y.as_deref().unwrap_or_default()));
        Some(Key { id: self.kid, algorithm, key, public })
    }
}

/// 32 bytes in base64url without padding.
fn is_32_bytes(text: &str) -> bool {
    text.len() == 43
}
