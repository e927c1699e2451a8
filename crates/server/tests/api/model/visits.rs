//! Visits on days in a row, counted from the first day on each time.

use super::answer::words;
use super::command::Command;
use super::plain::Plain;
use chrono::NaiveDate;
use std::sync::Arc;
use stempel_engine::activity::{self, Refused};
use stempel_engine::ledger::Source;
use stempel_engine::member::Effect;
use stempel_engine::program::ActivityKind;
use stempel_server::problem::Refusal;

/// Days in a row.
struct Row {
    last: NaiveDate,
    days: i64,
    /// Days that may still be missed.
    left: i64,
    /// Whether the last day made it full.
    is_full: bool,
}

impl Plain {
    /// Mostly by two of the regulars, so that they come on days in a row.
    pub(super) fn draw_visit(&mut self, customer: String) -> Command {
        let anybody = self.dice.below(8) == 0;
        let customer = if anybody { customer } else { self.regular(2) };
        Command::Visit { customer }
    }

    pub(super) fn visit(&mut self, customer: &str) -> Result<String, String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let not_joined = || Refusal::NotJoined.to_string();
        let one = self.customers.get_mut(customer).ok_or_else(not_joined)?;
        let today = program.day(now);
        let days = self.visits.entry(customer.to_owned()).or_default();
        let is_new = days.insert(today);
        let full = program.activities.iter().filter(|it| match it.kind {
            ActivityKind::Visits { days: target, grace } => {
                is_new && row(days, target, grace).is_some_and(|it| it.is_full)
            }
            _ => false,
        });
        let full: Vec<&str> = full.map(|it| it.id.as_str()).collect();
        let effect = activity::visited(&program, &mut one.member, now).map_err(refused)?;
        assert_eq!(rewarded(&effect), full, "full days in a row, and nothing else, earn");
        if is_new || !effect.transactions.is_empty() {
            self.book(customer, &effect);
        }
        Ok(self.read(customer))
    }

    /// How the first of the program's rows stands: days, of how many, what may be missed, and whether
    /// today counts.
    pub(super) fn streak(&self, customer: &str) -> Option<(i64, i64, i64, bool)> {
        let kinds = self.program.activities.iter().map(|it| it.kind);
        let (target, grace) = kinds
            .filter_map(|it| match it {
                ActivityKind::Visits { days, grace } => Some((days, grace)),
                _ => None,
            })
            .next()?;
        let today = self.program.day(self.now);
        let row = self.visits.get(customer).and_then(|days| row(days, target, grace));
        let Some(row) = row else { return Some((0, target, grace, false)) };
        let missed = ((today - row.last).num_days() - 1).max(0);
        if missed > row.left {
            return Some((0, target, grace, false));
        }
        let of_round = (row.days - 1) % target + 1;
        Some((of_round, target, row.left - missed, row.last == today))
    }
}

/// The days in a row up to the last of them.
fn row(days: &std::collections::BTreeSet<NaiveDate>, target: i64, grace: i64) -> Option<Row> {
    let mut row: Option<Row> = None;
    for day in days {
        let missed = row.as_ref().map_or(i64::MAX, |it| (*day - it.last).num_days() - 1);
        let (so_far, left) = match &row {
            Some(it) if missed <= it.left => (it.days, it.left - missed),
            _ => (0, grace),
        };
        let is_full = (so_far + 1) % target == 0;
        let left = if is_full { grace } else { left };
        row = Some(Row { last: *day, days: so_far + 1, left, is_full });
    }
    row
}

/// Which activities an effect gave something for, but for what was due before.
pub(super) fn rewarded(effect: &Effect) -> Vec<&str> {
    let own = effect.transactions[effect.settled..].iter();
    own.filter_map(|it| match &it.source {
        Source::Activity(id) => Some(id.as_str()),
        _ => None,
    })
    .collect()
}

pub(super) fn refused(refused: Refused) -> String {
    match refused {
        Refused::Member(refused) => words(refused),
        other => other.to_string(),
    }
}
