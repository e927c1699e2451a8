//! Reading a request's body: whole, before anything else of a call is looked at, then JSON into wire
//! types, with errors that name the field.

use crate::problem::Refusal;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
use tower_http::timeout::TimeoutError;

/// The largest body taken, in bytes.
pub const LIMIT: usize = 256 * 1024;
/// The largest feed taken, in bytes.
pub const LIMIT_LARGE: usize = 4 * 1024 * 1024;
/// How much of a larger one is still read and thrown away: a client that is cut off while it
/// sends never sees the answer.
const DISCARDED: usize = 8 * 1024 * 1024;

/// A body that was read to its end, or why it is not taken.
#[derive(Clone)]
struct Whole(Result<Bytes, Refusal>);

/// Reads a body to its end, keeping so many bytes at most, before the call begins: who it is, what
/// time it is and what the body says belong to one instant, however long a client takes to send it.
///
/// One that nobody asked for is read, too, and thrown away: a connection with something unread on it
/// is closed, and with it goes the next request that its client has already sent there.
pub async fn whole(State(limit): State<usize>, mut request: Request, next: Next) -> Response {
    let body = std::mem::take(request.body_mut());
    let read = collect(body, limit).await;
    request.extensions_mut().insert(Whole(read));
    next.run(request).await
}

/// Reads a body that nobody looks at, for the sake of its connection: see [`whole`].
pub async fn discard(body: Body) {
    let _ = collect(body, 0).await;
}

/// A body as it came: within the limit of its call, declared as JSON. It is looked into only after
/// the caller was recognised; see [`parse`].
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequestParts<S> for Raw {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        if !is_json(&parts.headers) {
            return Err(Refusal::MediaType);
        }
        let read = parts.extensions.remove::<Whole>();
        let unread = || Refusal::Internal("the body was not read before the call".into());
        read.ok_or_else(unread)?.0.map(Self)
    }
}

async fn collect(mut body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let (mut bytes, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(unread)?;
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

/// Why the rest of a body does not come.
fn unread(error: axum::Error) -> Refusal {
    if error.into_inner().is::<TimeoutError>() {
        return Refusal::TooSlow;
    }
    Refusal::InvalidJson("it was cut off".into())
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
    if let Some(path) = holds_nul(json)? {
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
///
/// # Errors
/// `InvalidJson` when something that a `T` does not read cannot be read.
fn holds_nul(json: &[u8]) -> Result<Option<String>, Refusal> {
    const ESCAPED: &[u8] = br"\u0000";
    // Rarely there, and then perhaps as words about it: looked at closely only if so.
    if !json.windows(ESCAPED.len()).any(|it| it == ESCAPED) {
        return Ok(None);
    }
    let value = serde_json::from_slice(json).map_err(|e| Refusal::InvalidJson(e.to_string()))?;
    Ok(path_of_nul(&value))
}

fn path_of_nul(value: &Value) -> Option<String> {
    let inside = |name: String, value: &Value| {
        let path = path_of_nul(value)?;
        Some(joined(name, &path))
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

fn joined(path: String, part: &str) -> String {
    let between =
        if path.is_empty() || part.is_empty() || part.starts_with('[') { "" } else { "." };
    path + between + part
}

/// The path of the field; of a missing one, which the reader places in its parent, its own.
fn field(under: &str, path: &str, detail: &str) -> String {
    let missing = detail.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let parts = [under, path, missing.unwrap_or("")];
    parts.into_iter().filter(|it| *it != ".").fold(String::new(), joined)
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = declared.unwrap_or("").split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/json")
}
