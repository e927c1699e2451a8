//! A running server and what a shop and a customer would send to it.

#[path = "server/acts.rs"]
mod acts;
#[path = "server/configured.rs"]
mod configured;
#[path = "server/held.rs"]
mod held;
#[path = "server/send.rs"]
mod send;

use crate::database::Data;
use configured::config;
pub use held::Held;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stempel_protocol::Timestamp;
use stempel_server::app::{self, App};
use stempel_server::config::Config;
use stempel_server::jobs;
use ureq::Agent;
use ureq::http::HeaderMap;

pub const TOKEN_SECRET: &str = "the secret that signs tokens: 32 bytes or more";
pub const WEBHOOK_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAAA";
pub const SHOP_KEY: &str = "the key of the shop's server: 32 bytes or more";
pub const ADMIN_KEY: &str = "the key of the shop's own people: 32 bytes or more";
pub const TEST_TOKEN_SECRET: &str = "the secret that signs tokens of the test mode";
pub const TEST_WEBHOOK_SECRET: &str = "whsec_dGVzdCBtb2RlOiAyNCBieXRlcyBvciBtb3Jl";
pub const TEST_SHOP_KEY: &str = "the key of the shop's server in the test mode";
pub const ORIGIN: &str = "https://shop.example";
pub const PROGRAM: &str = include_str!("program.toml");

/// A server, stopped when dropped.
pub struct Server {
    pub data: Arc<Data>,
    root: String,
    agent: Agent,
    ahead: Arc<AtomicI64>,
    app: Option<Arc<App>>,
    stop: Mutex<Option<tokio::sync::oneshot::Sender<()>>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// What it answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text);
        self.json()
    }

    /// The body of a refusal with that status and code.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.json();
        assert_eq!((self.status, &problem["code"]), (status, &json!(code)), "{}", self.text);
        assert_eq!(problem["status"], status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem
    }
}

impl Server {
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// With another configuration.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Arc::new(Data::new()), 0, PROGRAM, change)
    }

    /// With more in its program.
    pub fn having(more: &str) -> Self {
        Self::on(Arc::new(Data::new()), 0, &format!("{PROGRAM}{more}"), |_| {})
    }

    /// On data that is there already, with more in its program.
    pub fn over(data: Data, more: &str) -> Self {
        Self::on(Arc::new(data), 0, &format!("{PROGRAM}{more}"), |_| {})
    }

    pub fn with_assets(assets: &Path) -> Self {
        Self::with(|config| config.assets = Some(assets.to_owned()))
    }

    /// Stops it and starts it again on the same data, perhaps with another program.
    pub fn restart(mut self, program: &str) -> Self {
        self.halt();
        Self::on(Arc::clone(&self.data), self.ahead.load(Ordering::Relaxed), program, |_| {})
    }

    /// Stops it and says why it does not start again on the same data with another program.
    pub fn refused(&mut self, program: &str) -> String {
        self.halt();
        let ahead = Arc::clone(&self.ahead);
        let clock = Arc::new(move || moved(&ahead));
        let started = App::new(&config(program), &self.data.place, clock);
        started.err().expect("it started").to_string()
    }

    fn on(data: Arc<Data>, ahead: i64, program: &str, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config(program);
        change(&mut config);
        let ahead = Arc::new(AtomicI64::new(ahead));
        let clock = {
            let ahead = Arc::clone(&ahead);
            Arc::new(move || moved(&ahead))
        };
        let app = Arc::new(App::new(&config, &data.place, clock).unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (send, receive) = std::sync::mpsc::channel();
        let served = Arc::clone(&app);
        let thread = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                send.send(listener.local_addr().unwrap()).unwrap();
                let stopped = async { drop(stopped.await) };
                app::serve(listener, served, &config, stopped).await.unwrap();
            });
        });
        let root = format!("http://{}", receive.recv().unwrap());
        let (stop, thread) = (Mutex::new(Some(stop)), Some(thread));
        Self { data, root, agent: agent(), ahead, app: Some(app), stop, thread }
    }

    /// One that runs elsewhere.
    pub fn at(root: &str) -> Self {
        let (data, root) = (Arc::new(Data::new()), root.to_owned());
        let (agent, ahead) = (agent(), Arc::default());
        Self { data, root, agent, ahead, app: None, stop: Mutex::default(), thread: None }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        self.root.trim_start_matches("http://")
    }

    /// Tells it to stop, and does not wait for its end.
    pub fn stop(&self) {
        drop(self.stop.lock().unwrap().take());
    }

    pub fn halt(&mut self) {
        self.stop();
        // Idle connections would be waited for.
        self.agent = Agent::new_with_defaults();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        drop(self.app.take());
    }

    /// Does what is due, without waiting for the server to look.
    pub fn jobs(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(jobs::due(self.app.as_ref().unwrap()));
    }

    /// The server's clock.
    pub fn now(&self) -> Timestamp {
        moved(&self.ahead)
    }

    /// Lets time pass.
    pub fn pass(&self, time: chrono::TimeDelta) {
        self.ahead.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.halt();
    }
}

fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(Duration::from_secs(30))).build().new_agent()
}

fn moved(ahead: &AtomicI64) -> Timestamp {
    let now = chrono::Utc::now().timestamp_millis() + ahead.load(Ordering::Relaxed);
    Timestamp::from_timestamp_millis(now).unwrap()
}
