//! The keys that sign customers' tokens, each with the one algorithm it is used with: a token's
//! own word for its algorithm chooses among them and decides nothing.

use super::claims::Claims;
use super::keyset::KeySet;
use crate::config::{Secrets, StartError};
use crate::problem::Refusal;
use crate::service::Mode;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};

/// A key, its algorithm, and the name it has in a set of keys.
#[derive(Clone)]
pub struct Key {
    /// The name by which a token's `kid` asks for it.
    pub id: Option<String>,
    /// The only algorithm it is used with.
    pub algorithm: Algorithm,
    /// The key.
    pub key: DecodingKey,
    /// What it is written as in a set of keys, to tell whether two are one.
    pub public: Option<String>,
}

/// A verified token.
pub struct Found {
    /// What it says.
    pub claims: Claims,
    /// Whether a live or a test key signed it.
    pub mode: Mode,
    /// The state of the keys that verified it.
    pub keys: u64,
}

/// Every key of one mode.
struct Keys {
    mode: Mode,
    secrets: Vec<Key>,
    set: Option<KeySet>,
}

/// Every key.
pub struct Ring(Vec<Keys>);

impl Ring {
    /// From the shop's secrets and sets of keys.
    pub fn new(secrets: &Secrets) -> Result<Self, StartError> {
        let keys = secrets.each().map(|(mode, keys)| {
            let secret = |it: &String| Key {
                id: None,
                algorithm: Algorithm::HS256,
                key: DecodingKey::from_secret(it.as_bytes()),
                public: None,
            };
            let set = keys.token_keys.clone().map(KeySet::open).transpose()?;
            Ok(Keys { mode, secrets: keys.token.iter().map(secret).collect(), set })
        });
        let ring = Self(keys.collect::<Result<_, StartError>>()?);
        if ring.has_one_twice() {
            let fault = "has a key that is also a live one";
            return Err(StartError::new("STEMPEL_TEST_TOKEN_KEYS", fault));
        }
        Ok(ring)
    }

    /// Whether a key of the sets is both live and test: then test points would buy real things.
    fn has_one_twice(&self) -> bool {
        let of = |mode: Mode| {
            let sets = self.0.iter().filter(move |it| it.mode == mode);
            sets.filter_map(|it| it.set.as_ref()).flat_map(KeySet::keys).filter_map(|it| it.public)
        };
        let live: Vec<String> = of(Mode::Live).collect();
        of(Mode::Test).any(|it| live.contains(&it))
    }

    /// Grows whenever a set of keys was read anew.
    pub fn generation(&self) -> u64 {
        self.0.iter().filter_map(|it| it.set.as_ref()).map(KeySet::generation).sum()
    }

    /// Finds the key that signed a token.
    ///
    /// A set of keys is read again when it does not have the key, as often as its limit allows: the
    /// shop may have rotated.
    pub async fn verify(&self, token: &str) -> Result<Found, Refusal> {
        let header = decode_header(token).map_err(|error| unreadable(error.kind()))?;
        if !matches!(header.alg, Algorithm::HS256 | Algorithm::ES256 | Algorithm::EdDSA) {
            return Err(Refusal::unauthenticated(ALGORITHMS));
        }
        // RFC 7515: who does not understand all that it names has to refuse, and we understand none.
        if header.crit.is_some() {
            return Err(Refusal::unauthenticated("the token's header has crit: leave it out"));
        }
        if let Some(found) = self.find(token, &header)? {
            return Ok(found);
        }
        for set in self.0.iter().filter_map(|it| it.set.as_ref()) {
            if set.read_again().await
                && let Some(found) = self.find(token, &header)?
            {
                return Ok(found);
            }
        }
        Err(self.explain(&header))
    }

    fn find(&self, token: &str, header: &Header) -> Result<Option<Found>, Refusal> {
        let keys = self.generation();
        for of_mode in &self.0 {
            for key in of_mode.all().iter().filter(|key| key.fits(header)) {
                match decode::<Claims>(token, &key.key, &rules(key.algorithm)) {
                    Ok(data) => {
                        return Ok(Some(Found { claims: data.claims, mode: of_mode.mode, keys }));
                    }
                    Err(error) => claims_are_readable(error.kind())?,
                }
            }
        }
        Ok(None)
    }

    fn explain(&self, header: &Header) -> Refusal {
        let keys: Vec<Key> = self.0.iter().flat_map(Keys::all).collect();
        if keys.iter().all(|key| key.algorithm != header.alg) {
            let alg = format!("{:?}", header.alg);
            return Refusal::unauthenticated(format!("no key here is used with {alg}"));
        }
        if keys.iter().all(|key| !key.fits(header)) {
            return Refusal::unauthenticated("no key here has the token's kid");
        }
        Refusal::unauthenticated("the token's signature does not verify with any key here")
    }
}

impl Keys {
    fn all(&self) -> Vec<Key> {
        let mut keys = self.secrets.clone();
        keys.extend(self.set.iter().flat_map(KeySet::keys));
        keys
    }
}

impl Key {
    /// Whether a token with this header may have been signed by it.
    fn fits(&self, header: &Header) -> bool {
        let named = match (&self.id, &header.kid) {
            (Some(id), Some(kid)) => id == kid,
            _ => true,
        };
        self.algorithm == header.alg && named
    }
}

const ALGORITHMS: &str = "the token is not signed with HS256, ES256 or EdDSA";

/// Signature and algorithm are checked by the library; time and audience by [`Claims`], where the
/// clock and the program are arguments.
fn rules(algorithm: Algorithm) -> Validation {
    let mut rules = Validation::new(algorithm);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    rules
}

fn unreadable(error: &ErrorKind) -> Refusal {
    Refusal::unauthenticated(match error {
        // An algorithm that the library does not know, `none` among them.
        ErrorKind::Json(_) | ErrorKind::InvalidAlgorithmName => ALGORITHMS,
        _ => "the token is not a JWT: three parts with points between them",
    })
}

/// A signature that holds over claims that cannot be read is worth its own words.
fn claims_are_readable(error: &ErrorKind) -> Result<(), Refusal> {
    match error {
        ErrorKind::Json(cause) => {
            Err(Refusal::unauthenticated(format!("a claim of the token cannot be read: {cause}")))
        }
        _ => Ok(()),
    }
}
