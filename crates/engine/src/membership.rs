//! The paid membership: when a member has it. What lies before `now` is never changed, so that an
//! order's rules stay those of its day.

use crate::Instant;
use crate::member::Member;
use serde::{Deserialize, Serialize};

/// A time in which the paid membership was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// Its first instant.
    pub from: Instant,
    /// The first instant after it; absent as long as nobody said.
    pub until: Option<Instant>,
}

/// It was started, renewed or taken up again: on from now, until `until` or further notice.
pub fn begin(member: &mut Member, until: Option<Instant>, now: Instant) {
    let periods = &mut member.record.membership;
    match periods.last_mut().filter(|last| last.until.is_none_or(|end| end >= now)) {
        Some(last) => last.until = until,
        None => periods.push(Paid { from: now, until }),
    }
}

/// It was paused or ended: off from now.
pub fn end(member: &mut Member, now: Instant) {
    let periods = &mut member.record.membership;
    if let Some(last) = periods.last_mut().filter(|last| last.until.is_none_or(|end| end > now)) {
        last.until = Some(now);
    }
}

/// Whether it is on at that instant.
#[must_use]
pub fn is_on(member: &Member, at: Instant) -> bool {
    let covers = |it: &Paid| it.from <= at && it.until.is_none_or(|end| at < end);
    member.record.membership.iter().any(covers)
}
