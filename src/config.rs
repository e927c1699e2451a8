//! What the loader hands over, read once; nothing else reads attributes.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::host;

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
        let settings = Reflect::get(handed, &"settings".into()).unwrap_or_default();
        Self {
            endpoint: without_slash(text(&settings, "endpoint").unwrap_or_default()),
            lang: text(handed, "lang").unwrap_or_else(|| "en".into()),
            sign_in_url: text(&settings, "signInUrl").filter(|url| host::is_web_url(url)),
        }
    }
}

fn without_slash(mut url: String) -> String {
    while url.ends_with('/') {
        url.pop();
    }
    url
}

/// A text field of a JS object.
pub(crate) fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

/// A function field of a JS object.
pub(crate) fn function(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
