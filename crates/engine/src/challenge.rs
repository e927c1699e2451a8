//! Progress in challenges, from what the member's orders add up to, net of returns. The adding up
//! is in `challenge/tally.rs`.

use crate::Instant;
use crate::cart::Order;
use crate::program::{Challenge, Program, Run, Window};
use chrono::NaiveDate;

mod tally;

use tally::Reached;
pub use tally::{Tallies, Tally};

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

/// How a challenge stands for a member whose every order is at hand.
#[must_use]
pub fn progress(
    program: &Program,
    challenge: &Challenge,
    orders: &[Order],
    completed: &[Completed],
    now: Instant,
) -> Progress {
    let mut tallies = Tallies::default();
    for order in orders.iter().filter(|order| order.at <= now) {
        tallies.add(program, challenge, None, order);
    }
    progress_in(program, challenge, &tallies, completed, now)
}

/// How a challenge stands for a member, from what their orders add up to.
#[must_use]
pub fn progress_in(
    program: &Program,
    challenge: &Challenge,
    tallies: &Tallies,
    completed: &[Completed],
    now: Instant,
) -> Progress {
    let (run, window) = run_at(program, challenge, now);
    let Reached { reached, target, steps_done } = tallies.now(program, challenge, &run, now);
    let done = completed.iter().find(|it| it.challenge == challenge.id && it.run == run);
    let status = match done {
        Some(_) => Status::Completed,
        None if window.is_over(now) => Status::Ended,
        None if window.contains(now) => Status::Active,
        None => Status::Upcoming,
    };
    let completed_at = done.map(|it| it.at);
    let reached = if done.is_some() { target } else { reached.min(target) };
    Progress { status, run, window, reached, target, steps_done, completed_at }
}

/// Challenges that are complete and not noted as such yet, among the runs that are on when
/// something was paid (`paid`): a rule new in the file does not pay for months gone by.
#[must_use]
pub fn newly_completed(
    program: &Program,
    tallies: &Tallies,
    completed: &[Completed],
    paid: &[Instant],
    now: Instant,
) -> Vec<Completed> {
    let mut new: Vec<Completed> = Vec::new();
    for challenge in &program.challenges {
        for at in paid {
            let (run, window) = run_at(program, challenge, *at);
            let known = |it: &Completed| it.challenge == challenge.id && it.run == run;
            let open = window.contains(*at) && !completed.iter().chain(&new).any(known);
            if open && tallies.best(challenge, &run).is_complete() {
                let (challenge, points) = (challenge.id.clone(), challenge.points);
                new.push(Completed { challenge, run, at: now, points });
            }
        }
    }
    new
}

/// Completed challenges of the order's day that, after its refund, are not complete any more.
#[must_use]
pub fn undone(
    program: &Program,
    tallies: &Tallies,
    completed: &[Completed],
    refunded: &Order,
) -> Vec<Completed> {
    let is_undone = |done: &&Completed| {
        let Some(challenge) = program.challenge(&done.challenge) else { return false };
        let (run, window) = run_at(program, challenge, refunded.at);
        let touched = run == done.run && window.contains(refunded.at);
        touched && !tallies.best(challenge, &run).is_complete()
    };
    completed.iter().filter(is_undone).cloned().collect()
}

/// Which run is on at that instant, or would be.
fn run_at(program: &Program, challenge: &Challenge, at: Instant) -> (String, Window) {
    match challenge.run {
        Run::Once(window) => (String::new(), window),
        Run::Monthly => {
            let day: NaiveDate = program.day(at);
            (day.format("%Y-%m").to_string(), program.month_of(day))
        }
    }
}
