//! Fields: each tells the draft of the form what was typed or chosen; the form reads it on sending.

use wasm_bindgen::JsCast;

use super::Ui;
use super::node::{Node, element};
use super::parts::{Gather, div, span, text};
use crate::format;

/// A field of one line; `fills` says what the browser may fill in, `off` for nothing.
pub fn field(ui: Ui, name: &'static str, fills: &str, label: String, value: Option<&str>) -> Node {
    let input = element("input", "input")
        .with("type", "text")
        .with("maxlength", "60")
        .with("autocomplete", fills)
        .with_some("value", value)
        .on("input", move |event| ui.type_in(name, typed(&event)));
    element("label", "field").kids(vec![span("fine", vec![text(label)]), input.kids(Vec::new())])
}

/// A field of several lines.
pub fn area(ui: Ui, name: &'static str, label: String, most: i64) -> Node {
    let input = element("textarea", "input")
        .with("rows", "3")
        .with("maxlength", &format::digits(most))
        .on("input", move |event| ui.type_in(name, typed(&event)));
    element("label", "field").kids(vec![span("fine", vec![text(label)]), input.kids(Vec::new())])
}

/// One of some answers, as radio buttons; what is kept is its place among them.
pub fn choices(ui: Ui, name: &'static str, label: &str, labels: Vec<String>) -> Node {
    let choice = |(index, words): (i64, String)| {
        let place = format::digits(index);
        let kept = place.clone();
        let input = element("input", "radio")
            .with("type", "radio")
            .with("name", name)
            .with("value", &place)
            .on("change", move |_| ui.type_in(name, kept.clone()));
        element("label", "choice").kids(vec![input.kids(Vec::new()), span("", vec![text(words)])])
    };
    let all = (0..).zip(labels).map(choice).gather();
    element("div", "choices").with("role", "radiogroup").with("aria-label", label).kids(all)
}

/// Yes or no.
pub fn tick(ui: Ui, name: String, on: bool, words: Vec<Node>) -> Node {
    let input = element("input", "tick")
        .with("type", "checkbox")
        .with_some("checked", on.then_some(""))
        .on("change", move |event| {
            let on = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
            let on = on.is_some_and(|it| it.checked());
            ui.type_in(&name, if on { "1" } else { "0" }.into());
        });
    element("label", "consent-label")
        .kids(vec![input.kids(Vec::new()), div("consent-words", words)])
}

/// What stands in the field that an event is of.
pub fn typed(event: &web_sys::Event) -> String {
    let target = event.target().unwrap_or_else(|| event.clone().unchecked_into());
    js_sys::Reflect::get(&target, &"value".into())
        .ok()
        .and_then(|it| it.as_string())
        .unwrap_or_default()
}
