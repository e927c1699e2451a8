//! A parsed JSON value of JavaScript as a tree that the wire types read.

use js_sys::{Array, Object, Reflect};
use stempel_protocol::Source;
use wasm_bindgen::{JsCast, JsValue};

/// A value of JavaScript.
pub struct JsNode(pub JsValue);

impl Source for JsNode {
    fn field(&self, name: &'static str) -> Self {
        // Only own fields: a page that extends `Object.prototype` must not answer for the server.
        let own = self.0.dyn_ref::<Object>().is_some_and(|it| Object::has_own(it, &name.into()));
        Self(if own {
            Reflect::get(&self.0, &name.into()).unwrap_or_default()
        } else {
            JsValue::UNDEFINED
        })
    }

    fn is_absent(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.0.dyn_ref::<Array>().map(|items| items.iter().map(JsNode).collect())
    }

    fn instant(&self) -> Option<i64> {
        let milliseconds = js_sys::Date::parse(&self.0.as_string()?);
        milliseconds.is_finite().then_some(milliseconds as i64)
    }
}
