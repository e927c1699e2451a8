//! Reading a request's body: JSON into wire types, with errors that name the field.

use crate::problem::Refusal;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The largest body taken, in bytes.
pub const LIMIT: usize = 256 * 1024;

/// A body as it came.
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::MediaType);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
                _ => Refusal::InvalidJson("it was cut off".into()),
            }
        })?;
        Ok(Self(bytes))
    }
}

/// A body read as JSON.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let Raw(raw) = Raw::from_request(request, state).await?;
        Ok(Self(parse(&raw, "")?))
    }
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
        if cause.is_data() {
            let path = [under, path.as_str()].join(if under.is_empty() { "" } else { "." });
            Refusal::field(path.trim_end_matches('.'), cause.to_string())
        } else {
            Refusal::InvalidJson(cause.to_string())
        }
    })?;
    reader.end().map_err(|cause| Refusal::InvalidJson(cause.to_string()))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = declared.unwrap_or("").split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/json")
}
