//! One question to the member, answered once.

use stempel_protocol::{MemberLate, Program, Survey, SurveyKind, SurveyResponse};

use super::Ui;
use super::form::{area, choices};
use super::loading;
use super::node::Node;
use super::parts::{Button, alert, div, failure, h3, line, maybe, piece, text};
use crate::api::{Act, json};
use crate::format;
use crate::state::{Failure, View};

/// The heading of surveys.
pub const TITLE: &str = "survey.title";

/// The question, the ways to answer it, and a way to have done with it.
pub fn survey(ui: Ui, program: &Program, id: &str) -> Node {
    let asked = ui.besides::<MemberLate>("member").map(|it| it.surveys).unwrap_or_default();
    let Some(survey) = asked.into_iter().find(|it| it.id == id) else {
        return loading::empty("check", ui.text("survey.thanks"), ui.text("survey.thanks_hint"));
    };
    let busy = ui.state.busy().is_some();
    let gain = (survey.points > 0)
        .then(|| line("gain", format::join(&["+", &ui.points(program, survey.points)], "")));
    let (sent, dismissed) = (survey.clone(), survey.clone());
    let send = Button::primary(ui.text("survey.send")).off(busy);
    let later = Button::quiet(ui.text("survey.dismiss")).off(busy);
    let anonymous = survey.anonymous.then(|| line("tiny", ui.text("survey.anonymous")));
    let card = vec![
        h3("name", vec![text(survey.title.clone())]),
        maybe(gain),
        answers(ui, &survey),
        area(ui, "text", ui.text("survey.words"), 1_000),
        maybe(anonymous),
        refused(ui),
        div(
            "actions",
            vec![
                send.does(move || answer(ui, &sent, false)),
                later.does(move || answer(ui, &dismissed, true)),
            ],
        ),
    ];
    div("view", vec![piece("card", "card form", card)])
}

/// The words for an answer after the first are needed nowhere else, and come with this view.
fn refused(ui: Ui) -> Node {
    match ui.state.failure() {
        Some(Failure::Refused(code)) if code == "survey_answered" => {
            alert(ui.text("survey.answered"))
        }
        _ => failure(ui),
    }
}

fn answers(ui: Ui, survey: &Survey) -> Node {
    let numbers = |from: i64, to: i64| (from..=to).map(format::number).collect();
    let (labels, hint): (Vec<String>, Option<&str>) = match survey.kind {
        SurveyKind::Nps => (numbers(0, 10), Some("survey.nps")),
        SurveyKind::Stars => (numbers(1, 5), Some("survey.stars")),
        SurveyKind::Choice => (survey.choices.clone(), None),
        SurveyKind::Text | SurveyKind::Unknown => return super::parts::nothing(),
    };
    let fine = hint.map(|key| line("fine", ui.text(key)));
    div("", vec![maybe(fine), choices(ui, "answer", &survey.title, labels)])
}

fn answer(ui: Ui, survey: &Survey, dismissed: bool) {
    let picked = ui.typed("answer").and_then(|it| it.parse::<i64>().ok());
    let first = if survey.kind == SurveyKind::Stars { 1 } else { 0 };
    let is_choice = survey.kind == SurveyKind::Choice;
    let response = SurveyResponse {
        order: survey.order.clone(),
        score: picked.filter(|_| !is_choice && !dismissed).map(|it| it + first),
        choice: picked.filter(|_| is_choice && !dismissed),
        text: ui.typed("text").filter(|_| !dismissed),
        dismissed,
    };
    let then = dismissed.then_some(View::Home);
    let path = format::join(&["surveys/", &survey.id, "/responses"], "");
    ui.run(|commands| commands.act(Act::post(path), Some(json(&response)), then));
}
