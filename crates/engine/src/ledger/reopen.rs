//! A used redemption that is open again: its points are reserved as before, and what was forgiven
//! because they were spent is owed again.

use super::commands::owe_for;
use super::posting::Posting;
use super::settle::release;
use super::{
    Account, AccountName, EXPIRED_KEPT_DAYS, Hold, Lot, Refused, Source, Times, Transaction,
    TransactionKind,
};
use crate::Instant;
use crate::program::Points;
use chrono::Days;
use serde::{Deserialize, Serialize};

/// Points of a refund that nobody pays, because a program forgives what was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgiven {
    /// When.
    pub at: Instant,
    /// How many, less what is owed again.
    pub points: i64,
}

/// What a used redemption had held, to be open again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// As it was held. Where it names fewer points than `cost`, the rest comes back as a lot of its
    /// own.
    pub hold: Hold,
    /// What it cost.
    pub cost: i64,
    /// The lots that it was taken from, in case they are gone.
    pub lots: Vec<Lot>,
    /// When it was used.
    pub at: Instant,
}

/// A used redemption is open again, as if it had not been used: its points are reserved in the same
/// lots, and what was forgiven since is owed again. Past its deadline it is given back at once.
/// `times` are those of points earned now.
///
/// # Errors
/// [`Refused::Held`] when it is open.
pub fn reopen(
    account: &mut Account,
    (points, times): (&Points, Times),
    used: Used,
    now: Instant,
) -> Result<Vec<Transaction>, Refused> {
    let Used { mut hold, cost, lots, at } = used;
    if account.holds.iter().any(|it| it.redemption == hold.redemption) {
        return Err(Refused::Held);
    }
    account.bring_back(lots);
    let mut done = vec![reserve(account, times, &mut hold, cost, now)];
    let again = account.owe_again(cost, at);
    if again > 0 {
        done.push(owe_for(account, again, Source::Redemption(hold.redemption.clone()), now));
    }
    match hold.deadline {
        Some(deadline) if deadline <= now => done.push(release(account, points, hold, now)),
        _ => account.holds.push(hold),
    }
    Ok(done)
}

/// What is spent is held again, in the lots it was taken from; what no lot is known of in a new one.
fn reserve(
    account: &mut Account,
    times: Times,
    hold: &mut Hold,
    cost: i64,
    now: Instant,
) -> Transaction {
    let source = Source::Redemption(hold.redemption.clone());
    let mut posting = Posting::new(account, now);
    let known: i64 = hold.from.iter().map(|(_, part)| part).sum();
    if known < cost {
        hold.from.push((posting.open_lot(source.clone(), times), cost - known));
    }
    for (lot, part) in &hold.from {
        posting.lot(*lot, AccountName::Reserved, *part);
        posting.program(AccountName::Redeemed, -part);
    }
    posting.finish(TransactionKind::Release, source, Vec::new())
}

impl Account {
    /// The lots that an open redemption holds points of, as they are without any.
    #[must_use]
    pub fn lots_held(&self, redemption: &str) -> Vec<Lot> {
        let hold = self.holds.iter().find(|it| it.redemption == redemption);
        let from = hold.map_or(&[][..], |it| &it.from);
        let own = self.lots.iter().filter(|lot| from.iter().any(|(id, _)| *id == lot.id));
        let empty =
            |lot: &Lot| Lot { pending: 0, available: 0, reserved: 0, expired: 0, ..lot.clone() };
        own.map(empty).collect()
    }

    /// Remembers what was forgiven.
    pub(super) fn forgive(&mut self, points: i64, at: Instant) {
        let kept = Days::new(EXPIRED_KEPT_DAYS);
        self.forgiven.retain(|it| it.points > 0 && it.at + kept > at);
        if points > 0 {
            self.forgiven.push(Forgiven { at, points });
        }
    }

    /// How much is owed again of what was forgiven from an instant on, up to so many points.
    fn owe_again(&mut self, points: i64, since: Instant) -> i64 {
        let mut left = points;
        for it in self.forgiven.iter_mut().filter(|it| it.at >= since) {
            let part = it.points.min(left);
            it.points -= part;
            left -= part;
        }
        self.forgiven.retain(|it| it.points > 0);
        points - left
    }

    /// Lots that are gone, empty as [`Account::lots_held`] gave them.
    fn bring_back(&mut self, lots: Vec<Lot>) {
        for lot in lots {
            if self.lots.iter().all(|it| it.id != lot.id) {
                self.lots.push(lot);
            }
        }
        self.lots.sort_by_key(|it| it.id);
    }
}
