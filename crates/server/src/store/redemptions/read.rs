//! Reading redemptions: a member's, one by its id or its code.

use super::Taken;
use crate::args;
use crate::store::db::Row;
use crate::store::json;
use crate::store::time::{instant, instant_or_none};
use crate::store::{StoreError, Tx};
use stempel_engine::ledger::{Hold, Wallet};
use stempel_engine::redemption::Status;
use stempel_protocol::Timestamp;

/// How many closed redemptions a snapshot shows.
const CLOSED: i64 = 10;

const COLUMNS: &str = "redemption, member, reward, promise, cost, code, status, created_at,
                       expires_at, closed_at, order_id, held, wallet, won, used_lots";

/// Every open redemption of a member and the newest closed ones, newest first.
pub(in crate::store) fn of_member(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
) -> Result<Vec<Taken>, StoreError> {
    const SQL: &str = "SELECT redemption, member, reward, promise, cost, code, status, created_at,
                              expires_at, closed_at, order_id, held, wallet, won,
                              used_lots
               FROM redemptions WHERE program = $1 AND member = $2 AND status <> 'issued'
               ORDER BY created_at DESC, redemption DESC LIMIT $3";
    let mut all = open(tx, program, member)?;
    all.extend(tx.query(SQL, args![program, member, CLOSED], taken)?);
    all.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
    Ok(all)
}

/// Every open redemption of a member, newest first.
pub(in crate::store) fn open(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
) -> Result<Vec<Taken>, StoreError> {
    const SQL: &str = "SELECT redemption, member, reward, promise, cost, code, status, created_at,
                              expires_at, closed_at, order_id, held, wallet, won,
                              used_lots
               FROM redemptions WHERE program = $1 AND member = $2 AND status = 'issued'
               ORDER BY created_at DESC, redemption DESC";
    tx.query(SQL, args![program, member], taken)
}

/// The engine's holds in a wallet: of the redemptions still issued, oldest first.
pub(in crate::store) fn holds(redemptions: &[Taken], wallet: &Wallet) -> Vec<Hold> {
    let open = redemptions.iter().rev().filter(|it| it.status == Status::Issued);
    let open = open.filter(|it| it.wallet == *wallet);
    let hold = |it: &Taken| Hold {
        redemption: it.id.clone(),
        reward: it.reward.clone(),
        from: it.held.clone(),
        deadline: it.expires_at,
    };
    open.map(hold).collect()
}

/// A redemption by its id.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Option<Taken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM redemptions WHERE program = $1 AND redemption = $2");
    tx.query_one(&sql, args![program, id], taken)
}

/// A redemption by its code.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut Tx<'_>, program: &str, code: &str) -> Result<Option<Taken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM redemptions WHERE program = $1 AND code = $2");
    tx.query_one(&sql, args![program, code], taken)
}

fn taken(row: &Row<'_>) -> Result<Taken, StoreError> {
    let (closed_at, order) = (instant_or_none(row.int_or_null(9)?)?, row.text_or_null(10)?);
    Ok(Taken {
        id: row.text(0)?,
        member: row.text(1)?,
        reward: row.text(2)?,
        promise: row.read(3, json::read)?,
        cost: row.int(4)?,
        code: row.text(5)?,
        status: status(&row.text(6)?, closed_at, order.clone())?,
        order,
        used_lots: row.read(14, json::read)?,
        created_at: instant(row.int(7)?)?,
        expires_at: instant_or_none(row.int_or_null(8)?)?,
        held: row.read(11, json::read)?,
        wallet: Wallet(row.text(12)?),
        won: row.int_or_null(13)?.map(|won| won != 0),
    })
}

fn status(
    word: &str,
    closed_at: Option<Timestamp>,
    order: Option<String>,
) -> Result<Status, StoreError> {
    Ok(match (word, closed_at, order) {
        ("issued", None, _) => Status::Issued,
        ("used", Some(at), Some(order)) => Status::Used { order, at },
        ("cancelled", Some(at), _) => Status::Cancelled { at },
        ("expired", Some(at), _) => Status::Expired { at },
        _ => return Err(StoreError::Corrupt(format!("a redemption with status {word}"))),
    })
}
