//! What is held of the member, and what they can do about it: profile, consents, taking everything
//! along, and leaving.

use stempel_protocol::{
    Consent, ConsentDecision, MemberLate, MemberPatch, Profile, Program, ProgramLate,
};

use super::Ui;
use super::form::{field, tick};
use super::join::NICKNAME;
use super::node::{Node, element};
use super::parts::{
    Button, Gather, Kids, b, div, failure, heading, line, maybe, nothing, piece, span, text,
};
use crate::api::{Act, json};
use crate::commands::Commands;
use crate::format;
use crate::state::View;

/// The heading of what is the member's own.
pub const TITLE: &str = "me.title";

/// Everything of the member's own.
pub fn me(ui: Ui, program: &Program) -> Node {
    let held = ui.besides::<MemberLate>("member");
    let profile = held.as_ref().and_then(|it| it.profile.clone());
    let given: Vec<String> =
        held.map(|it| it.consents.into_iter().map(|it| it.id).collect()).unwrap_or_default();
    div(
        "view",
        vec![
            failure(ui),
            maybe(profile.map(|profile| about(ui, &profile))),
            consents(ui, program, &given),
            yours(ui),
        ],
    )
}

/// What they told of themselves.
fn about(ui: Ui, profile: &Profile) -> Node {
    let offered = ui.besides::<ProgramLate>("program").map(|it| it.interests).unwrap_or_default();
    let likes = offered.iter().map(|it| {
        let on = profile.interests.contains(&it.id);
        tick(ui, format::join(&["interest.", &it.id], ""), on, vec![text(it.name.clone())])
    });
    let likes: Kids = likes.gather();
    let birthday = match profile.birthday_from {
        // It was named a short time ago.
        Some(at) => line(
            "fine",
            ui.words.with(
                "me.birthday_fixed",
                &[
                    ("birthday", profile.birthday.as_deref().unwrap_or_default()),
                    ("date", &format::day(at)),
                ],
            ),
        ),
        None => field(ui, "birthday", "off", ui.text("me.birthday"), profile.birthday.as_deref()),
    };
    let (old, ids): (Profile, Vec<String>) =
        (profile.clone(), offered.into_iter().map(|it| it.id).collect());
    let save = Button::primary(ui.text("me.save"))
        .off(ui.state.busy().is_some())
        .does(move || save(ui, &old, &ids));
    let asks = (!likes.is_empty()).then(|| line("fine", ui.text("me.interests")));
    let kids = vec![
        field(ui, NICKNAME, NICKNAME, ui.text("me.nickname"), profile.nickname.as_deref()),
        birthday,
        line("tiny", ui.text("me.birthday_why")),
        maybe(asks),
        div("ticks", likes),
        save,
    ];
    piece("card", "card form", kids)
}

fn save(ui: Ui, old: &Profile, interests: &[String]) {
    let words = |name: &'static str, old: &Option<String>| {
        let typed = ui.typed(name)?;
        let typed = Some(typed.trim_ascii().to_owned()).filter(|it| !it.is_empty());
        (typed != *old).then_some(typed)
    };
    let ticked = |id: &String| {
        let name = format::join(&["interest.", id], "");
        ui.typed(&name).map_or_else(|| old.interests.contains(id), |it| it == "1")
    };
    let mut liked = Vec::new();
    for id in interests {
        if ticked(id) {
            liked.push(id.clone());
        }
    }
    let patch = MemberPatch {
        nickname: words(NICKNAME, &old.nickname),
        birthday: words("birthday", &old.birthday),
        interests: (liked != old.interests).then_some(Some(liked)),
        ..MemberPatch::default()
    };
    ui.run(|commands| commands.act(Act::patch(), Some(json(&patch)), None));
}

/// Each consent as it stands, given or withdrawn at once.
fn consents(ui: Ui, program: &Program, given: &[String]) -> Node {
    if program.consents.is_empty() {
        return nothing();
    }
    let rows = program.consents.iter().map(|it| consent(ui, it, given.contains(&it.id))).gather();
    div("group", vec![heading(ui.text("me.consents"), nothing()), div("card form", rows)])
}

/// One of them, with a way to give or withdraw it.
pub fn consent(ui: Ui, consent: &Consent, given: bool) -> Node {
    let decision =
        ConsentDecision { id: consent.id.clone(), version: consent.version.clone(), given: !given };
    let decide = move || {
        let patch =
            MemberPatch { consents: Some(vec![decision.clone()]), ..MemberPatch::default() };
        ui.run(|commands| commands.act(Act::patch(), Some(json(&patch)), None));
    };
    let state = ui.text(if given { "me.given" } else { "me.not_given" });
    let version = ui.words.with("join.version", &[("version", &consent.version)]);
    let words = vec![
        b("name", vec![text(consent.title.clone())]),
        line("tiny", format::join(&[&state, &version], " · ")),
    ];
    let change = if consent.required {
        span("tiny", vec![text(ui.text("join.required"))])
    } else {
        let key = if given { "me.withdraw" } else { "me.give" };
        let name = format::join(&[&ui.text(key), &consent.title], ": ");
        Button::link(ui.text(key)).named(name).off(ui.state.busy().is_some()).does(decide)
    };
    div("row-between", vec![div("row-words", words), change])
}

/// Taking everything along, and leaving.
fn yours(ui: Ui) -> Node {
    let busy = ui.state.busy().is_some();
    let take =
        Button::quiet(ui.text("me.export")).off(busy).does(move || ui.run(Commands::take_along));
    let kids = vec![line("fine", ui.text("me.export_what")), take, leave(ui, busy)];
    div("group", vec![heading(ui.text("me.yours"), nothing()), div("card form", kids)])
}

/// Asks before leaving, with the focus on the harmless answer.
fn leave(ui: Ui, busy: bool) -> Node {
    let ask = move |on: bool| move || ui.draft.update(|draft| draft.giving_back = on);
    if !ui.draft.get().giving_back {
        let leave = Button::link(ui.text("me.leave")).does(ask(true));
        return element("div", "").with("id", "give-back").kids(vec![leave]);
    }
    let stay = Button::quiet(ui.text("me.leave_no")).does(ask(false));
    let leave = Button::primary(ui.text("me.leave_yes")).off(busy).does(move || {
        ui.run(|commands| commands.act(Act::delete("member".into()), None, Some(View::Home)))
    });
    let answers = vec![element("div", "").with("id", "keep").kids(vec![stay]), leave];
    div(
        "note bad",
        vec![div("note-words", vec![line("", ui.text("me.leave_sure")), div("actions", answers)])],
    )
}
