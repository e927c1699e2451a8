//! One reward before it is taken: what one gets, what it costs, what stays, and why not.

use stempel_protocol::{Member, MemberLate, Program, Reason, ReasonCode, Reward};

use super::node::Node;
use super::parts::{
    Button, Gather, Kids, b, div, failure, h3, li, line, maybe, note, nothing, piece, span, text,
    ul,
};
use super::ticket::{emblem, stub, suits};
use super::{Ui, amount, loading, welcome, wording};
use crate::format;
use crate::state::Busy;

/// The confirmation of a reward.
pub fn reward(ui: Ui, program: &Program, member: Option<&Member>, id: &str) -> Node {
    let Some(reward) = program.rewards.iter().find(|it| it.id == id) else {
        return loading::empty("ticket", ui.text("item.gone"), ui.text("item.gone_hint"));
    };
    let state = member.and_then(|it| it.rewards.iter().find(|state| state.id == id));
    let cost = state.map_or(reward.cost, |it| it.cost);
    let quoted = ui.state.reward_quote().filter(|quote| quote.id == id);
    // The quote knows the cart too; the snapshot is there at once.
    let reasons =
        quoted.map(|it| it.reasons.clone()).or_else(|| state.map(|it| it.reasons.clone()));
    let reasons = reasons.unwrap_or_default();
    let foot = match member {
        Some(member) => confirm(ui, program, member, reward, cost, &reasons),
        None => vec![welcome::way_in(ui)],
    };
    div(
        "view",
        vec![div(
            "cast",
            vec![piece(
                "ticket",
                "sheaf",
                vec![
                    div(
                        "sheaf-top",
                        vec![
                            emblem(stub(reward, false)),
                            h3("lead", vec![text(reward.name.clone())]),
                            maybe(reward.description.clone().map(|words| line("fine", words))),
                            suits(ui, state.and_then(|it| it.suits)),
                            fine_print(ui, reward),
                        ],
                    ),
                    div("sheaf-foot", foot),
                ],
            )],
        )],
    )
}

fn fine_print(ui: Ui, reward: &Reward) -> Node {
    let minimum = reward
        .minimum_spend
        .as_ref()
        .map(|money| ui.words.with("item.minimum", &[("money", &format::money(money))]));
    let valid = reward
        .valid_seconds
        .map(|seconds| ui.words.with("item.valid", &[("time", &wording::duration(ui, seconds))]));
    let entries = minimum.into_iter().chain(valid).chain(purpose(ui, reward));
    let entries: Kids = entries.map(|it| li("", vec![text(it)])).gather();
    if entries.is_empty() { nothing() } else { ul("tags", entries) }
}

/// What an event, a draw or a donation is about: the day, how many win, the cause.
fn purpose(ui: Ui, reward: &Reward) -> Option<String> {
    let day = reward.at.map(format::day);
    match (day, reward.winners, &reward.cause) {
        (Some(day), Some(winners), _) => {
            Some(ui.words.plural("item.draw", winners, &[("date", &day)]))
        }
        (Some(day), None, _) => Some(ui.words.with("item.event", &[("date", &day)])),
        (None, _, cause) => cause.clone(),
    }
}

fn confirm(
    ui: Ui,
    program: &Program,
    member: &Member,
    reward: &Reward,
    cost: i64,
    reasons: &[Reason],
) -> Kids {
    let wallet = reward.wallet.as_ref();
    let available = member.balance.available;
    let chosen = amount::chosen(ui, reward, cost, held(ui, wallet, available));
    let cost = cost * chosen.as_ref().map_or(1, |it| it.times);
    let after = available - cost;
    let worth = chosen.as_ref().map(|it| format::money(&it.worth));
    let worth = worth.map(|worth| sum(ui.text("amount.worth"), worth, "sum-line"));
    let choose = chosen.as_ref().map(|it| amount::choose(ui, it));
    let cost_line = sum(ui.text("item.cost"), ui.amount(program, wallet, cost), "sum-line");
    let mut sums = vec![maybe(worth), cost_line];
    if wallet.is_none() {
        sums.push(sum(ui.text("item.have"), ui.points(program, available), "sum-line"));
        if after >= 0 {
            sums.push(sum(ui.text("item.after"), ui.points(program, after), "sum-line total"));
        }
    }
    let mut kids = vec![maybe(choose), ul("sums", sums), why_not(ui, program, wallet, reasons)];
    kids.push(failure(ui));
    // A cart can still grow, and the code waits for it.
    let refused = reasons.iter().any(|it| it.code != ReasonCode::CartMinimum);
    let amount = chosen.map(|it| it.worth.amount);
    kids.push(take(ui, program, reward, (cost, amount), refused));
    kids
}

/// What is available in a reward's wallet.
fn held(ui: Ui, wallet: Option<&String>, points: i64) -> Option<i64> {
    let Some(id) = wallet else { return Some(points) };
    let wallets = ui.besides::<MemberLate>("member")?.wallets;
    wallets.into_iter().find(|it| it.id == *id).map(|it| it.balance.available)
}

fn sum(name: String, value: String, class: &'static str) -> Node {
    li(class, vec![span("", vec![text(name)]), b("", vec![text(value)])])
}

/// Everything that stands in the way, and what the cart would do about it.
fn why_not(ui: Ui, program: &Program, wallet: Option<&String>, reasons: &[Reason]) -> Node {
    if reasons.is_empty() {
        return nothing();
    }
    let entry = |it: &Reason| li("", vec![text(wording::reason(ui, program, wallet, it))]);
    let mut entries: Kids = reasons.iter().map(entry).gather();
    let lacking = reasons.iter().any(|it| it.code == ReasonCode::MissingPoints);
    if let Some(cart) = wording::cart_points(ui).filter(|_| lacking && wallet.is_none()) {
        let points = ui.points(program, cart);
        let words = ui.words.with("item.cart_gives_more", &[("points", &points)]);
        entries.push(li("", vec![text(words)]));
    }
    note("note", "info", vec![ul("reasons", entries)])
}

fn take(
    ui: Ui,
    program: &Program,
    reward: &Reward,
    (cost, amount): (i64, Option<i64>),
    refused: bool,
) -> Node {
    let id = reward.id.clone();
    let busy = ui.state.busy();
    let stale = ui.state.stale_since().is_some();
    let words = match &busy {
        Some(Busy::Redeeming(of)) if *of == id => ui.text("item.taking"),
        _ if cost == 0 => ui.text("action.get"),
        _ => ui
            .words
            .with("item.take", &[("points", &ui.amount(program, reward.wallet.as_ref(), cost))]),
    };
    let button = Button::primary(words)
        .off(refused || stale || busy.is_some())
        .does(move || ui.run(|commands| commands.redeem(id.clone(), amount, cost)));
    let later = stale.then(|| line("fine", ui.text("stale.later")));
    div("stack", vec![button, maybe(later)])
}
