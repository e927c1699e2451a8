//! Days, months and ends of days in the program's time zone. The only place that knows zones.

use super::{Expiry, Program, Purchase, Window};
use crate::Instant;
use crate::ledger::{Times, Wallet};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

impl Program {
    /// The day of an instant where the program lives.
    #[must_use]
    pub fn day(&self, at: Instant) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The first instant of a day where the program lives.
    #[must_use]
    pub fn start_of(&self, day: NaiveDate) -> Instant {
        start_of(self.zone, day)
    }

    /// The first instant after a day.
    #[must_use]
    pub fn end_of(&self, day: NaiveDate) -> Instant {
        self.start_of(day + Days::new(1))
    }

    /// The calendar month that day is in.
    #[must_use]
    pub fn month_of(&self, day: NaiveDate) -> Window {
        let first = day.with_day(1).unwrap_or(day);
        let next = first + Months::new(1);
        Window { starts: Some(self.start_of(first)), ends: Some(self.start_of(next)) }
    }

    /// Whether a rule is on at that instant: its window, and its days of the week.
    #[must_use]
    pub fn is_on(&self, rule: &Purchase, at: Instant) -> bool {
        rule.window.contains(at) && rule.is_on_weekday(self.day(at))
    }

    /// When a rule is on next: now, if it is; otherwise from the first instant of its next day. None
    /// when its window ends before that.
    #[must_use]
    pub fn on_next(&self, rule: &Purchase, at: Instant) -> Option<Instant> {
        let at = rule.window.starts.map_or(at, |starts| starts.max(at));
        let week = self.day(at).iter_days().take(7);
        let day = week.into_iter().find(|day| rule.is_on_weekday(*day))?;
        let next = self.start_of(day).max(at);
        (!rule.window.is_over(next)).then_some(next)
    }

    /// Until when a rule that is on at that instant stays on: the end of its window, or of the last
    /// of its days in a row. None when it does not end.
    #[must_use]
    pub fn on_until(&self, rule: &Purchase, at: Instant) -> Option<Instant> {
        let week = self.day(at).iter_days().take(7);
        let off = week.skip(1).find(|day| !rule.is_on_weekday(*day));
        off.map(|day| self.start_of(day)).into_iter().chain(rule.window.ends).min()
    }

    /// When points booked now can be spent, and when they expire.
    #[must_use]
    pub fn times(&self, now: Instant) -> Times {
        self.times_in(&Wallet::default(), now)
    }

    /// The same of what is booked in a wallet.
    #[must_use]
    pub fn times_in(&self, wallet: &Wallet, now: Instant) -> Times {
        let points = self.points_in(wallet);
        let matures_at = now + Days::new(points.pending_days.unsigned_abs());
        let expires_on = match points.expiry {
            Expiry::Never => None,
            Expiry::After { days } => Some(self.day(now) + Days::new(days.unsigned_abs())),
            Expiry::Months { months } => Some(self.day(now) + Months::new(months)),
            Expiry::Yearly { month, day } => Some(next_yearly(self.day(matures_at), month, day)),
        };
        Times { matures_at, expires_at: expires_on.map(|day| self.end_of(day)) }
    }
}

impl Program {
    /// The same for points that wait for at least so many days.
    #[must_use]
    pub fn times_after(&self, now: Instant, days: i64) -> Times {
        let longer = (days - self.points.pending_days).max(0);
        self.times(now + Days::new(longer.unsigned_abs()))
    }
}

impl Purchase {
    fn is_on_weekday(&self, day: NaiveDate) -> bool {
        self.weekdays.is_empty() || self.weekdays.contains(&day.weekday())
    }
}

/// The first such day of a year that is not before `from`.
fn next_yearly(from: NaiveDate, month: u32, day: u32) -> NaiveDate {
    let this = clamped(from.year(), month, day).unwrap_or(from);
    if this >= from { this } else { clamped(from.year() + 1, month, day).unwrap_or(from) }
}

/// That day, or the month's last when the month is shorter.
pub(super) fn clamped(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (28..=day.max(28)).rev().find_map(|last| NaiveDate::from_ymd_opt(year, month, day.min(last)))
}

/// The first instant of a day in a zone.
pub(super) fn start_of(zone: Tz, day: NaiveDate) -> Instant {
    at_local(zone, day.and_time(chrono::NaiveTime::MIN))
}

/// The instant when a zone's clocks show that; the earlier of two, the end of a gap.
pub(super) fn at_local(zone: Tz, local: NaiveDateTime) -> Instant {
    let quarter = TimeDelta::minutes(15);
    let found =
        (0..=96).find_map(|step| zone.from_local_datetime(&(local + quarter * step)).earliest());
    found.map_or_else(|| local.and_utc(), |at: DateTime<Tz>| at.to_utc())
}
