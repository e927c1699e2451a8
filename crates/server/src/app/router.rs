//! The router: every call, and what is said where there is none.

use super::App;
use super::layers::{cors, counted, observe};
use crate::body;
use crate::config::Config;
use crate::problem::Refusal;
use crate::routes;
use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

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

/// What is not there is refused in our words.
fn refusing<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    let no_such_call = async |request: Request| {
        body::discard(request.into_body()).await;
        Refusal::NotFound("there is no such call")
    };
    let no_such_method = async |request: Request| {
        body::discard(request.into_body()).await;
        Refusal::Method
    };
    router.fallback(no_such_call).method_not_allowed_fallback(no_such_method)
}
