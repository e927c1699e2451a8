//! Days of a member's own, and the times around them: days of the program's time zone, once a year.

use crate::Instant;
use crate::member::Member;
use crate::program::{Around, OwnDay, Program, Span, Window};
use crate::tier;
use chrono::{Datelike, Days, NaiveDate};

/// The time around that day which is on at an instant, or the next one; none as long as the day is
/// not known.
#[must_use]
pub fn window(
    program: &Program,
    member: &Member,
    tier: Option<&str>,
    around: &Around,
    at: Instant,
) -> Option<Window> {
    let span = span(program, tier, around);
    day(program, member, around, span, at).map(|day| of(program, day, span))
}

/// From when on what is taken counts for the same day as what is taken in [`window`]: the earliest that
/// the time around it begins in any tier. Who rises or falls meanwhile has it no second time.
#[must_use]
pub fn counted_from(
    program: &Program,
    member: &Member,
    tier: Option<&str>,
    around: &Around,
    at: Instant,
) -> Option<Instant> {
    let day = day(program, member, around, span(program, tier, around), at)?;
    let spans = around.longer.iter().map(|(_, span)| *span).chain([around.span]);
    spans.filter_map(|span| of(program, day, span).starts).min()
}

/// The day whose time of that length is on at an instant, or the next one.
fn day(
    program: &Program,
    member: &Member,
    around: &Around,
    span: Span,
    at: Instant,
) -> Option<NaiveDate> {
    let year = program.day(at).year();
    // Around New Year last year's day, or next year's, may be the one.
    let mut days =
        (year - 1..=year + 2).filter_map(|year| day_in(program, member, around.day, year));
    days.find(|day| !of(program, *day, span).is_over(at))
}

fn of(program: &Program, day: NaiveDate, span: Span) -> Window {
    let days = |days: i64| Days::new(days.unsigned_abs());
    Window {
        starts: Some(program.start_of(day - days(span.before))),
        ends: Some(program.end_of(day + days(span.after))),
    }
}

/// Which day of that year it is: where there is no 29 February, the 28th.
fn day_in(program: &Program, member: &Member, day: OwnDay, year: i32) -> Option<NaiveDate> {
    if day == OwnDay::Birthday {
        return member.profile.birthday_in(year);
    }
    let joined = program.day(member.joined_at?);
    let same = joined.with_year(year).or_else(|| (joined - Days::new(1)).with_year(year));
    same.filter(|_| year > joined.year())
}

/// How long it is for the highest tier named that is reached.
fn span(program: &Program, tier: Option<&str>, around: &Around) -> Span {
    let reached = around.longer.iter().filter(|(asked, _)| tier::reaches(program, tier, asked));
    let from = |asked: &str| program.tier(asked).map_or(0, |tier| tier.from);
    reached.max_by_key(|(asked, _)| from(asked)).map_or(around.span, |(_, span)| *span)
}
