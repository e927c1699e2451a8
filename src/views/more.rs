//! The rest: history, tiers, rules, the card number, and what the member took.

use stempel_protocol::{Member, Program, ProgramLate, Redemption, RedemptionStatus, RewardKind};

use super::icons::icon;
use super::node::Node;
use super::parts::{Button, Gather, Kids, b, div, heading, li, nothing, span, text, ul};
use super::{Ui, card, friends, games, me, rules, wording};
use crate::commands::{FOR_YOU, GIVING, LEADERS, WRONG};
use crate::format;
use crate::state::View;

/// The list of what has no tab of its own.
pub fn more(ui: Ui, program: &Program, member: Option<&Member>) -> Node {
    let entry = |icon_name: &str, key: &str, view: View| row_to(ui, icon_name, ui.text(key), view);
    let mut entries = Kids::new();
    if member.is_some() {
        entries.push(entry("list", "history.title", View::History));
    }
    let besides = ui.besides::<ProgramLate>("program");
    let besides = besides.as_ref();
    if member.is_some() {
        let page = |title: &'static str| View::Page(title, String::new());
        if besides.is_some_and(|it| it.referral.is_some()) {
            entries.push(entry("heart", friends::TITLE, page(friends::TITLE)));
        }
        if besides.is_some_and(|it| !it.games.is_empty()) {
            entries.push(entry("spark", games::TITLE, page(games::TITLE)));
        }
        let boards = besides.map(|it| it.leaderboards.as_slice()).unwrap_or_default();
        for it in boards {
            entries.push(row_to(ui, "star", it.name.clone(), View::Page(LEADERS, it.id.clone())));
        }
        if program.rewards.iter().any(|it| it.kind == RewardKind::Donation) {
            entries.push(entry("leaf", GIVING, page(GIVING)));
        }
        if besides.is_some_and(|it| it.products) {
            entries.push(entry("bag", FOR_YOU, page(FOR_YOU)));
        }
    }
    if member.is_some() {
        entries.push(entry("lock", me::TITLE, View::Page(me::TITLE, String::new())));
    }
    if member.is_some() {
        entries.push(entry("letter", WRONG, View::Page(WRONG, String::new())));
    }
    if !program.tiers.is_empty() {
        entries.push(entry("rosette", "tiers.title", View::Tiers));
    }
    if besides.is_some_and(rules::has) {
        entries.push(entry("info", "rules.title", View::Rules));
    }
    div(
        "view",
        vec![
            ul("card menu", entries),
            member.map_or_else(nothing, |_| card::card(ui)),
            member.map_or_else(nothing, |member| taken(ui, program, member)),
            member.map_or_else(nothing, |member| so_far(ui, program, member)),
        ],
    )
}

fn row_to(ui: Ui, icon_name: &str, words: String, view: View) -> Node {
    let kids = vec![icon(icon_name), span("row-words", vec![text(words)]), icon("chevron")];
    li("", vec![Button::of("menu-row", kids).does(ui.to(view))])
}

fn taken(ui: Ui, program: &Program, member: &Member) -> Node {
    if member.redemptions.is_empty() {
        return nothing();
    }
    let rows = member.redemptions.iter().map(|it| li("", vec![row(ui, program, it)])).gather();
    div("group", vec![heading(ui.text("more.taken"), nothing()), ul("card menu", rows)])
}

fn row(ui: Ui, program: &Program, it: &Redemption) -> Node {
    let status = wording::status(ui, it.status);
    let line_words = format::join(
        &[&format::day(it.created_at), &ui.amount(program, it.wallet.as_ref(), it.cost)],
        " · ",
    );
    let class = if it.status == RedemptionStatus::Issued { "tag good" } else { "tag" };
    let words =
        vec![span("name", vec![text(it.name.clone())]), span("tiny", vec![text(line_words)])];
    let kids = vec![
        icon(it.icon.as_deref().unwrap_or("ticket")),
        span("row-words", words),
        span(class, vec![text(status)]),
        icon("chevron"),
    ];
    Button::of("menu-row", kids).does(ui.to(View::Redemption(it.id.clone())))
}

/// The points over all time.
fn so_far(ui: Ui, program: &Program, member: &Member) -> Node {
    let balance = &member.balance;
    let sum = |key: &str, count: i64| {
        let value = b("", vec![text(ui.points(program, count))]);
        (count > 0).then(|| li("sum-line", vec![span("", vec![text(ui.text(key))]), value]))
    };
    let sums = [
        sum("more.lifetime", balance.lifetime),
        sum("more.spent", balance.spent),
        sum("more.reserved", balance.reserved),
        sum("more.pending", balance.pending),
        sum("more.expired", balance.expired),
    ];
    let sums: Kids = sums.into_iter().flatten().gather();
    if sums.is_empty() {
        return nothing();
    }
    div("group", vec![heading(ui.text("more.so_far"), nothing()), ul("card sums", sums)])
}
