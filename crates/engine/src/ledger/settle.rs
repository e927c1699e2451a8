//! What happens to points by itself, with time.

use super::posting::Posting;
use super::{
    Account, AccountName, EXPIRED_KEPT_DAYS, Hold, Lot, LotId, Part, Source, Transaction,
    TransactionKind,
};
use crate::Instant;
use crate::program::Points;
use chrono::Days;

/// What is due. The order of the variants decides between things due at the same instant: points
/// that return to a lot expiring just then get their grace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Mature(LotId),
    Expire,
    Return(usize),
}

/// Brings an account to `now`: pending points mature, lots expire, redemptions past their
/// deadline return; in the order of their due times, each booked at its own. Doing it twice, or
/// in two steps, is the same.
pub fn settle(account: &mut Account, points: &Points, now: Instant) -> Vec<Transaction> {
    let mut done = Vec::new();
    while let Some((at, due)) = next_due(account, now) {
        done.push(match due {
            Due::Mature(lot) => mature(account, lot, at),
            Due::Expire => expire(account, at),
            Due::Return(index) => {
                let hold = account.holds.remove(index);
                release(account, points, hold, at)
            }
        });
    }
    account.lots.retain(|lot| lot.is_open() || is_remembered(lot, now));
    done
}

fn next_due(account: &Account, now: Instant) -> Option<(Instant, Due)> {
    let pending = account.lots.iter().filter(|lot| lot.pending > 0);
    let matures = pending.map(|lot| (lot.matures_at, Due::Mature(lot.id)));
    let expires = account.lots.iter().filter_map(|lot| Some((expiry(lot)?, Due::Expire)));
    let holds = account.holds.iter().enumerate();
    let returns = holds.filter_map(|(index, hold)| Some((hold.deadline?, Due::Return(index))));
    matures.chain(expires).chain(returns).filter(|(at, _)| *at <= now).min()
}

/// When a lot's available points expire.
fn expiry(lot: &Lot) -> Option<Instant> {
    lot.expires_at.filter(|_| lot.available > 0).map(|at| at.max(lot.matures_at))
}

fn is_remembered(lot: &Lot, now: Instant) -> bool {
    let until = |at: Instant| at + Days::new(EXPIRED_KEPT_DAYS);
    lot.expired > 0 && lot.expires_at.is_none_or(|at| until(at) > now)
}

fn mature(account: &mut Account, id: LotId, at: Instant) -> Transaction {
    let lot = account.lots.iter().find(|lot| lot.id == id);
    let (points, source) = lot.map_or((0, Source::Time), |it| (it.pending, it.source.clone()));
    let mut posting = Posting::new(account, at);
    posting.lot(id, AccountName::Pending, -points);
    posting.lot(id, AccountName::Available, points);
    posting.pay_debt();
    posting.finish(TransactionKind::Mature, source, Vec::new())
}

/// All lots that expire at that instant, as one transaction.
fn expire(account: &mut Account, at: Instant) -> Transaction {
    let gone = account.lots.iter().filter(|lot| expiry(lot) == Some(at));
    let gone: Vec<(LotId, i64)> = gone.map(|lot| (lot.id, lot.available)).collect();
    let mut posting = Posting::new(account, at);
    for (lot, points) in gone {
        posting.lot(lot, AccountName::Available, -points);
        posting.lot(lot, AccountName::Expired, points);
    }
    posting.finish(TransactionKind::Expire, Source::Time, Vec::new())
}

/// Puts a redemption's points back into their lots. A lot expired meanwhile stays open for the
/// program's grace, once: what returns to it after that expires at once.
pub(super) fn release(
    account: &mut Account,
    points: &Points,
    hold: Hold,
    at: Instant,
) -> Transaction {
    let grace = Days::new(points.grace_days.unsigned_abs());
    let cost = hold.from.iter().map(|(_, part)| part).sum();
    let mut posting = Posting::new(account, at);
    for (id, part) in hold.from {
        posting.lot(id, AccountName::Reserved, -part);
        posting.lot(id, AccountName::Available, part);
        let lot = posting.account.lots.iter_mut().find(|lot| lot.id == id);
        if let Some(lot) = lot
            && let Some(end) = lot.expires_at.filter(|end| *end <= at)
        {
            let end = if lot.had_grace { end } else { at + grace };
            lot.had_grace = true;
            lot.expires_at = Some(end.max(at));
        }
    }
    posting.pay_debt();
    let parts = vec![Part { rule: hold.reward, points: cost }];
    posting.finish(TransactionKind::Cancel, Source::Redemption(hold.redemption), parts)
}
