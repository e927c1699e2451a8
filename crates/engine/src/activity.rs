//! What earns besides orders: events that the shop's server vouches for, and days in a row on which
//! a member came by. Limits count within a period of the event's day, in the program's time zone.

use crate::Instant;
use crate::member::{self, Effect, Member};
use crate::program::{Activity, ActivityKind, Every, Program, ShopEvent};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How often an activity was rewarded in the period it was last rewarded in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The period's first day.
    pub period: NaiveDate,
    /// How often.
    pub times: i64,
}

/// Days in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Streak {
    /// The last day that counted.
    pub last: NaiveDate,
    /// How many so far, from 1.
    pub days: i64,
    /// Days that may still be missed before it begins anew.
    pub grace: i64,
}

/// Why an activity earns nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such activity, or not one of this kind.
    #[error("there is no such activity")]
    Unknown,
    /// Rewarded as often as the period allows; it may come again from then on, if ever.
    #[error("the activity was rewarded as often as it may be")]
    Limit {
        /// When the next period begins.
        again: Option<Instant>,
    },
    /// The member or the ledger refuses.
    #[error(transparent)]
    Member(#[from] member::Refused),
}

/// Something happened that the shop's server vouches for; `at` is when. The caller sees to it that
/// no event counts twice.
///
/// # Errors
/// [`Refused`].
pub fn happened(
    program: &Program,
    member: &mut Member,
    activity: &str,
    at: Instant,
    now: Instant,
) -> Result<Effect, Refused> {
    let activity = event(program, activity).ok_or(Refused::Unknown)?;
    had_joined(member, at)?;
    reward(program, member, activity, at.min(now), now)
}

/// An event of the shop: brings every activity that waits for it and is within its limit.
///
/// # Errors
/// [`Refused::Unknown`] when none waits for it, [`Refused::Limit`] when each is at its limit, until
/// the first of them may come again.
pub fn told(
    program: &Program,
    member: &mut Member,
    event: ShopEvent,
    at: Instant,
    now: Instant,
) -> Result<Effect, Refused> {
    had_joined(member, at)?;
    let mut done: Option<Effect> = None;
    let mut refused = Refused::Unknown;
    for activity in program.activities.iter().filter(|it| it.event == Some(event)) {
        match reward(program, member, activity, at.min(now), now) {
            Ok(effect) => match &mut done {
                Some(done) => done.extend(effect),
                None => done = Some(effect),
            },
            Err(Refused::Limit { again }) => refused = sooner(refused, again),
            Err(other) => return Err(other),
        }
    }
    done.ok_or(refused)
}

/// Whether the shop can tell of an activity of that id.
#[must_use]
pub fn is_event(program: &Program, activity: &str) -> bool {
    event(program, activity).is_some()
}

fn event<'a>(program: &'a Program, activity: &str) -> Option<&'a Activity> {
    let found = program.activities.iter().find(|it| it.id == activity);
    found.filter(|it| it.kind == ActivityKind::Event)
}

/// The limit that ends first.
fn sooner(known: Refused, again: Option<Instant>) -> Refused {
    let first = match known {
        Refused::Limit { again: Some(known) } => again.map_or(known, |it| it.min(known)).into(),
        _ => again,
    };
    Refused::Limit { again: first }
}

/// What happened before a customer joined earns nothing, whenever it is told.
fn had_joined(member: &Member, at: Instant) -> Result<(), Refused> {
    if member.had_joined(at) { Ok(()) } else { Err(member::Refused::NotJoined.into()) }
}

fn reward(
    program: &Program,
    member: &mut Member,
    activity: &Activity,
    at: Instant,
    now: Instant,
) -> Result<Effect, Refused> {
    let counted = count(program, member, activity, program.day(at))?;
    let effect = member::reward_activity(program, member, activity, now)?;
    member.record.activities.insert(activity.id.clone(), counted);
    Ok(effect)
}

