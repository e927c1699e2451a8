//! Members: the rows that make up the engine's `Member`, read together and written back.

mod accounts;
mod progress;

pub use accounts::expiring;

use super::counters;
use super::departed;
use super::json;
use super::lots::{self, Lots};
use super::orders;
use super::profiles;
use super::redemptions::{self, Taken};
use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use crate::store::db::Row;
use chrono::NaiveDate;
use stempel_engine::ledger::{Account, Wallet};
use stempel_engine::member::{Effect, Member};
use stempel_protocol::{ContactChoice, Timestamp};

/// A member as stored.
pub struct Stored {
    /// The program.
    pub program: String,
    /// The shop's id.
    pub customer: String,
    /// Our id.
    pub id: String,
    /// Grows with every effect.
    pub version: i64,
    /// How they want to be addressed.
    pub nickname: Option<String>,
    /// The language to write to them in.
    pub lang: Option<String>,
    /// How to write to them.
    pub contact: Option<ContactChoice>,
    /// The serial of their card.
    pub card: u64,
    /// How many transactions they have.
    pub transactions: i64,
    /// What the engine decides on, and changes.
    pub member: Member,
    /// Open redemptions and the newest closed ones, newest first.
    pub redemptions: Vec<Taken>,
    /// The lots as they stand in the database.
    pub(super) lots: Lots,
}

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

/// The version of a customer's snapshot: zero for one who never joined. It goes on counting for one
/// who left.
///
/// # Errors
/// When the database fails.
pub fn version(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<i64, StoreError> {
    let sql = "SELECT version FROM members WHERE program = $1 AND customer = $2";
    let joined = tx.query_one(sql, args![program, customer], |row| row.int(0))?;
    match joined {
        Some(version) => Ok(version),
        None => Ok(departed::version(tx, program, customer)?.unwrap_or(0)),
    }
}

/// What a member is shown has changed by somebody else's act: their version grows.
///
/// # Errors
/// When the database fails.
pub fn touch(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<(), StoreError> {
    let sql = "UPDATE members SET version = version + 1 WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, id])?;
    Ok(())
}

/// Our id of a customer who has joined.
///
/// # Errors
/// When the database fails.
pub fn id(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT member FROM members WHERE program = $1 AND customer = $2";
    tx.query_one(sql, args![program, customer], |row| row.text(0))
}

/// The customer whose member that is.
///
/// # Errors
/// When the database fails.
pub fn customer(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT customer FROM members WHERE program = $1 AND member = $2";
    tx.query_one(sql, args![program, id], |row| row.text(0))
}

/// The customer whose card has that serial.
///
/// # Errors
/// When the database fails.
pub fn by_card(tx: &mut Tx<'_>, program: &str, serial: u64) -> Result<Option<String>, StoreError> {
    let sql = "SELECT customer FROM members WHERE program = $1 AND card = $2";
    tx.query_one(sql, args![program, accounts::number(serial)], |row| row.text(0))
}

/// A customer becomes a member, with an empty account, the next card and that version: zero, or
/// where a former membership ended.
///
/// # Errors
/// When the database fails.
pub fn create(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    nickname: Option<&str>,
    version: i64,
    now: Timestamp,
) -> Result<Stored, StoreError> {
    let id = super::new_id(now);
    let card = counters::next(tx, program, "card")?;
    tx.execute(
        "INSERT INTO members (program, customer, member, version, joined_at, nickname, card)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![program, customer, &id, version, millis(now), nickname, card],
    )?;
    tx.execute(
        "INSERT INTO accounts (program, member, wallet, pending, available, reserved, debt,
                               lifetime, spent, expired, adjusted, lots, transactions)
         VALUES ($1, $2, $3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
        args![program, &id, &Account::default().wallet.0],
    )?;
    Ok(Stored {
        program: program.to_owned(),
        customer: customer.to_owned(),
        id,
        version,
        nickname: nickname.map(str::to_owned),
        lang: None,
        contact: None,
        card: card.unsigned_abs(),
        transactions: 0,
        member: Member::default(),
        redemptions: Vec::new(),
        lots: Lots::new(),
    })
}

/// Writes back what a command did to a member, all but its transactions and redemptions.
/// `rules` is the version of the program it was decided under.
pub(super) fn save(
    tx: &mut Tx<'_>,
    stored: &mut Stored,
    effect: &Effect,
    rules: &str,
) -> Result<(), StoreError> {
    let version = "UPDATE members SET version = $3 + 1, record = $4
                   WHERE program = $1 AND member = $2 AND version = $3";
    let record = json::write(&stored.member.record)?;
    let found = tx.execute(version, args![&stored.program, &stored.id, stored.version, &record])?;
    if found != 1 {
        return Err(StoreError::Corrupt("a member changed while a command held them".into()));
    }
    stored.version += 1;
    for account in stored.member.accounts() {
        let booked = || effect.transactions.iter().any(|it| it.wallet == account.wallet);
        if account.wallet.is_primary() || booked() {
            accounts::save(tx, stored, account)?;
        }
        let before = stored.lots.get(&account.wallet).map_or(&[][..], Vec::as_slice);
        lots::save(tx, &stored.program, &stored.id, before, account)?;
    }
    let lots = stored.member.accounts().map(|it| (it.wallet.clone(), it.lots.clone()));
    stored.lots = lots.collect();
    for order in &effect.orders {
        orders::credit(tx, &stored.program, &stored.customer, &stored.id, rules, order)?;
    }
    progress::save(tx, &stored.program, &stored.id, effect)
}
