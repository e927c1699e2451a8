//! Challenges with their steps as stamps, and badges, earned and still to earn.

use stempel_protocol::{
    Badge, BadgeProgress, Challenge, ChallengeKind, ChallengeProgress, ChallengeStatus, Member,
    Program,
};

use super::icons::icon;
use super::loading;
use super::node::Node;
use super::parts::{
    Gather, Kids, b, bar, div, heading, li, line, maybe, nothing, piece, span, stamp, text, ul,
};
use super::{Ui, ticket, wording};
use crate::format;

/// More steps than these are shown as a bar.
const MOST_STAMPS: i64 = 10;

/// The challenges and badges; without a member, what there is to win.
pub fn challenges(ui: Ui, program: &Program, member: Option<&Member>) -> Node {
    if program.challenges.is_empty() && program.badges.is_empty() {
        return loading::empty("star", ui.text("challenges.none"), ui.text("challenges.none_hint"));
    }
    let of = |challenge: &Challenge| {
        member.and_then(|it| it.challenges.iter().find(|at| at.id == challenge.id))
    };
    let is_done =
        |it: &&Challenge| of(it).is_some_and(|at| at.status == ChallengeStatus::Completed);
    let is_over = |it: &&Challenge| of(it).is_some_and(|at| at.status == ChallengeStatus::Ended);
    let why = |it: &Challenge| ticket::suits(ui, of(it).and_then(|at| at.suits));
    let cards = |shown: &dyn Fn(&&Challenge) -> bool| -> Kids {
        let theirs = |it: &&Challenge| !it.personal || of(it).is_some();
        let shown = program.challenges.iter().filter(|it| theirs(it) && shown(it));
        shown.map(|it| li("", vec![card(ui, program, it, of(it), why(it))])).gather()
    };
    let running = cards(&|it| !is_done(it) && !is_over(it));
    let done = cards(&|it| is_done(it));
    div(
        "view",
        vec![
            group(ui.text("challenges.running"), "list", running),
            group(ui.text("challenges.badges"), "badges", badges(ui, program, member)),
            group(ui.text("challenges.done"), "list", done),
        ],
    )
}

fn group(title: String, class: &'static str, entries: Kids) -> Node {
    if entries.is_empty() {
        return nothing();
    }
    div("group", vec![heading(title, nothing()), ul(class, entries)])
}

/// One challenge: what to do, what it gives, why it stands here, how far it is.
pub fn card(
    ui: Ui,
    program: &Program,
    challenge: &Challenge,
    progress: Option<&ChallengeProgress>,
    why: Node,
) -> Node {
    let done = progress.is_some_and(|it| it.status == ChallengeStatus::Completed);
    let reached = progress.map_or(0, |it| it.progress);
    let side = match progress.and_then(|it| it.completed_at).filter(|_| done) {
        Some(at) => vec![
            span("seal", vec![text(ui.text("challenges.sealed"))]),
            line("tiny", format::day(at)),
        ],
        None if has_bar(challenge) => vec![deadline(ui, challenge, progress)],
        None => vec![
            line("count", so_far(ui, program, challenge, reached)),
            deadline(ui, challenge, progress),
        ],
    };
    let words = vec![
        b("name", vec![text(challenge.name.clone())]),
        maybe(challenge.description.clone().map(|words| line("fine", words))),
        maybe(gain(ui, program, challenge).map(|words| line("gain", words))),
        why,
    ];
    piece(
        "card",
        if done { "card done" } else { "card" },
        vec![
            div("card-top", vec![div("card-words", words), div("card-side", side)]),
            steps(ui, program, challenge, progress),
        ],
    )
}

fn gain(ui: Ui, program: &Program, challenge: &Challenge) -> Option<String> {
    let badge = challenge.badge.as_ref();
    let badge = badge.and_then(|id| program.badges.iter().find(|it| it.id == *id));
    let points = (challenge.points > 0)
        .then(|| format::join(&["+", &ui.points(program, challenge.points)], ""));
    let badge = badge.map(|it| ui.words.with("challenges.badge", &[("badge", &it.name)]));
    let parts = [points.as_deref().unwrap_or_default(), badge.as_deref().unwrap_or_default()];
    Some(format::join(&parts, " · ")).filter(|words| !words.is_empty())
}

/// Whether its progress is a bar: amounts, and more steps than stamps look well.
fn has_bar(challenge: &Challenge) -> bool {
    let countable = challenge.kind != ChallengeKind::Spend && challenge.target <= MOST_STAMPS;
    challenge.steps.is_empty() && !countable
}

fn deadline(ui: Ui, challenge: &Challenge, progress: Option<&ChallengeProgress>) -> Node {
    let upcoming = progress.is_some_and(|it| it.status == ChallengeStatus::Upcoming);
    let words = match (challenge.starts_at.filter(|_| upcoming), challenge.ends_at) {
        (Some(at), _) => ui.words.with("challenges.from", &[("date", &format::day(at))]),
        (None, Some(at)) => ui.words.with("time.left", &[("time", &wording::time_left(ui, at))]),
        (None, None) => return nothing(),
    };
    line("tiny", words)
}

fn steps(
    ui: Ui,
    program: &Program,
    challenge: &Challenge,
    progress: Option<&ChallengeProgress>,
) -> Node {
    let reached = progress.map_or(0, |it| it.progress);
    if has_bar(challenge) {
        let words = so_far(ui, program, challenge, reached);
        return div(
            "",
            vec![
                bar(challenge.name.clone(), words.clone(), reached, challenge.target),
                line("count", words),
            ],
        );
    }
    let done = |index: i64| match challenge.steps.is_empty() {
        true => index < reached,
        false => progress.is_some_and(|it| it.steps_done.contains(&index)),
    };
    let count =
        if challenge.steps.is_empty() { challenge.target } else { challenge.steps.len() as i64 };
    let all = (0..count).map(|index| {
        let label = usize::try_from(index).ok().and_then(|index| challenge.steps.get(index));
        let state =
            ui.text(if done(index) { "challenges.step_done" } else { "challenges.step_open" });
        let inside = match label {
            Some(label) => text(label.clone()),
            None => icon(challenge.icon.as_deref().unwrap_or("check")),
        };
        li("", vec![stamp(done(index), inside), span("unseen", vec![text(state)])])
    });
    ul("stamps", all.gather())
}

/// `2 z 3`, or `80 zł z 200 zł`.
fn so_far(ui: Ui, program: &Program, challenge: &Challenge, reached: i64) -> String {
    let shown = |amount: i64| match challenge.kind {
        ChallengeKind::Spend => wording::money(program, amount),
        _ => format::number(amount),
    };
    let values = [("done", &*shown(reached)), ("target", &*shown(challenge.target))];
    ui.words.with("challenges.count", &values)
}

fn badges(ui: Ui, program: &Program, member: Option<&Member>) -> Kids {
    let earned = |badge: &Badge| -> Option<&BadgeProgress> {
        let mine = member?.badges.iter().find(|it| it.id == badge.id)?;
        mine.earned_at.is_some().then_some(mine)
    };
    let entry = |badge: &Badge| {
        let at = earned(badge).and_then(|it| it.earned_at);
        let how = match at {
            Some(at) => Some(ui.words.with("challenges.earned", &[("date", &format::day(at))])),
            None => badge.description.clone(),
        };
        li(
            "badge",
            vec![
                stamp(at.is_some(), icon(badge.icon.as_deref().unwrap_or("star"))),
                b("name", vec![text(badge.name.clone())]),
                maybe(how.map(|how| line("tiny", how))),
            ],
        )
    };
    program.badges.iter().map(entry).gather()
}
