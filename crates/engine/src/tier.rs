//! Where a member stands among the tiers, from what qualified day by day.

use crate::Instant;
use crate::program::{Hold, Measure, Period, Program, Tier, Tiers};
use chrono::{Datelike, Days, NaiveDate};

/// What qualified on one day, net of refunds (which count on the order's day).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Qualifying {
    /// The day, in the program's time zone.
    pub day: NaiveDate,
    /// Points earned.
    pub points: i64,
    /// Money spent, in minor units.
    pub spend: i64,
    /// Orders.
    pub orders: i64,
}

/// The first day from which each day of [`Qualifying`] has to be known by itself, to say where a
/// member stands at that instant or later, and in which segments they are. Of the days before it the sums by year will do, each as
/// of its year's first day.
#[must_use]
pub fn days_from(program: &Program, from: Instant) -> NaiveDate {
    let day = program.day(from);
    let asked = day - Days::new(crate::segment::days_back(program).unsigned_abs());
    let held = match program.tiers.as_ref().map(|tiers| tiers.period) {
        None | Some(Period::Lifetime | Period::CalendarYear) => day,
        Some(Period::Rolling { days }) => {
            // What a tier is held by lies within a period before any day of the last period.
            let length = Days::new(days.unsigned_abs());
            day - length - length
        }
    };
    held.min(asked)
}

/// Where a member stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The tier held.
    pub tier: &'a Tier,
    /// The qualifying amount of this period.
    pub qualifying: i64,
    /// The next tier up.
    pub next: Option<Next<'a>>,
    /// Until when the tier is held for certain; absent for the lowest and for lifetime tiers.
    pub until: Option<Instant>,
    /// What is missing to keep it past `until`; zero when it is safe.
    pub keep_missing: i64,
}

/// The next tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// It.
    pub tier: &'a Tier,
    /// What is missing to reach it.
    pub missing: i64,
}

/// Where a member stands now; none in a program without tiers.
#[must_use]
pub fn standing<'a>(
    program: &'a Program,
    qualifying: &[Qualifying],
    now: Instant,
) -> Option<Standing<'a>> {
    let tiers = program.tiers.as_ref()?;
    let today = program.day(now);
    let counted = qualifying.iter().filter(|it| it.day <= today);
    let days = counted.map(|it| (it.day, tiers.measure.of(it))).collect();
    let sums = Sums { tiers, days };
    let held = match tiers.period {
        Period::Lifetime => sums.lifetime(),
        Period::CalendarYear => sums.calendar_year(today),
        Period::Rolling { days } => sums.rolling(today, days),
    };
    Some(held.standing(program))
}

/// Which of two tiers is at least the other; false when either is not of the program.
#[must_use]
pub fn reaches(program: &Program, held: Option<&str>, asked: &str) -> bool {
    let list = program.tiers.as_ref().map_or(&[][..], |tiers| &tiers.list);
    let place = |id: &str| list.iter().position(|tier| tier.id == id);
    match (held.and_then(place), place(asked)) {
        (Some(held), Some(asked)) => held >= asked,
        _ => false,
    }
}

impl Measure {
    fn of(self, qualifying: &Qualifying) -> i64 {
        match self {
            Self::Points => qualifying.points,
            Self::Spend => qualifying.spend,
            Self::Orders => qualifying.orders,
        }
    }
}

/// A tier held, before it is told in words.
struct Held<'a> {
    tiers: &'a Tiers,
    index: usize,
    qualifying: i64,
    /// The first day without it.
    until: Option<NaiveDate>,
    keep_missing: i64,
}

impl<'a> Held<'a> {
    fn standing(self, program: &Program) -> Standing<'a> {
        let Self { tiers, index, qualifying, until, keep_missing } = self;
        let next = tiers.list.get(index + 1);
        let lowest = index == 0;
        Standing {
            tier: &tiers.list[index],
            qualifying,
            next: next.map(|tier| Next { tier, missing: (tier.from - qualifying).max(0) }),
            until: until.filter(|_| !lowest).map(|day| program.start_of(day)),
            keep_missing: if lowest { 0 } else { keep_missing.max(0) },
        }
    }
}

