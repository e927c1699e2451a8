//! The catalogue: what is in reach, what is near, and what comes later with the reason why.

use stempel_protocol::{Member, Program, Reward, RewardState};

use super::node::{Node, element};
use super::parts::{Button, Gather, Kids, div, heading, li, nothing, text, ul};
use super::ticket::{self, Reach};
use super::{Ui, loading};

/// The catalogue as it stands for a member, best first.
pub fn rewards(ui: Ui, program: &Program, member: &Member) -> Node {
    if program.rewards.is_empty() {
        return none(ui);
    }
    let quote = ui.state.quote();
    let chosen = ui.draft.get().group;
    let known = |state: &RewardState| -> Option<(Reach, Reward)> {
        let reward = program.rewards.iter().find(|it| it.id == state.id)?;
        let brings = quote.as_ref().is_some_and(|quote| quote.within_reach.contains(&reward.id));
        let shown = chosen.is_none() || chosen == reward.group;
        shown.then(|| (ticket::reach(state, brings), reward.clone()))
    };
    let section = |reach: Reach, key: &str| {
        let states = member.rewards.iter();
        let entries = states.filter_map(|state| {
            let (at, reward) = known(state)?;
            (at == reach).then(|| li("", vec![ticket::ticket(ui, program, &reward, state)]))
        });
        group(ui.text(key), entries.gather())
    };
    div(
        "view",
        vec![
            filters(ui, program),
            section(Reach::Now, "items.now"),
            section(Reach::Near, "items.near"),
            section(Reach::Far, "items.far"),
        ],
    )
}

/// The catalogue for somebody without points.
pub fn catalogue(ui: Ui, program: &Program) -> Node {
    if program.rewards.is_empty() {
        return none(ui);
    }
    let chosen = ui.draft.get().group;
    let shown = program.rewards.iter().filter(|it| !it.personal);
    let shown = shown.filter(|it| chosen.is_none() || chosen == it.group);
    let entries = shown.map(|it| li("", vec![ticket::ticket_offered(ui, program, it)])).gather();
    div("view", vec![filters(ui, program), ul("list", entries)])
}

fn none(ui: Ui) -> Node {
    loading::empty("ticket", ui.text("items.none"), ui.text("items.none_hint"))
}

fn group(title: String, entries: Kids) -> Node {
    if entries.is_empty() {
        return nothing();
    }
    div("group", vec![heading(title, nothing()), ul("list", entries)])
}

fn filters(ui: Ui, program: &Program) -> Node {
    if program.reward_groups.is_empty() {
        return nothing();
    }
    let filter = |name: String, id: Option<String>| {
        let on = ui.draft.get().group == id;
        Button::of("filter", vec![text(name)])
            .pressed(on)
            .does(move || ui.draft.update(|draft| draft.group.clone_from(&id)))
    };
    let groups =
        program.reward_groups.iter().map(|it| filter(it.name.clone(), Some(it.id.clone())));
    let all = std::iter::once(filter(ui.text("items.all"), None));
    element("div", "filters")
        .with("role", "group")
        .with("aria-label", &ui.text("items.filter"))
        .kids(all.chain(groups).gather())
}
