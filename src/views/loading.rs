//! While there is nothing to show: the outline of what comes, or why it does not come.

use leptos::html;
use leptos::prelude::*;

use super::icons::icon;
use super::parts::{Button, div, line, piece, span, text};
use super::{Ui, wording};

/// The outline of home while it is on its way; the reason and a retry once it failed.
pub fn waiting(ui: Ui) -> AnyView {
    match ui.state.load_failure() {
        Some(failure) => failed(ui, wording::failure(ui, &failure)),
        None => skeleton(ui),
    }
}

fn skeleton(ui: Ui) -> AnyView {
    html::div()
        .class("view")
        .attr("aria-busy", "true")
        .child((
            span("unseen", vec![text(ui.text("panel.loading"))]),
            div("ghost ghost-hero", Vec::new()),
            div("ghost ghost-note", Vec::new()),
            div("ghost ghost-over", Vec::new()),
            div("ghost ghost-ticket", Vec::new()),
            div("ghost ghost-over", Vec::new()),
            div("ghost ghost-card", Vec::new()),
        ))
        .into_any()
}

fn failed(ui: Ui, why: String) -> AnyView {
    let retry = Button::primary(ui.text("action.retry"))
        .does(move || ui.run(|commands| commands.retry()));
    let words = html::div()
        .attr("role", "alert")
        .child((line("lead", why), line("fine", ui.text("failure.what_works"))))
        .into_any();
    piece("empty", "empty", vec![div("emblem", vec![icon("offline")]), words, retry])
}

/// Nothing here yet, and what to do about it.
pub fn empty(icon_name: &str, words: String, hint: String) -> AnyView {
    let emblem = div("emblem open", vec![icon(icon_name)]);
    piece("empty", "empty", vec![emblem, line("lead", words), line("fine", hint)])
}
