//! What a member reads of the books: every transaction that there ever was, balances added up anew.

use super::answer::of_page;
use super::command::Command;
use super::plain::Plain;
use std::collections::BTreeMap;
use std::sync::Arc;
use stempel_engine::ledger::{Source, Transaction as Booked, TransactionKind as Kind};
use stempel_engine::member::{self, Effect};
use stempel_protocol::{
    Transaction, TransactionKind, TransactionPage, TransactionPart, TransactionSource,
};
use stempel_server::problem::Refusal;

/// A transaction, with the shop's reason.
pub struct Line {
    pub(super) booked: Booked,
    note: Option<String>,
}

impl Plain {
    pub(super) fn draw_history(&mut self, customer: String) -> Command {
        let count = self.customers.get(&customer).map_or(0, |it| it.history.len());
        let before = self.dice.below(u64::try_from(count).unwrap() + 2);
        let cursor = match self.dice.below(10) {
            0..5 => None,
            5 => Some("nonsense".to_owned()),
            _ => Some(before.to_string()),
        };
        let limit = match self.dice.below(15) {
            0 => 0,
            1 => 201,
            2 => 200,
            _ => 1 + i64::try_from(self.dice.below(9)).unwrap(),
        };
        Command::History { customer, cursor, limit }
    }

    /// What was due is booked before.
    pub(super) fn history(
        &mut self,
        customer: &str,
        cursor: Option<&str>,
        limit: i64,
    ) -> Result<String, String> {
        let before = cursor.map(|it| it.parse::<usize>().ok().filter(|it| *it > 0));
        if before == Some(None) || !(1..=200).contains(&limit) {
            return Err("invalid field".into());
        }
        let (program, now) = (Arc::clone(&self.program), self.now);
        let one = self.customers.get_mut(customer);
        let one = one.ok_or_else(|| Refusal::NotJoined.to_string())?;
        let effect = member::settle(&program, &mut one.member, now);
        if !effect.transactions.is_empty() {
            self.book(customer, &effect);
        }
        let mut lines = self.lines(customer);
        lines.retain(|(number, _)| before.flatten().is_none_or(|before| *number < before));
        lines.reverse();
        let limit = usize::try_from(limit).unwrap();
        let is_last = lines.len() <= limit;
        lines.truncate(limit);
        let next = lines.last().filter(|_| !is_last).map(|(number, _)| number.to_string());
        let items = lines.into_iter().map(|(_, line)| line).collect();
        Ok(of_page(&TransactionPage { items, next }))
    }

    /// Keeps what an effect booked.
    pub(super) fn note_down(&mut self, customer: &str, effect: &Effect) {
        let one = self.customers.get_mut(customer).unwrap();
        let lines = effect.transactions.iter().cloned();
        one.history.extend(lines.map(|booked| Line { booked, note: None }));
    }

    /// Says why the last of it was booked.
    pub(super) fn explain(&mut self, customer: &str, reason: &str) {
        let one = self.customers.get_mut(customer).unwrap();
        one.history.last_mut().unwrap().note = Some(reason.to_owned());
    }

    /// Every line that a member reads, with its number, the oldest first.
    fn lines(&self, customer: &str) -> Vec<(usize, Transaction)> {
        let mut balances: BTreeMap<&str, i64> = BTreeMap::new();
        let mut lines = Vec::new();
        for (index, line) in self.customers[customer].history.iter().enumerate() {
            let balance = balances.entry(&line.booked.wallet.0).or_default();
            *balance += line.booked.change();
            let moves = line.booked.kind != Kind::Use && line.booked.change() != 0;
            if moves || line.booked.kind == Kind::Refund {
                lines.push((index + 1, self.told_line(line, *balance)));
            }
        }
        lines
    }

    fn told_line(&self, Line { booked, note }: &Line, balance: i64) -> Transaction {
        let part = |rule: &str, points| TransactionPart {
            rule: rule.to_owned(),
            title: String::new(),
            points,
        };
        // What waited arrives under the name of what brought it.
        let alone = rule(&booked.source).filter(|_| booked.kind == Kind::Mature);
        let parts = match alone {
            Some(rule) => vec![part(rule, booked.change())],
            None => booked.parts.iter().map(|it| part(&it.rule, it.points)).collect(),
        };
        let wallet = &booked.wallet;
        Transaction {
            id: String::new(),
            kind: kind(booked.kind),
            source: Some(source(&booked.source)),
            wallet: (!wallet.is_primary()).then(|| wallet.0.clone()),
            points: booked.change(),
            balance,
            at: booked.at,
            order: match &booked.source {
                Source::Order(order) => Some(order.clone()),
                _ => None,
            },
            reward: match &booked.source {
                Source::Redemption(id) => {
                    Some(self.takings[id.parse::<usize>().unwrap()].reward.clone())
                }
                _ => None,
            },
            parts,
            note: note.clone(),
        }
    }
}

/// The one rule behind a source.
fn rule(source: &Source) -> Option<&str> {
    match source {
        Source::Activity(rule) => Some(rule),
        Source::Challenge { challenge, .. } => Some(challenge),
        Source::Survey { survey, .. } => Some(survey),
        Source::Game { game, .. } => Some(game),
        Source::Referral(_) => Some("referral"),
        _ => None,
    }
}

const fn kind(kind: Kind) -> TransactionKind {
    match kind {
        Kind::Earn | Kind::Mature => TransactionKind::Earn,
        Kind::Redeem | Kind::Use | Kind::Release => TransactionKind::Redeem,
        Kind::Cancel => TransactionKind::Cancel,
        Kind::Refund => TransactionKind::Refund,
        Kind::Expire => TransactionKind::Expire,
        Kind::Adjust => TransactionKind::Adjust,
    }
}

const fn source(source: &Source) -> TransactionSource {
    match source {
        Source::Order(_) => TransactionSource::Order,
        Source::Activity(_) => TransactionSource::Activity,
        Source::Challenge { .. } => TransactionSource::Challenge,
        Source::Survey { .. } => TransactionSource::Survey,
        Source::Referral(_) => TransactionSource::Referral,
        Source::Game { .. } => TransactionSource::Game,
        Source::Redemption(_) => TransactionSource::Redemption,
        Source::Time => TransactionSource::Time,
        Source::Merchant => TransactionSource::Merchant,
        Source::Member => TransactionSource::Member,
    }
}
