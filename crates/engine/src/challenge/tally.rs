//! What orders add up to for each run of each challenge, so that no command has to look at all of a
//! member's orders. An order's share does not depend on other orders: a new order adds its share, a
//! refund adds the difference between its share after and before.

use super::run_at;
use crate::Instant;
use crate::cart::{Kept, Order};
use crate::counted::Counted;
use crate::program::{Challenge, Goal, Program, Selector, Step};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a member's orders add up to, for every challenge of the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tallies {
    /// For which wording of each challenge they were made: its [`Challenge::mark`] by its id.
    pub marks: BTreeMap<String, String>,
    /// One for each run that anything counted for.
    pub runs: Vec<Tally>,
}

/// What counted for one run of a challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The challenge.
    pub challenge: String,
    /// Which run of it.
    pub run: String,
    /// The sums: one for the goal, or one for each step. By day where the goal has to be reached
    /// within some days, otherwise under one day for all.
    pub days: BTreeMap<NaiveDate, Vec<i64>>,
}

impl Tallies {
    /// What those orders add up to.
    #[must_use]
    pub fn of(program: &Program, orders: &[Order]) -> Self {
        let mut tallies = Self::default();
        for challenge in &program.challenges {
            tallies.marks.insert(challenge.id.clone(), challenge.mark.clone());
            orders.iter().for_each(|order| tallies.add(program, challenge, None, order));
        }
        tallies
    }

    /// Whether they were made for the challenges as they read now; if not, they have to be made
    /// anew from every order.
    #[must_use]
    pub fn are_current(&self, program: &Program) -> bool {
        program.challenges.iter().all(|it| self.is_made_for(it))
    }

    /// Counts an order, or what a refund changed of one (`before` is how it was).
    ///
    /// What is not counted for is forgotten: a challenge that the program lacks today may return,
    /// and is then made anew from every order.
    pub fn count(&mut self, program: &Program, before: Option<&Order>, after: &Order) {
        self.marks.retain(|id, mark| program.challenge(id).is_some_and(|it| it.mark == *mark));
        self.runs.retain(|run| self.marks.contains_key(&run.challenge));
        for challenge in &program.challenges {
            if self.is_made_for(challenge) {
                self.add(program, challenge, before, after);
            }
        }
    }

    fn is_made_for(&self, challenge: &Challenge) -> bool {
        self.marks.get(&challenge.id) == Some(&challenge.mark)
    }

    pub(super) fn add(
        &mut self,
        program: &Program,
        challenge: &Challenge,
        before: Option<&Order>,
        after: &Order,
    ) {
        let (run, window) = run_at(program, challenge, after.at);
        let mut shares = shares(&challenge.goal, after);
        if let Some(before) = before {
            let less = self::shares(&challenge.goal, before);
            shares.iter_mut().zip(less).for_each(|(share, less)| *share -= less);
        }
        if !window.contains(after.at) || shares.iter().all(|share| *share == 0) {
            return;
        }
        let day = challenge.within_days.map_or(NaiveDate::default(), |_| program.day(after.at));
        let sums = self.run_of(&challenge.id, run).days.entry(day).or_default();
        sums.resize(shares.len(), 0);
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
    }

    fn run_of(&mut self, challenge: &str, run: String) -> &mut Tally {
        let known = self.runs.iter().position(|it| it.challenge == challenge && it.run == run);
        let index = known.unwrap_or_else(|| {
            let challenge = challenge.to_owned();
            self.runs.push(Tally { challenge, run, days: BTreeMap::new() });
            self.runs.len() - 1
        });
        &mut self.runs[index]
    }

    /// How far a run leads as of now.
    pub(super) fn now(
        &self,
        program: &Program,
        challenge: &Challenge,
        run: &str,
        now: Instant,
    ) -> Reached {
        let last = program.day(now);
        self.reached(challenge, run, |tally| within(tally, challenge, last))
    }

    /// How far a run led at its best: any days in a row, where the goal has to be reached in some.
    pub(super) fn best(&self, challenge: &Challenge, run: &str) -> Reached {
        self.reached(challenge, run, |tally| {
            let windows = tally.days.keys().map(|last| within(tally, challenge, *last));
            let far = |sums: &Vec<i64>| Reached::of(&challenge.goal, sums).reached;
            windows.max_by_key(far).unwrap_or_default()
        })
    }

    fn reached(
        &self,
        challenge: &Challenge,
        run: &str,
        sums: impl Fn(&Tally) -> Vec<i64>,
    ) -> Reached {
        let tally = self.runs.iter().find(|it| it.challenge == challenge.id && it.run == run);
        Reached::of(&challenge.goal, &tally.map(sums).unwrap_or_default())
    }
}

/// The sums of the days that count on that day.
fn within(tally: &Tally, challenge: &Challenge, last: NaiveDate) -> Vec<i64> {
    let days = challenge.within_days.map(|days| Days::new(days.unsigned_abs()));
    let counts = |day: &NaiveDate| days.is_none_or(|days| *day <= last && *day + days > last);
    let mut sums = Vec::new();
    for (_, shares) in tally.days.iter().filter(|(day, _)| counts(day)) {
        sums.resize(shares.len(), 0);
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
    }
    sums
}

/// What an order adds: one figure for the goal, or one for each step.
fn shares(goal: &Goal, order: &Order) -> Vec<i64> {
    let counted = Counted::of(order);
    let lines = counted.lines();
    let chosen = |products: &Selector, count: fn(&Kept<'_>) -> i64| {
        lines.iter().filter(|it| products.contains(it.line)).map(count).sum::<i64>()
    };
    let has = |step: &Step| lines.iter().any(|it| step.products.contains(it.line));
    match goal {
        Goal::Orders { minimum_spend, .. } => vec![counted.comes_to(*minimum_spend).into()],
        Goal::Units { products, .. } => vec![chosen(products, |it| it.quantity)],
        Goal::Spend { products, .. } => vec![chosen(products, |it| it.paid)],
        Goal::Variety { steps } => steps.iter().map(|step| i64::from(has(step))).collect(),
    }
}

/// How far sums lead.
pub(super) struct Reached {
    pub reached: i64,
    pub target: i64,
    pub steps_done: Vec<usize>,
}

impl Reached {
    fn of(goal: &Goal, sums: &[i64]) -> Self {
        let sum = sums.first().copied().unwrap_or(0);
        match goal {
            Goal::Orders { target, .. }
            | Goal::Units { target, .. }
            | Goal::Spend { target, .. } => {
                Self { reached: sum, target: *target, steps_done: Vec::new() }
            }
            Goal::Variety { steps } => {
                let is_done = |index: &usize| sums.get(*index).is_some_and(|sum| *sum > 0);
                let steps_done: Vec<usize> = (0..steps.len()).filter(is_done).collect();
                let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
                Self { reached: count(steps_done.len()), target: count(steps.len()), steps_done }
            }
        }
    }

    pub fn is_complete(&self) -> bool {
        self.reached >= self.target
    }
}
