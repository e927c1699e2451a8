//! The widget's files below `/w`: any shop may load them, precompressed where that exists.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;

/// Files whose name carries their hash never change.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The loader and the manifest keep their names; a new version is to be seen soon.
const SHORT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// The files of a folder.
pub fn files(folder: &Path) -> Router {
    let directory = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    Router::new().fallback_service(directory).layer(from_fn(headers))
}

async fn headers(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        headers.insert(header::CACHE_CONTROL, if hashed { FOREVER } else { SHORT });
    }
    response
}

/// `app-1f3a9c02.js`: a hash of at least eight signs between the last `-` and the first `.` after.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let hash = name.rsplit_once('-').and_then(|(_, rest)| rest.split('.').next()).unwrap_or("");
    hash.len() >= 8 && hash.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn hashed_files_are_told_from_those_that_keep_their_name() {
        for hashed in ["/w/app-0123abcd.js", "/locale-en-00ff00ff00.json", "/app-12345678.wasm"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["/w/stempel.js", "/manifest.json", "/a-b.js", "/", ""] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }
}
