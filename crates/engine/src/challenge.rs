//! Progress in challenges, recomputed from the member's orders net of returns.

use crate::Instant;
use crate::cart::Order;
use crate::program::{Challenge, Program, Window};

/// A challenge completed, as the caller keeps it: unique by challenge and run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// The challenge.
    pub challenge: String,
    /// Which run of it (`2026-11`); empty for challenges that run once.
    pub run: String,
    /// When.
    pub at: Instant,
    /// The points it gave.
    pub points: i64,
}

/// How a challenge stands for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// How it stands.
    pub status: Status,
    /// Which run of it; empty for challenges that run once.
    pub run: String,
    /// When this run is on.
    pub window: Window,
    /// The count or amount reached, at most `target`.
    pub reached: i64,
    /// The count or amount that completes it.
    pub target: i64,
    /// Indexes of the steps done, for variety.
    pub steps_done: Vec<usize>,
    /// When it was completed.
    pub completed_at: Option<Instant>,
}

/// How a challenge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Announced.
    Upcoming,
    /// Running.
    Active,
    /// Completed by this member; stays so.
    Completed,
    /// Over, not completed.
    Ended,
}

/// How a challenge stands for a member. Orders later than `now` do not count.
#[must_use]
pub fn progress(
    program: &Program,
    challenge: &Challenge,
    orders: &[Order],
    completed: &[Completed],
    now: Instant,
) -> Progress {
    let _ = (program, challenge, orders, completed, now);
    todo!()
}

/// Challenges the orders complete that are not completed yet, among the runs that are on when
/// something was paid (`paid`): a rule new in the file does not pay for months gone by.
#[must_use]
pub fn newly_completed(
    program: &Program,
    orders: &[Order],
    completed: &[Completed],
    paid: &[Instant],
    now: Instant,
) -> Vec<Completed> {
    let _ = (program, orders, completed, paid, now);
    todo!()
}

/// Completed challenges that the orders, after a refund, would not complete any more.
#[must_use]
pub fn undone(program: &Program, orders: &[Order], completed: &[Completed]) -> Vec<Completed> {
    let _ = (program, orders, completed);
    todo!()
}
