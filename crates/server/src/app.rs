//! Puts the parts together: the state every call shares, the router, and the layers around it.

use crate::auth::Auth;
use crate::catalogue::Catalogue;
use crate::config::{Config, StartError};
use crate::jobs;
use crate::limits::Limits;
use crate::metrics::{self, Metrics};
use crate::problem::{self, Refusal};
use crate::reload;
use crate::routes;
use crate::signature::Signatures;
use crate::snapshots::Snapshots;
use crate::store::{Place, Store, WriteError, keys};
use crate::succession;
use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use standardwebhooks::HEADER_WEBHOOK_SIGNATURE;
use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use stempel_protocol::Timestamp;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use uuid::Uuid;

/// What time it is. Services are told; nothing below the routes asks.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long open requests may take to end once the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

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
        let store =
            Store::open(place, readers).map_err(|e| StartError::new(place.to_string(), e))?;
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
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    config: &Config,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    use axum::serve::ListenerExt;
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let signal = async move {
        stop.await;
        drop(stopping);
    };
    let jobs_of = Arc::clone(&app);
    let service = router(app, config).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(signal);
    let counted = match config.metrics {
        Some(address) => Some(TcpListener::bind(address).await?),
        None => None,
    };
    let metrics_of = Arc::clone(&jobs_of);
    let told = async {
        match counted {
            Some(listener) => metrics::serve(listener, metrics_of).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        result = told => result,
        result = async { serving.await } => result,
        () = jobs::run(&jobs_of) => Ok(()),
        () = reload::run(&jobs_of, &config.files) => Ok(()),
        () = async { let _ = stopped.await; tokio::time::sleep(PATIENCE).await } => Ok(()),
    }
}

/// Every call, with the layers around it.
pub fn router(app: Arc<App>, config: &Config) -> Router {
    let calls = refusing(routes::program_calls().router())
        .layer(from_fn_with_state(Arc::clone(&app), counted))
        .layer(cors(config));
    let about = routes::server_calls().router();
    let observed = from_fn_with_state(Arc::clone(&app), observe);
    let mut router = Router::new().nest(routes::PROGRAM, calls).merge(about).with_state(app);
    if let Some(folder) = &config.assets {
        router = router.nest("/w", routes::assets::files(folder));
    }
    refusing(router)
        .layer(CatchPanicLayer::custom(|_| {
            Refusal::Internal("a request panicked".into()).into_response()
        }))
        .layer(observed)
}

/// Counts the requests of an address, but for what is proven to be the shop's: with a key, or, to the
/// one call that asks for a signature, signed. That one is known only once it was read.
async fn counted(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().clone();
    let count = || app.limits.address(peer.ip(), &headers);
    if is_signed_event(&request) {
        let response = next.run(request).await;
        if !routes::is_proven(&response)
            && let Err(refusal) = count()
        {
            return refusal.into_response();
        }
        return response;
    }
    let of_shop = app.auth.shop(&headers).is_ok() || app.auth.admin(&headers).is_ok();
    if !of_shop && let Err(refusal) = count() {
        return refusal.into_response();
    }
    next.run(request).await
}

/// Whether it says of itself that it is signed, where signatures are asked for.
fn is_signed_event(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let path = route.and_then(|it| it.strip_prefix(routes::PROGRAM));
    let is_event = request.method() == Method::POST && path == Some(routes::EVENTS);
    is_event && request.headers().contains_key(HEADER_WEBHOOK_SIGNATURE)
}

/// What is not there is refused in our words.
fn refusing<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .fallback(async || Refusal::NotFound("there is no such call"))
        .method_not_allowed_fallback(async || Refusal::Method)
}

/// Browsers may call from the listed origins, and from no other.
fn cors(config: &Config) -> CorsLayer {
    let exposed = [header::ETAG, header::RETRY_AFTER, REQUEST_ID];
    CorsLayer::new()
        .allow_origin(config.origins.clone())
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers(exposed)
        .max_age(Duration::from_secs(2 * 60 * 60))
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names each request, finishes its refusal and writes one line about it: the route, never the
/// path, whose parts may be codes; no header, no body.
async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::now_v7().simple().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = problem::finish(next.run(request).await, &id);
    let (took, route) = (started.elapsed(), route.as_ref().map_or("", |r| r.as_str()));
    app.metrics.count(&method, route, response.status(), took);
    let status = response.status().as_u16();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match status {
        500.. => tracing::error!(%method, route, status, ms, request_id = id, "request"),
        400.. => tracing::info!(%method, route, status, ms, request_id = id, "request"),
        _ => tracing::debug!(%method, route, status, ms, request_id = id, "request"),
    }
    with_headers(response, &id)
}

fn with_headers(mut response: Response, request_id: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