/// What qualified day by day.
struct Sums<'a> {
    tiers: &'a Tiers,
    days: Vec<(NaiveDate, i64)>,
}

impl<'a> Sums<'a> {
    fn lifetime(&self) -> Held<'a> {
        let qualifying = self.sum(|_| true);
        let index = self.reached(qualifying);
        Held { tiers: self.tiers, index, qualifying, until: None, keep_missing: 0 }
    }

    /// This year's amount decides, and where tiers are held that of the years before.
    fn calendar_year(&self, today: NaiveDate) -> Held<'a> {
        let year = today.year();
        let holds = self.tiers.hold != Hold::None;
        let this = self.of_year(year);
        let before = match self.tiers.hold {
            Hold::NextPeriod => self.reached(self.of_year(year - 1)),
            Hold::OneStep => self.carried_into(year),
            Hold::None => 0,
        };
        let now = self.reached(this);
        let index = now.max(before);
        let safe = holds && now >= before;
        let from = self.tiers.list[index].from;
        let keep_missing = if safe { 0 } else { from - if holds { this } else { 0 } };
        let until = NaiveDate::from_ymd_opt(if safe { year + 2 } else { year + 1 }, 1, 1);
        Held { tiers: self.tiers, index, qualifying: this, until, keep_missing }
    }

    /// The tier that a year begins with: what the year before reached, or one below what that one
    /// began with.
    fn carried_into(&self, year: i32) -> usize {
        let first = self.days.iter().map(|(day, _)| day.year()).min().unwrap_or(year);
        (first..year).fold(0, |carried: usize, past| {
            self.reached(self.of_year(past)).max(carried.saturating_sub(1))
        })
    }

    fn of_year(&self, year: i32) -> i64 {
        self.sum(|day| day.year() == year)
    }

    /// The last `length` days decide; with hold, any day's amount within the last `length` days.
    fn rolling(&self, today: NaiveDate, length: i64) -> Held<'a> {
        let length = Days::new(length.unsigned_abs());
        let qualifying = self.window(today, length);
        let holds = self.tiers.hold == Hold::NextPeriod;
        let best = if holds { self.best_window(today, length) } else { qualifying };
        let index = self.reached(best);
        let from = self.tiers.list[index].from;
        let falls = self.falls(today, length, from);
        let (until, keep_missing) = match falls {
            Some((day, left)) if !holds => (Some(day), from - left),
            Some((day, _)) => (Some(day + length - Days::new(1)), from - qualifying),
            None => (None, 0),
        };
        Held { tiers: self.tiers, index, qualifying, until, keep_missing }
    }

    /// The highest amount of any window that ended within the last `length` days. Between days
    /// that qualify it only falls, so those days and the first are enough.
    fn best_window(&self, today: NaiveDate, length: Days) -> i64 {
        let first = today - length + Days::new(1);
        let days = self.days.iter().map(|(day, _)| *day).filter(|day| *day >= first);
        days.chain([first, today]).map(|day| self.window(day, length)).max().unwrap_or(0)
    }

    /// The last day on which the amount falls under `from`, if nothing more comes, and what is
    /// left then.
    fn falls(&self, today: NaiveDate, length: Days, from: i64) -> Option<(NaiveDate, i64)> {
        let recent = today - length - length;
        let mut leaves: Vec<NaiveDate> = self
            .days
            .iter()
            .filter(|(day, _)| *day > recent)
            .map(|(day, _)| *day + length)
            .collect();
        leaves.sort_unstable();
        let falls = leaves.into_iter().rev().find(|day| {
            self.window(*day, length) < from && self.window(*day - Days::new(1), length) >= from
        })?;
        Some((falls, self.window(falls, length)))
    }

    fn window(&self, last: NaiveDate, length: Days) -> i64 {
        self.sum(|day| day <= last && day > last - length)
    }

    fn sum(&self, counts: impl Fn(NaiveDate) -> bool) -> i64 {
        self.days.iter().filter(|(day, _)| counts(*day)).map(|(_, amount)| amount).sum()
    }

    /// The index of the highest tier that amount reaches.
    fn reached(&self, amount: i64) -> usize {
        self.tiers.list.iter().rposition(|tier| tier.from <= amount).unwrap_or(0)
    }
}
