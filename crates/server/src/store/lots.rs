//! Lots: all of a member's, or those that something is due of, and written back where they changed;
//! and what they come to by the instant at which they expire.

use super::db::{Param, Row};
use super::json;
use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx};
use crate::args;
use std::collections::BTreeMap;
use stempel_engine::ledger::{Account, Beyond, Lot, LotId, Wallet};
use stempel_protocol::Timestamp;

/// How many lots are read to spend from; who needs more reads all.
const AT_ONCE: i64 = 50;

/// Lots by their wallet, in each the oldest first.
pub type Lots = BTreeMap<Wallet, Vec<Lot>>;

/// Every lot.
pub fn all(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Lots, StoreError> {
    let sql = "SELECT lot, source, earned_at, matures_at, expires_at, pending, available, reserved,
                      expired, had_grace, wallet
               FROM lots WHERE program = $1 AND member = $2 ORDER BY wallet, lot";
    Ok(by_wallet(tx.query(sql, args![program, member], in_wallet)?))
}

/// The lots that something is due of by then, and those that redemptions hold some of: what a
/// command needs that only adds.
pub fn due(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    by: Timestamp,
) -> Result<Lots, StoreError> {
    let sql = "SELECT lot, source, earned_at, matures_at, expires_at, pending, available, reserved,
                      expired, had_grace, wallet
               FROM lots WHERE program = $1 AND member = $2 AND due_at <= $3 ORDER BY wallet, lot";
    Ok(by_wallet(tx.query(sql, args![program, member, millis(by)], in_wallet)?))
}

/// Where the lots begin, in the order in which they are spent, that were not read.
pub type First = Option<(Option<Timestamp>, LotId)>;

/// The lots of a wallet that pay that many points, soonest expiring first, besides those that are
/// due by then; and which one comes after them. Fewer points come of it only when there are no
/// more, or when very many lots would be needed.
pub fn spent_first(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    wallet: &Wallet,
    points: i64,
    by: Timestamp,
) -> Result<(Vec<Lot>, First), StoreError> {
    const EXPIRING: &str = "SELECT lot, source, earned_at, matures_at, expires_at, pending,
                      available, reserved, expired, had_grace
               FROM lots WHERE program = $1 AND member = $2 AND wallet = $3 AND expires_at > $4
                           AND available > 0
               ORDER BY expires_at, lot LIMIT $5";
    const LASTING: &str = "SELECT lot, source, earned_at, matures_at, expires_at, pending,
                      available, reserved, expired, had_grace
               FROM lots WHERE program = $1 AND member = $2 AND wallet = $3
                           AND expires_at IS NULL AND available > 0
               ORDER BY lot LIMIT $4";
    let of = (program, member, &wallet.0);
    let mut lots = tx.query(EXPIRING, args![of.0, of.1, of.2, millis(by), AT_ONCE], lot)?;
    if let Some(next) = next_page(&mut lots) {
        return Ok((lots, Some(next)));
    }
    if lots.iter().map(|lot| lot.available).sum::<i64>() >= points {
        // Those that last, if there are any, come after all that expire.
        return Ok((lots, Some((None, LotId(0)))));
    }
    let mut lasting = tx.query(LASTING, args![of.0, of.1, of.2, AT_ONCE], lot)?;
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

/// When what a member (of a program) has in a wallet expires after now, soonest first, so many
/// instants, as the database has it.
pub fn expiring(
    tx: &mut Tx<'_>,
    (program, member): (&str, &str),
    wallet: &Wallet,
    now: Timestamp,
    count: usize,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let sql = "SELECT expires_at, points FROM expiries
               WHERE program = $1 AND member = $2 AND wallet = $3 AND expires_at > $4
               ORDER BY expires_at LIMIT $5";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let params = args![program, member, &wallet.0, millis(now), count];
    tx.query(sql, params, |row| Ok((row.int(0)?, row.int(1)?)))
}

/// What changed between two states of lots in what expires when. Lots of one state that the other
/// has not count as nothing there.
pub fn expiry_changes(before: &[Lot], now: &[Lot]) -> BTreeMap<i64, i64> {
    let mut changes: BTreeMap<i64, i64> = BTreeMap::new();
    for (lots, sign) in [(before, -1), (now, 1)] {
        for lot in lots {
            let points = sign * (lot.pending + lot.available);
            if let Some(at) = lot.expires_at.filter(|_| points != 0) {
                *changes.entry(millis(at)).or_default() += points;
            }
        }
    }
    changes.retain(|_, points| *points != 0);
    changes
}

/// Writes the lots of an account that changed since they were read.
pub fn save(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    before: &[Lot],
    account: &Account,
) -> Result<(), StoreError> {
    let wallet = &account.wallet.0;
    let mut known: BTreeMap<LotId, &Lot> = before.iter().map(|lot| (lot.id, lot)).collect();
    let changed = account.lots.iter().filter(|lot| known.remove(&lot.id) != Some(*lot));
    let changed: Vec<&Lot> = changed.collect();
    write(tx, program, member, wallet, &changed)?;
    for gone in known.keys() {
        tx.execute(
            "DELETE FROM lots WHERE program = $1 AND member = $2 AND wallet = $3 AND lot = $4",
            args![program, member, wallet, number(*gone)],
        )?;
    }
    save_expiries(tx, program, member, wallet, &expiry_changes(before, &account.lots))
}

fn save_expiries(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    wallet: &str,
    changes: &BTreeMap<i64, i64>,
) -> Result<(), StoreError> {
    let row = |(at, points): (&i64, &i64)| {
        [program.into(), member.into(), wallet.into(), (*at).into(), (*points).into()]
    };
    let params: Vec<Param<'_>> = changes.iter().flat_map(row).collect();
    let into = "expiries (program, member, wallet, expires_at, points)";
    let then = "ON CONFLICT (program, member, wallet, expires_at) DO UPDATE SET
                points = expiries.points + excluded.points";
    tx.insert_all(into, 5, &params, then)?;
    for (at, _) in changes.iter().filter(|(_, points)| **points < 0) {
        tx.execute(
            "DELETE FROM expiries WHERE program = $1 AND member = $2 AND wallet = $3
                                    AND expires_at = $4 AND points = 0",
            args![program, member, wallet, *at],
        )?;
    }
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    wallet: &str,
    lots: &[&Lot],
) -> Result<(), StoreError> {
    let sources = lots.iter().map(|lot| json::write(&lot.source));
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    let mut params = Vec::with_capacity(lots.len() * 14);
    for (lot, source) in lots.iter().zip(&sources) {
        params.extend(args![
            program,
            member,
            wallet,
            number(lot.id),
            source,
            millis(lot.earned_at),
            millis(lot.matures_at),
            lot.expires_at.map(millis),
            lot.pending,
            lot.available,
            lot.reserved,
            lot.expired,
            due_at(lot),
            i64::from(lot.had_grace),
        ]);
    }
    let into = "lots (program, member, wallet, lot, source, earned_at, matures_at, expires_at,
                      pending, available, reserved, expired, due_at, had_grace)";
    let then = "ON CONFLICT (program, member, wallet, lot) DO UPDATE SET
            matures_at = excluded.matures_at, expires_at = excluded.expires_at,
            pending = excluded.pending, available = excluded.available,
            reserved = excluded.reserved, expired = excluded.expired, due_at = excluded.due_at,
            had_grace = excluded.had_grace";
    tx.insert_all(into, 14, &params, then)
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

fn by_wallet(lots: Vec<(Wallet, Lot)>) -> Lots {
    let mut all = Lots::new();
    for (wallet, lot) in lots {
        all.entry(wallet).or_default().push(lot);
    }
    all
}

fn in_wallet(row: &Row<'_>) -> Result<(Wallet, Lot), StoreError> {
    Ok((Wallet(row.text(10)?), lot(row)?))
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
        had_grace: row.int(9)? != 0,
    })
}
