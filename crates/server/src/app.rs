//! Puts the parts together: the state every call shares, the router, and the layers around it.

use crate::auth::Auth;
use crate::catalogue::Catalogue;
use crate::config::{Config, StartError};
use crate::jobs;
use crate::problem::{self, Refusal};
use crate::routes;
use crate::signature::Signatures;
use crate::snapshots::Snapshots;
use crate::store::{Store, WriteError, keys};
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
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
    /// The programs by id.
    pub programs: HashMap<String, Arc<Catalogue>>,
    /// Who is asking.
    pub auth: Auth,
    /// The webhooks' secrets.
    pub signatures: Signatures,
    /// The data.
    pub store: Store,
    /// The snapshots of the last moment.
    pub snapshots: Arc<Snapshots>,
    clock: Clock,
}

impl App {
    /// From a checked configuration, on the database in a folder.
    ///
    /// # Errors
    /// When the folder or its database cannot be used.
    pub fn new(config: &Config, data: &Path, clock: Clock) -> Result<Self, StartError> {
        let readers = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        let store = Store::open(data, readers)
            .map_err(|e| StartError::new(format!("--data {}", data.display()), e))?;
        let programs = config.programs.iter().cloned().map(Catalogue::new).map(Arc::new);
        let programs: Vec<_> = programs.collect();
        remember(&store, programs.clone(), clock())
            .map_err(|e| StartError::new(format!("--data {}", data.display()), e))?;
        Ok(Self {
            programs: programs.into_iter().map(|it| (it.program.id.clone(), it)).collect(),
            auth: Auth::new(&config.secrets.token, &config.secrets.shop_key),
            signatures: Signatures::new(&config.secrets.webhook)?,
            store,
            snapshots: Arc::default(),
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
    pub fn program(&self, id: &str) -> Result<&Arc<Catalogue>, Refusal> {
        self.programs.get(id).ok_or(Refusal::NotFound("there is no such program here"))
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
    let serving = axum::serve(listener, router(app, config)).with_graceful_shutdown(signal);
    tokio::select! {
        result = async { serving.await } => result,
        () = jobs::run(&jobs_of) => Ok(()),
        () = async { let _ = stopped.await; tokio::time::sleep(PATIENCE).await } => Ok(()),
    }
}

/// Every call, with the layers around it.
pub fn router(app: Arc<App>, config: &Config) -> Router {
    let mut router = Router::new()
        .nest("/v1/{program}", refusing(routes::program_calls()).layer(cors(config)))
        .merge(routes::health::calls())
        .with_state(app);
    if let Some(folder) = &config.assets {
        router = router.nest("/w", routes::assets::files(folder));
    }
    refusing(router)
        .layer(CatchPanicLayer::custom(|_| {
            Refusal::Internal("a request panicked".into()).into_response()
        }))
        .layer(from_fn(observe))
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
        .allow_methods([Method::GET, Method::POST])
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
async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::now_v7().simple().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = problem::finish(next.run(request).await, &id);
    let (status, route) = (response.status().as_u16(), route.as_ref().map_or("", |r| r.as_str()));
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
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
