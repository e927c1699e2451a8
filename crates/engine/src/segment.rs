//! Which segments a member is in, from what qualified day by day and what they told. What is true
//! of an order is what was true before it.

use crate::Instant;
use crate::member::{self, Member};
use crate::membership;
use crate::program::{Because, Conditions, Program, Segment};
use crate::tier;
use chrono::{Days, NaiveDate};

const LEAP_YEAR: i64 = 366;

/// The ids of the segments a member is in at that instant; none before joining.
#[must_use]
pub fn of(program: &Program, member: &Member, at: Instant) -> Vec<String> {
    if program.segments.is_empty() || !member.had_joined(at) {
        return Vec::new();
    }
    let past = Past { program, member, at, today: program.day(at) };
    let of = program.segments.iter().filter(|segment| past.fits(segment));
    of.map(|segment| segment.id.clone()).collect()
}

/// Whether something for those segments is for a member of these.
#[must_use]
pub fn allows(asked: &[String], of: &[String]) -> bool {
    asked.is_empty() || asked.iter().any(|it| of.contains(it))
}

/// The day of the last order that was not given back, up to that instant.
#[must_use]
pub fn last_order(program: &Program, member: &Member, at: Instant) -> Option<NaiveDate> {
    let today = program.day(at);
    let days = member.qualifying.iter().filter(|it| it.orders > 0 && it.day <= today);
    days.map(|it| it.day).max()
}

struct Past<'a> {
    program: &'a Program,
    member: &'a Member,
    at: Instant,
    today: NaiveDate,
}

impl Past<'_> {
    fn fits(&self, segment: &Segment) -> bool {
        let Conditions { orders, spend, interests, .. } = &segment.when;
        let when = &segment.when;
        let (ordered, _) = self.sums(when.orders_within_days);
        let (_, spent) = self.sums(when.spend_within_days);
        let likes = &self.member.profile.interests;
        orders.contain(ordered)
            && spend.contain(spent)
            && when.last_order_within_days.is_none_or(|days| self.ordered_within(days))
            && when.no_order_for_days.is_none_or(|days| self.ordered_not_for(days))
            && (interests.is_empty() || interests.iter().any(|it| likes.contains(it)))
            && when.tier.as_ref().is_none_or(|tier| self.reaches(tier))
            && when.membership.is_none_or(|on| membership::is_on(self.member, self.at) == on)
            && when.joined_within_days.is_none_or(|days| self.joined_within(days))
    }

    /// Orders and money of the last so many days, or of all time.
    fn sums(&self, within: Option<i64>) -> (i64, i64) {
        let counts = |day| day <= self.today && within.is_none_or(|days| self.is_within(day, days));
        let days = self.member.qualifying.iter().filter(|it| counts(it.day));
        days.fold((0, 0), |(orders, spend), it| (orders + it.orders, spend + it.spend))
    }

    fn is_within(&self, day: NaiveDate, days: i64) -> bool {
        day + Days::new(days.unsigned_abs()) > self.today
    }

    fn ordered_within(&self, days: i64) -> bool {
        last_order(self.program, self.member, self.at).is_some_and(|day| self.is_within(day, days))
    }

    fn ordered_not_for(&self, days: i64) -> bool {
        last_order(self.program, self.member, self.at).is_some_and(|day| !self.is_within(day, days))
    }

    fn reaches(&self, tier: &str) -> bool {
        let held = member::standing(self.program, self.member, self.at);
        tier::reaches(self.program, held.map(|it| it.tier.id.as_str()), tier)
    }

    fn joined_within(&self, days: i64) -> bool {
        let joined = self.member.joined_at.map(|at| self.program.day(at));
        joined.is_some_and(|day| self.is_within(day, days))
    }
}

/// How many days back segments and offers look at single days. When the last order lies before
/// them, how long ago it was is known to the year.
#[must_use]
pub fn days_back(program: &Program) -> i64 {
    let of_segments = program.segments.iter().flat_map(|it| {
        let when = &it.when;
        [
            when.orders_within_days,
            when.spend_within_days,
            when.last_order_within_days,
            when.no_order_for_days,
        ]
    });
    let of_offers = program.offers.iter().map(|it| match it.because {
        Because::Lapsed { days } => Some(days + LEAP_YEAR),
        _ => None,
    });
    of_segments.chain(of_offers).flatten().max().unwrap_or(0)
}
