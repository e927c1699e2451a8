//! An issued reward: the ticket torn at its line, with the code, the time that is left, and the
//! way back.

use stempel_protocol::{
    Decode, Member, Program, Reader, Redemption, RedemptionLate, RedemptionStatus, Reward, Source,
    Timestamp,
};

use super::icons::icon;
use super::node::{Node, element, live};
use super::parts::{
    Button, Gather, Kids, b, div, failure, h3, line, maybe, p, piece, rich, span, text,
};
use super::{Ui, loading, wording};
use crate::commands::WRONG;
use crate::format;
use crate::host;
use crate::state::{Busy, CodeOutcome, View};

/// One redemption of the member.
pub fn redemption(ui: Ui, program: &Program, member: &Member, id: &str) -> Node {
    let Some(redemption) = member.redemptions.iter().find(|it| it.id == id) else {
        return loading::empty("ticket", ui.text("code.gone"), ui.text("code.gone_hint"));
    };
    let issued = redemption.status == RedemptionStatus::Issued;
    let wrong = Button::link(ui.text(WRONG)).does(ui.to(View::Page(WRONG, id.into())));
    div(
        "view",
        vec![
            div(
                "cast torn",
                vec![
                    piece("ticket", "torn-top", top(ui, program, member, redemption)),
                    piece(
                        "code",
                        if issued { "torn-foot" } else { "torn-foot spent" },
                        foot(ui, redemption),
                    ),
                ],
            ),
            if redemption.cancellable { give_back(ui, program, redemption) } else { failure(ui) },
            div("row", vec![wrong]),
        ],
    )
}

fn top(ui: Ui, program: &Program, member: &Member, redemption: &Redemption) -> Kids {
    let issued = redemption.status == RedemptionStatus::Issued;
    let words = match redemption.status {
        RedemptionStatus::Issued | RedemptionStatus::Pending if redemption.wallet.is_some() => {
            String::new()
        }
        RedemptionStatus::Issued | RedemptionStatus::Pending => {
            let left = member.balance.available;
            ui.words.plural("code.left_over", left, &[("points", &ui.points(program, left))])
        }
        RedemptionStatus::Used => {
            let at = redemption.used_at.unwrap_or(redemption.created_at);
            let day = format::day(at);
            match &redemption.order {
                Some(order) => ui.words.with("code.used_for", &[("date", &day), ("order", order)]),
                None => ui.words.with("code.used_on", &[("date", &day)]),
            }
        }
        _ => {
            let points = ui.amount(program, redemption.wallet.as_ref(), redemption.cost);
            ui.words.plural("code.returned", redemption.cost, &[("points", &points)])
        }
    };
    let any = |it: &Reward| it.id == redemption.reward && it.max_amount.is_some();
    let worth = redemption.value.as_ref().filter(|_| program.rewards.iter().any(any));
    let worth = worth.map(format::money).unwrap_or_default();
    let name = format::join(&[&redemption.name, &worth], ": ");
    let mark = match redemption.status {
        RedemptionStatus::Issued | RedemptionStatus::Used => "check",
        RedemptionStatus::Cancelled => "undo",
        _ => "clock",
    };
    vec![
        div(if issued { "emblem good landed" } else { "emblem" }, vec![icon(mark)]),
        h3("lead", vec![text(name)]),
        line("fine", words),
        maybe(drawn(ui, member, redemption).map(|words| line("gain", words))),
    ]
}

/// Whether a lot has won, once the draw was made.
fn drawn(ui: Ui, member: &Member, redemption: &Redemption) -> Option<String> {
    let place = member.redemptions.iter().position(|it| it.id == redemption.id)?;
    let won = ui.besides::<Drawn>("member")?.0.get(place)?.won?;
    Some(ui.text(if won { "code.won" } else { "code.not_won" }))
}

/// What is known of draws, in the order of the member's redemptions.
struct Drawn(Vec<RedemptionLate>);

impl Decode for Drawn {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        Self(reader.field(node, "redemptions"))
    }
}

fn foot(ui: Ui, redemption: &Redemption) -> Kids {
    let Some(code) = redemption.code.clone() else {
        return vec![seal(ui, redemption.status)];
    };
    // However long a shop's codes are, they stand on one line.
    let letters = format::digits(code.chars().count() as i64);
    let code = element("p", "code").with("--letters", &letters).kids(vec![text(code)]);
    let shown = vec![line("tiny", ui.text("code.code")), code];
    if redemption.status != RedemptionStatus::Issued {
        return shown.into_iter().chain([seal(ui, redemption.status)]).gather();
    }
    shown
        .into_iter()
        .chain([
            actions(ui, &redemption.id),
            outcome(ui),
            maybe(redemption.expires_at.map(|at| valid(ui, at))),
        ])
        .gather()
}

