//! The paid membership: when a member has it, as the shop's events tell. The later event by its own
//! time wins, however late it comes. An order keeps what held when it was credited.

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

/// What the newest event said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When that happened.
    pub at: Instant,
    /// Whether it was paused, rather than ended.
    pub is_paused: bool,
}

/// What happens to a paid membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Started, renewed or taken up again: on until then, or until further notice.
    On {
        /// The first instant after it.
        until: Option<Instant>,
    },
    /// Paused: off until it is taken up again.
    Paused,
    /// Ended: off from then on, or at once.
    Ended {
        /// What is still paid for; at once when absent.
        until: Option<Instant>,
    },
}

/// How the paid membership stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is on.
    Active {
        /// The first instant after it; absent until further notice.
        until: Option<Instant>,
    },
    /// Off, to be taken up again.
    Paused,
    /// Over.
    Ended,
}

/// Something happened at `at` to the membership of that id. False, and nothing changes, when
/// something later was told before, or when it is not the one that is on: who goes over to another
/// plan has the new one, whenever the end of the old one is told.
pub fn change(member: &mut Member, id: &str, change: Change, at: Instant) -> bool {
    let is_other = member.record.membership_id.as_deref().is_some_and(|known| known != id);
    let ends_other = is_other && !matches!(change, Change::On { .. }) && is_on(member, at);
    let record = &mut member.record;
    if ends_other || record.membership_told.is_some_and(|told| at < told.at) {
        return false;
    }
    record.membership_id = Some(id.to_owned());
    record.membership_told = Some(Told { at, is_paused: change == Change::Paused });
    let last = record.membership.last_mut();
    let on = last.filter(|last| last.until.is_none_or(|end| end >= at));
    match (change, on) {
        (Change::On { until }, Some(last)) => last.until = until,
        (Change::On { until }, None) => record.membership.push(Paid { from: at, until }),
        (Change::Paused, Some(last)) => last.until = Some(at),
        (Change::Ended { until }, Some(last)) => last.until = Some(until.unwrap_or(at)),
        (Change::Paused | Change::Ended { .. }, None) => {}
    }
    true
}

/// Whether it is on at that instant.
#[must_use]
pub fn is_on(member: &Member, at: Instant) -> bool {
    on_at(member, at).is_some()
}

/// How it stands; none for those who never had it.
#[must_use]
pub fn status(member: &Member, now: Instant) -> Option<Status> {
    if let Some(on) = on_at(member, now) {
        return Some(Status::Active { until: on.until });
    }
    let is_paused = member.record.membership_told?.is_paused;
    Some(if is_paused { Status::Paused } else { Status::Ended })
}

fn on_at(member: &Member, at: Instant) -> Option<&Paid> {
    let covers = |it: &&Paid| it.from <= at && it.until.is_none_or(|end| at < end);
    member.record.membership.iter().find(covers)
}
