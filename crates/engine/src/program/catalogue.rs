//! The sections of a program file that say what points lead to: challenges, badges, and, in
//! `catalogue/rewards.rs`, rewards; and the terms.

use super::earns::RULE_POINTS_MAX;
use super::notes::Kind;
use super::read::fingerprint;
use super::reader::Table;
use super::{Badge, Challenge, Change, Consent, EarnedBy, Goal, Question, Rule, Run, Step, Terms};
use crate::cart::PRICE_MAX;
use chrono::NaiveDate;

mod rewards;

pub(super) use rewards::{reward, reward_group, with_openings};

const COUNT_MAX: i64 = 1_000_000;
const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Reads `[[challenge]]`.
pub(super) fn challenge(table: Table<'_>) -> Challenge {
    let mut challenge = Challenge {
        id: table.id(Kind::Challenge),
        name: table.texts("name"),
        description: table.texts_if("description"),
        icon: table.icon(),
        goal: goal(&table),
        points: table.number_if("points", 0..=RULE_POINTS_MAX).unwrap_or(0),
        badge: None,
        run: run(&table),
        within_days: table.number_if("within_days", 1..=366),
        segments: table.references("segments", Kind::Segment),
        mark: String::new(),
    };
    challenge.mark = mark(&challenge);
    table.finish();
    challenge
}

fn mark(challenge: &Challenge) -> String {
    let Challenge { goal, run, within_days, .. } = challenge;
    fingerprint(&format!("{goal:?} {run:?} {within_days:?}"))
}

fn goal(table: &Table<'_>) -> Goal {
    let nothing = Goal::Variety { steps: Vec::new() };
    let steps: Vec<Step> = table.tables("step").into_iter().map(step).collect();
    match (table.has("step"), table.field("goal")) {
        (true, None) => Goal::Variety { steps },
        (false, Some(field)) => field.table().map_or(nothing, counted),
        (true, Some(field)) => {
            field.note("a challenge has a \"goal\" or steps, not both");
            nothing
        }
        (false, None) => {
            table.note("needs a \"goal\", or a [[challenge.step]] for each of its steps");
            nothing
        }
    }
}

fn counted(table: Table<'_>) -> Goal {
    let goal = match ["orders", "units", "spend"].map(|name| table.has(name)) {
        [true, false, false] => Goal::Orders {
            target: table.number("orders", 1..=COUNT_MAX),
            minimum_spend: table.number_if("minimum_spend", 1..=PRICE_MAX).unwrap_or(0),
        },
        [false, true, false] => {
            Goal::Units { target: table.number("units", 1..=COUNT_MAX), products: table.products() }
        }
        [false, false, true] => Goal::Spend {
            target: table.number("spend", 1..=AMOUNT_MAX),
            products: table.products(),
        },
        _ => {
            table.note("must have one of \"orders\", \"units\" and \"spend\"");
            return Goal::Variety { steps: Vec::new() };
        }
    };
    table.finish();
    goal
}

fn step(table: Table<'_>) -> Step {
    let step = Step { label: table.texts("label"), products: table.products() };
    let named = ["categories", "skus", "except_categories", "except_skus"];
    if !named.iter().any(|name| table.has(name)) {
        table.note("must name what counts: \"categories\" or \"skus\"");
    }
    table.finish();
    step
}

fn run(table: &Table<'_>) -> Run {
    let window = table.window();
    let every = table.field("every").map(|it| (it.choice(&[("month", ())]), it));
    match every {
        None => Run::Once(window),
        Some((_, field)) => {
            if table.has("starts") || table.has("ends") {
                field
                    .note("a challenge comes every month or has \"starts\" and \"ends\", not both");
            }
            Run::Monthly
        }
    }
}

/// Reads `[[badge]]`.
pub(super) fn badge(table: Table<'_>) -> Badge {
    let badge = Badge {
        id: table.id(Kind::Badge),
        name: table.texts("name"),
        description: table.texts_if("description"),
        icon: table.icon(),
        earned_by: table.table_of("earned_by").map_or(EarnedBy::Orders(1), earned_by),
    };
    table.finish();
    badge
}

fn earned_by(table: Table<'_>) -> EarnedBy {
    let challenge = || table.reference("challenge", Kind::Challenge).map(EarnedBy::Challenge);
    let tier = || table.reference("tier", Kind::Tier).map(EarnedBy::Tier);
    let points =
        || table.number_if("lifetime_points", 1..=AMOUNT_MAX).map(EarnedBy::LifetimePoints);
    let orders = || table.number_if("orders", 1..=COUNT_MAX).map(EarnedBy::Orders);
    let mut ways: Vec<EarnedBy> =
        [challenge(), tier(), points(), orders()].into_iter().flatten().collect();
    let way = ways.pop().unwrap_or(EarnedBy::Orders(1));
    let named = ["challenge", "tier", "lifetime_points", "orders"].map(|name| table.has(name));
    if named.iter().filter(|it| **it).count() != 1 {
        table.note("must have one of \"challenge\", \"tier\", \"lifetime_points\" and \"orders\"");
    }
    table.finish();
    way
}

/// Reads `[[consent]]`.
pub(super) fn consent(table: Table<'_>) -> Consent {
    let url = table.text_if("url");
    if url.as_ref().is_some_and(|it| !it.starts_with("https://") && !it.starts_with("http://")) {
        table.note_field("url", "must begin with https:// or http://");
    }
    let consent = Consent {
        id: table.id(Kind::Consent),
        version: table.text("version"),
        title: table.texts("title"),
        text: table.texts_if("text"),
        url,
        required: table.flag("required"),
    };
    table.finish();
    consent
}

/// Reads `[[rule]]`.
pub(super) fn rule(table: Table<'_>) -> Rule {
    let rule = Rule { title: table.texts("title"), text: table.texts("text") };
    table.finish();
    rule
}

/// Reads `[terms]`.
pub(super) fn terms(table: Table<'_>) -> Terms {
    let mut next: Vec<Change> = Vec::new();
    for table in table.tables("next") {
        let from = table.day("from");
        let before = next.last().map(|it| it.from);
        if before.zip(from).is_some_and(|(before, from)| before >= from) {
            table.note_field("from", "must be after the change before");
        }
        let from = from.or(before).unwrap_or_default();
        next.push(Change { from, text: table.texts("text") });
        table.finish();
    }
    let (version, valid_from) = (table.text("version"), table.day("valid_from"));
    let first = next.first().map(|it| it.from).filter(|from| *from != NaiveDate::default());
    if first.zip(valid_from).is_some_and(|(first, valid_from)| first <= valid_from) {
        table.note_field("next", "must be after \"valid_from\"");
    }
    table.finish();
    Terms { version, valid_from: valid_from.unwrap_or_default(), next }
}

/// Reads `[[question]]`.
pub(super) fn question(table: Table<'_>) -> Question {
    let question = Question { question: table.texts("question"), answer: table.texts("answer") };
    table.finish();
    question
}
