//! Lots: all of a member's, or those that something is due of, and written back where they changed.

use super::db::Row;
use super::json;
use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx};
use crate::args;
use std::collections::BTreeMap;
use stempel_engine::ledger::{Account, Beyond, Lot, LotId};
use stempel_protocol::Timestamp;

/// How many lots are read to spend from; who needs more reads all.
const AT_ONCE: i64 = 50;

/// Every lot, oldest first.
pub fn all(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Vec<Lot>, StoreError> {
    let sql = "SELECT lot, source, earned_at, matures_at, expires_at, pending, available, reserved,
                      expired
               FROM lots WHERE program = $1 AND member = $2 ORDER BY lot";
    tx.query(sql, args![program, member], lot)
}

/// The lots that something is due of by then, and those that redemptions hold some of: what a
/// command needs that only adds.
pub fn due(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    by: Timestamp,
) -> Result<Vec<Lot>, StoreError> {
    let sql = "SELECT lot, source, earned_at, matures_at, expires_at, pending, available, reserved,
                      expired
               FROM lots WHERE program = $1 AND member = $2 AND due_at <= $3 ORDER BY lot";
    tx.query(sql, args![program, member, millis(by)], lot)
}

/// Where the lots begin, in the order in which they are spent, that were not read.
pub type First = Option<(Option<Timestamp>, LotId)>;

/// The lots that pay that many points, soonest expiring first, besides those that are due by then;
/// and which one comes after them. Fewer points come of it only when there are no more, or when
/// very many lots would be needed.
pub fn spent_first(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    points: i64,
    by: Timestamp,
) -> Result<(Vec<Lot>, First), StoreError> {
    const EXPIRING: &str = "SELECT lot, source, earned_at, matures_at, expires_at, pending,
                      available, reserved, expired
               FROM lots WHERE program = $1 AND member = $2 AND expires_at > $3 AND available > 0
               ORDER BY expires_at, lot LIMIT $4";
    const LASTING: &str = "SELECT lot, source, earned_at, matures_at, expires_at, pending,
                      available, reserved, expired
               FROM lots
               WHERE program = $1 AND member = $2 AND expires_at IS NULL AND available > 0
               ORDER BY lot LIMIT $3";
    let mut lots = tx.query(EXPIRING, args![program, member, millis(by), AT_ONCE], lot)?;
    if let Some(next) = next_page(&mut lots) {
        return Ok((lots, Some(next)));
    }
    if lots.iter().map(|lot| lot.available).sum::<i64>() >= points {
        // Those that last, if there are any, come after all that expire.
        return Ok((lots, Some((None, LotId(0)))));
    }
    let mut lasting = tx.query(LASTING, args![program, member, AT_ONCE], lot)?;
    let next = next_page(&mut lasting);
    lots.extend(lasting);
    Ok((lots, next))
}

/// Of a full page the last lot tells where the next one begins.
fn next_page(lots: &mut Vec<Lot>) -> First {
    let full = lots.len() == usize::try_from(AT_ONCE).unwrap_or(0);
    let last = if full { lots.pop() } else { None };
    last.map(|lot| (lot.expires_at, lot.id))
}

/// What the lots hold that are not among these.
pub fn beyond(pending: i64, available: i64, lots: &[Lot], first: First) -> Beyond {
    Beyond {
        pending: pending - lots.iter().map(|lot| lot.pending).sum::<i64>(),
        available: available - lots.iter().map(|lot| lot.available).sum::<i64>(),
        first,
    }
}

/// When points expire: those of the lots that were not read, and of those that were as they stand
/// now. `before` is how the latter stand in the database.
pub fn expiring(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    before: &[Lot],
    now: &[Lot],
) -> Result<Vec<(Timestamp, i64)>, StoreError> {
    let sql = "SELECT expires_at, CAST(SUM(pending + available) AS BIGINT) FROM lots
               WHERE program = $1 AND member = $2 AND expires_at IS NOT NULL
               GROUP BY expires_at ORDER BY expires_at";
    let sums = tx.query(sql, args![program, member], |row| Ok((row.int(0)?, row.int(1)?)))?;
    let mut sums: BTreeMap<i64, i64> = sums.into_iter().collect();
    let mut add = |lots: &[Lot], sign: i64| {
        for lot in lots {
            let points = sign * (lot.pending + lot.available);
            if let Some(at) = lot.expires_at.filter(|_| points != 0) {
                *sums.entry(millis(at)).or_default() += points;
            }
        }
    };
    add(before, -1);
    add(now, 1);
    let left = sums.into_iter().filter(|(_, points)| *points > 0);
    left.map(|(at, points)| Ok((instant(at)?, points))).collect()
}

/// Writes the lots that changed since they were read.
pub fn save(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    before: &[Lot],
    account: &Account,
) -> Result<(), StoreError> {
    let wallet = &account.wallet.0;
    for gone in before.iter().filter(|was| account.lots.iter().all(|lot| lot.id != was.id)) {
        tx.execute(
            "DELETE FROM lots WHERE program = $1 AND member = $2 AND wallet = $3 AND lot = $4",
            args![program, member, wallet, number(gone.id)],
        )?;
    }
    for lot in account.lots.iter().filter(|lot| !before.contains(lot)) {
        write(tx, program, member, wallet, lot)?;
    }
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    wallet: &str,
    lot: &Lot,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO lots (program, member, wallet, lot, source, earned_at, matures_at,
                           expires_at, pending, available, reserved, expired, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (program, member, wallet, lot) DO UPDATE SET
            matures_at = excluded.matures_at, expires_at = excluded.expires_at,
            pending = excluded.pending, available = excluded.available,
            reserved = excluded.reserved, expired = excluded.expired, due_at = excluded.due_at",
        args![
            program,
            member,
            wallet,
            number(lot.id),
            &json::write(&lot.source)?,
            millis(lot.earned_at),
            millis(lot.matures_at),
            lot.expires_at.map(millis),
            lot.pending,
            lot.available,
            lot.reserved,
            lot.expired,
            due_at(lot),
        ],
    )?;
    Ok(())
}

fn due_at(lot: &Lot) -> Option<i64> {
    match lot {
        Lot { reserved: 1.., .. } => Some(0),
        Lot { pending: 1.., matures_at, .. } => Some(millis(*matures_at)),
        Lot { available: 1.., expires_at, .. } => expires_at.map(millis),
        _ => None,
    }
}

fn number(id: LotId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}

fn lot(row: &Row<'_>) -> Result<Lot, StoreError> {
    Ok(Lot {
        id: LotId(row.int(0)?.unsigned_abs()),
        source: row.read(1, json::read)?,
        earned_at: instant(row.int(2)?)?,
        matures_at: instant(row.int(3)?)?,
        expires_at: instant_or_none(row.int_or_null(4)?)?,
        pending: row.int(5)?,
        available: row.int(6)?,
        reserved: row.int(7)?,
        expired: row.int(8)?,
    })
}
