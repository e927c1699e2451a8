//! A transaction in the making. Each step changes the account and writes the entry that says so,
//! so that the two cannot differ. The only code that writes to an account's points.

use super::{Account, AccountName, Entry, Lot, LotId, Source, Times, Transaction, TransactionKind};
use crate::Instant;
use crate::ledger::Part;

pub(super) struct Posting<'a> {
    pub account: &'a mut Account,
    entries: Vec<Entry>,
    at: Instant,
}

impl<'a> Posting<'a> {
    pub fn new(account: &'a mut Account, at: Instant) -> Self {
        Self { account, entries: Vec::new(), at }
    }

    /// Opens an empty lot.
    pub fn open_lot(&mut self, source: Source, times: Times) -> LotId {
        self.account.lots_made += 1;
        let id = LotId(self.account.lots_made);
        let Times { matures_at, expires_at } = times;
        let lot = Lot {
            id,
            source,
            earned_at: self.at,
            matures_at,
            expires_at,
            had_grace: false,
            pending: 0,
            available: 0,
            reserved: 0,
            expired: 0,
        };
        self.account.lots.push(lot);
        id
    }

    /// Adds to one of the member's accounts, in a lot.
    pub fn lot(&mut self, id: LotId, name: AccountName, amount: i64) {
        let Some(lot) = self.account.lots.iter_mut().find(|lot| lot.id == id) else { return };
        match name {
            AccountName::Pending => lot.pending += amount,
            AccountName::Available => lot.available += amount,
            AccountName::Reserved => lot.reserved += amount,
            AccountName::Expired => {
                lot.expired += amount;
                self.account.expired += amount;
            }
            AccountName::Issued | AccountName::Redeemed | AccountName::Adjusted => return,
        }
        self.write(name, Some(id), amount);
    }

    /// Adds to one of the program's accounts.
    pub fn program(&mut self, name: AccountName, amount: i64) {
        match name {
            AccountName::Issued => self.account.lifetime -= amount,
            AccountName::Redeemed => self.account.spent += amount,
            AccountName::Adjusted => self.account.adjusted -= amount,
            AccountName::Pending
            | AccountName::Available
            | AccountName::Reserved
            | AccountName::Expired => return,
        }
        self.write(name, None, amount);
    }

    /// Adds to what is owed.
    pub fn owe(&mut self, amount: i64) {
        self.account.debt += amount;
        self.write(AccountName::Available, None, -amount);
    }

    /// Takes up to `amount` available points, soonest expiring first; says from where.
    pub fn take_soonest(&mut self, amount: i64) -> Vec<(LotId, i64)> {
        let mut left = amount;
        let mut taken = Vec::new();
        for (id, available) in self.spendable() {
            let part = available.min(left);
            if part == 0 {
                break;
            }
            self.lot(id, AccountName::Available, -part);
            taken.push((id, part));
            left -= part;
        }
        taken
    }

    /// Pays what is owed from what is available.
    pub fn pay_debt(&mut self) {
        let paid: i64 = self.take_soonest(self.account.debt).iter().map(|(_, part)| part).sum();
        self.owe(-paid);
    }

    pub fn finish(self, kind: TransactionKind, source: Source, parts: Vec<Part>) -> Transaction {
        self.account.lots.retain(|lot| lot.is_open() || lot.expired > 0);
        let (at, wallet) = (self.at, self.account.wallet.clone());
        Transaction { kind, at, source, wallet, entries: self.entries, parts }
    }

    fn spendable(&self) -> Vec<(LotId, i64)> {
        let mut lots: Vec<&Lot> = self.account.lots.iter().filter(|it| it.available > 0).collect();
        lots.sort_by_key(|lot| lot.spending_order());
        lots.into_iter().map(|lot| (lot.id, lot.available)).collect()
    }

    fn write(&mut self, account: AccountName, lot: Option<LotId>, amount: i64) {
        if amount != 0 {
            let wallet = self.account.wallet.clone();
            self.entries.push(Entry { account, wallet, lot, amount });
        }
    }
}