/// A member came by today. Once a day; what a full streak earns comes by itself.
///
/// # Errors
/// [`Refused::Member`].
pub fn visited(program: &Program, member: &mut Member, now: Instant) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(member::Refused::NotJoined.into());
    }
    let mut effect = member::settle(program, member, now);
    let today = program.day(now);
    for activity in &program.activities {
        let ActivityKind::Visits { days, grace } = activity.kind else { continue };
        let before = member.record.streaks.get(&activity.id);
        let Some(streak) = next_day(before, today, grace) else { continue };
        let is_full = streak.days % days == 0;
        let streak = Streak { grace: if is_full { grace } else { streak.grace }, ..streak };
        member.record.streaks.insert(activity.id.clone(), streak);
        if is_full {
            effect.extend(member::reward_activity(program, member, activity, now)?);
        }
    }
    Ok(effect)
}

/// How a streak stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreakToday {
    /// Days in a row so far; none when too many were missed.
    pub days: i64,
    /// Days that make it full.
    pub target: i64,
    /// Days that may still be missed.
    pub grace_left: i64,
    /// Whether today counts already.
    pub today: bool,
}

impl StreakToday {
    /// Days of the round that is on, up to `target`; a full one stands until the next visit.
    #[must_use]
    pub const fn of_round(&self) -> i64 {
        if self.days == 0 { 0 } else { (self.days - 1) % self.target + 1 }
    }
}

/// How the streak of an activity stands today; none for an activity that is no streak.
#[must_use]
pub fn streak(
    program: &Program,
    member: &Member,
    activity: &Activity,
    now: Instant,
) -> Option<StreakToday> {
    let ActivityKind::Visits { days: target, grace } = activity.kind else { return None };
    let anew = StreakToday { days: 0, target, grace_left: grace, today: false };
    let Some(streak) = member.record.streaks.get(&activity.id) else { return Some(anew) };
    let since = (program.day(now) - streak.last).num_days();
    let missed = (since - 1).max(0);
    let goes_on = missed <= streak.grace;
    let on = StreakToday {
        days: streak.days,
        target,
        grace_left: streak.grace - missed,
        today: since <= 0,
    };
    Some(if goes_on { on } else { anew })
}

/// The streak after a visit today; none when today counts already.
fn next_day(before: Option<&Streak>, today: NaiveDate, grace: i64) -> Option<Streak> {
    let anew = Streak { last: today, days: 1, grace };
    let Some(before) = before else { return Some(anew) };
    let missed = (today - before.last).num_days() - 1;
    match missed {
        ..0 => None,
        missed if missed <= before.grace => {
            Some(Streak { last: today, days: before.days + 1, grace: before.grace - missed })
        }
        _ => Some(anew),
    }
}

fn count(
    program: &Program,
    member: &Member,
    activity: &Activity,
    day: NaiveDate,
) -> Result<Counted, Refused> {
    let known = member.record.activities.get(&activity.id);
    let first = activity.every.first_day(day);
    // An event told late counts in the period that is on: limits never open twice.
    let period = known.map_or(first, |known| known.period.max(first));
    let times = known.filter(|known| known.period == period).map_or(0, |known| known.times);
    if times >= activity.times {
        let again = activity.every.next(period).map(|day| program.start_of(day));
        return Err(Refused::Limit { again });
    }
    Ok(Counted { period, times: times + 1 })
}

impl Every {
    /// The first day of the period that day is in.
    pub(crate) fn first_day(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Ever => NaiveDate::default(),
            Self::Day => day,
            Self::Week => day - Days::new(day.weekday().num_days_from_monday().into()),
            Self::Month => day.with_day(1).unwrap_or(day),
            Self::Year => day.with_ordinal(1).unwrap_or(day),
        }
    }

    /// The first day of the period after the one that begins on that day.
    pub(crate) fn next(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Ever => None,
            Self::Day => first.succ_opt(),
            Self::Week => Some(first + Days::new(7)),
            Self::Month => first.checked_add_months(chrono::Months::new(1)),
            Self::Year => first.checked_add_months(chrono::Months::new(12)),
        }
    }
}
