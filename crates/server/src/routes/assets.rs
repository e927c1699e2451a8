//! The widget's files below `/w`: any shop may load them, precompressed where that exists.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;

/// Files whose name carries their hash or the version never change.
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
    let lasting = is_hashed(request.uri().path()) || is_versioned(request.uri().path());
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    // Pages measure what the widget costs them.
    headers.insert(HeaderName::from_static("timing-allow-origin"), HeaderValue::from_static("*"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        headers.insert(header::CACHE_CONTROL, if lasting { FOREVER } else { SHORT });
    }
    response
}

/// `app-1f3a9c02.js`: a hash of at least eight signs between the last `-` and the first `.` after.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let hash = name.rsplit_once('-').and_then(|(_, rest)| rest.split('.').next()).unwrap_or("");
    hash.len() >= 8 && hash.chars().all(|c| c.is_ascii_hexdigit())
}

/// `stempel-1.2.3.js`, perhaps `stempel-1.2.3-beta.1.js`: the loader of that version.
fn is_versioned(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let version = name.strip_prefix("stempel-").and_then(|rest| rest.strip_suffix(".js"));
    let numbers = version.map(|it| it.split('-').next().unwrap_or("").split('.'));
    let is_number = |it: &str| !it.is_empty() && it.chars().all(|c| c.is_ascii_digit());
    numbers.is_some_and(|it| it.clone().count() == 3 && it.clone().all(is_number))
}

#[cfg(test)]
mod tests {
    use super::{is_hashed, is_versioned};

    #[test]
    fn a_loader_under_its_version_is_told_from_the_moving_one() {
        for lasting in ["/stempel-0.1.0.js", "/w/stempel-12.0.3.js", "/stempel-1.0.0-beta.2.js"] {
            assert!(is_versioned(lasting), "{lasting}");
        }
        let moving = ["/stempel.js", "/stempel-1.js", "/stempel-1.0.js", "/stempel-.js"];
        for moving in moving.into_iter().chain(["/stempel-a.b.c.js", "/stempel-1.0.0.css", "/"]) {
            assert!(!is_versioned(moving), "{moving}");
        }
    }

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
