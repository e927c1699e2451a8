//! "Something wrong?": writing to the shop's people, about a line of the history, a reward or
//! anything, and how it stands with what was written.

use stempel_protocol::{
    Member, Message, MessageAnswer, MessageRequest, MessageStatus, Messages, Program,
};

use super::form::area;
use super::node::{Node, element};
use super::parts::{
    Button, Gather, b, div, failure, heading, line, maybe, note, nothing, piece, span, text,
};
use super::{Ui, history};
use crate::api::{Act, json};
use crate::commands::{MESSAGES, WRONG};
use crate::format;
use crate::state::View;

/// The field that remembers that it was sent.
const SENT: &str = "sent";

/// The longest message, in characters.
const MOST: i64 = 2_000;

/// A form for something new, about a line or a reward if their id is given; then what was written.
pub fn wrong(ui: Ui, program: &Program, member: Option<&Member>, about: &str) -> Node {
    let sent =
        ui.typed(SENT).is_some() && ui.state.busy().is_none() && ui.state.failure().is_none();
    let arrived = sent.then(|| note("note good", "check", vec![text(ui.text("wrong.arrived"))]));
    let form = if sent { nothing() } else { form(ui, program, member, about) };
    let wrote = ui.answer::<Messages>(MESSAGES).map(|it| it.items).unwrap_or_default();
    let cards = wrote.iter().map(|it| card(ui, program, member, it));
    let list = match wrote.is_empty() {
        true => nothing(),
        false => {
            let title = heading(ui.text("wrong.wrote"), nothing());
            div("group", [title].into_iter().chain(cards).gather())
        }
    };
    div(
        "view",
        vec![element("div", "").with("role", "status").kids(vec![maybe(arrived)]), form, list],
    )
}

/// The way here from a line, from what it is called.
pub fn way(ui: Ui, id: &str, name: &str) -> Node {
    Button::of("round ask", vec![text("?")])
        .named(format::join(&[&ui.text(WRONG), name], " "))
        .does(ui.to(View::Page(WRONG, id.into())))
}

fn form(ui: Ui, program: &Program, member: Option<&Member>, about: &str) -> Node {
    let subject = subject(ui, program, member, about).map(|words| b("name", vec![text(words)]));
    let about = Some(about.to_owned()).filter(|it| !it.is_empty());
    let send = move || {
        let words = ui.typed("text").unwrap_or_default();
        let body = json(&MessageRequest { about: about.clone(), text: words });
        ui.type_in(SENT, String::new());
        ui.run(|commands| commands.act(Act::post(MESSAGES.into()), Some(body), None));
    };
    let kids = vec![
        maybe(subject),
        area(ui, "text", ui.text("wrong.what"), MOST),
        failure(ui),
        Button::primary(ui.text("survey.send")).off(ui.state.busy().is_some()).does(send),
    ];
    piece("card", "card form", kids)
}

/// What a line or a reward of that id is called, as far as it is known here.
fn subject(ui: Ui, program: &Program, member: Option<&Member>, id: &str) -> Option<String> {
    let taken = member.and_then(|it| it.redemptions.iter().find(|it| it.id == id));
    let lines = ui.state.history();
    let line = lines.as_ref().and_then(|it| it.items.iter().find(|it| it.id == id));
    match (taken, line) {
        (Some(it), _) => Some(it.name.clone()),
        (None, Some(it)) => {
            let what = history::what(ui, program, it);
            Some(format::join(&[&what, &format::day(it.at)], ", "))
        }
        (None, None) => None,
    }
}

fn card(ui: Ui, program: &Program, member: Option<&Member>, it: &Message) -> Node {
    let about = it.about.as_ref().map(|about| {
        let kind = format::join(&["wrong.about_", about.kind.as_str()], "");
        subject(ui, program, member, &about.id).unwrap_or_else(|| ui.text(&kind))
    });
    let when = format::join(&[&format::day(it.at), about.as_deref().unwrap_or_default()], " · ");
    let class = if it.status == MessageStatus::Answered { "tag good" } else { "tag" };
    let status = ui.text(&format::join(&["wrong.status_", it.status.as_str()], ""));
    let head = vec![line("tiny", when), span(class, vec![text(status)])];
    let answers = it.answers.iter().map(|it| answer(program, it));
    let words = [div("row-between", head), line("fine said", it.text.clone())];
    piece("card", "card form", words.into_iter().chain(answers).gather())
}

fn answer(program: &Program, it: &MessageAnswer) -> Node {
    let who = format::join(&[&program.name, &format::day(it.at)], ", ");
    div("note", vec![div("note-words", vec![line("tiny", who), line("said", it.text.clone())])])
}
