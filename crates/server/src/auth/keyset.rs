//! A set of public keys (JWKS, RFC 7517) from a file or an address: kept for ten minutes, read
//! again sooner when a token asks for a key it does not have, but twice a minute at most.

use super::jwk;
use super::keys::Key;
use crate::config::StartError;
use axum::http::Uri;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;

/// How long keys are kept without looking again.
const KEPT: Duration = Duration::from_secs(10 * 60);
/// The least time between two readings, so that nobody can make us ask the shop without end.
const BETWEEN: Duration = Duration::from_secs(30);
/// The same while there are no keys yet: the shop may have started later than we.
const BETWEEN_FIRST: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(5);
const BYTES_MAX: u64 = 64 * 1024;

/// Where a set of keys is. What is told of it is its [`Display`](std::fmt::Display): an address may have
/// a password in it, or a key in its query.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySetAddress {
    /// A file.
    File(PathBuf),
    /// An address, https outside this machine.
    Url(String),
}

/// A set of keys, read again when it is time.
#[derive(Clone)]
pub struct KeySet {
    address: KeySetAddress,
    state: Arc<Mutex<State>>,
    generation: Arc<AtomicU64>,
    /// One reading at a time; who waits for it has its result.
    reading: Arc<tokio::sync::Mutex<()>>,
    between: Duration,
}

struct State {
    keys: Vec<Key>,
    /// `None` as long as only the start has tried, and failed.
    tried_at: Option<Instant>,
}

impl State {
    fn tried_within(&self, time: Duration) -> bool {
        self.tried_at.is_some_and(|at| at.elapsed() < time)
    }
}

impl KeySetAddress {
    /// An address of https (http on this machine), or else a file.
    ///
    /// # Errors
    /// When it is an address that is not safe.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.contains("://") {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let uri: Uri = text.parse().map_err(|_| "is not an address".to_owned())?;
        let here = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match uri.scheme_str() {
            Some("https") => Ok(Self::Url(text.to_owned())),
            Some("http") if here => Ok(Self::Url(text.to_owned())),
            _ => {
                let told = told(&uri);
                Err(format!("`{told}` is not https: keys could be exchanged on the way"))
            }
        }
    }

    fn read(&self) -> Result<Vec<Key>, String> {
        match self {
            Self::File(path) => std::fs::read_to_string(path).map_err(|e| e.to_string()),
            Self::Url(url) => fetch(url),
        }
        .and_then(|text| jwk::parse(&text))
    }
}

impl fmt::Display for KeySetAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Url(url) => f.write_str(&url.parse().map(|uri| told(&uri)).unwrap_or_default()),
        }
    }
}

/// Host and path alone.
fn told(uri: &Uri) -> String {
    let port = uri.port().map(|it| format!(":{it}")).unwrap_or_default();
    format!("{}{port}{}", uri.host().unwrap_or_default(), uri.path())
}

impl KeySet {
    /// Reads the keys for the first time.
    ///
    /// # Errors
    /// When a file cannot be used. A shop that does not answer now may do so later: its keys are
    /// asked for when the first token comes.
    pub fn open(address: KeySetAddress) -> Result<Self, StartError> {
        let (keys, tried_at) = match (address.read(), &address) {
            (Ok(keys), _) => (keys, Some(Instant::now())),
            (Err(fault), KeySetAddress::File(_)) => {
                return Err(StartError::new(address.to_string(), fault));
            }
            (Err(fault), KeySetAddress::Url(_)) => {
                tracing::warn!(keys = %address, fault, "no keys yet");
                (Vec::new(), None)
            }
        };
        let state = State { keys, tried_at };
        Ok(Self {
            address,
            state: Arc::new(Mutex::new(state)),
            generation: Arc::default(),
            reading: Arc::default(),
            between: BETWEEN,
        })
    }

    /// Grows with each reading.
    pub fn generation(&self) -> u64 {
        self.look_after();
        self.generation.load(Ordering::Acquire)
    }

    /// The keys.
    pub fn keys(&self) -> Vec<Key> {
        self.state().keys.clone()
    }

