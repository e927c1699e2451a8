//! What the loader hands over, read once; nothing else reads attributes.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The settings of the script tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The endpoint, program included, without a slash at its end.
    pub endpoint: String,
    /// The language of the widget, a BCP 47 tag.
    pub lang: String,
    /// Where a guest goes to sign in; http(s) only.
    pub sign_in_url: Option<String>,
}

impl Config {
    /// Reads the loader's object.
    #[must_use]
    pub fn read(handed: &Object) -> Self {
        Self {
            endpoint: text(handed, "endpoint").unwrap_or_default().trim_end_matches('/').into(),
            lang: text(handed, "lang").unwrap_or_else(|| "en".into()),
            sign_in_url: text(handed, "signInUrl").filter(|url| is_web_url(url)),
        }
    }
}

/// A text field of a JS object.
pub(crate) fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

/// A function field of a JS object.
pub(crate) fn function(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// Whether a URL, as the page resolves it, is http or https.
fn is_web_url(url: &str) -> bool {
    let base = web_sys::window().and_then(|window| window.location().href().ok());
    web_sys::Url::new_with_base(url, &base.unwrap_or_default())
        .is_ok_and(|url| matches!(url.protocol().as_str(), "https:" | "http:"))
}
