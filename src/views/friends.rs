//! Bringing friends: what it gives to both, the member's code, and how it stands with those who came.

use stempel_protocol::{
    Invited, InvitedStatus, MemberLate, Program, ProgramLate, Referral, ReferralProgress,
};

use super::Ui;
use super::loading;
use super::node::{Node, element};
use super::parts::{
    Button, Gather, b, div, failure, heading, li, line, maybe, nothing, piece, span, text, ul,
};
use super::redemption::outcome;
use crate::api::Act;
use crate::format;
use crate::host;

/// The heading of bringing friends.
pub const TITLE: &str = "friends.title";

/// The terms, the code, and those who came.
pub fn friends(ui: Ui, program: &Program) -> Node {
    let terms = ui.besides::<ProgramLate>("program").and_then(|it| it.referral);
    let Some(terms) = terms else {
        return loading::empty("heart", ui.text("friends.none"), ui.text("rules.none_hint"));
    };
    let progress = ui.besides::<MemberLate>("member").and_then(|it| it.referral);
    let card = vec![
        b("name", vec![text(terms.title.clone())]),
        maybe(terms.detail.clone().map(|words| line("fine", words))),
        ul("facts", facts(ui, program, &terms)),
        code(ui, progress.as_ref()),
        failure(ui),
    ];
    let came = progress.map(|it| it.invited).unwrap_or_default();
    div("view", vec![piece("card", "card form", card), list(ui, &came)])
}

fn facts(ui: Ui, program: &Program, terms: &Referral) -> Vec<Node> {
    let points = |key: &str, count: i64| {
        (count > 0).then(|| ui.words.with(key, &[("points", &ui.points(program, count))]))
    };
    let order = terms.minimum_spend.as_ref().map(format::money);
    let order = order.map(|money| ui.words.with("friends.minimum", &[("money", &money)]));
    let within = ui.words.plural("time.days", terms.within_days, &[]);
    let within = ui.words.with("friends.within", &[("time", &within)]);
    let month = terms.per_month.map(|count| ui.words.plural("friends.per_month", count, &[]));
    let reward = terms.friend_reward.as_ref();
    let reward = reward.and_then(|id| program.rewards.iter().find(|it| it.id == *id));
    let reward = reward.map(|it| ui.words.with("friends.reward", &[("name", &it.name)]));
    let all = [
        points("friends.you", terms.points),
        points("friends.friend", terms.friend_points),
        reward,
        order,
        Some(within),
        month,
    ];
    all.into_iter().flatten().map(|words| li("fine", vec![text(words)])).gather()
}

/// The member's code, or a way to get one.
fn code(ui: Ui, progress: Option<&ReferralProgress>) -> Node {
    let Some(code) = progress.and_then(|it| it.code.clone()) else {
        return Button::primary(ui.text("friends.get_code")).off(ui.state.busy().is_some()).does(
            move || ui.run(|commands| commands.act(Act::post("invites".into()), None, None)),
        );
    };
    let (copied, shared) = (code.clone(), ui.words.with("friends.share", &[("code", &code)]));
    let share = host::can_share().then(|| {
        Button::primary(ui.text("friends.share_action"))
            .does(move || ui.run(|commands| commands.share(&shared)))
    });
    let copy = Button::quiet(ui.text("code.copy"))
        .does(move || ui.run(|commands| commands.copy(copied.clone())));
    div(
        "",
        vec![
            div(
                "invite",
                vec![element("code", "code").with("part", "code").kids(vec![text(code)])],
            ),
            div("actions", vec![maybe(share), copy]),
            outcome(ui),
        ],
    )
}

fn list(ui: Ui, came: &[Invited]) -> Node {
    if came.is_empty() {
        return nothing();
    }
    let row = |it: &Invited| {
        let key = format::join(&["friends.status_", it.status.as_str()], "");
        let class = if it.status == InvitedStatus::Rewarded { "tag good" } else { "tag" };
        let status = span(class, vec![text(ui.text(&key))]);
        li("sum-line", vec![span("", vec![text(format::day(it.at))]), status])
    };
    let rows = came.iter().map(row).gather();
    div("group", vec![heading(ui.text("friends.came"), nothing()), ul("card sums", rows)])
}
