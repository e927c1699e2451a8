//! What the demo shop is started with, and why it may refuse to start.

use std::net::SocketAddr;
use std::path::PathBuf;

/// What the demo shop is started with.
#[derive(Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The folder of its database, `shop.db`.
    pub data: PathBuf,
    /// The folder with `index.html` and `shop/`.
    pub site: PathBuf,
    /// The root of the loyalty backend, e.g. `http://localhost:4841`.
    pub backend: String,
    /// The program's id, the last part of the widget's endpoint.
    pub program: String,
    /// Where the widget's files are, e.g. `http://localhost:4841/w`.
    pub assets_url: String,
    /// Signs customer tokens (HS256).
    pub token_secret: String,
    /// Signs webhooks: `whsec_` and base64.
    pub webhook_secret: String,
    /// The key of the shop's server at the loyalty backend.
    pub shop_key: String,
}

impl Settings {
    /// The widget's endpoint and the base of every call to the loyalty backend.
    pub(crate) fn endpoint(&self) -> String {
        format!("{}/v1/{}", self.backend.trim_end_matches('/'), self.program)
    }

    /// Where the shop's database is.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("shop.db")
    }
}

/// Why the demo shop cannot start or be seeded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file or folder cannot be used.
    #[error("{what}: {source}")]
    Io {
        /// The file, or what was tried.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be used.
    #[error("shop.db: {0}")]
    Database(#[from] rusqlite::Error),
    /// A setting is wrong.
    #[error("{setting}: {why}")]
    Setting {
        /// The setting, as the person wrote it.
        setting: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The shop has been seeded before.
    #[error("shop.db has orders already; start over with an empty folder")]
    AlreadySeeded,
}

impl DemoError {
    /// An IO error, with the file it is about.
    pub(crate) fn io(what: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.to_string();
        move |source| Self::Io { what, source }
    }
}
