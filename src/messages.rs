//! The texts of one locale: looked up by key, filled with values, in the right plural form.
//! The texts themselves are in `locales/`; nothing here knows a language.

use std::cell::RefCell;

use js_sys::Reflect;
use stempel_protocol::Plural;
use wasm_bindgen::JsValue;

use crate::format;

thread_local! {
    static TEXTS: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// The texts of the reader's language: one locale a page.
#[derive(Clone, Copy)]
pub struct Messages(());

/// Values for the `{name}`s of a text.
pub type Values<'a> = &'a [(&'a str, &'a str)];

impl Messages {
    /// Texts from a parsed locale file, and the language that numbers and dates follow.
    #[must_use]
    pub fn new(texts: JsValue, lang: &str) -> Self {
        format::set_lang(lang);
        TEXTS.set(texts);
        Self(())
    }

    /// A text as it is.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.template(key, None)
    }

    /// A text with values filled in.
    #[must_use]
    pub fn with(self, key: &str, values: Values) -> String {
        fill(&self.template(key, None), values)
    }

    /// A text in the plural form of a count; `{count}` is the count itself.
    #[must_use]
    pub fn plural(self, key: &str, count: i64, values: Values) -> String {
        let shown = format::number(count);
        fill(&fill(&self.template(key, Some(count)), &[("count", &shown)]), values)
    }

    /// A text in pieces: those between asterisks stand out (`true`).
    #[must_use]
    pub fn pieces(self, key: &str, count: Option<i64>, values: Values) -> Vec<(bool, String)> {
        let template = self.template(key, count);
        let mut pieces = Vec::new();
        let mut rest = template.as_str();
        loop {
            let (piece, after) = rest.split_once('*').unwrap_or((rest, ""));
            pieces.push((pieces.len() % 2 == 1, fill(piece, values)));
            if piece.len() == rest.len() {
                return pieces;
            }
            rest = after;
        }
    }

    /// Whether the locale has a text of that key.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        !self.entry(key).is_falsy()
    }

    fn entry(self, key: &str) -> JsValue {
        TEXTS.with_borrow(|texts| Reflect::get(texts, &key.into())).unwrap_or_default()
    }

    fn template(self, key: &str, count: Option<i64>) -> String {
        let entry = self.entry(key);
        let form = |name: &str| Reflect::get(&entry, &name.into()).ok()?.as_string();
        entry
            .as_string()
            .or_else(|| form(&format::plural(count?)))
            .or_else(|| form("other"))
            .unwrap_or_else(|| last_word(key).into())
    }
}

/// What a text without words shows: better than nothing.
fn last_word(mut key: &str) -> &str {
    while let Some((_, rest)) = key.split_once('.') {
        key = rest;
    }
    key
}

/// Points with their unit: `1 250 ziaren`.
#[must_use]
pub fn points(unit: &Plural, count: i64) -> String {
    format::join(&[&format::number(count), unit_of(unit, count)], "\u{a0}")
}

/// The unit alone, in the form that goes with a count.
#[must_use]
pub fn unit_of(unit: &Plural, count: i64) -> &str {
    let form = match format::plural(count).as_str() {
        "zero" => &unit.zero,
        "one" => &unit.one,
        "two" => &unit.two,
        "few" => &unit.few,
        "many" => &unit.many,
        _ => &None,
    };
    form.as_deref().unwrap_or(&unit.other)
}

/// Puts values in place of `{name}`s, once: braces inside a value stay as they are.
fn fill(template: &str, values: Values) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| {
            let value = values.iter().find(|(known, _)| *known == name)?.1;
            Some((value, tail))
        });
        match found {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}
