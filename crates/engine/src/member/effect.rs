//! What a command did to a member, and what it came to.

use crate::badge::BadgeEarned;
use crate::cart::Order;
use crate::challenge::Completed;
use crate::ledger::{AccountName, Transaction, Wallet};
use crate::tier::Qualifying;

/// What a command did: what the caller appends and updates. `Member` already has it all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// To append, in this order. A `Cancel` among those settled closes its redemption as expired.
    pub transactions: Vec<Transaction>,
    /// How many of the first `transactions` were due before the command.
    pub settled: usize,
    /// Orders to store (new) or to replace (returned units changed).
    pub orders: Vec<Order>,
    /// Completed challenges to add.
    pub completed: Vec<Completed>,
    /// Completed challenges to remove.
    pub undone: Vec<Completed>,
    /// Badges to add.
    pub badges: Vec<BadgeEarned>,
    /// Amounts to add to the day's sums (negative takes away).
    pub qualifying: Vec<Qualifying>,
}

impl Effect {
    /// What the command itself (not what was due before) changed in the available points and in
    /// the pending ones, of the primary wallet.
    #[must_use]
    pub fn points(&self) -> i64 {
        self.points_in(&Wallet::default())
    }

    /// The same in a wallet.
    #[must_use]
    pub fn points_in(&self, wallet: &Wallet) -> i64 {
        let own = self.transactions[self.settled..].iter().filter(|it| it.wallet == *wallet);
        own.map(|it| it.change() + it.sum(AccountName::Pending)).sum()
    }

    /// What another command did right after this one, at the same instant.
    pub(crate) fn extend(&mut self, next: Self) {
        self.transactions.extend(next.transactions);
        self.orders.extend(next.orders);
        self.completed.extend(next.completed);
        self.undone.extend(next.undone);
        self.badges.extend(next.badges);
        self.qualifying.extend(next.qualifying);
    }

    pub(super) fn with(self, transaction: Transaction) -> Self {
        self.with_all(vec![transaction])
    }

    pub(super) fn with_all(mut self, transactions: Vec<Transaction>) -> Self {
        self.transactions.extend(transactions);
        self
    }
}
