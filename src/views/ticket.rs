//! A reward as a ticket: a stub with what it is, a cut, and what it costs; only an outline while
//! it is out of reach.

use stempel_protocol::{Program, Reason, ReasonCode, Reward, RewardKind, RewardState, Suits};

use super::icons::icon;
use super::node::{Node, element};
use super::parts::{Button, b, div, line, maybe, nothing, span, text};
use super::{Ui, wording};
use crate::format;
use crate::state::View;

/// How near a reward is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To be had now, or with a larger cart.
    Now,
    /// Half of its cost is there, or this cart brings it.
    Near,
    /// Not yet.
    Far,
}

/// How near a reward is to a member with that many points.
pub fn reach(state: &RewardState, cart_brings: bool) -> Reach {
    let in_the_way = |reason: &&Reason| reason.code != ReasonCode::CartMinimum;
    let mut reasons = state.reasons.iter().filter(in_the_way);
    match (reasons.next(), reasons.next()) {
        (None, _) => Reach::Now,
        (Some(one), None) if one.code == ReasonCode::MissingPoints => {
            let close = one.points.is_some_and(|missing| missing * 2 <= state.cost);
            if close || cart_brings { Reach::Near } else { Reach::Far }
        }
        _ => Reach::Far,
    }
}

/// The ticket of a reward as it stands for a member.
pub fn ticket(ui: Ui, program: &Program, reward: &Reward, state: &RewardState) -> Node {
    let quote = ui.state.quote();
    let cart_brings = quote.is_some_and(|quote| quote.within_reach.contains(&reward.id));
    let reach = reach(state, cart_brings);
    let words = match reach {
        Reach::Now => cost_line(ui, program, reward, state.cost),
        _ => why_not(ui, program, reward, state, reach),
    };
    let end = match reach {
        Reach::Now => Button::primary(ui.text("action.get")),
        _ => Button::quiet(ui.text("action.see")),
    };
    let label = if reach == Reach::Now { "action.get_named" } else { "action.see_named" };
    let end = end
        .named(ui.words.with(label, &[("name", &reward.name)]))
        .does(ui.to(View::Reward(reward.id.clone())));
    let locked = reach == Reach::Far && !lacks_only_points(state);
    let why = suits(ui, state.suits);
    drawn((locked, reach == Reach::Far), stub(reward, locked), &reward.name, (words, why), end)
}

/// The ticket of a reward for somebody without points.
pub fn ticket_offered(ui: Ui, program: &Program, reward: &Reward) -> Node {
    let end = Button::quiet(ui.text("action.see"))
        .named(ui.words.with("action.see_named", &[("name", &reward.name)]))
        .does(ui.to(View::Reward(reward.id.clone())));
    let words = cost_line(ui, program, reward, reward.cost);
    drawn((false, false), stub(reward, false), &reward.name, (words, nothing()), end)
}

/// A ticket of any content, its outline alone if it is out of reach; under its name some words, and
/// why it stands here.
pub fn drawn(
    (locked, outline): (bool, bool),
    stub: Node,
    name: &str,
    (words, why): (String, Node),
    end: Node,
) -> Node {
    let class = match (locked, outline) {
        (true, _) => "cast outline locked",
        (_, true) => "cast outline",
        _ => "cast",
    };
    let inside = vec![
        span("stub", vec![stub]),
        div("ticket-words", vec![b("name", vec![text(name)]), line("fine", words), why]),
        end,
    ];
    div(class, vec![super::parts::piece("ticket", "ticket", inside)])
}

/// What stands on a reward's stub: its picture, its worth where that is a figure, or its icon.
pub fn stub(reward: &Reward, locked: bool) -> Node {
    let picture = reward.image.as_deref().filter(|url| url.starts_with("https://"));
    if let Some(url) = picture.filter(|_| !locked) {
        // What is said before the address counts for its request.
        return element("img", "picture")
            .with("alt", "")
            .with("loading", "lazy")
            .with("referrerpolicy", "no-referrer")
            .with("src", url)
            .kids(Vec::new());
    }
    let figure = match (reward.kind, &reward.value, reward.percent) {
        (RewardKind::AmountOff, Some(value), _) => Some(format::money(value)),
        (RewardKind::PercentOff, _, Some(percent)) => Some(format::percent(percent)),
        _ => None,
    };
    match figure {
        _ if locked => icon("lock"),
        Some(figure) => b("worth", vec![text(figure)]),
        None => icon(reward.icon.as_deref().unwrap_or("ticket")),
    }
}

/// `900 ziaren · od 60 zł`
fn cost_line(ui: Ui, program: &Program, reward: &Reward, cost: i64) -> String {
    let points = ui.amount(program, reward.wallet.as_ref(), cost);
    match &reward.minimum_spend {
        Some(minimum) => {
            let from = ui.words.with("item.from", &[("money", &format::money(minimum))]);
            format::join(&[&points, &from], " · ")
        }
        None => points,
    }
}

fn lacks_only_points(state: &RewardState) -> bool {
    state.reasons.iter().all(|reason| reason.code == ReasonCode::MissingPoints)
}

/// `brakuje 150 · ten koszyk da 164`, or whatever else stands in the way.
fn why_not(
    ui: Ui,
    program: &Program,
    reward: &Reward,
    state: &RewardState,
    reach: Reach,
) -> String {
    let wallet = reward.wallet.as_ref();
    let missing = state.reasons.iter().find(|it| it.code == ReasonCode::MissingPoints);
    if let (Some(missing), true) = (missing, lacks_only_points(state)) {
        let points = missing.points.unwrap_or_default();
        let short = ui.words.with("item.missing", &[("points", &format::number(points))]);
        return match wording::cart_points(ui).filter(|_| reach == Reach::Near && wallet.is_none()) {
            Some(cart) => {
                let gives = ui.words.with("item.cart_gives", &[("points", &format::number(cart))]);
                format::join(&[&short, &gives], " · ")
            }
            None => format::join(&[&ui.amount(program, wallet, state.cost), &short], " · "),
        };
    }
    let other = state.reasons.iter().find(|it| it.code != ReasonCode::MissingPoints);
    let words = other.map(|reason| wording::reason(ui, program, wallet, reason));
    words.unwrap_or_default()
}

/// The place of an emblem: a reward's stub in a double ring.
pub fn emblem(inside: Node) -> Node {
    div("emblem", vec![inside, nothing()])
}

/// Why a reward or a challenge stands where it does.
pub fn suits(ui: Ui, why: Option<Suits>) -> Node {
    let known = why.filter(|it| *it != Suits::Unknown);
    maybe(known.map(|it| {
        let key = format::join(&["suits.", it.as_str()], "");
        line("tiny", ui.text(&key))
    }))
}
