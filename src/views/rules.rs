//! The rules in plain words: those that hold, what will change, questions and answers, what was
//! changed because of what members said, and where to ask.

use stempel_protocol::{ProgramLate, Question, Rule, Said, Terms, TermsChange};

use super::icons::icon;
use super::node::{Node, element};
use super::parts::{
    Gather, Kids, div, h3, heading, line, maybe, note, nothing, outlink, rich, span, text,
};
use super::{Ui, loading};
use crate::format;
use crate::host;

/// Everything there is to read.
pub fn rules(ui: Ui) -> Node {
    let Some(of) = ui.besides::<ProgramLate>("program").filter(has) else {
        return loading::empty("info", ui.text("rules.none"), ui.text("rules.none_hint"));
    };
    let next = of.terms.iter().flat_map(|it| &it.next).map(|it| change(ui, it));
    let rules = of.rules.iter().map(rule).gather();
    let questions = of.questions.iter().map(question).gather();
    let said = of.said.iter().map(said).gather();
    div(
        "view",
        next.chain([
            cards("", rules),
            cards(&ui.text("rules.questions"), questions),
            cards(&ui.text("rules.said"), said),
            maybe(of.help.clone().and_then(|url| help(ui, url))),
            maybe(of.terms.as_ref().map(|it| terms(ui, it))),
        ])
        .gather(),
    )
}

/// Whether there is anything to read.
pub fn has(of: &ProgramLate) -> bool {
    !of.rules.is_empty() || !of.questions.is_empty() || of.terms.is_some() || of.help.is_some()
}

fn cards(title: &str, entries: Kids) -> Node {
    if entries.is_empty() {
        return nothing();
    }
    let title = if title.is_empty() { nothing() } else { heading(title.into(), nothing()) };
    div("group", vec![title, div("card rules", entries)])
}

fn rule(it: &Rule) -> Node {
    div("rule", vec![h3("name", vec![text(it.title.clone())]), line("fine", it.text.clone())])
}

/// What was said, what was changed, and when.
fn said(it: &Said) -> Node {
    let words = vec![
        line("fine", format::join(&["“", &it.you_said, "”"], "")),
        line("name", it.we_changed.clone()),
        line("tiny", format::day(it.at)),
    ];
    div("rule", words)
}

/// A question that opens to its answer.
fn question(it: &Question) -> Node {
    let asked = vec![span("name", vec![text(it.question.clone())]), icon("chevron")];
    let asked = element("summary", "asked").kids(asked);
    element("details", "rule").kids(vec![asked, line("fine", it.answer.clone())])
}

/// A change of the terms that was announced.
fn change(ui: Ui, it: &TermsChange) -> Node {
    let values = [("date", &*format::day(it.from)), ("text", &*it.text)];
    note("note", "calendar", rich(ui.words.pieces("rules.next", None, &values)))
}

fn terms(ui: Ui, it: &Terms) -> Node {
    let values = [("version", &*it.version), ("date", &*format::day(it.valid_from))];
    line("tiny", ui.words.with("rules.terms", &values))
}

/// The way to the shop's people: a page, or a letter.
fn help(ui: Ui, url: String) -> Option<Node> {
    let is_page = host::is_web_url(&url);
    (is_page || url.starts_with("mailto:"))
        .then(|| outlink("button quiet", url, ui.text("rules.help"), is_page))
}
