//! The ledger in words: what each line was, the rules behind it, and the balance after it.

use leptos::html;
use leptos::prelude::*;
use stempel_protocol::{Program, Transaction, TransactionKind};

use super::icons::icon;
use super::parts::{Button, Kids, alert, b, div, h3, li, line, maybe, nothing, span, text, ul};
use super::{Ui, loading, wording};
use crate::format;
use crate::state::History;

/// The lines fetched so far, by month.
pub fn history(ui: Ui, program: &Program) -> AnyView {
    let history = ui.state.history();
    if history.loaded && history.items.is_empty() {
        return loading::empty("list", ui.text("history.none"), ui.text("history.none_hint"));
    }
    let mut kids = months(ui, program, &history.items);
    kids.push(foot(ui, &history));
    html::div()
        .class("view")
        .attr("aria-busy", history.loading.then_some("true"))
        .child(kids)
        .into_any()
}

fn months(ui: Ui, program: &Program, items: &[Transaction]) -> Kids {
    let month = |it: &Transaction| format::month(it.at);
    items
        .chunk_by(|one, other| month(one) == month(other))
        .filter_map(|chunk| {
            let title = h3("over-title month", vec![text(month(chunk.first()?))]);
            let lines = chunk.iter().map(|it| li("entry", entry(ui, program, it))).collect();
            Some(div("group", vec![title, ul("card entries", lines)]))
        })
        .collect()
}

fn entry(ui: Ui, program: &Program, it: &Transaction) -> Kids {
    let order = it.order.as_ref().map(|order| ui.words.with("history.order", &[("order", order)]));
    let when = [Some(format::day(it.at)), order].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let after = ui.words.with("history.balance", &[("points", &format::number(it.balance))]);
    let sign = if it.points > 0 { "count good" } else { "count" };
    vec![
        div("entry-icon", vec![icon(mark(it.kind))]),
        div("card-words", vec![
            b("name", vec![text(what(ui, program, it))]),
            line("tiny", when),
            parts(it),
            maybe(it.note.clone().map(|note| line("tiny", note))),
        ]),
        div("card-side", vec![line(sign, format::signed(it.points)), line("tiny", after)]),
    ]
}

fn mark(kind: TransactionKind) -> &'static str {
    match kind {
        TransactionKind::Earn => "plus",
        TransactionKind::Redeem => "ticket",
        TransactionKind::Cancel | TransactionKind::Refund => "undo",
        TransactionKind::Expire => "clock",
        _ => "info",
    }
}

/// What a line was: the one rule behind it, or its kind.
fn what(ui: Ui, program: &Program, it: &Transaction) -> String {
    let kind = ui.text(&["history.", it.kind.as_str()].concat());
    let reward = it.reward.as_ref().and_then(|id| program.rewards.iter().find(|it| it.id == *id));
    match (reward, it.parts.as_slice()) {
        (Some(reward), _) => [kind.as_str(), reward.name.as_str()].join(": "),
        (None, [one]) if it.order.is_none() => one.title.clone(),
        _ => kind,
    }
}

/// Each rule with its share, where there is something to explain.
fn parts(it: &Transaction) -> AnyView {
    if it.parts.is_empty() || (it.parts.len() == 1 && it.order.is_none()) {
        return nothing();
    }
    let part = |title: &str, points: i64| {
        li("", vec![span("", vec![text(title)]), text(" "), b("", vec![text(format::signed(points))])])
    };
    ul("parts", it.parts.iter().map(|it| part(&it.title, it.points)).collect())
}

fn foot(ui: Ui, history: &History) -> AnyView {
    let load = move || ui.run(|commands| commands.load_history());
    if let Some(failure) = &history.failure {
        let retry = Button::quiet(ui.text("action.retry")).does(load);
        return div("stack", vec![alert(wording::failure(ui, failure)), retry]);
    }
    if history.loading && !history.loaded {
        let ghost = || div("ghost ghost-note", Vec::new());
        return div("stack", vec![ghost(), ghost(), ghost(), ghost(), ghost()]);
    }
    match (&history.next, history.loading) {
        (_, true) => Button::quiet(ui.text("panel.loading")).off(true).does(load),
        (Some(_), false) => Button::quiet(ui.text("history.more")).does(load),
        (None, false) => nothing(),
    }
}
