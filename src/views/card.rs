//! The member's card number and their paid membership.

use stempel_protocol::{MemberLate, Membership};

use super::Ui;
use super::node::{Node, element};
use super::parts::{Button, div, heading, li, line, maybe, nothing, span, text, ul};
use super::redemption::outcome;
use crate::format;

/// Both, or nothing.
pub fn card(ui: Ui) -> Node {
    let Some(held) = ui.besides::<MemberLate>("member") else { return nothing() };
    let number = held.card.map(|number| self::number(ui, &number));
    let paid = held.membership.map(|it| ul("card sums", vec![membership(ui, &it)]));
    div("group", vec![maybe(number), maybe(paid)])
}

/// The number in the groups that are printed under its stripes.
fn number(ui: Ui, number: &str) -> Node {
    let (first, rest) = number.split_at_checked(1).unwrap_or_default();
    let (second, third) = rest.split_at_checked(6).unwrap_or((rest, ""));
    let grouped = format::join(&[first, second, third], " ");
    let copied = number.to_owned();
    let copy = Button::quiet(ui.text("code.copy"))
        .named(ui.text("card.copy"))
        .does(move || ui.run(|commands| commands.copy(copied.clone())));
    let words = vec![
        element("code", "number").kids(vec![text(grouped)]),
        line("tiny", ui.text("card.hint")),
    ];
    let row = div("row-between", vec![div("row-words", words), copy]);
    div(
        "group",
        vec![heading(ui.text("card.title"), nothing()), div("card", vec![row, outcome(ui)])],
    )
}

fn membership(ui: Ui, it: &Membership) -> Node {
    let status = ui.text(&format::join(&["membership.", it.status.as_str()], ""));
    let until = it.until.map(format::last_day);
    let until = until.map(|date| ui.words.with("time.until", &[("date", &date)]));
    let words = format::join(&[&status, until.as_deref().unwrap_or_default()], ", ");
    let name = span("", vec![text(ui.text("membership.title"))]);
    li("sum-line", vec![name, super::parts::b("", vec![text(words)])])
}
