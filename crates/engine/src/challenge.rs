//! Progress in challenges, recomputed from the member's orders net of returns.

use crate::Instant;
use crate::cart::{Kept, Order};
use crate::program::{Challenge, Goal, Program, Run, Selector, Step, Window};
use chrono::NaiveDate;

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
    let (run, window) = run_at(program, challenge, now);
    let so_far = orders.iter().filter(|order| order.at <= now);
    let Reached { reached, target, steps_done } = reach(&challenge.goal, window, so_far);
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
    let mut new: Vec<Completed> = Vec::new();
    for challenge in &program.challenges {
        for at in paid {
            let (run, window) = run_at(program, challenge, *at);
            let known = |it: &Completed| it.challenge == challenge.id && it.run == run;
            let open = window.contains(*at) && !completed.iter().chain(&new).any(known);
            if open && reach(&challenge.goal, window, orders.iter()).is_complete() {
                let (challenge, points) = (challenge.id.clone(), challenge.points);
                new.push(Completed { challenge, run, at: now, points });
            }
        }
    }
    new
}

/// Completed challenges that the orders, after a refund, would not complete any more.
#[must_use]
pub fn undone(program: &Program, orders: &[Order], completed: &[Completed]) -> Vec<Completed> {
    let is_undone = |done: &&Completed| {
        let challenge = program.challenge(&done.challenge);
        let run = challenge.and_then(|it| Some((it, run_named(program, it, &done.run)?)));
        run.is_some_and(|(it, window)| !reach(&it.goal, window, orders.iter()).is_complete())
    };
    completed.iter().filter(is_undone).cloned().collect()
}

/// Which run is on at that instant, or would be.
fn run_at(program: &Program, challenge: &Challenge, at: Instant) -> (String, Window) {
    match challenge.run {
        Run::Once(window) => (String::new(), window),
        Run::Monthly => {
            let day = program.day(at);
            (day.format("%Y-%m").to_string(), program.month_of(day))
        }
    }
}

fn run_named(program: &Program, challenge: &Challenge, run: &str) -> Option<Window> {
    match challenge.run {
        Run::Once(window) => Some(window),
        Run::Monthly => {
            let first = NaiveDate::parse_from_str(&format!("{run}-01"), "%Y-%m-%d").ok()?;
            Some(program.month_of(first))
        }
    }
}

/// How far orders lead.
struct Reached {
    reached: i64,
    target: i64,
    steps_done: Vec<usize>,
}

impl Reached {
    fn is_complete(&self) -> bool {
        self.reached >= self.target
    }
}

fn reach<'a>(goal: &Goal, window: Window, orders: impl Iterator<Item = &'a Order>) -> Reached {
    let orders: Vec<Vec<Kept<'_>>> =
        orders.filter(|order| window.contains(order.at)).map(Order::kept).collect();
    let lines = || orders.iter().flatten().filter(|kept| kept.quantity > 0);
    let chosen = |products: &Selector, count: fn(&Kept<'_>) -> i64| {
        lines().filter(|kept| products.contains(kept.line)).map(count).sum()
    };
    match goal {
        Goal::Orders { target, minimum_spend } => {
            let count = orders.iter().filter(|kept| counts_as_order(kept, *minimum_spend)).count();
            Reached::to(i64::try_from(count).unwrap_or(i64::MAX), *target)
        }
        Goal::Units { target, products } => {
            Reached::to(chosen(products, |it| it.quantity), *target)
        }
        Goal::Spend { target, products } => Reached::to(chosen(products, |it| it.paid), *target),
        Goal::Variety { steps } => {
            let done = |step: &Step| lines().any(|kept| step.products.contains(kept.line));
            let steps_done = (0..steps.len()).filter(|&index| done(&steps[index]));
            Reached::steps(steps_done.collect(), steps.len())
        }
    }
}

fn counts_as_order(kept: &[Kept<'_>], minimum_spend: i64) -> bool {
    let paid: i64 = kept.iter().map(|it| it.paid).sum();
    kept.iter().any(|it| it.quantity > 0) && paid >= minimum_spend
}

impl Reached {
    fn to(reached: i64, target: i64) -> Self {
        Self { reached, target, steps_done: Vec::new() }
    }

    fn steps(steps_done: Vec<usize>, steps: usize) -> Self {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self { reached: count(steps_done.len()), target: count(steps), steps_done }
    }
}
