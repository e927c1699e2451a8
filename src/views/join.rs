//! Joining: each consent in its current version, unticked, and one button.

use leptos::html;
use leptos::prelude::*;
use leptos::ev;
use stempel_protocol::{Consent, ConsentChoice, Program};

use super::parts::{
    Button, alert, b, div, failure, line, maybe, outlink, piece, span, text,
};
use super::Ui;
use crate::state::Busy;

/// Joining as a place of its own.
pub fn join(ui: Ui, program: &Program) -> AnyView {
    div("view", vec![line("fine", ui.text("join.lead")), form(ui, program)])
}

/// The consents, a nickname for those who like one, and the button.
pub fn form(ui: Ui, program: &Program) -> AnyView {
    let consents = program.consents.iter().map(|it| consent(ui, it)).collect();
    let asked = program.consents.clone();
    let busy = ui.state.busy();
    let words = ui.text(if busy == Some(Busy::Joining) { "join.joining" } else { "join.join" });
    let button = Button::primary(words).off(busy.is_some()).does(move || submit(ui, &asked));
    let missing = ui.local.consent_missing.get().then(|| alert(ui.text("join.consent_missing")));
    piece("card", "card join", vec![
        div("consents", consents),
        nickname(ui),
        maybe(missing),
        failure(ui),
        button,
        line("tiny", ui.text("join.leave")),
    ])
}

fn consent(ui: Ui, consent: &Consent) -> AnyView {
    let id = consent.id.clone();
    let ticked = ui.local.ticked.get().contains(&id);
    let missing = consent.required && !ticked && ui.local.consent_missing.get();
    let toggle = move |_| {
        ui.local.ticked.update(|all| match all.iter().position(|it| *it == id) {
            Some(index) => drop(all.remove(index)),
            None => all.push(id.clone()),
        });
    };
    let field = html::input()
        .attr("type", "checkbox")
        .attr("class", "tick")
        .attr("aria-invalid", missing.then_some("true"))
        .attr("aria-required", consent.required.then_some("true"))
        .prop("checked", ticked)
        .on(ev::change, Box::new(toggle) as Box<dyn FnMut(_)>);
    let kind = ui.text(if consent.required { "join.required" } else { "join.optional" });
    let version = ui.words.with("join.version", &[("version", &consent.version)]);
    let words = span("consent-words", vec![
        b("name", vec![text(consent.title.clone())]),
        span("tiny", vec![text([kind, version].join(" · "))]),
    ]);
    let link = consent.url.clone().filter(|url| is_web_url(url));
    div("consent", vec![
        html::label().class("consent-label").child((field, words)).into_any(),
        maybe(consent.text.clone().map(|words| line("tiny", words))),
        maybe(link.map(|url| outlink("link", url, ui.text("join.read"), true))),
    ])
}

/// The page's scheme decides nothing here: only http and https are links.
fn is_web_url(url: &str) -> bool {
    web_sys::Url::new(url).is_ok_and(|url| matches!(url.protocol().as_str(), "https:" | "http:"))
}

fn nickname(ui: Ui) -> AnyView {
    html::label()
        .class("field")
        .child((
            span("fine", vec![text(ui.text("join.nickname"))]),
            html::input()
                .attr("type", "text")
                .attr("class", "input")
                .attr("maxlength", "60")
                .attr("autocomplete", "nickname")
                .prop("value", ui.local.nickname.get_untracked())
                .on(ev::input, move |event| ui.local.nickname.set(event_target_value(&event))),
        ))
        .into_any()
}

fn submit(ui: Ui, asked: &[Consent]) {
    let ticked = ui.local.ticked.get_untracked();
    let given = |consent: &&Consent| ticked.contains(&consent.id);
    if asked.iter().any(|it| it.required && !given(&it)) {
        ui.local.consent_missing.set(true);
        return;
    }
    ui.local.consent_missing.set(false);
    let choice = |it: &Consent| ConsentChoice { id: it.id.clone(), version: it.version.clone() };
    let consents = asked.iter().filter(given).map(choice).collect();
    let nickname = ui.local.nickname.get_untracked().trim().to_owned();
    ui.run(|commands| commands.join(consents, (!nickname.is_empty()).then_some(nickname)));
}