/// The stamp across a ticket that is no longer good.
fn seal(ui: Ui, status: RedemptionStatus) -> Node {
    let class = if status == RedemptionStatus::Used { "seal good" } else { "seal" };
    p("seal-line", vec![span(class, vec![text(wording::status(ui, status))])])
}

fn actions(ui: Ui, id: &str) -> Node {
    let busy = ui.state.busy();
    let applying = busy == Some(Busy::Applying(id.into()));
    let of = id.to_owned();
    let mut can_apply = false;
    ui.run(|commands| can_apply = commands.can_apply());
    let apply = can_apply.then(|| {
        let words = ui.text(if applying { "code.applying" } else { "code.apply" });
        let of = of.clone();
        Button::primary(words)
            .off(busy.is_some())
            .does(move || ui.run(|commands| commands.apply_code(of.clone())))
    });
    let words = ui.text("code.copy");
    let copy = if can_apply { Button::quiet(words) } else { Button::primary(words) };
    let copy = copy.does(move || ui.run(|commands| commands.copy_code(of.clone())));
    div("row", vec![maybe(apply), copy])
}

/// What became of a code that was copied or handed to the shop, in its own words where it has some.
pub fn outcome(ui: Ui) -> Node {
    let outcome = ui.state.code_outcome();
    let (good, words) = match outcome {
        None => (true, String::new()),
        Some(CodeOutcome::Copied) => (true, ui.text("code.copied")),
        Some(CodeOutcome::CopyFailed) => (false, ui.text("code.copy_failed")),
        Some(CodeOutcome::Applied(words)) => {
            (true, words.unwrap_or_else(|| ui.text("code.applied")))
        }
        Some(CodeOutcome::NotApplied(words)) => {
            (false, words.unwrap_or_else(|| ui.text("code.not_applied")))
        }
    };
    element("p", if good { "outcome good" } else { "outcome bad" })
        .with("role", "status")
        .kids(vec![text(words)])
}

/// Until when the code holds: a day, or a clock that runs down. The clock alone follows the
/// second hand.
fn valid(ui: Ui, until: Timestamp) -> Node {
    if (until - host::now()).num_hours() >= 24 {
        let words =
            ui.words.pieces("code.valid_until", None, &[("date", &format::last_day(until))]);
        return p("fine", rich(words));
    }
    let clock = move || {
        ui.tick.track();
        let left = until - host::now();
        if left.num_seconds() == 0 {
            // The backend says what an expired code becomes.
            ui.run(|commands| commands.refresh());
        }
        text(format::countdown(left))
    };
    let clock = b("clock", vec![live(format::digits(until.timestamp()), clock)]);
    p("fine", vec![text(ui.text("code.valid_for")), text(" "), clock])
}

fn give_back(ui: Ui, program: &Program, redemption: &Redemption) -> Node {
    let points = ui.amount(program, redemption.wallet.as_ref(), redemption.cost);
    let kids = match ui.draft.get().giving_back {
        true => asked(ui, redemption, &points),
        false => offered(ui, redemption.cost, &points),
    };
    div("stack", vec![kids, failure(ui)])
}

fn offered(ui: Ui, cost: i64, points: &str) -> Node {
    let words = ui.words.plural("code.mind", cost, &[("points", points)]);
    let ask = move || ui.draft.update(|draft| draft.giving_back = true);
    let button = element("div", "")
        .with("id", "give-back")
        .kids(vec![Button::link(ui.text("code.give_back")).does(ask)]);
    super::parts::note("note", "undo", vec![line("", words), button])
}

fn asked(ui: Ui, redemption: &Redemption, points: &str) -> Node {
    let id = redemption.id.clone();
    let busy = ui.state.busy();
    let going = busy == Some(Busy::Cancelling(id.clone()));
    let question = ui.words.plural("code.give_back_sure", redemption.cost, &[("points", points)]);
    let yes = Button::quiet(ui.text(if going { "code.giving_back" } else { "code.give_back_yes" }))
        .off(busy.is_some())
        .does(move || ui.run(|commands| commands.cancel(id.clone())));
    let stay = move || ui.draft.update(|draft| draft.giving_back = false);
    let keep = element("div", "")
        .with("id", "keep")
        .kids(vec![Button::primary(ui.text("code.keep")).does(stay)]);
    element("section", "note ask")
        .with("part", "note")
        .with("aria-label", &ui.text("code.give_back"))
        .kids(vec![line("note-words", question), div("row", vec![keep, yes])])
}
