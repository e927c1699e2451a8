//! The keys of the shop's server, and those of its people. Only their hashes are kept, and they are compared in constant
//! time, each of them each time. They are long and drawn by chance, so a plain hash is enough.

use crate::config::{Keys, Secrets};
use crate::service::Mode;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// The mark of a key that is given as its hash.
const HASHED: &str = "sha256:";
/// The least length of a key that is given as it is.
const LEAST: usize = 32;

/// A key, hashed.
#[derive(Clone, PartialEq, Eq)]
pub struct ShopKey([u8; 32]);

impl ShopKey {
    /// Of a key as it is, or of its hash: `sha256:` and 64 hexadecimal digits.
    ///
    /// # Errors
    /// When it is too short, or not a hash.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(hex) = text.strip_prefix(HASHED) {
            let hash = unhex(hex).ok_or("is not sha256: and 64 hexadecimal digits")?;
            return Ok(Self(hash));
        }
        if text.len() < LEAST {
            return Err(format!("has {} bytes, at least {LEAST} are needed", text.len()));
        }
        Ok(Self(Sha256::digest(text.as_bytes()).into()))
    }

    /// Whether it is this text, which is no hash of it.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.0 == <[u8; 32]>::from(Sha256::digest(text.as_bytes()))
    }
}

/// Every key of a kind, with its mode.
pub struct SecretKeys(Vec<(ShopKey, Mode)>);

impl SecretKeys {
    pub fn new(secrets: &Secrets, kind: fn(&Keys) -> &[ShopKey]) -> Self {
        let of_mode = |(mode, keys): (Mode, &Keys)| {
            kind(keys).iter().map(|key| (key.clone(), mode)).collect::<Vec<_>>()
        };
        Self(secrets.each().flat_map(of_mode).collect())
    }

    /// The mode of the given key, and the first digits of its hash; `None` for one that is none of
    /// ours.
    pub fn find(&self, given: &str) -> Option<(Mode, String)> {
        let given: [u8; 32] = Sha256::digest(given.as_bytes()).into();
        let mut found = None;
        for (key, mode) in &self.0 {
            let same: Choice = key.0.ct_eq(&given);
            found = if bool::from(same) { Some(*mode) } else { found };
        }
        let digits = || given.iter().take(4).map(|it| format!("{it:02x}")).collect();
        found.map(|mode| (mode, digits()))
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
