//! Calls: a router in which nothing stands that the OpenAPI document does not know, since each
//! handler comes with what is said of it.

use crate::app::App;
use crate::body;
use crate::openapi::Operation;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, delete, get, patch, post, put};
use std::sync::Arc;
use utoipa::openapi::path::HttpMethod;

/// A call and what the document says of it.
pub struct Described {
    /// With the parts of it that vary in braces.
    pub path: String,
    /// How it is asked for.
    pub method: HttpMethod,
    /// What is said of it.
    pub operation: Operation,
}

/// Calls with their handlers.
#[derive(Default)]
pub struct Calls {
    router: Router<Arc<App>>,
    described: Vec<Described>,
}

/// `get`, `post` and so on: each adds a call.
macro_rules! methods {
    ($( $name:ident $method:ident ),*) => { $(
        #[doc = concat!("Adds a call by ", stringify!($method), ".")]
        #[must_use]
        pub fn $name<H: Handler<T, Arc<App>>, T: 'static>(
            self,
            path: &str,
            handler: H,
            operation: Operation,
        ) -> Self {
            self.add(path, HttpMethod::$method, $name(handler), operation)
        }
    )* };
}

impl Calls {
    methods!(get Get, post Post, put Put, patch Patch, delete Delete);

    fn add(
        mut self,
        path: &str,
        method: HttpMethod,
        handler: MethodRouter<Arc<App>>,
        operation: Operation,
    ) -> Self {
        let handler = handler.route_layer(from_fn_with_state(operation.body_max, body::whole));
        self.described.push(Described { path: path.to_owned(), method, operation });
        Self { router: self.router.route(path, handler), ..self }
    }

    /// These and those.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.described.extend(other.described);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// The handlers by themselves.
    pub fn router(self) -> Router<Arc<App>> {
        self.router
    }

    /// What is said of them, with `prefix` before their paths.
    pub(super) fn described(self, prefix: &str) -> impl Iterator<Item = Described> {
        let prefix = prefix.to_owned();
        self.described
            .into_iter()
            .map(move |it| Described { path: prefix.clone() + &it.path, ..it })
    }
}
