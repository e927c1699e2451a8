//! Joining: each consent in its current version, unticked, and one button.

use stempel_protocol::{Consent, ConsentChoice, Program};

use super::Ui;
use super::form::field;
use super::node::{Node, element};
use super::parts::{
    Button, Gather, alert, b, div, failure, line, maybe, outlink, piece, span, text,
};
use crate::api;
use crate::format;
use crate::host;
use crate::state::Busy;

/// The field for the code of a friend.
const CODE: &str = "code";

/// The field for what somebody likes to be called; the word by which browsers know it, too.
pub const NICKNAME: &str = "nickname";

/// Joining as a place of its own.
pub fn join(ui: Ui, program: &Program) -> Node {
    div("view", vec![line("fine", ui.text("join.lead")), form(ui, program)])
}

/// The consents, a nickname for those who like one, and the button.
pub fn form(ui: Ui, program: &Program) -> Node {
    let consents = program.consents.iter().map(|it| consent(ui, it)).gather();
    let asked = program.consents.clone();
    let busy = ui.state.busy();
    let words = ui.text(if busy == Some(Busy::Joining) { "join.joining" } else { "join.join" });
    let button = Button::primary(words).off(busy.is_some()).does(move || submit(ui, &asked));
    let invited = api::says("program", "referral");
    let missing = ui.draft.get().consent_missing.then(|| alert(ui.text("join.consent_missing")));
    piece(
        "card",
        "card join",
        vec![
            div("consents", consents),
            field(ui, NICKNAME, NICKNAME, ui.text("join.nickname"), None),
            maybe(invited.then(|| field(ui, CODE, "off", ui.text("friends.code_field"), None))),
            maybe(missing),
            failure(ui),
            button,
        ],
    )
}

fn consent(ui: Ui, consent: &Consent) -> Node {
    let id = consent.id.clone();
    let ticked = ui.draft.get().ticked.contains(&id);
    let missing = consent.required && !ticked && ui.draft.get().consent_missing;
    let toggle = move |_| {
        ui.draft.update(|draft| match draft.ticked.iter().position(|it| *it == id) {
            Some(index) => drop(draft.ticked.remove(index)),
            None => draft.ticked.push(id.clone()),
        });
    };
    let field = element("input", "tick")
        .with("type", "checkbox")
        .with_some("aria-invalid", missing.then_some("true"))
        .with_some("aria-required", consent.required.then_some("true"))
        .with(".checked", if ticked { "true" } else { "false" })
        .on("change", toggle)
        .kids(Vec::new());
    let kind = ui.text(if consent.required { "join.required" } else { "join.optional" });
    let version = ui.words.with("join.version", &[("version", &consent.version)]);
    let words = span(
        "consent-words",
        vec![
            b("name", vec![text(consent.title.clone())]),
            span("tiny", vec![text(format::join(&[&kind, &version], " · "))]),
        ],
    );
    let link = consent.url.clone().filter(|url| host::is_web_url(url));
    div(
        "consent",
        vec![
            element("label", "consent-label").kids(vec![field, words]),
            div(
                "consent-more",
                vec![
                    maybe(consent.text.clone().map(|words| line("tiny", words))),
                    maybe(link.map(|url| outlink("link", url, ui.text("join.read"), true))),
                ],
            ),
        ],
    )
}

fn submit(ui: Ui, asked: &[Consent]) {
    let draft = ui.draft.get_untracked();
    let given = |consent: &&Consent| draft.ticked.contains(&consent.id);
    let missing = asked.iter().any(|it| it.required && !given(&it));
    ui.draft.update(|draft| draft.consent_missing = missing);
    if missing {
        return;
    }
    let choice = |it: &Consent| ConsentChoice { id: it.id.clone(), version: it.version.clone() };
    let consents = asked.iter().filter(given).map(choice).collect();
    let words = |name| ui.typed(name).filter(|it| !it.trim_ascii().is_empty());
    ui.run(|commands| commands.join(consents, words(NICKNAME), words(CODE)));
}
