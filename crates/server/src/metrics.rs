//! `/metrics` in Prometheus' text, on an address of its own: what was asked and how long it took, and
//! how the store stands. Labels are methods, routes, statuses and programs: nothing of a person, and no
//! more of them than there are calls.

use crate::app::App;
use crate::bounds::Bounds;
use crate::connections;
use crate::problem::{self, Refusal};
use crate::store::{StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stempel_protocol::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::time::timeout;

/// How often the store is counted at most.
const COUNTED: Duration = Duration::from_secs(60);
/// The bounds of the histogram, in seconds.
const SECONDS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u32,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Of {
    program: String,
}

/// What is counted while the server runs.
pub struct Metrics {
    requests: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram, fn() -> Histogram>,
    store: Mutex<Option<(Instant, Vec<Standing>)>>,
}

/// A metric of the store: its name, what it is, and where it stands.
type Figure = (&'static str, &'static str, fn(&Standing) -> i64);

/// How the store stands with a program's books.
#[derive(Clone, Default)]
struct Standing {
    ledger: String,
    entries: i64,
    open: i64,
    waiting: i64,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds = Family::new_with_constructor(histogram as fn() -> Histogram);
        Self { requests: Family::default(), seconds, store: Mutex::default() }
    }
}

impl Metrics {
    /// A request was answered; `route` is that of the router, never the path.
    pub fn count(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let route = if route.is_empty() { "none" } else { route };
        let (method, route) = (word(method), route.to_owned());
        let asked = Asked { method, route: route.clone() };
        let answered = Answered { method, route, status: status.as_u16().into() };
        self.requests.get_or_create(&answered).inc();
        self.seconds.get_or_create(&asked).observe(took.as_secs_f64());
    }

    /// How the store stands, as of a minute ago at most; unknown when that takes too long to count.
    async fn standing(app: &Arc<App>) -> Option<Vec<Standing>> {
        // In a task of its own: what comes too late for this asker is there for the next one.
        let counted = tokio::spawn(Self::counted(Arc::clone(app)));
        timeout(app.bounds.probe, counted).await.ok()?.ok()?.ok()
    }

    async fn counted(app: Arc<App>) -> Result<Vec<Standing>, Refusal> {
        let kept = timeout(app.bounds.probe, app.metrics.store.lock()).await;
        let mut kept = kept.map_err(|_| Refusal::Unavailable)?;
        if let Some((_, known)) = kept.as_ref().filter(|(at, _)| at.elapsed() < COUNTED) {
            return Ok(known.clone());
        }
        let now = app.now();
        let counted = app.store.readers.read(move |tx| count(tx, now)).await?;
        *kept = Some((Instant::now(), counted.clone()));
        Ok(counted)
    }
}

fn histogram() -> Histogram {
    Histogram::new(SECONDS)
}

fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn count(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Standing>, StoreError> {
    let now = now.timestamp_millis();
    let mut all: std::collections::BTreeMap<String, Standing> = std::collections::BTreeMap::new();
    let mut add = |rows: Vec<(String, i64)>, put: fn(&mut Standing, i64)| {
        for (ledger, count) in rows {
            let of = Standing { ledger: ledger.clone(), ..Standing::default() };
            put(all.entry(ledger).or_insert(of), count);
        }
    };
    let mut ask = |sql: &str, args: &[crate::store::db::Param<'_>]| {
        tx.query(sql, args, |row| Ok((row.text(0)?, row.int(1)?)))
    };
    let entries = "SELECT program, COUNT(*) FROM entries GROUP BY program";
    add(ask(entries, &[])?, |it, count| it.entries = count);
    let open = "SELECT program, COUNT(*) FROM redemptions
                WHERE status = 'issued' AND (expires_at IS NULL OR expires_at > $1)
                GROUP BY program";
    add(ask(open, crate::args![now])?, |it, count| it.open = count);
    let waiting = "SELECT program, COUNT(*) FROM orders WHERE member IS NULL AND customer <> ''
                   GROUP BY program";
    add(ask(waiting, &[])?, |it, count| it.waiting = count);
    Ok(all.into_values().collect())
}

/// Answers on an address of its own.
pub async fn serve(listener: TcpListener, app: Arc<App>, bounds: &Bounds) {
    let router = Router::new().route("/metrics", get(answer)).with_state(app);
    connections::serve(listener, router, bounds, |_| None, std::future::pending()).await;
}

async fn answer(State(app): State<Arc<App>>) -> Response {
    let standing = Metrics::standing(&app).await;
    let mut text = String::new();
    // A store that cannot be counted leaves its figures out; what was answered is told all the same.
    let registry = registry(&app, &standing.unwrap_or_default());
    if text::encode(&mut text, &registry).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

fn registry(app: &App, standing: &[Standing]) -> Registry {
    let mut all = Registry::with_prefix("stempel");
    let (requests, seconds) = (app.metrics.requests.clone(), app.metrics.seconds.clone());
    all.register("http_requests", "Requests answered", requests);
    all.register("http_request_duration_seconds", "How long they took", seconds);
    let of_store: [Figure; 3] = [
        ("ledger_entries", "Entries in the ledger", |it| it.entries),
        ("redemptions_open", "Redemptions whose code can be used", |it| it.open),
        ("orders_waiting", "Orders that wait for their customer to join", |it| it.waiting),
    ];
    for (name, help, figure) in of_store {
        let family = Family::<Of, Gauge>::default();
        for it in standing {
            family.get_or_create(&Of { program: it.ledger.clone() }).set(figure(it));
        }
        all.register(name, help, family);
    }
    let queue = Gauge::<i64>::default();
    queue.set(app.store.writer.waiting());
    all.register("commands_waiting", "Commands that wait for the database or are in it", queue);
    let errors = ConstCounter::new(problem::database_errors());
    all.register("database_errors", "Commands and questions that the database failed", errors);
    all
}
