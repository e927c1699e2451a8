//! The ledger in words: what each line was, the rules behind it, and the balance after it.

use std::sync::Arc;

use stempel_protocol::{Program, Transaction, TransactionKind, TransactionSource};

use super::icons::icon;
use super::node::{Node, live};
use super::parts::{
    Button, Gather, Kids, alert, b, div, h3, li, line, maybe, nothing, span, text, ul,
};
use super::{Ui, loading, wording, wrong};
use crate::format;
use crate::state::History;

/// How many lines are drawn at a time.
const PAGE: usize = 50;

/// The lines fetched so far, by month. A page of lines is drawn once: a further one leaves those
/// before it alone, so that thousands of lines cost no more than the last fifty.
pub fn history(ui: Ui, program: &Arc<Program>) -> Node {
    let program = program.clone();
    let draw = move || {
        let history = ui.state.history().unwrap_or_default();
        let starts = (0..history.items.len()).step_by(PAGE);
        let pages = starts.map(|start| page(ui, &program, &history, start));
        div("stack", vec![div("months", pages.gather()), foot(ui, &history)])
    };
    div("view", vec![live(String::new(), draw)])
}

fn page(ui: Ui, program: &Arc<Program>, history: &Arc<History>, start: usize) -> Node {
    let (program, history) = (program.clone(), history.clone());
    let end = history.items.len().min(start + PAGE);
    let key = format::join(&[&history.items[start].id, &history.items[end - 1].id], "");
    live(key, move || {
        let before = start.checked_sub(1).map(|index| &*history.items[index]);
        div("months page", months(ui, &program, before, &history.items[start..end]))
    })
}

fn months(
    ui: Ui,
    program: &Program,
    before: Option<&Transaction>,
    items: &[Arc<Transaction>],
) -> Kids {
    let month = |it: &Transaction| format::month(it.at);
    let mut last = before.map(month);
    items
        .chunk_by(|one, other| month(one) == month(other))
        .filter_map(|chunk| {
            let name = month(chunk.first()?);
            // A month that goes on from the page before carries on in the same card.
            let goes_on = last.replace(name.clone()).is_some_and(|last| last == name);
            let title = (!goes_on).then(|| h3("over-title month", vec![text(name)]));
            let lines = chunk.iter().map(|it| li("entry", entry(ui, program, it))).gather();
            let class = if goes_on { "card entries on" } else { "card entries" };
            Some(div("group", vec![maybe(title), ul(class, lines)]))
        })
        .gather()
}

fn entry(ui: Ui, program: &Program, it: &Transaction) -> Kids {
    let order = it.order.as_ref().map(|order| ui.words.with("history.order", &[("order", order)]));
    let from = it.source.map_or("", TransactionSource::as_str);
    let from = format::join(&["history.from_", from], "");
    let from = if ui.words.has(&from) { ui.text(&from) } else { String::new() };
    let when = [&*from, &format::day(it.at), order.as_deref().unwrap_or_default()];
    let when = format::join(&when, " · ");
    let shown = |count: i64| match &it.wallet {
        Some(_) => ui.amount(program, it.wallet.as_ref(), count),
        None => format::number(count),
    };
    let after = ui.words.with("history.balance", &[("points", &shown(it.balance))]);
    let change = match &it.wallet {
        Some(_) => format::join(&[if it.points > 0 { "+" } else { "" }, &shown(it.points)], ""),
        None => format::signed(it.points),
    };
    let what = what(ui, program, it);
    let sign = if it.points > 0 { "count good" } else { "count" };
    vec![
        div("entry-icon", vec![icon(mark(it))]),
        div(
            "card-words",
            vec![
                b("name", vec![text(what.clone())]),
                line("tiny", when),
                parts(it),
                maybe(it.note.clone().map(|note| line("tiny", note))),
            ],
        ),
        div("card-side", vec![line(sign, change), line("tiny", after)]),
        wrong::way(ui, &it.id, &format::join(&[&what, &format::day(it.at)], ", ")),
    ]
}

fn mark(it: &Transaction) -> &'static str {
    match it.kind {
        TransactionKind::Earn => match it.source {
            Some(TransactionSource::Challenge) => "star",
            Some(TransactionSource::Survey) => "info",
            Some(TransactionSource::Referral) => "heart",
            Some(TransactionSource::Game) => "spark",
            _ => "plus",
        },
        TransactionKind::Redeem => "ticket",
        TransactionKind::Cancel | TransactionKind::Refund => "undo",
        TransactionKind::Expire => "clock",
        _ => "info",
    }
}

/// What a line was: the one rule behind it, or its kind.
pub fn what(ui: Ui, program: &Program, it: &Transaction) -> String {
    let kind = ui.text(&format::join(&["history.", it.kind.as_str()], ""));
    let reward = it.reward.as_ref().and_then(|id| program.rewards.iter().find(|it| it.id == *id));
    match (reward, it.parts.as_slice()) {
        (Some(reward), _) => format::join(&[&kind, &reward.name], ": "),
        (None, [one]) if it.order.is_none() => one.title.clone(),
        _ => kind,
    }
}

/// Each rule with its share, where there is something to explain.
fn parts(it: &Transaction) -> Node {
    if it.parts.is_empty() || (it.parts.len() == 1 && it.order.is_none()) {
        return nothing();
    }
    let part = |title: &str, points: i64| {
        li(
            "",
            vec![span("", vec![text(title)]), text(" "), b("", vec![text(format::signed(points))])],
        )
    };
    ul("parts", it.parts.iter().map(|it| part(&it.title, it.points)).gather())
}

fn foot(ui: Ui, history: &History) -> Node {
    let load = move || ui.run(|commands| commands.load_history());
    if let Some(failure) = &history.failure {
        let retry = Button::quiet(ui.text("action.retry")).does(load);
        return div("stack", vec![alert(wording::failure(ui, failure)), retry]);
    }
    if history.loading && !history.loaded {
        let ghost = || div("ghost ghost-note", Vec::new());
        return div("stack", vec![ghost(), ghost(), ghost(), ghost(), ghost()]);
    }
    if history.loaded && history.items.is_empty() {
        return loading::empty("list", ui.text("history.none"), ui.text("history.none_hint"));
    }
    match (&history.next, history.loading) {
        (_, true) => Button::quiet(ui.text("panel.loading")).off(true).does(load),
        (Some(_), false) => Button::quiet(ui.text("history.more")).does(load),
        (None, false) => nothing(),
    }
}
