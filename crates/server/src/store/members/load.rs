//! Reading a member, as much as is wanted.

use super::{Stored, accounts, progress};
use crate::args;
use crate::store::db::Row;
use crate::store::lots::Lots;
use crate::store::time::instant;
use crate::store::{StoreError, Tx, json, orders, profiles, redemptions};
use chrono::NaiveDate;
use stempel_engine::ledger::Wallet;
use stempel_engine::member::Member;
use stempel_protocol::Timestamp;

/// How much of a member is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Everything but the orders, for which the record stands.
    Everything,
    /// What a command needs that only adds: the lots that something is due of by then, and open
    /// redemptions.
    ToCredit(Timestamp),
    /// The same with the newest redemptions: for a snapshot.
    ToShow(Timestamp),
    /// The same with the lots of a wallet that pay so many points.
    ToSpend(&'a Wallet, i64, Timestamp),
}

/// Reads a member; `None` for a customer who has not joined. Their orders are not read: see
/// [`with_orders`]. Of the days before `days_from` that qualified the sums by year are read.
///
/// # Errors
/// When the database fails.
pub fn load(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    wanted: Wanted<'_>,
    days_from: NaiveDate,
) -> Result<Option<Stored>, StoreError> {
    let head = "SELECT m.member, m.version, m.joined_at, m.nickname, a.debt, a.lifetime, a.spent,
                       a.expired, a.adjusted, a.lots, a.transactions, m.record, a.pending,
                       a.available, a.wallet, p.birthday, p.birthday_named_at, p.interests, p.lang,
                       p.contact, m.card, a.forgiven
                FROM members m JOIN accounts a ON a.program = m.program AND a.member = m.member
                LEFT JOIN profiles p ON p.program = m.program AND p.member = m.member
                WHERE m.program = $1 AND m.customer = $2";
    let mut found = None;
    let heads = tx.query(head, args![program, customer], |row| {
        if found.is_none() {
            found = Some(without_accounts(program, customer, row)?);
        }
        accounts::head(row)
    })?;
    let Some(mut stored) = found else {
        return Ok(None);
    };
    // What is owed is paid from any lot.
    let owes = heads.iter().any(|it| it.account.debt > 0);
    let wanted = if owes { Wanted::Everything } else { wanted };
    let id = stored.id.as_str();
    let (lots, first) = accounts::lots_wanted(tx, program, id, wanted, &heads)?;
    stored.redemptions = match wanted {
        Wanted::ToCredit(_) => redemptions::open(tx, program, id)?,
        _ => redemptions::of_member(tx, program, id)?,
    };
    stored.lots = lots;
    for head in heads {
        accounts::with_account(&mut stored, head, wanted, first);
    }
    with_details(tx, stored, days_from).map(Some)
}

fn without_accounts(program: &str, customer: &str, row: &Row<'_>) -> Result<Stored, StoreError> {
    let record = row.text_or_null(11)?.map(|text| json::read(&text)).transpose()?;
    let (joined_at, record) = (Some(instant(row.int(2)?)?), record.unwrap_or_default());
    Ok(Stored {
        program: program.to_owned(),
        customer: customer.to_owned(),
        id: row.text(0)?,
        version: row.int(1)?,
        nickname: row.text_or_null(3)?,
        lang: row.text_or_null(18)?,
        contact: profiles::contact(row, 19)?,
        card: row.int(20)?.unsigned_abs(),
        transactions: 0,
        member: Member {
            joined_at,
            record,
            profile: profiles::read(row, 15)?,
            ..Member::default()
        },
        redemptions: Vec::new(),
        lots: Lots::new(),
    })
}

fn with_details(
    tx: &mut Tx<'_>,
    mut stored: Stored,
    days_from: NaiveDate,
) -> Result<Stored, StoreError> {
    let (program, id) = (stored.program.as_str(), stored.id.as_str());
    let member = &mut stored.member;
    member.completed = progress::completed(tx, program, id)?;
    member.badges = progress::badges(tx, program, id)?;
    member.qualifying = progress::qualifying(tx, program, id, days_from)?;
    Ok(stored)
}

/// Reads a member's orders too, all of them.
///
/// # Errors
/// When the database fails.
pub fn with_orders(tx: &mut Tx<'_>, stored: &mut Stored) -> Result<(), StoreError> {
    stored.member.orders = orders::of_member(tx, &stored.program, &stored.id)?;
    Ok(())
}
