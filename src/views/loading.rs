//! While there is nothing to show: the outline of what comes, or why it does not come.

use super::icons::icon;
use super::node::{Node, element};
use super::parts::{Button, div, line, piece, span, text};
use super::{Ui, wording};
use crate::commands::Commands;

/// The outline of home while it is on its way; the reason and a retry once it failed.
pub fn waiting(ui: Ui) -> Node {
    match ui.state.load_failure() {
        Some(failure) => failed(ui, wording::failure(ui, &failure), Commands::retry),
        None => skeleton(ui),
    }
}

/// While what a place asks for besides is on its way; the reason and a retry once it failed.
pub fn besides(ui: Ui) -> Node {
    match ui.state.failure() {
        Some(failure) => failed(ui, wording::failure(ui, &failure), Commands::ask_again),
        None => skeleton(ui),
    }
}

/// The outline of what comes.
pub fn skeleton(ui: Ui) -> Node {
    element("div", "view").with("aria-busy", "true").kids(vec![
        span("unseen", vec![text(ui.text("panel.loading"))]),
        div("ghost ghost-hero", Vec::new()),
        div("ghost ghost-note", Vec::new()),
        div("ghost ghost-over", Vec::new()),
        div("ghost ghost-ticket", Vec::new()),
        div("ghost ghost-over", Vec::new()),
        div("ghost ghost-card", Vec::new()),
    ])
}

/// Why nothing comes, and a way to try again.
pub fn failed(ui: Ui, why: String, again: fn(&Commands)) -> Node {
    let retry = Button::primary(ui.text("action.retry")).does(move || ui.run(again));
    let words = element("div", "")
        .with("role", "alert")
        .kids(vec![line("lead", why), line("fine", ui.text("failure.what_works"))]);
    piece("empty", "empty", vec![div("emblem", vec![icon("offline")]), words, retry])
}

/// Nothing here yet, and what to do about it.
pub fn empty(icon_name: &str, words: String, hint: String) -> Node {
    let emblem = div("emblem open", vec![icon(icon_name)]);
    piece("empty", "empty", vec![emblem, line("lead", words), line("fine", hint)])
}
