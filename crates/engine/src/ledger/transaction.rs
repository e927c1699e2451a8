//! What the books hold: transactions, their entries, and where they come from.

use super::account::{LotId, Wallet};
use crate::Instant;
use serde::{Deserialize, Serialize};

/// The accounts of the books. The member's: pending, available, reserved; the rest the program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountName {
    /// Earned, not yet to be spent.
    Pending,
    /// Can be spent; below zero by the debt.
    Available,
    /// Held by open redemptions.
    Reserved,
    /// The program's: where earned points come from.
    Issued,
    /// The program's: where used points go.
    Redeemed,
    /// The program's: where expired points go.
    Expired,
    /// The program's: where corrections come from and go to.
    Adjusted,
}

/// One entry: what a transaction adds to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The account.
    pub account: AccountName,
    /// The wallet.
    pub wallet: Wallet,
    /// The lot, for the member's accounts; absent for the program's, and for debt.
    pub lot: Option<LotId>,
    /// Points; negative takes away.
    pub amount: i64,
}

/// A set of entries that sum to zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// What it is.
    pub kind: TransactionKind,
    /// When it counts. Of [`super::settle`]: when it was due.
    pub at: Instant,
    /// What it comes from.
    pub source: Source,
    /// The wallet of all its entries.
    pub wallet: Wallet,
    /// The entries; empty when all of a refund was forgiven.
    pub entries: Vec<Entry>,
    /// The rules behind it, each with its share of the points.
    pub parts: Vec<Part>,
}

/// What a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// Points for an order, an activity, a challenge or an answer.
    Earn,
    /// Pending points became available. In a history: the earn's second half.
    Mature,
    /// Points set aside for a reward.
    Redeem,
    /// A redemption was used: its reserved points are gone. Not for a history.
    Use,
    /// A used redemption is open again: its points are reserved as before. Not for a history.
    Release,
    /// A redemption given back, or not used in time: its points returned.
    Cancel,
    /// Points taken back with a refund.
    Refund,
    /// Points that ran out.
    Expire,
    /// A correction by the merchant.
    Adjust,
}

/// What one rule contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The rule; its title is [`crate::Program::title`].
    pub rule: String,
    /// Its share of the points.
    pub points: i64,
}

/// What a transaction or a lot comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum Source {
    /// An order, by the shop's id.
    Order(String),
    /// An activity, by its rule.
    Activity(String),
    /// A challenge completed.
    Challenge {
        /// The challenge.
        challenge: String,
        /// Which run of it; empty for challenges that run once.
        run: String,
    },
    /// An answer to a survey.
    Survey {
        /// The survey.
        survey: String,
        /// The order it was about; empty for surveys that are answered once.
        order: String,
    },
    /// A play of a game.
    Game {
        /// The game.
        game: String,
        /// What gave the play: an order, or the first day of its period.
        entitlement: String,
    },
    /// A friend who came by a member's code, by the caller's id: the friend's points and theirs.
    Referral(String),
    /// A redemption, by the caller's id.
    Redemption(String),
    /// Time: lots that expired.
    Time,
    /// The merchant.
    Merchant,
    /// The member, who left.
    Member,
}

/// What is earned, and by which rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// What it comes from.
    pub source: Source,
    /// The points.
    pub points: i64,
    /// The rules' shares.
    pub parts: Vec<Part>,
}

impl Transaction {
    /// What it changed in the member's available account (which debt takes below zero).
    #[must_use]
    pub fn change(&self) -> i64 {
        self.sum(AccountName::Available)
    }

    /// What it changed in one account.
    #[must_use]
    pub fn sum(&self, account: AccountName) -> i64 {
        self.entries.iter().filter(|it| it.account == account).map(|it| it.amount).sum()
    }
}
