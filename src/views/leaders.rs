//! A leaderboard: taking part under a name of one's own, the first places, the own place, leaving.

use stempel_protocol::{Leaderboard, LeaderboardEntry, LeaderboardPlace, Program, ProgramLate};

use super::form::field;
use super::node::{Node, element};
use super::parts::{
    Button, Gather, Kids, b, div, failure, h3, li, line, maybe, note, nothing, piece, span, text,
};
use super::{Ui, loading};
use crate::api::{Act, json};
use crate::commands::part_of_leaders;
use crate::format;

/// A leaderboard by its id.
pub fn leaders(ui: Ui, program: &Program, id: &str) -> Node {
    let path = part_of_leaders(id);
    let Some(board) = ui.answer::<Leaderboard>(&path) else {
        return loading::besides(ui);
    };
    let names = ui.besides::<ProgramLate>("program").map(|it| it.leaderboards).unwrap_or_default();
    let name = names.into_iter().find(|it| it.id == id).map(|it| it.name);
    let end = board.ends_at.map(|at| super::offers::end(ui, at)).unwrap_or_default();
    let people = ui.words.plural("leaders.people", board.people, &[]);
    let own_is_seen = board.top.iter().any(|it| it.own);
    let own = board.own.as_ref().filter(|_| !own_is_seen && !board.hidden);
    let places = board.top.iter().chain(own).map(|it| place(ui, program, it)).gather();
    let card = vec![
        div(
            "card-words",
            vec![
                h3("name", vec![text(name.unwrap_or_default())]),
                line("tiny", format::join(&[&people, &end], " · ")),
            ],
        ),
        list(places),
    ];
    let hidden = board.hidden.then(|| note("note", "lock", vec![text(ui.text("leaders.hidden"))]));
    div(
        "view",
        vec![piece("card", "card form", card), maybe(hidden), part(ui, board.own.as_ref(), path)],
    )
}

fn list(places: Kids) -> Node {
    if places.is_empty() { nothing() } else { element("ol", "sums places").kids(places) }
}

fn place(ui: Ui, program: &Program, it: &LeaderboardPlace) -> Node {
    let number = it.place.map(format::number).unwrap_or_default();
    let alias = match it.own {
        true => b("", vec![text(ui.words.with("leaders.own", &[("alias", &it.alias)]))]),
        false => span("", vec![text(it.alias.clone())]),
    };
    let points = b("", vec![text(ui.points(program, it.points))]);
    li("sum-line", vec![span("place", vec![text(number)]), alias, points])
}

/// Taking part, or leaving.
fn part(ui: Ui, own: Option<&LeaderboardPlace>, path: String) -> Node {
    let path = format::join(&[&path, "/entry"], "");
    let busy = ui.state.busy().is_some();
    let Some(own) = own else {
        let join = move || {
            let alias = ui.typed("alias").unwrap_or_default();
            let body = json(&LeaderboardEntry { alias });
            ui.run(|commands| commands.act(Act::post(path.clone()), Some(body), None));
        };
        let kids = vec![
            field(ui, "alias", "off", ui.text("leaders.alias"), None),
            line("tiny", ui.text("leaders.what")),
            failure(ui),
            Button::primary(ui.text("leaders.join")).off(busy).does(join),
        ];
        return piece("card", "card form", kids);
    };
    let leave = Button::link(ui.text("leaders.leave")).off(busy).does(move || {
        ui.run(|commands| commands.act(Act::delete(path.clone()), None, None));
    });
    let words = ui.words.with("leaders.seen", &[("alias", &own.alias)]);
    div("stack", vec![line("fine", words), failure(ui), div("row", vec![leave])])
}
