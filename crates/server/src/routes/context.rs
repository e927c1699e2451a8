//! What every call needs: the program of its path, the language it asks for, who is asking.

use crate::app::App;
use crate::auth::{self, Scope};
use crate::problem::Refusal;
use crate::service::{Context, Customer, Mode};
use crate::store::referrals::Mark;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::Deserialize;
use std::sync::Arc;

/// A call below `/v1/{program}`.
pub struct Call {
    /// The program, the language and the time, which is after the body was read: see
    /// [`crate::body::whole`].
    pub context: Context,
    /// The request's headers.
    pub headers: HeaderMap,
    app: Arc<App>,
}

impl Call {
    /// The customer whose token came with the call, which from here on acts on the books of the
    /// token's key.
    pub async fn customer(&mut self, scope: Scope) -> Result<Customer, Refusal> {
        let (id, now) = (&self.context.program().id, self.context.now);
        let (customer, mode) = self.app.auth.customer(&self.headers, id, scope, now).await?;
        self.context.mode = mode;
        self.app.limits.customer(self.context.ledger(), &customer.id)?;
        Ok(customer)
    }

    /// What the customer's token says of device and address; after [`Call::customer`].
    pub async fn marks(&self) -> Result<Vec<Mark>, Refusal> {
        self.app.auth.marks(&self.headers).await
    }

    /// The customer if a token came, nobody if none did. A token that does not verify is never
    /// taken for a guest's.
    pub async fn customer_or_guest(&mut self) -> Result<Option<Customer>, Refusal> {
        if !auth::is_signed_in(&self.headers) {
            return Ok(None);
        }
        self.customer(Scope::Read).await.map(Some)
    }

    /// The shop's server, which from here on acts on the books of its key.
    pub fn shop(&mut self) -> Result<(), Refusal> {
        self.context.mode = self.app.auth.shop(&self.headers)?;
        Ok(())
    }

    /// The shop's own people, who from here on act on the books of their key; which key it is.
    pub fn admin(&mut self) -> Result<String, Refusal> {
        let (mode, key) = self.app.auth.admin(&self.headers)?;
        self.context.mode = mode;
        Ok(key)
    }

    /// The key of the effect.
    pub fn key(&self) -> Result<String, Refusal> {
        let key = self.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = key.unwrap_or("").trim();
        let visible = key.chars().all(|c| c.is_ascii_graphic());
        if key.is_empty() || key.len() > 200 || !visible {
            return Err(Refusal::KeyMissing);
        }
        Ok(key.to_owned())
    }
}

impl FromRequestParts<Arc<App>> for Call {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let id = part(parts, app, "program").await?;
        let catalogue = app.program(&id)?;
        let asked = Query::<Asked>::try_from_uri(&parts.uri).ok().and_then(|asked| asked.0.lang);
        let lang = catalogue.program.language(asked.as_deref()).to_owned();
        let context = Context { catalogue, mode: Mode::Live, lang, now: app.now() };
        Ok(Self { context, headers: parts.headers.clone(), app: Arc::clone(app) })
    }
}

/// `?lang=`, on any call.
#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

/// The part of the path that names something: an id or a code.
pub struct Named(pub String);

impl FromRequestParts<Arc<App>> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        Ok(Self(part(parts, app, "name").await?))
    }
}

async fn part(parts: &mut Parts, app: &Arc<App>, name: &str) -> Result<String, Refusal> {
    let missing = Refusal::NotFound("there is no such call");
    let Ok(params) = RawPathParams::from_request_parts(parts, app).await else {
        return Err(missing);
    };
    let found = params.iter().find(|(key, _)| *key == name);
    // No id holds U+0000, and one of the databases takes no such text.
    let found = found.filter(|(_, value)| !value.contains('\0'));
    found.map(|(_, value)| value.to_owned()).ok_or(missing)
}

/// Where a page of a list starts, and how long it is; looked at once the caller is recognised.
pub struct Page(Result<Query<Paging>, QueryRejection>);

/// `?cursor=&limit=`.
#[derive(Deserialize)]
pub struct Paging {
    /// `next` of the page before; absent for the first.
    pub cursor: Option<String>,
    /// How many there are on it at most.
    pub limit: Option<i64>,
}

impl Page {
    /// What was asked for.
    pub fn read(self) -> Result<Paging, Refusal> {
        let wrong = |_| Refusal::field("limit", "limit is a number, cursor a text");
        self.0.map(|Query(paging)| paging).map_err(wrong)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Query::from_request_parts(parts, state).await))
    }
}
