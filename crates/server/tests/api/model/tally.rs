//! What was played and what came of it, so that the test cannot come to play nothing.

use super::answer::{Answer, CHANGED, MISSING, is_full};
use super::command::Command;
use std::collections::BTreeMap;
use std::fmt;
use stempel_protocol::Member;
use stempel_server::problem::Refusal;

/// How often each command came to what.
#[derive(Default)]
pub struct Tally(BTreeMap<(&'static str, String), u64>);

impl Tally {
    pub fn count(&mut self, command: &Command, answer: &Answer) {
        let full = |it: &Member| it.streak.as_ref().is_some_and(is_full);
        let outcome = match (command, answer) {
            (Command::Visit { .. }, Answer::Member(member)) if full(member) => "full".to_owned(),
            _ => answer.outcome(),
        };
        *self.0.entry((command.name(), outcome)).or_default() += 1;
    }

    /// Counts what came up besides the answers.
    pub fn note(&mut self, notes: &mut Vec<(&'static str, &'static str)>) {
        for (name, what) in notes.drain(..) {
            *self.0.entry((name, what.to_owned())).or_default() += 1;
        }
    }

    /// What of [`wanted`] came less often than that.
    pub fn missing(&self, at_least: u64) -> Vec<String> {
        let counted = |it: &(&'static str, String)| self.0.get(it).copied().unwrap_or(0);
        let rare = wanted().into_iter().filter(|it| counted(it) < at_least);
        rare.map(|(name, outcome)| format!("{name}: {outcome}")).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((name, outcome), times) in &self.0 {
            writeln!(to, "{times:>7} {name}: {outcome}")?;
        }
        Ok(())
    }
}

/// What has to come up: each command that is done, and each way in which it is not.
fn wanted() -> Vec<(&'static str, String)> {
    let refused = |name, refusals: &[Refusal]| -> Vec<_> {
        refusals.iter().map(|it| (name, it.to_string())).collect()
    };
    let told = |name, outcomes: &[&str]| -> Vec<_> {
        outcomes.iter().map(|it| (name, (*it).to_owned())).collect()
    };
    [
        told("join", &["done"]),
        refused("join", &[Refusal::ReferralUnknown]),
        told("join", &["again", "owing"]),
        told("leave", &["a member", "a customer", "nobody"]),
        told("invite", &["done"]),
        refused("invite", &[Refusal::NotJoined]),
        told("friend", &["came", "customer", "household", "haste"]),
        told("friend", &["ordered", "ordered from home", "limit", "returned"]),
        told("friend", &["ordered before", "ordered before, told last"]),
        told("paid", &["applied", "kept", "duplicate"]),
        refused("paid", &[Refusal::KeyReused, Refusal::UnknownCard, Refusal::CardNumber("")]),
        told("refunded", &["applied", "kept", "duplicate", "invalid field", "a code open"]),
        told("refunded", &["after leaving", "after coming back"]),
        refused("refunded", &[Refusal::UnknownOrder]),
        told("redeem", &["done", CHANGED, "there is no such reward"]),
        refused("redeem", &[Refusal::NotJoined, Refusal::NotRedeemable(Vec::new())]),
        refused("redeem", &[Refusal::KeyReused]),
        told("redeem any", &["done", "invalid field"]),
        told("cancel", &["done", "there is no such redemption"]),
        refused("cancel", &[Refusal::NotJoined, Refusal::NotCancellable, Refusal::KeyReused]),
        told("use", &["done", "forgiven", "there is no such code"]),
        refused("use", &[Refusal::CodeUsed, Refusal::CodeClosed]),
        told("release", &["open", "ran out"]),
        refused("release", &[Refusal::CodeUsed, Refusal::CodeUnused, Refusal::CodeClosed]),
        told("adjust", &["done", "in a wallet", "again", "invalid field", MISSING]),
        refused("adjust", &[Refusal::NotJoined, Refusal::KeyReused]),
        told("visit", &["done", "full"]),
        refused("visit", &[Refusal::NotJoined]),
        told("reviewed", &["applied", "limit", "not_joined", "duplicate", "invalid field"]),
        told("completed", &["applied", "limit", "not_joined", "duplicate", "invalid field"]),
        told("respond", &["answered", "not now", "again"]),
        told("respond", &["invalid field", "there is no such survey"]),
        refused("respond", &[Refusal::NotJoined, Refusal::SurveyClosed, Refusal::SurveyAnswered]),
        told("play", &["won", "nothing won", "a reward won", "again", "there is no such game"]),
        refused("play", &[Refusal::NotJoined, Refusal::PlayClosed]),
        told("membership", &["applied", "kept", "outdated", "duplicate", "invalid field"]),
        told("history", &["done", "invalid field"]),
        refused("history", &[Refusal::NotJoined]),
        told("read", &["done"]),
        told("second of joining", &["told"]),
        told("program", &["changed"]),
        told("cut off", &["panicked"]),
        refused("cut off", &[Refusal::Unavailable]),
    ]
    .concat()
}