    /// Reads the keys again if they were not read a moment ago; says whether they were.
    pub async fn read_again(&self) -> bool {
        let before = self.generation.load(Ordering::Acquire);
        let one_at_a_time = self.reading.lock().await;
        if self.generation.load(Ordering::Acquire) != before {
            return true;
        }
        if self.was_read_a_moment_ago() {
            return false;
        }
        let this = self.clone();
        let read = tokio::task::spawn_blocking(move || this.read_now()).await.unwrap_or(false);
        drop(one_at_a_time);
        read
    }

    fn was_read_a_moment_ago(&self) -> bool {
        let state = self.state();
        let between = if state.keys.is_empty() { BETWEEN_FIRST } else { self.between };
        state.tried_within(between)
    }

    /// Keys that were kept long enough are read again in the background; until then they count.
    fn look_after(&self) {
        let state = self.state();
        if state.tried_at.is_none() || state.tried_within(KEPT) {
            return;
        }
        drop(state);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let this = self.clone();
            runtime.spawn(async move { this.read_again().await });
        }
    }

    fn read_now(&self) -> bool {
        let read = self.address.read();
        let mut state = self.state();
        state.tried_at = Some(Instant::now());
        match read {
            Ok(keys) => {
                state.keys = keys;
                self.generation.fetch_add(1, Ordering::AcqRel);
                true
            }
            Err(fault) => {
                tracing::warn!(keys = %self.address, fault, "the keys could not be read again");
                false
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fetch(url: &str) -> Result<String, String> {
    let config = Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0);
    let mut reply = config.build().new_agent().get(url).call().map_err(|e| e.to_string())?;
    reply.body_mut().with_config().limit(BYTES_MAX).read_to_string().map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: &str = "-hVE1eGfwLJ5r6WATnpD7sbLZD49vYz1bvtLyQCGsYw";

    fn publish(path: &std::path::Path, kid: &str) {
        let key = serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": X });
        std::fs::write(path, serde_json::json!({ "keys": [key] }).to_string()).unwrap();
    }

    /// Answers once at that address, with one key.
    fn answer(address: std::net::SocketAddr) -> std::thread::JoinHandle<()> {
        let listener = std::net::TcpListener::bind(address).unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = std::io::Read::read(&mut stream, &mut [0; 4096]).unwrap();
            let key = serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "kid": "one", "x": X });
            let body = serde_json::json!({ "keys": [key] }).to_string();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            std::io::Write::write_all(&mut stream, (head + &body).as_bytes()).unwrap();
        })
    }

    #[tokio::test]
    async fn a_shop_that_starts_after_us_is_asked_as_soon_as_a_token_comes() {
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let url = KeySetAddress::Url(format!("http://{address}/keys"));
        let open = || KeySet::open(url.clone()).unwrap();
        let (first, second) = (open(), open());
        assert!(!second.read_again().await, "it is still down");
        let shop = answer(address);
        assert!(first.read_again().await, "only the start had tried");
        shop.join().unwrap();
        assert_eq!(first.keys().len(), 1);
        assert!(!first.read_again().await, "now it was read a moment ago");
        assert!(!second.read_again().await, "asked a moment ago");
        let shop = answer(address);
        tokio::time::sleep(BETWEEN_FIRST).await;
        assert!(second.read_again().await);
        shop.join().unwrap();
    }

    #[tokio::test]
    async fn rotated_keys_are_read_again_once_it_is_time_and_kept_while_they_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.json");
        publish(&file, "old");
        let mut set = KeySet::open(KeySetAddress::File(file.clone())).unwrap();
        let kid = |set: &KeySet| set.keys()[0].id.clone().unwrap();
        publish(&file, "new");
        assert!(!set.read_again().await, "it was read a moment ago");
        assert_eq!((kid(&set).as_str(), set.generation()), ("old", 0));
        set.between = Duration::ZERO;
        assert!(set.read_again().await);
        assert_eq!((kid(&set).as_str(), set.generation()), ("new", 1));
        std::fs::write(&file, "half a fi").unwrap();
        assert!(!set.read_again().await);
        assert_eq!((kid(&set).as_str(), set.generation()), ("new", 1));
    }
}
