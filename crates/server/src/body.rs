//! Reading a request's body: JSON into wire types, with errors that name the field.

use crate::problem::Refusal;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

/// The largest body taken, in bytes.
pub const LIMIT: usize = 256 * 1024;
/// The largest feed taken, in bytes.
pub const LIMIT_LARGE: usize = 4 * 1024 * 1024;
/// How much of a larger one is still read and thrown away: a client that is cut off while it
/// sends never sees the answer.
const DISCARDED: usize = 8 * 1024 * 1024;

/// A body as it came: within the limit, declared as JSON. It is read only after the caller was
/// recognised; see [`parse`].
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, LIMIT).await.map(Self)
    }
}

async fn read(request: Request, limit: usize) -> Result<Bytes, Refusal> {
    let is_json = is_json(request.headers());
    // Read in any case: a connection with something unread on it is closed, and with it goes the
    // next request that its client has already sent there.
    let body = collect(request.into_body(), limit).await;
    if is_json { body } else { Err(Refusal::MediaType) }
}

/// The same within the limit of a feed.
pub struct Large(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Large {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, LIMIT_LARGE).await.map(Self)
    }
}

/// A body that nobody asked for: read and thrown away, for the connection's sake, whatever it is.
pub struct Unasked;

impl<S: Send + Sync> FromRequest<S> for Unasked {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let _ = collect(request.into_body(), LIMIT).await;
        Ok(Self)
    }
}

async fn collect(mut body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let (mut bytes, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::InvalidJson("it was cut off".into()))?;
        let data = frame.into_data().unwrap_or_default();
        seen += data.len();
        if seen > DISCARDED {
            break;
        }
        if seen <= limit {
            bytes.extend_from_slice(&data);
        }
    }
    if seen > limit { Err(Refusal::TooLarge(limit)) } else { Ok(bytes.into()) }
}

/// Reads JSON; `under` is put before the path of a field that is wrong.
///
/// # Errors
/// `InvalidJson` when it is not JSON, `InvalidField` when it is not a `T`.
pub fn parse<'de, T: Deserialize<'de>>(json: &'de [u8], under: &str) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        let detail = in_words(cause.to_string());
        match cause.classify() {
            Category::Data => Refusal::field(field(under, &path, &detail), detail),
            _ => Refusal::InvalidJson(detail),
        }
    })?;
    reader.end().map_err(|cause| Refusal::InvalidJson(cause.to_string()))?;
    // serde takes a list of its values for a struct; the wire's own types are stricter by themselves.
    if let Some(path) = holds_nul(json) {
        return Err(Refusal::field(field(under, &path, ""), "a text cannot hold U+0000"));
    }
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(Refusal::field(under, "invalid type: a list, expected an object"));
    }
    Ok(value)
}

/// How the reader of instants begins to say that something is none.
const NO_INSTANT: [&str; 6] = [
    "premature end of input",
    "input contains invalid characters",
    "input is out of range",
    "input is not enough for unique date and time",
    "no possible date and time matching input",
    "trailing input",
];

fn in_words(detail: String) -> String {
    if !NO_INSTANT.iter().any(|it| detail.starts_with(it)) {
        return detail;
    }
    "must be an instant of RFC 3339 with Z or an offset, as in 2026-11-30T12:00:00Z".into()
}

/// Words that are shown: control signs are taken out of them; see [`crate::text`].
const CLEANED: [&str; 4] = ["nickname", "text", "reason", "alias"];

/// Where an id or the like holds U+0000, which one of the databases cannot keep.
fn holds_nul(json: &[u8]) -> Option<String> {
    const ESCAPED: &[u8] = br"\u0000";
    // Rarely there, and then perhaps as words about it: looked at closely only if so.
    json.windows(ESCAPED.len()).any(|it| it == ESCAPED).then_some(())?;
    path_of_nul(&serde_json::from_slice(json).ok()?)
}

fn path_of_nul(value: &Value) -> Option<String> {
    let inside = |name: String, value: &Value| {
        let path = path_of_nul(value)?;
        Some(if path.is_empty() { name } else { format!("{name}.{path}") })
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, it)| inside(format!("[{index}]"), it))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, it)| {
            let cleaned = CLEANED.contains(&name.as_str());
            if cleaned { None } else { inside(name.clone(), it) }
        }),
        _ => None,
    }
}

/// The path of the field; of a missing one, which the reader places in its parent, its own.
fn field(under: &str, path: &str, detail: &str) -> String {
    let missing = detail.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let parts = [under, path, missing.unwrap_or("")];
    let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty() && *it != ".").collect();
    parts.join(".")
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = declared.unwrap_or("").split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/json")
}
