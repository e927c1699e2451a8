//! The secrets shared with the shop, from the environment alone, where no process list shows them.

use super::StartError;
use crate::auth::{KeySetAddress, ShopKey};
use crate::service::Mode;

/// How a webhook secret begins.
const CODED: &str = "whsec_";

/// The secrets shared with the shop. Test keys act on books of their own.
#[derive(Clone, Default)]
pub struct Secrets {
    /// For the real books.
    pub live: Keys,
    /// For the test books; a shop may have none.
    pub test: Keys,
}

/// The secrets of one mode.
#[derive(Clone, Default)]
pub struct Keys {
    /// Sign the customers' tokens (HS256); more than one while they are rotated.
    pub token: Vec<String>,
    /// The public keys that sign the customers' tokens (ES256, EdDSA).
    pub token_keys: Option<KeySetAddress>,
    /// Sign the webhooks; more than one while they are rotated.
    pub webhook: Vec<String>,
    /// The bearer secrets of the shop's server, hashed; more than one while they are rotated.
    pub shop: Vec<ShopKey>,
    /// The bearer secrets of the shop's own people, hashed; none, when nobody may look or adjust.
    pub admin: Vec<ShopKey>,
}

impl Secrets {
    /// Reads the secrets from an environment.
    ///
    /// # Errors
    /// The first that is missing, weak, both live and test, or there for two purposes.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, StartError> {
        let live = Keys::read(&variable, "STEMPEL")?;
        let test = Keys::read(&variable, "STEMPEL_TEST")?;
        if live.token.is_empty() && live.token_keys.is_none() {
            let fault = "is not set (nor is STEMPEL_TOKEN_KEYS)";
            return Err(StartError::new("STEMPEL_TOKEN_SECRET", fault));
        }
        if live.webhook.is_empty() {
            return Err(StartError::new("STEMPEL_WEBHOOK_SECRET", "is not set"));
        }
        if live.shop.is_empty() {
            return Err(StartError::new("STEMPEL_SHOP_KEY", "is not set"));
        }
        test.differ_from(&live)?;
        let secrets = Self { live, test };
        secrets.no_key_signs()?;
        Ok(secrets)
    }

    /// A key goes out with each call: whoever comes by it must not be able to sign for customers and events.
    fn no_key_signs(&self) -> Result<(), StartError> {
        for (of, secrets) in self.named(Keys::signing) {
            let coded = secrets.iter().filter_map(|it| it.strip_prefix(CODED));
            let texts: Vec<&str> = secrets.iter().map(String::as_str).chain(coded).collect();
            for (name, keys) in self.named(Keys::bearers) {
                if keys.iter().any(|key| texts.iter().any(|text| key.is(text))) {
                    let fault = format!("is also a secret that signs ({of})");
                    return Err(StartError::new(name, fault));
                }
            }
        }
        Ok(())
    }

    /// Those kinds of both modes, with their variables.
    fn named<'a, T>(&'a self, kinds: fn(&'a Keys) -> [(&'static str, T); 2]) -> Vec<(String, T)> {
        let modes = [("STEMPEL", &self.live), ("STEMPEL_TEST", &self.test)].into_iter();
        let each = modes.flat_map(|(prefix, keys)| kinds(keys).map(|it| (prefix, it)));
        each.map(|(prefix, (kind, all))| (format!("{prefix}_{kind}"), all)).collect()
    }

    /// Both modes with their keys.
    pub fn each(&self) -> impl Iterator<Item = (Mode, &Keys)> {
        [(Mode::Live, &self.live), (Mode::Test, &self.test)].into_iter()
    }
}

impl Keys {
    fn read(variable: impl Fn(&str) -> Option<String>, prefix: &str) -> Result<Self, StartError> {
        let name = |what: &str| format!("{prefix}_{what}");
        let list = |name: &str| list(name, variable(name));
        let token = list(&name("TOKEN_SECRET"))?;
        for secret in &token {
            long_enough(&name("TOKEN_SECRET"), secret.len())?;
        }
        let webhook = list(&name("WEBHOOK_SECRET"))?;
        for secret in &webhook {
            webhook_secret(&name("WEBHOOK_SECRET"), secret)?;
        }
        let hashed = |what: &str| {
            let keys = list(&name(what))?;
            let keys: Result<Vec<_>, _> = keys.iter().map(|it| ShopKey::parse(it)).collect();
            keys.map_err(|fault| StartError::new(name(what), fault))
        };
        let (shop, admin) = (hashed("SHOP_KEY")?, hashed("ADMIN_KEY")?);
        if admin.iter().any(|it| shop.contains(it)) {
            return Err(StartError::new(name("ADMIN_KEY"), "is also a key of the shop's server"));
        }
        let token_keys = variable(&name("TOKEN_KEYS")).filter(|it| !it.trim().is_empty());
        let token_keys = token_keys.map(|it| KeySetAddress::parse(it.trim())).transpose();
        let token_keys = token_keys.map_err(|e| StartError::new(name("TOKEN_KEYS"), e))?;
        Ok(Self { token, token_keys, webhook, shop, admin })
    }

    /// What goes with calls as it is.
    fn bearers(&self) -> [(&'static str, &[ShopKey]); 2] {
        [("SHOP_KEY", &self.shop), ("ADMIN_KEY", &self.admin)]
    }

    /// What signs, and is never sent.
    fn signing(&self) -> [(&'static str, &[String]); 2] {
        [("TOKEN_SECRET", &self.token), ("WEBHOOK_SECRET", &self.webhook)]
    }

    /// A key that is both live and test would let test points buy real things.
    fn differ_from(&self, live: &Self) -> Result<(), StartError> {
        let same = |name: &str| Err(StartError::new(name, "is also a live one"));
        if self.token.iter().any(|it| live.token.contains(it)) {
            return same("STEMPEL_TEST_TOKEN_SECRET");
        }
        if self.token_keys.is_some() && self.token_keys == live.token_keys {
            return same("STEMPEL_TEST_TOKEN_KEYS");
        }
        if self.webhook.iter().any(|it| live.webhook.contains(it)) {
            return same("STEMPEL_TEST_WEBHOOK_SECRET");
        }
        for (name, keys) in self.bearers() {
            for (of, others) in live.bearers() {
                if keys.iter().any(|it| others.contains(it)) {
                    let fault = format!("is also a live one (STEMPEL_{of})");
                    return Err(StartError::new(format!("STEMPEL_TEST_{name}"), fault));
                }
            }
        }
        Ok(())
    }
}

fn list(name: &str, text: Option<String>) -> Result<Vec<String>, StartError> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let items: Vec<String> =
        text.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect();
    if items.is_empty() {
        return Err(StartError::new(name, "is empty"));
    }
    Ok(items)
}

fn long_enough(name: &str, bytes: usize) -> Result<(), StartError> {
    const LEAST: usize = 32;
    if bytes >= LEAST {
        return Ok(());
    }
    Err(StartError::new(name, format!("has {bytes} bytes, at least {LEAST} are needed")))
}

fn webhook_secret(name: &str, secret: &str) -> Result<(), StartError> {
    let coded = secret
        .strip_prefix(CODED)
        .ok_or_else(|| StartError::new(name, "is not of the form whsec_<base64>"))?;
    standardwebhooks::Webhook::new(secret)
        .map_err(|_| StartError::new(name, "has something else than base64 after whsec_"))?;
    // 24 bytes are the least Standard Webhooks allows; base64 makes 32 characters of them.
    if coded.len() < 32 {
        return Err(StartError::new(name, "is shorter than 24 bytes"));
    }
    Ok(())
}
