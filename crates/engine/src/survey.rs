//! Surveys: which ones a member is asked now, which answers are whole, and what an answer earns.
//!
//! - Each is asked once: a member (of `each_order`: a member and an order) answers it, or puts it
//!   aside, one time.

use crate::Instant;
use crate::cart::Order;
use crate::counted::Counted;
use crate::ledger::Source;
use crate::member::{self, Effect, Member};
use crate::program::{Program, Survey, SurveyKind, SurveyWhen};
use chrono::TimeDelta;

/// The longest text of an answer, in characters.
pub const TEXT_MAX: usize = 1000;

/// A survey that a member is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// The order it is about.
    pub order: Option<&'a str>,
}

/// A survey that a member answered or put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The survey.
    pub survey: String,
    /// The order, as [`subject`] says it.
    pub order: String,
}

/// An answer. Each kind of survey asks for another part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answer<'a> {
    /// For `nps` and `stars`.
    pub score: Option<i64>,
    /// For `choice`: which, from 0.
    pub choice: Option<i64>,
    /// For `text`; welcome with every kind.
    pub text: Option<&'a str>,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// No score, or one out of range.
    #[error("a score from {from} to {to}")]
    Score {
        /// The lowest.
        from: i64,
        /// The highest.
        to: i64,
    },
    /// No choice, or one that is not there.
    #[error("a choice from 0 to {last}")]
    Choice {
        /// The last one.
        last: usize,
    },
    /// No text, or too long a one.
    #[error("a text of 1 to {TEXT_MAX} characters")]
    Text,
    /// Something this kind of survey does not ask for.
    #[error("this survey asks for no {0}")]
    NotAsked(&'static str),
}

impl Mistake {
    /// The field it is about, as on the wire.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Score { .. } => "score",
            Self::Choice { .. } => "choice",
            Self::Text => "text",
            Self::NotAsked(field) => field,
        }
    }
}

/// What a survey asks a member now who is not done with it: about the newest order that is due, if it
/// is about orders. `orders` are the member's, newest first; none outside of [`order_window`] is
/// needed.
#[must_use]
pub fn asks<'a>(
    survey: &'a Survey,
    joined_at: Instant,
    orders: &'a [Order],
    now: Instant,
) -> Option<Asked<'a>> {
    let order = due(survey, joined_at, orders, now).into_iter().next()?;
    Some(Asked { survey, order })
}

/// Whether a survey can be answered now, about that order.
#[must_use]
pub fn is_open(
    survey: &Survey,
    joined_at: Instant,
    orders: &[Order],
    order: Option<&str>,
    now: Instant,
) -> bool {
    let due = due(survey, joined_at, orders, now);
    if is_each(survey) { due.contains(&order) && order.is_some() } else { !due.is_empty() }
}

/// What it is closed under: the order, where each one is asked about; nothing otherwise.
#[must_use]
pub fn subject<'a>(survey: &Survey, order: Option<&'a str>) -> &'a str {
    order.filter(|_| is_each(survey)).unwrap_or("")
}

/// When an order that a survey is about now was paid: after the first instant, up to the other. None
/// for one that is about no order, or not on.
#[must_use]
pub fn order_window(survey: &Survey, now: Instant) -> Option<(Instant, Instant)> {
    let is_about_orders = matches!(survey.when, SurveyWhen::OrderPaid { .. });
    let newest = now - TimeDelta::days(survey.delay_days);
    let window = (newest - TimeDelta::days(survey.open_days), newest);
    (is_about_orders && survey.window.contains(now)).then_some(window)
}

/// The categories that an order has to have something of for a survey to be about it; any does where
/// none is named.
#[must_use]
pub fn order_categories(survey: &Survey) -> &[String] {
    match &survey.when {
        SurveyWhen::OrderPaid { categories, .. } => categories,
        SurveyWhen::Joined => &[],
    }
}

/// Checks an answer.
///
/// # Errors
/// What is missing, out of range or not asked for.
pub fn check(survey: &Survey, answer: Answer<'_>) -> Result<(), Mistake> {
    let (scores, choices) = match &survey.kind {
        SurveyKind::Nps => (Some((0, 10)), None),
        SurveyKind::Stars => (Some((1, 5)), None),
        SurveyKind::Choice(choices) => (None, Some(choices.len())),
        SurveyKind::Text => (None, None),
    };
    match (scores, answer.score) {
        (None, Some(_)) => return Err(Mistake::NotAsked("score")),
        (Some((from, to)), score) if !score.is_some_and(|it| (from..=to).contains(&it)) => {
            return Err(Mistake::Score { from, to });
        }
        _ => {}
    }
    match (choices, answer.choice) {
        (None, Some(_)) => return Err(Mistake::NotAsked("choice")),
        (Some(count), choice) => {
            let there = choice.and_then(|it| usize::try_from(it).ok()).is_some_and(|it| it < count);
            if !there {
                return Err(Mistake::Choice { last: count - 1 });
            }
        }
        _ => {}
    }
    let length = answer.text.map_or(0, |it| it.chars().count());
    let wanted = survey.kind == SurveyKind::Text && length == 0;
    if wanted || length > TEXT_MAX { Err(Mistake::Text) } else { Ok(()) }
}

/// Books what an answer gives. The caller sees to it that it is the first.
///
/// # Errors
/// [`member::Refused::NotJoined`], [`member::Refused::Ledger`].
pub fn answered(
    program: &Program,
    member: &mut Member,
    survey: &Survey,
    order: Option<&str>,
    now: Instant,
) -> Result<Effect, member::Refused> {
    let order = subject(survey, order).to_owned();
    let source = Source::Survey { survey: survey.id.clone(), order };
    member::give(program, member, source, (&survey.id, survey.points), now)
}

/// Whether it is asked about each order.
#[must_use]
pub const fn is_each(survey: &Survey) -> bool {
    matches!(survey.when, SurveyWhen::OrderPaid { each: true, .. })
}

/// What it may be about now, newest first; one nothing for a survey that is not about orders.
fn due<'a>(
    survey: &Survey,
    joined_at: Instant,
    orders: &'a [Order],
    now: Instant,
) -> Vec<Option<&'a str>> {
    let is_time = |since: Instant| {
        let from = since + TimeDelta::days(survey.delay_days);
        (from..from + TimeDelta::days(survey.open_days)).contains(&now)
    };
    match &survey.when {
        _ if !survey.window.contains(now) => Vec::new(),
        SurveyWhen::Joined => is_time(joined_at).then_some(None).into_iter().collect(),
        SurveyWhen::OrderPaid { categories, .. } => {
            let due = orders.iter().filter(|it| is_time(it.at) && has(it, categories));
            due.map(|it| Some(it.id.as_str())).collect()
        }
    }
}

/// Whether something of those categories, or of any if none is named, was kept of an order and counts:
/// an order that counts for nothing is not asked about.
fn has(order: &Order, categories: &[String]) -> bool {
    let meant = |category: Option<&String>| {
        categories.is_empty() || category.is_some_and(|it| categories.contains(it))
    };
    Counted::of(order).lines().iter().any(|it| meant(it.line.category.as_ref()))
}
