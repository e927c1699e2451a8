//! Offers to this member: what they bring, why they are theirs, when they end.

use stempel_protocol::{
    MemberLate, Offer, OfferCode, OfferReason, Program, ProgramLate, Timestamp,
};

use super::icons::icon;
use super::node::Node;
use super::parts::{
    Button, Gather, b, div, failure, heading, line, maybe, nothing, piece, span, text,
};
use super::{Ui, wording};
use crate::api::Act;
use crate::format;
use crate::host;
use crate::state::View;

/// Ends nearer than this count down, in days; later ones are a day.
const COUNTED_DAYS: i64 = 7;

/// All of them.
pub fn offers(ui: Ui, program: &Program, held: &MemberLate, of: &ProgramLate) -> Node {
    let cards = held.offers.iter().map(|it| card(ui, program, of, it));
    let title = heading(ui.text("offers.title"), nothing());
    div("group", [title].into_iter().chain(cards).chain([failure(ui)]).gather())
}

fn card(ui: Ui, program: &Program, of: &ProgramLate, it: &Offer) -> Node {
    let why = it.reason.as_ref().and_then(|why| because(ui, program, of, why));
    let words = vec![
        b("name", vec![text(it.title.clone())]),
        maybe(it.detail.clone().map(|words| line("fine", words))),
        maybe(why.map(|words| line("tiny", words))),
    ];
    let end = it.ends_at.map(|at| line("tiny", end(ui, at)));
    let on = it.accepted_at.map(|_| span("tag good", vec![text(ui.text("offers.on"))]));
    let top = vec![
        div("way-icon", vec![icon(it.icon.as_deref().unwrap_or("spark"))]),
        div("card-words", words),
        div("card-side", vec![maybe(on), maybe(end)]),
    ];
    piece("card", "card form", vec![div("card-top", top), actions(ui, program, it)])
}

/// Accepting it, or the rewards it opens.
fn actions(ui: Ui, program: &Program, it: &Offer) -> Node {
    if it.accept {
        let path = format::join(&["offers/", &it.id, "/accept"], "");
        let words = ui.text("offers.accept");
        let accept = Button::primary(words.clone())
            .named(format::join(&[&words, &it.title], ": "))
            .off(ui.state.busy().is_some());
        return div(
            "actions",
            vec![accept.does(move || ui.run(|it| it.act(Act::post(path.clone()), None, None)))],
        );
    }
    let way = |id: &String| {
        let reward = program.rewards.iter().find(|it| it.id == *id)?;
        let words = ui.words.with("action.see_named", &[("name", &reward.name)]);
        Some(Button::quiet(words).does(ui.to(View::Reward(id.clone()))))
    };
    let ways = it.rewards.iter().filter_map(way).gather();
    if ways.is_empty() { nothing() } else { div("actions", ways) }
}

/// How long it is until then, or the last day before it when that is a while.
pub fn end(ui: Ui, at: Timestamp) -> String {
    if (at - host::now()).num_days() < COUNTED_DAYS {
        return ui.words.with("time.left", &[("time", &wording::time_left(ui, at))]);
    }
    ui.words.with("time.until", &[("date", &format::last_day(at))])
}

/// A category as shoppers know it: what members may say they like is named after the shop's.
pub fn category<'a>(of: &'a ProgramLate, id: &'a str) -> &'a str {
    let liked = of.interests.iter().find(|it| it.id == id);
    liked.map_or(id, |it| &it.name)
}

/// Why the member sees an offer, in words.
fn because(ui: Ui, program: &Program, of: &ProgramLate, why: &OfferReason) -> Option<String> {
    let key = format::join(&["offers.because_", why.code.as_str()], "");
    let reward = program.rewards.iter().find(|it| Some(&it.id) == why.reward.as_ref());
    let points = ui.points(program, why.points.unwrap_or_default());
    let days = ui.words.plural("time.days", why.days.unwrap_or_default(), &[]);
    let category = why.category.as_ref().map(|id| category(of, id));
    let values = [
        ("category", category.unwrap_or_default()),
        ("reward", reward.map_or("", |it| &it.name)),
        ("points", &points),
        ("time", &days),
    ];
    (why.code != OfferCode::Unknown).then(|| ui.words.with(&key, &values))
}
