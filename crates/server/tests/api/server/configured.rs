//! What a server of the tests is told on starting.

use super::{
    ADMIN_KEY, ORIGIN, SHOP_KEY, TEST_SHOP_KEY, TEST_TOKEN_SECRET, TEST_WEBHOOK_SECRET,
    TOKEN_SECRET, WEBHOOK_SECRET,
};
use stempel_server::auth::ShopKey;
use stempel_server::bounds::Bounds;
use stempel_server::catalogue::Definition;
use stempel_server::config::{Config, Keys, Secrets};
use stempel_server::limits::Allowed;

/// With that program alone.
pub fn config(program: &str) -> Config {
    Config {
        programs: vec![Definition::read("program.toml", program.to_owned()).unwrap()],
        files: Vec::new(),
        secrets: secrets(),
        origins: vec![ORIGIN.parse().unwrap()],
        metrics: None,
        assets: None,
        allowed: Allowed::default(),
        bounds: Bounds::default(),
    }
}

/// Those of the real books (one secret is being rotated out), and those of the test books.
fn secrets() -> Secrets {
    let shop = |key: &str| ShopKey::parse(key).unwrap();
    Secrets {
        live: Keys {
            token: vec!["another secret, which is being rotated out".into(), TOKEN_SECRET.into()],
            token_keys: None,
            webhook: vec![WEBHOOK_SECRET.into()],
            shop: vec![shop(SHOP_KEY)],
            admin: vec![shop(ADMIN_KEY)],
        },
        test: Keys {
            token: vec![TEST_TOKEN_SECRET.into()],
            token_keys: None,
            webhook: vec![TEST_WEBHOOK_SECRET.into()],
            shop: vec![shop(TEST_SHOP_KEY)],
            admin: Vec::new(),
        },
    }
}
