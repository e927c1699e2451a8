//! What can happen to points by somebody's act. What happens by itself is in `settle.rs`.

use super::posting::Posting;
use super::settle::release;
use super::{
    Account, AccountName, Credit, Hold, LotId, Refused, Source, Times, Transaction, TransactionKind,
};
use crate::Instant;
use crate::earning::POINTS_MAX;
use crate::program::{Points, SpentOnRefund};

/// Books earned points as a new lot; what is available at once pays debt first.
///
/// # Errors
/// [`Refused::Amount`].
pub fn earn(
    account: &mut Account,
    times: Times,
    credit: Credit,
    now: Instant,
) -> Result<Transaction, Refused> {
    if !(1..=POINTS_MAX).contains(&credit.points) {
        return Err(Refused::Amount);
    }
    let mut posting = Posting::new(account, now);
    let lot = posting.open_lot(credit.source.clone(), times);
    let waits = times.matures_at > now;
    let name = if waits { AccountName::Pending } else { AccountName::Available };
    posting.lot(lot, name, credit.points);
    posting.program(AccountName::Issued, -credit.points);
    posting.pay_debt();
    Ok(posting.finish(TransactionKind::Earn, credit.source, credit.parts))
}

/// Sets points aside for a reward, from the lots that expire first.
///
/// # Errors
/// [`Refused::MissingPoints`], [`Refused::Held`], [`Refused::Amount`].
pub fn redeem(
    account: &mut Account,
    redemption: &str,
    reward: &str,
    cost: i64,
    deadline: Option<Instant>,
    now: Instant,
) -> Result<Transaction, Refused> {
    check_redeem(account, redemption, cost)?;
    let mut posting = Posting::new(account, now);
    let from = posting.take_soonest(cost);
    for (lot, part) in &from {
        posting.lot(*lot, AccountName::Reserved, *part);
    }
    let redemption = redemption.to_owned();
    let source = Source::Redemption(redemption.clone());
    posting.account.holds.push(Hold { redemption, reward: reward.to_owned(), from, deadline });
    let parts = vec![super::Part { rule: reward.to_owned(), points: -cost }];
    Ok(posting.finish(TransactionKind::Redeem, source, parts))
}

fn check_redeem(account: &Account, redemption: &str, cost: i64) -> Result<(), Refused> {
    let missing = cost - account.balance().available;
    match () {
        () if !(0..=POINTS_MAX).contains(&cost) => Err(Refused::Amount),
        () if account.holds.iter().any(|hold| hold.redemption == redemption) => Err(Refused::Held),
        () if missing > 0 => Err(Refused::MissingPoints { missing }),
        () => account.check_lots(cost),
    }
}

/// The redemption is used: its reserved points are gone for good. A program that forgives spent
/// points writes off what was owed for them while they were reserved: a correction of its own.
///
/// # Errors
/// [`Refused::NotHeld`].
pub fn consume(
    account: &mut Account,
    points: &Points,
    redemption: &str,
    now: Instant,
) -> Result<Vec<Transaction>, Refused> {
    let hold = take_hold(account, redemption)?;
    let used: i64 = hold.from.iter().map(|(_, part)| part).sum();
    let source = Source::Redemption(hold.redemption);
    let mut posting = Posting::new(account, now);
    for (lot, part) in hold.from {
        posting.lot(lot, AccountName::Reserved, -part);
        posting.program(AccountName::Redeemed, part);
    }
    let mut done = vec![posting.finish(TransactionKind::Use, source.clone(), Vec::new())];
    let forgiven = match points.spent_on_refund {
        SpentOnRefund::Debt => 0,
        SpentOnRefund::Forgive => used.min(account.debt - account.balance().reserved),
    };
    if forgiven > 0 {
        let mut posting = Posting::new(account, now);
        posting.owe(-forgiven);
        posting.program(AccountName::Adjusted, -forgiven);
        done.push(posting.finish(TransactionKind::Adjust, source, Vec::new()));
        account.forgive(forgiven, now);
    }
    Ok(done)
}

/// The redemption is given back: its points return to the same lots.
///
/// # Errors
/// [`Refused::NotHeld`].
pub fn cancel(
    account: &mut Account,
    points: &Points,
    redemption: &str,
    now: Instant,
) -> Result<Transaction, Refused> {
    let hold = take_hold(account, redemption)?;
    Ok(release(account, points, hold, now))
}

fn take_hold(account: &mut Account, redemption: &str) -> Result<Hold, Refused> {
    let found = account.holds.iter().position(|hold| hold.redemption == redemption);
    found.map(|index| account.holds.remove(index)).ok_or(Refused::NotHeld)
}

