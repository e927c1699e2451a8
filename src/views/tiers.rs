//! The tiers, what each brings, and where the member stands.

use stempel_protocol::{Program, Tier, TierPeriod, TierProgress};

use super::icons::icon;
use super::node::Node;
use super::parts::{
    Gather, Kids, b, bar, div, heading, li, line, maybe, note, nothing, piece, rich, span, text, ul,
};
use super::{Ui, access, loading, wording};
use crate::format;

/// Every tier, lowest first.
pub fn tiers(ui: Ui, program: &Program, held: Option<&TierProgress>) -> Node {
    if program.tiers.is_empty() {
        return loading::empty("rosette", ui.text("tiers.none"), ui.text("tiers.none_hint"));
    }
    let cards = program.tiers.iter().map(|tier| li("", vec![card(ui, program, tier, held)]));
    div(
        "view",
        vec![
            maybe(period(ui, program).map(|words| line("fine", words))),
            maybe(held.and_then(|held| keep(ui, program, held))),
            ul("list", cards.gather()),
            early(ui),
        ],
    )
}

/// What opens earlier to some.
fn early(ui: Ui) -> Node {
    let cards = access::cards(ui, false);
    let title = || heading(ui.text("access.title"), nothing());
    if cards.is_empty() { nothing() } else { div("group", vec![title(), div("list", cards)]) }
}

fn period(ui: Ui, program: &Program) -> Option<String> {
    let rule = program.tier_rule.as_ref()?;
    match (rule.period, rule.days) {
        (TierPeriod::Rolling, Some(days)) => Some(ui.words.plural("tiers.rolling", days, &[])),
        (TierPeriod::CalendarYear, _) => Some(ui.text("tiers.calendar_year")),
        (TierPeriod::Lifetime, _) => Some(ui.text("tiers.lifetime")),
        _ => None,
    }
}

/// What it takes to keep the tier.
fn keep(ui: Ui, program: &Program, held: &TierProgress) -> Option<Node> {
    let until = format::last_day(held.until?);
    let tier = wording::tier_name(program, &held.id);
    let missing = wording::qualifying(ui, program, held.keep_missing);
    let values = [("tier", tier), ("date", &until), ("points", &missing)];
    let key = if held.keep_missing > 0 { "tiers.keep" } else { "tiers.safe" };
    Some(note("note", "calendar", rich(ui.words.pieces(key, None, &values))))
}

fn card(ui: Ui, program: &Program, tier: &Tier, held: Option<&TierProgress>) -> Node {
    let here = held.is_some_and(|held| held.id == tier.id);
    let passed = held.is_some_and(|held| rank(program, &held.id) > rank(program, &tier.id));
    let next =
        held.and_then(|held| held.next.as_ref().filter(|next| next.id == tier.id).zip(Some(held)));
    let from = match tier.from {
        0 => ui.text("tiers.start"),
        from => ui.words.with("tiers.from", &[("points", &wording::qualifying(ui, program, from))]),
    };
    let benefits: Kids =
        tier.benefits.iter().map(|it| li("", vec![icon("check"), text(it.clone())])).gather();
    let class = match (here, passed) {
        (true, _) => "card tier here",
        (_, true) => "card tier",
        _ => "card tier ahead",
    };
    piece(
        "card",
        class,
        vec![
            div(
                "card-top",
                vec![
                    super::parts::stamp(here || passed, icon("rosette")),
                    div(
                        "card-words",
                        vec![b("name", vec![text(tier.name.clone())]), line("fine", from)],
                    ),
                    if here { span("seal", vec![text(ui.text("tiers.here"))]) } else { nothing() },
                ],
            ),
            ul("benefits", benefits),
            maybe(next.map(|(next, held)| {
                let points = wording::qualifying(ui, program, next.missing);
                let words = ui.words.with("tiers.missing", &[("points", &points)]);
                div(
                    "",
                    vec![
                        bar(
                            tier.name.clone(),
                            words.clone(),
                            held.qualifying,
                            held.qualifying + next.missing,
                        ),
                        line("tiny", words),
                    ],
                )
            })),
        ],
    )
}

fn rank(program: &Program, id: &str) -> Option<usize> {
    program.tiers.iter().position(|tier| tier.id == id)
}
