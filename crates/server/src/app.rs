//! Puts the parts together: the state every call shares, and what runs beside the calls. The router
//! is in `app/router.rs`, the layers around it in `app/layers.rs`.

mod layers;
mod router;

pub use router::router;

use crate::auth::Auth;
use crate::bounds::Bounds;
use crate::catalogue::Catalogue;
use crate::config::{Config, StartError};
use crate::connections;
use crate::jobs;
use crate::limits::Limits;
use crate::metrics::{self, Metrics};
use crate::problem::Refusal;
use crate::reload;
use crate::signature::Signatures;
use crate::snapshots::Snapshots;
use crate::store::{Place, Store, WriteError, keys};
use crate::succession;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use stempel_protocol::Timestamp;
use tokio::net::TcpListener;

/// What time it is. Services are told; nothing below the routes asks.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What every call shares.
pub struct App {
    programs: RwLock<HashMap<String, Arc<Catalogue>>>,
    /// Who is asking.
    pub auth: Auth,
    /// The webhooks' secrets.
    pub signatures: Signatures,
    /// How often one may ask.
    pub limits: Limits,
    /// The data.
    pub store: Store,
    /// What is counted for `/metrics`.
    pub metrics: Metrics,
    /// The snapshots of the last moment.
    pub snapshots: Arc<Snapshots>,
    /// When the writer was last seen to work.
    pub probed: tokio::sync::Mutex<Option<Instant>>,
    /// How long it is waited for what.
    pub bounds: Bounds,
    clock: Clock,
}

impl App {
    /// From a checked configuration, on a database.
    ///
    /// # Errors
    /// When the database or a file of keys cannot be used, or a program is another than the one
    /// that the books are kept under.
    pub fn new(config: &Config, place: &Place, clock: Clock) -> Result<Self, StartError> {
        let readers = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        let store = Store::within(place, readers, &config.bounds)
            .map_err(|e| StartError::new(place.to_string(), e))?;
        config.programs.iter().try_for_each(|it| succession::refuse(&store, place, it))?;
        let programs = config.programs.iter().cloned().map(Catalogue::new).map(Arc::new);
        let programs: Vec<_> = programs.collect();
        remember(&store, programs.clone(), clock())
            .map_err(|e| StartError::new(place.to_string(), e))?;
        Ok(Self {
            programs: RwLock::new(
                programs.into_iter().map(|it| (it.program.id.clone(), it)).collect(),
            ),
            auth: Auth::new(&config.secrets)?,
            signatures: Signatures::new(&config.secrets)?,
            limits: Limits::new(&config.allowed),
            store,
            metrics: Metrics::default(),
            snapshots: Arc::default(),
            probed: tokio::sync::Mutex::default(),
            bounds: config.bounds.clone(),
            clock,
        })
    }

    /// The instant this call counts as.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// A program by its id.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn program(&self, id: &str) -> Result<Arc<Catalogue>, Refusal> {
        let programs = self.programs.read().unwrap_or_else(PoisonError::into_inner);
        programs.get(id).cloned().ok_or(Refusal::NotFound("there is no such program here"))
    }

    /// Every program.
    pub fn programs(&self) -> Vec<Arc<Catalogue>> {
        let programs = self.programs.read().unwrap_or_else(PoisonError::into_inner);
        programs.values().cloned().collect()
    }

    /// Puts a program in the place of the one with its id; calls under way keep theirs.
    pub fn replace(&self, catalogue: Arc<Catalogue>) {
        let mut programs = self.programs.write().unwrap_or_else(PoisonError::into_inner);
        programs.insert(catalogue.program.id.clone(), catalogue);
    }
}

/// Writes down the definitions of today, and so proves that the folder can be written.
fn remember(
    store: &Store,
    programs: Vec<Arc<Catalogue>>,
    now: Timestamp,
) -> Result<(), WriteError> {
    store.writer.write_blocking(move |tx| {
        keys::forget(tx, now)?;
        programs.iter().try_for_each(|it| Ok(it.remember(tx, now)?))
    })
}

/// The system's clock, in whole milliseconds, which is what the database keeps.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let now = chrono::Utc::now();
        Timestamp::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    })
}

/// Serves until `stop` is ready, then ends what is under way.
///
/// # Errors
/// When the address of the metrics cannot be listened on.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    config: &Config,
    stop: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let signal = async move {
        stop.await;
        drop(stopping);
    };
    let bounds = &config.bounds;
    let router = router(Arc::clone(&app), config);
    let household = |peer| app.limits.household(peer);
    let serving = connections::serve(listener, router, bounds, household, signal);
    let counted = match config.metrics {
        Some(address) => Some(TcpListener::bind(address).await?),
        None => None,
    };
    let told = async {
        match counted {
            Some(listener) => metrics::serve(listener, Arc::clone(&app), bounds).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = told => {}
        () = serving => {}
        () = jobs::run(&app) => {}
        () = reload::run(&app, &config.files) => {}
        () = async { let _ = stopped.await; end(&app, bounds.stop).await } => {}
    }
    Ok(())
}

/// Bears with open requests for that long. What still waits for the database shortly before is
/// refused, so that it is answered.
async fn end(app: &App, patience: Duration) {
    let last = patience / 10;
    tokio::time::sleep(patience - last).await;
    app.store.end_waiting();
    tokio::time::sleep(last).await;
}
