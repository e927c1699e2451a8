//! What home shows at its end, once there is time: offers, what opens earlier, what the member is asked, their days in a
//! row, plays they have, further wallets, and a way to bring friends.

use stempel_protocol::{
    MemberLate, Program, ProgramLate, Streak, Survey, WalletBalance, WalletKind,
};

use super::icons::icon;
use super::node::Node;
use super::parts::{Button, Kids, b, bar, div, line, maybe, note, nothing, piece, span, text};
use super::{Ui, access, friends, games, offers, survey, wording};
use crate::commands::FOR_YOU;
use crate::format;
use crate::state::View;

/// All of it, or nothing.
pub fn also(ui: Ui, program: &Program) -> Node {
    let (Some(more), Some(of)) =
        (ui.besides::<MemberLate>("member"), ui.besides::<ProgramLate>("program"))
    else {
        return nothing();
    };
    let mut kids = Kids::new();
    if !more.offers.is_empty() {
        kids.push(offers::offers(ui, program, &more, &of));
    }
    kids.extend(access::cards(ui, true));
    kids.extend(more.surveys.iter().map(|it| question(ui, program, it)));
    kids.extend(more.streak.iter().map(|it| streak(ui, program, it)));
    let plays: usize = more.games.iter().map(|it| it.plays.len()).sum();
    if plays > 0 {
        let count = i64::try_from(plays).unwrap_or(i64::MAX);
        let words = ui.words.plural("games.play", count, &[]);
        kids.push(row(ui, "spark", ui.text(games::TITLE), words, games::TITLE));
    }
    kids.extend(wallets(ui, program, &more.wallets));
    kids.extend(of.referral.filter(|_| more.referral.is_some()).map(|it| {
        let gain = format::join(&["+", &ui.points(program, it.points)], "");
        row(ui, "heart", it.title, gain, friends::TITLE)
    }));
    if of.products {
        kids.push(row(ui, "bag", ui.text(FOR_YOU), ui.text("products.row"), FOR_YOU));
    }
    if kids.is_empty() { nothing() } else { div("group", kids) }
}

/// A way to a place of the second part.
fn row(ui: Ui, icon_name: &str, name: String, words: String, to: &'static str) -> Node {
    let kids = vec![
        icon(icon_name),
        span("row-words", vec![text(name), line("gain", words)]),
        icon("chevron"),
    ];
    let row = Button::of("menu-row", kids).does(ui.to(View::Page(to, String::new())));
    div("card menu", vec![row])
}

/// How many days in a row the member came by.
fn streak(ui: Ui, program: &Program, it: &Streak) -> Node {
    let values = [("done", &*format::number(it.days)), ("target", &*format::number(it.target))];
    let days = ui.words.with("challenges.count", &values);
    let gain = format::join(&["+", &ui.points(program, it.points)], "");
    let top = vec![
        div("card-words", vec![b("name", vec![text(ui.text("streak.name"))]), line("gain", gain)]),
        line("count", days.clone()),
    ];
    let bar = bar(ui.text("streak.name"), days, it.days, it.target);
    piece("card", "card", vec![div("card-top", top), bar])
}

fn question(ui: Ui, program: &Program, it: &Survey) -> Node {
    let to = ui.to(View::Page(survey::TITLE, it.id.clone()));
    let gain = (it.points > 0)
        .then(|| line("gain", format::join(&["+", &ui.points(program, it.points)], "")));
    let answer = Button::link(ui.text("survey.answer")).named(it.title.clone()).does(to);
    note("note", "spark", vec![b("", vec![text(it.title.clone())]), maybe(gain), answer])
}

fn wallets(ui: Ui, program: &Program, held: &[WalletBalance]) -> Vec<Node> {
    let card = |it: &WalletBalance| {
        let wallet = program.wallets.iter().find(|wallet| wallet.id == it.id)?;
        let shown = wording::in_wallet(program, wallet, it.balance.available);
        let expiring = it.expiring.first().map(|first| {
            let values = [
                ("points", &*wording::in_wallet(program, wallet, first.points)),
                ("date", &*format::last_day(first.at)),
            ];
            line("tiny", ui.words.with("wallet.expiring", &values))
        });
        let full = wallet.card.filter(|_| it.kind == WalletKind::Stamps).map(|card| {
            let stamped = it.balance.available % card.max(1);
            bar(wallet.name.clone(), shown.clone(), stamped, card)
        });
        let top = vec![b("name", vec![text(wallet.name.clone())]), b("count", vec![text(shown)])];
        Some(piece("card", "card", vec![div("card-top", top), maybe(full), maybe(expiring)]))
    };
    held.iter().filter_map(card).collect()
}