/// Takes back what a source earned: from its own lot (what expired of it first, for that is gone
/// already), then from the lots that expire first; the rest is debt or forgiven, as the policy
/// says. What open redemptions hold is not spent yet: as much is owed in any case, until they are
/// used or given back. `back` names positive points; the transaction's parts are negative.
pub fn refund(account: &mut Account, points: &Points, back: Credit, now: Instant) -> Transaction {
    let mut posting = Posting::new(account, now);
    let mut left = back.points.max(0);
    for (lot, name, part) in own_points(posting.account, &back.source, left) {
        posting.lot(lot, name, -part);
        left -= part;
    }
    left -= posting.take_soonest(left).iter().map(|(_, part)| part).sum::<i64>();
    let forgiven = match points.spent_on_refund {
        SpentOnRefund::Debt => 0,
        SpentOnRefund::Forgive => {
            let held = posting.account.balance().reserved - posting.account.debt;
            left - left.min(held.max(0))
        }
    };
    posting.owe(left - forgiven);
    posting.program(AccountName::Issued, back.points.max(0) - forgiven);
    let mut parts = back.parts;
    parts.iter_mut().for_each(|part| part.points = -part.points);
    let done = posting.finish(TransactionKind::Refund, back.source, parts);
    account.forgive(forgiven, now);
    done
}

/// What of a source's own lots can be taken, up to `amount`.
fn own_points(account: &Account, source: &Source, amount: i64) -> Vec<(LotId, AccountName, i64)> {
    let mut left = amount;
    let own = account.lots.iter().filter(|lot| lot.source == *source);
    own.flat_map(|lot| {
        [
            (lot.id, AccountName::Expired, lot.expired),
            (lot.id, AccountName::Pending, lot.pending),
            (lot.id, AccountName::Available, lot.available),
        ]
    })
    .map(|(lot, name, there)| {
        let part = there.min(left);
        left -= part;
        (lot, name, part)
    })
    .collect()
}

/// A correction: positive makes a lot, negative takes what is there and no more.
///
/// # Errors
/// [`Refused::Amount`], [`Refused::MissingPoints`].
pub fn adjust(
    account: &mut Account,
    times: Times,
    amount: i64,
    now: Instant,
) -> Result<Transaction, Refused> {
    let missing = -amount - account.balance().available;
    if amount == 0 || !(-POINTS_MAX..=POINTS_MAX).contains(&amount) {
        return Err(Refused::Amount);
    }
    if missing > 0 {
        return Err(Refused::MissingPoints { missing });
    }
    account.check_lots(-amount)?;
    let mut posting = Posting::new(account, now);
    if amount > 0 {
        let lot = posting.open_lot(Source::Merchant, times);
        posting.lot(lot, AccountName::Available, amount);
    } else {
        posting.take_soonest(-amount);
    }
    posting.program(AccountName::Adjusted, -amount);
    posting.pay_debt();
    Ok(posting.finish(TransactionKind::Adjust, Source::Merchant, Vec::new()))
}

/// What is owed from before: taken from what is available, the rest is debt.
pub fn owe(account: &mut Account, points: i64, now: Instant) -> Transaction {
    owe_for(account, points, Source::Member, now)
}

pub(super) fn owe_for(
    account: &mut Account,
    points: i64,
    source: Source,
    now: Instant,
) -> Transaction {
    let points = points.max(0);
    let mut posting = Posting::new(account, now);
    let paid: i64 = posting.take_soonest(points).iter().map(|(_, part)| part).sum();
    posting.owe(points - paid);
    posting.program(AccountName::Adjusted, points);
    posting.finish(TransactionKind::Adjust, source, Vec::new())
}

/// The member leaves: what is pending or available expires, what is owed is written off. Open
/// redemptions have to be closed before.
pub fn forfeit(account: &mut Account, now: Instant) -> Vec<Transaction> {
    let parts = account.lots.iter().map(|lot| (lot.id, lot.pending, lot.available));
    let parts: Vec<(LotId, i64, i64)> = parts.collect();
    let mut posting = Posting::new(account, now);
    for (lot, pending, available) in parts {
        posting.lot(lot, AccountName::Pending, -pending);
        posting.lot(lot, AccountName::Available, -available);
        posting.lot(lot, AccountName::Expired, pending + available);
    }
    let gone = posting.finish(TransactionKind::Expire, Source::Member, Vec::new());
    let mut posting = Posting::new(account, now);
    let debt = posting.account.debt;
    posting.owe(-debt);
    posting.program(AccountName::Adjusted, -debt);
    let written_off = posting.finish(TransactionKind::Adjust, Source::Member, Vec::new());
    // Nobody is left whose code could be open again.
    account.forgiven.clear();
    [gone, written_off].into_iter().filter(|it| !it.entries.is_empty()).collect()
}
