//! The ledger's lines.

use super::{title, wallet};
use crate::store::ledger::Line;
use stempel_engine::ledger::{Part, Source, TransactionKind as Kind};
use stempel_engine::program::Program;
use stempel_engine::referral::RULE;
use stempel_protocol::{Transaction, TransactionKind, TransactionPart, TransactionSource};

/// A line of the ledger as its member reads it.
pub fn transaction(program: &Program, mut line: Line, lang: &str) -> Transaction {
    // Points that waited arrive under the name of what brought them.
    if let (Kind::Mature, Some(rule)) = (line.kind, rule_of(&line.source)) {
        line.parts = vec![Part { rule: rule.to_owned(), points: line.change }];
    }
    let part = |part: Part| TransactionPart {
        title: title(program, &part.rule, lang),
        rule: part.rule,
        points: part.points,
    };
    Transaction {
        id: line.id,
        kind: transaction_kind(line.kind),
        source: Some(transaction_source(&line.source)),
        wallet: wallet(&line.wallet),
        points: line.change,
        balance: line.balance,
        at: line.at,
        order: match line.source {
            Source::Order(order) => Some(order),
            _ => None,
        },
        reward: line.reward,
        parts: line.parts.into_iter().map(part).collect(),
        note: line.note,
    }
}

/// The rule behind a source that has one alone.
fn rule_of(source: &Source) -> Option<&str> {
    match source {
        Source::Activity(rule) => Some(rule),
        Source::Challenge { challenge, .. } => Some(challenge),
        Source::Survey { survey, .. } => Some(survey),
        Source::Referral(_) => Some(RULE),
        Source::Game { game, .. } => Some(game),
        Source::Order(_)
        | Source::Redemption(_)
        | Source::Time
        | Source::Merchant
        | Source::Member => None,
    }
}

const fn transaction_source(source: &Source) -> TransactionSource {
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

const fn transaction_kind(kind: Kind) -> TransactionKind {
    match kind {
        Kind::Earn | Kind::Mature => TransactionKind::Earn,
        Kind::Redeem | Kind::Use | Kind::Release => TransactionKind::Redeem,
        Kind::Cancel => TransactionKind::Cancel,
        Kind::Refund => TransactionKind::Refund,
        Kind::Expire => TransactionKind::Expire,
        Kind::Adjust => TransactionKind::Adjust,
    }
}
