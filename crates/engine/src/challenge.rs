//! Progress in challenges, from what the member's orders add up to, net of returns. The adding up
//! is in `challenge/tally.rs`.

use crate::Instant;
use crate::bought::Bought;
use crate::cart::Order;
use crate::member::Member;
use crate::offer;
use crate::program::{Challenge, Goal, Program, Run, Selector, Window};
use crate::reward::Suits;
use crate::segment;
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

/// Every challenge for a member as it stands, best first: what runs (nearest to its end first, then
/// what goes with the category they spend most on), what is to come, what they completed, what is
/// over. What is for other members is left out, unless they completed it.
#[must_use]
pub fn board<'a>(
    program: &'a Program,
    member: &Member,
    now: Instant,
) -> Vec<(&'a Challenge, Progress, Option<Suits>)> {
    let nothing = Tallies::default();
    let tallies = member.record.tallies.as_ref().unwrap_or(&nothing);
    let segments = segment::of(program, member, now);
    let bought = offer::may_choose(program, member).then(|| Bought::by(program, member));
    let favourite = bought.as_ref().and_then(|it| it.favourite(program, now));
    let state = |challenge: &'a Challenge| {
        let progress = progress_in(program, challenge, tallies, &member.completed, now);
        let is_theirs = segment::allows(&challenge.segments, &segments);
        let goes_with = favourite.is_some_and(|it| challenge.goal.is_about(it));
        let suits =
            (goes_with && progress.status == Status::Active).then_some(Suits::FavouriteCategory);
        let shown = is_theirs || progress.status == Status::Completed;
        shown.then_some((challenge, progress, suits))
    };
    let mut board: Vec<_> = program.challenges.iter().filter_map(state).collect();
    board.sort_by_key(|(_, progress, suits)| {
        let done = progress.reached.saturating_mul(1000) / progress.target.max(1);
        match progress.status {
            Status::Active => (0, -done, suits.is_none()),
            Status::Upcoming => (1, 0, false),
            Status::Completed => (2, 0, false),
            Status::Ended => (3, 0, false),
        }
    });
    if let Some((_, progress, suits)) = board.first_mut()
        && progress.status == Status::Active
        && progress.reached > 0
    {
        suits.get_or_insert(Suits::Nearest);
    }
    board
}

impl Goal {
    /// Whether it names that category.
    fn is_about(&self, category: &str) -> bool {
        let names = |products: &Selector| products.categories.iter().any(|it| it == category);
        match self {
            Self::Orders { .. } => false,
            Self::Units { products, .. } | Self::Spend { products, .. } => names(products),
            Self::Variety { steps } => steps.iter().any(|step| names(&step.products)),
        }
    }
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
