//! Puts the shop together and serves it.

use super::db::Db;
use super::feed;
use super::guard;
use super::left;
use super::loyalty::Loyalty;
use super::outbox;
use super::pages::{self, Pages};
use super::plus;
use super::routes;
use super::session;
use super::settings::{DemoError, Settings};
use super::{customers, refusal::Refusal};
use crate::bounds::Bounds;
use crate::connections;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::{self, Next};
use axum::response::Response;
use chrono::Utc;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

const BODY_BYTES_MAX: usize = 16 * 1024;

/// What every request of the shop can reach.
#[derive(Clone)]
pub struct Shop {
    /// The shop's database.
    pub db: Db,
    /// The way to the loyalty backend.
    pub loyalty: Loyalty,
    /// What the shop was started with.
    pub settings: Arc<Settings>,
    pages: Arc<Pages>,
    wake: Arc<Notify>,
}

impl Shop {
    /// Opens the shop.
    ///
    /// # Errors
    /// When its folder, page or database cannot be used.
    pub fn open(settings: Settings) -> Result<Self, DemoError> {
        let pages = Arc::new(Pages::read(&settings)?);
        let folder = settings.data.display();
        std::fs::create_dir_all(&settings.data).map_err(DemoError::io(folder))?;
        let db = Db::open(&settings.database())?;
        db.run_now(|tx| Ok(customers::ensure(tx)?)).map_err(|refusal: Refusal| {
            DemoError::Setting { setting: "--data", why: refusal.code.to_owned() }
        })?;
        let secret = settings.webhook_secret.clone();
        standardwebhooks::Webhook::new(&secret).map_err(|error| DemoError::Setting {
            setting: "STEMPEL_WEBHOOK_SECRET",
            why: error.to_string(),
        })?;
        let loyalty = Loyalty::new(settings.endpoint(), &settings.shop_key, secret);
        let wake = Arc::new(Notify::new());
        Ok(Self { db, loyalty, settings: Arc::new(settings), pages, wake })
    }

    /// Tells the worker that something was queued.
    pub fn wake_outbox(&self) {
        self.wake.notify_one();
    }

    /// Every address of the shop.
    ///
    /// # Errors
    /// When the URLs in the settings cannot stand in a header.
    pub fn router(&self) -> Result<Router, DemoError> {
        let policy = HeaderValue::try_from(guard::policy(&self.settings)).map_err(|error| {
            DemoError::Setting { setting: "--backend, --assets-url", why: error.to_string() }
        })?;
        let calls = routes::router()
            .layer(middleware::from_fn_with_state(self.clone(), session::attach))
            .layer(middleware::from_fn(guard::same_origin))
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX));
        let headers = move |request, next| guard::headers(policy.clone(), request, next);
        let files = Router::new()
            .nest_service("/shop", pages::files(&self.settings.site))
            .layer(middleware::from_fn(revalidate));
        Ok(calls
            .merge(files)
            .fallback(page)
            .layer(middleware::from_fn(headers))
            .with_state(self.clone()))
    }
}

/// Serves the shop until `stop` is done.
///
/// # Errors
/// When it cannot start, or the listener fails.
pub async fn serve(settings: Settings, stop: impl Future<Output = ()>) -> Result<(), DemoError> {
    let listen = settings.listen;
    let shop = Shop::open(settings)?;
    let router = shop.router()?;
    let listener = tokio::net::TcpListener::bind(listen).await.map_err(DemoError::io(listen))?;
    let worker =
        tokio::spawn(outbox::work(shop.db.clone(), shop.loyalty.clone(), shop.wake.clone()));
    let feed = tokio::spawn(feed::tell(shop.loyalty.clone()));
    let minutes = tokio::spawn(each_minute(shop));
    connections::serve(listener, router, &Bounds::default(), |_| None, stop).await;
    [worker, feed, minutes].iter().for_each(|it| it.abort());
    Ok(())
}

/// Renews memberships whose time has run out and tells of carts, once a minute, for as long as it is
/// polled.
async fn each_minute(shop: Shop) {
    loop {
        // What failed is in the log, and tried again.
        let renewed = shop.db.run(|tx| plus::renew(tx, Utc::now())).await;
        let told = shop.db.run(|tx| left::tell(tx, Utc::now())).await;
        if renewed.unwrap_or(0) + told.unwrap_or(0) > 0 {
            shop.wake_outbox();
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

async fn page(State(shop): State<Shop>, request: Request) -> Response {
    shop.pages.answer(request.uri(), request.headers())
}

/// The shop's own files have no hashes in their names: the browser asks whether they changed.
async fn revalidate(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
