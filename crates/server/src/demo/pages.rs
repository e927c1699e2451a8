//! The shop's page and files. One page serves every address; its script draws the rest.

use super::session::cookie;
use super::settings::{DemoError, Settings};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::path::Path;

const LANGUAGES: [&str; 2] = ["pl", "en"];
const COOKIE_NAME: &str = "lang";

/// The shop's page, read once.
pub struct Pages {
    pl: String,
    en: String,
}

impl Pages {
    /// Reads `index.html` and fills in what a shop would have pasted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(settings: &Settings) -> Result<Self, DemoError> {
        let file = settings.site.join("index.html");
        let page = std::fs::read_to_string(&file).map_err(DemoError::io(file.display()))?;
        let shop = settings.site.join("shop");
        std::fs::read_dir(&shop).map_err(DemoError::io(shop.display()))?;
        let [pl, en] = LANGUAGES.map(|lang| fill(&page, settings, lang));
        Ok(Self { pl, en })
    }

    /// The page in the visitor's language. `?lang=` chooses one and leads to the clean address.
    pub fn answer(&self, uri: &Uri, headers: &HeaderMap) -> Response {
        let chosen = uri.query().and_then(|query| query.split('&').find_map(chosen));
        if let Some(lang) = chosen {
            return remember(uri.path(), lang);
        }
        let page = if language(headers) == "en" { &self.en } else { &self.pl };
        let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
        (status(uri.path()), headers, page.clone()).into_response()
    }
}

/// The visitor's language: chosen, or what their browser asks for, or Polish.
pub fn language(headers: &HeaderMap) -> &'static str {
    let chosen = cookie(headers, COOKIE_NAME).and_then(|value| known(&value));
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let first = || {
        let tags = asked?.split(',').map(|tag| tag.trim().get(..2).unwrap_or_default());
        tags.into_iter().find_map(known)
    };
    chosen.or_else(first).unwrap_or(LANGUAGES[0])
}

fn known(lang: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(lang))
}

fn chosen(pair: &str) -> Option<&'static str> {
    known(pair.strip_prefix("lang=")?)
}

fn remember(path: &str, lang: &str) -> Response {
    // Two slashes in front would lead to another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    let cookie = format!("{COOKIE_NAME}={lang}; Path=/; Max-Age=31536000; SameSite=Lax");
    (StatusCode::SEE_OTHER, [(LOCATION, path), (SET_COOKIE, cookie)]).into_response()
}

fn fill(page: &str, settings: &Settings, lang: &str) -> String {
    page.replace("{{lang}}", lang)
        .replace("{{assets}}", &attribute(settings.assets_url.trim_end_matches('/')))
        .replace("{{backend}}", &attribute(settings.backend.trim_end_matches('/')))
        .replace("{{program}}", &attribute(&settings.program))
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// An address the shop does not have still gets the page, which says so; but not as a success.
fn status(path: &str) -> StatusCode {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let exists = match parts[..] {
        [] | ["cart" | "checkout" | "account"] | ["order", _] => true,
        ["product", sku] => super::catalogue::product(sku).is_some(),
        _ => false,
    };
    if exists { StatusCode::OK } else { StatusCode::NOT_FOUND }
}

/// The shop's scripts, styles and pictures.
pub fn files(site: &Path) -> tower_http::services::ServeDir {
    tower_http::services::ServeDir::new(site.join("shop")).append_index_html_on_directories(false)
}
