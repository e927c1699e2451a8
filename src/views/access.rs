//! What opens earlier to some: when it opens to this member, and when to everybody.

use stempel_protocol::{Access, MemberLate, ProgramLate, Timestamp};

use super::icons::icon;
use super::node::Node;
use super::parts::{Gather, Kids, b, div, line, maybe, piece, text};
use super::{Ui, offers, wording};
use crate::format;
use crate::host;

/// How long before it opens home speaks of it, in days.
const SOON_DAYS: i64 = 14;

/// A card for each; `earlier`: only what the member gets before everybody, and soon, until it is
/// everybody's.
pub fn cards(ui: Ui, earlier: bool) -> Kids {
    let of = ui.besides::<ProgramLate>("program").map(|it| it.access).unwrap_or_default();
    let own = ui.besides::<MemberLate>("member").map(|it| it.access).unwrap_or_default();
    let card = |it: &Access| {
        let mine = own.iter().find(|own| own.id == it.id).map_or(it.opens_at, |own| own.opens_at);
        let now = host::now();
        let is_soon = (mine - now).num_days() < SOON_DAYS && now < it.opens_at;
        (!earlier || (mine < it.opens_at && is_soon)).then(|| card(ui, it, mine))
    };
    of.iter().filter_map(card).gather()
}

fn card(ui: Ui, it: &Access, mine: Timestamp) -> Node {
    let now = host::now();
    let key = match (mine <= now, it.opens_at <= now, mine < it.opens_at) {
        (_, true, _) => "access.open",
        (true, ..) => "access.open_mine",
        (.., true) => "access.mine",
        _ => "access.all",
    };
    // Of two times on one day the hours tell them apart.
    let same_day = mine != it.opens_at && format::day(mine) == format::day(it.opens_at);
    let moment = |at: Timestamp| match same_day {
        true => format::join(&[&format::day(at), &format::time(at)], ", "),
        false => format::day(at),
    };
    let values = [("mine", &*moment(mine)), ("all", &*moment(it.opens_at))];
    let side = match mine <= now {
        true => it.ends_at.map(|at| offers::end(ui, at)),
        false => Some(ui.words.with("access.in", &[("time", &wording::time_left(ui, mine))])),
    };
    let top = vec![
        div("way-icon", vec![icon(if mine <= now { "check" } else { "clock" })]),
        div(
            "card-words",
            vec![
                b("name", vec![text(it.title.clone())]),
                line("fine", ui.words.with(key, &values)),
            ],
        ),
        div("card-side", vec![maybe(side.map(|words| line("tiny", words)))]),
    ];
    piece("card", "card", vec![div("card-top", top)])
}
