//! What members give points to together: how far each cause is, and the way to give.

use stempel_protocol::{Cause, Causes, Program};

use super::icons::icon;
use super::node::Node;
use super::parts::{Button, Gather, b, bar, div, line, maybe, piece, text};
use super::{Ui, loading};
use crate::commands::CAUSES;
use crate::format;
use crate::state::View;

/// Every cause.
pub fn causes(ui: Ui, program: &Program) -> Node {
    let Some(causes) = ui.answer::<Causes>(CAUSES) else {
        return loading::besides(ui);
    };
    if causes.items.is_empty() {
        return loading::empty("leaf", ui.text("friends.none"), ui.text("rules.none_hint"));
    }
    div("view", causes.items.iter().map(|it| card(ui, program, it)).gather())
}

fn card(ui: Ui, program: &Program, it: &Cause) -> Node {
    let values = [("done", &*format::number(it.units)), ("target", &*format::number(it.target))];
    let done = ui.words.with("challenges.count", &values);
    let done = format::join(&[&done, &it.unit], " ");
    let people = ui.words.plural("causes.people", it.members, &[]);
    let one = ui.points(program, it.points_per_unit);
    let one = ui.words.with("causes.one", &[("points", &one)]);
    let top = vec![
        div("way-icon", vec![icon(it.icon.as_deref().unwrap_or("leaf"))]),
        div(
            "card-words",
            vec![
                b("name", vec![text(it.name.clone())]),
                maybe(it.description.clone().map(|words| line("fine", words))),
            ],
        ),
    ];
    let way = |id: &String| {
        let reward = program.rewards.iter().find(|it| it.id == *id)?;
        let give = Button::primary(reward.name.clone());
        Some(give.does(ui.to(View::Reward(id.clone()))))
    };
    let kids = vec![
        div("card-top", top),
        div("", vec![bar(it.name.clone(), done.clone(), it.units, it.target), line("count", done)]),
        line("tiny", format::join(&[&people, &one], " · ")),
        div("actions", it.rewards.iter().filter_map(way).gather()),
    ];
    piece("card", "card form", kids)
}
