//! Games of chance: what can be won and how likely, and the plays a member has.

use stempel_protocol::{
    Game, GameOpen, MemberLate, PlayReply, PlayRequest, Prize, Program, ProgramLate,
};

use super::icons::icon;
use super::node::{Node, element};
use super::parts::{Button, Gather, b, div, failure, li, line, maybe, piece, span, text, ul};
use super::{Ui, loading};
use crate::api::{Act, json};
use crate::format;

/// The heading of games.
pub const TITLE: &str = "games.title";

/// The field that remembers which game was played last.
const PLAYED: &str = "played";

/// Every game with its prizes.
pub fn games(ui: Ui, program: &Program) -> Node {
    let games = ui.besides::<ProgramLate>("program").map(|it| it.games).unwrap_or_default();
    if games.is_empty() {
        return loading::empty("ticket", ui.text("friends.none"), ui.text("rules.none_hint"));
    }
    let open = ui.besides::<MemberLate>("member").map(|it| it.games).unwrap_or_default();
    let cards = games.iter().map(|it| game(ui, program, it, &open)).gather();
    div("view", cards)
}

fn game(ui: Ui, program: &Program, game: &Game, open: &[GameOpen]) -> Node {
    let plays = open.iter().find(|it| it.id == game.id).map(|it| it.plays.clone());
    let plays = plays.unwrap_or_default();
    let prizes = game.prizes.iter().map(|it| prize(ui, program, it)).gather();
    let kids = vec![
        div(
            "card-top",
            vec![
                div(
                    "card-words",
                    vec![
                        b("name", vec![text(game.name.clone())]),
                        maybe(game.description.clone().map(|words| line("fine", words))),
                    ],
                ),
                icon(game.icon.as_deref().unwrap_or("ticket")),
            ],
        ),
        ul("sums", prizes),
        outcome(ui, program, game),
        failure(ui),
        play(ui, game, &plays),
    ];
    piece("card", "card form", kids)
}

/// What a prize is called: points, or the reward.
fn name(ui: Ui, program: &Program, prize: &Prize) -> String {
    let reward = prize.reward.as_ref();
    let reward = reward.and_then(|id| program.rewards.iter().find(|it| it.id == *id));
    match (prize.points, reward) {
        (Some(points), _) => ui.points(program, points),
        (None, Some(reward)) => reward.name.clone(),
        (None, None) => prize.id.clone(),
    }
}

fn prize(ui: Ui, program: &Program, prize: &Prize) -> Node {
    let plays = format::number(1_000_000 / prize.odds.max(1));
    let odds = ui.words.with("games.odds", &[("count", &plays)]);
    li(
        "sum-line",
        vec![span("", vec![text(name(ui, program, prize))]), span("tiny", vec![text(odds)])],
    )
}

/// What the last play won, spoken as soon as it is there.
fn outcome(ui: Ui, program: &Program, game: &Game) -> Node {
    let played = ui.typed(PLAYED).is_some_and(|it| it == game.id) && ui.state.busy().is_none();
    let reply = ui.besides::<PlayReply>("reply").filter(|_| played);
    let words = reply.map(|reply| {
        let won = reply.prize.and_then(|id| game.prizes.iter().find(|it| it.id == id));
        match won {
            Some(prize) => ui.words.with("games.won", &[("name", &name(ui, program, prize))]),
            None => ui.text("games.lost"),
        }
    });
    let kids = words.map(|words| vec![b("gain", vec![text(words)])]);
    element("div", "").with("role", "status").kids(kids.unwrap_or_default())
}

fn play(ui: Ui, game: &Game, plays: &[String]) -> Node {
    let Some(next) = plays.first().cloned() else {
        return line("fine", ui.text("games.no_play"));
    };
    let id = game.id.clone();
    let count = i64::try_from(plays.len()).unwrap_or(i64::MAX);
    Button::primary(ui.words.plural("games.play", count, &[])).off(ui.state.busy().is_some()).does(
        move || {
            ui.type_in(PLAYED, id.clone());
            let path = format::join(&["games/", &id, "/plays"], "");
            let body = json(&PlayRequest { play: next.clone() });
            ui.run(|commands| commands.act(Act::post(path), Some(body), None));
        },
    )
}
