//! Members: the rows that make up the engine's `Member`, read together and written back.

use super::json;
use super::lots;
use super::orders;
use super::redemptions::{self, Taken};
use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use chrono::NaiveDate;
use stempel_engine::badge::BadgeEarned;
use stempel_engine::challenge::Completed;
use stempel_engine::ledger::{Account, Beyond, Lot};
use stempel_engine::member::{Effect, Member};
use stempel_engine::tier::Qualifying;
use stempel_protocol::Timestamp;

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
    /// How many transactions they have.
    pub transactions: i64,
    /// What the engine decides on, and changes.
    pub member: Member,
    /// Open redemptions and the newest closed ones, newest first.
    pub redemptions: Vec<Taken>,
    /// The lots as they stand in the database.
    pub(super) lots: Vec<Lot>,
}

/// How much of a member is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Everything but the orders, for which the record stands.
    Everything,
    /// What a command needs that only adds: the lots that something is due of by then, and open
    /// redemptions.
    ToCredit(Timestamp),
    /// The same with the newest redemptions: for a snapshot.
    ToShow(Timestamp),
    /// The same with the lots that pay so many points.
    ToSpend(i64, Timestamp),
}

/// Reads a member; `None` for a customer who has not joined. Their orders are not read: see
/// [`with_orders`].
///
/// # Errors
/// When the database fails.
pub fn load(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    wanted: Wanted,
) -> Result<Option<Stored>, StoreError> {
    let head = "SELECT m.member, m.version, m.joined_at, m.nickname, a.debt, a.lifetime, a.spent,
                       a.expired, a.adjusted, a.lots, a.transactions, m.record, a.pending,
                       a.available
                FROM members m JOIN accounts a ON a.program = m.program AND a.member = m.member
                WHERE m.program = $1 AND m.customer = $2";
    let found = tx.query_one(head, args![program, customer], |row| {
        let account = Account {
            debt: row.int(4)?,
            lifetime: row.int(5)?,
            spent: row.int(6)?,
            expired: row.int(7)?,
            adjusted: row.int(8)?,
            lots_made: row.int(9)?.unsigned_abs(),
            ..Account::default()
        };
        let joined_at = Some(instant(row.int(2)?)?);
        let record = row.text_or_null(11)?.map(|text| json::read(&text)).transpose()?;
        let record = record.unwrap_or_default();
        let stored = Stored {
            program: program.to_owned(),
            customer: customer.to_owned(),
            id: row.text(0)?,
            version: row.int(1)?,
            nickname: row.text_or_null(3)?,
            transactions: row.int(10)?,
            member: Member { joined_at, account, record, ..Member::default() },
            redemptions: Vec::new(),
            lots: Vec::new(),
        };
        Ok((stored, row.int(12)?, row.int(13)?))
    })?;
    let Some((mut stored, pending, available)) = found else {
        return Ok(None);
    };
    let (id, account) = (stored.id.as_str(), &mut stored.member.account);
    // What is owed is paid from any lot.
    let wanted = if account.debt == 0 { wanted } else { Wanted::Everything };
    let (lots, first) = lots_wanted(tx, program, id, wanted)?;
    stored.lots = lots;
    account.beyond = lots::beyond(pending, available, &stored.lots, first);
    if let Wanted::ToSpend(points, _) = wanted
        && stored.lots.iter().map(|lot| lot.available).sum::<i64>() < points
        && account.beyond.available > 0
    {
        stored.lots = lots::all(tx, program, id)?;
        account.beyond = Beyond::default();
    }
    stored.redemptions = match wanted {
        Wanted::ToCredit(_) => redemptions::open(tx, program, id)?,
        _ => redemptions::of_member(tx, program, id)?,
    };
    with_details(tx, stored).map(Some)
}

fn lots_wanted(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    wanted: Wanted,
) -> Result<(Vec<Lot>, lots::First), StoreError> {
    let (by, points) = match wanted {
        Wanted::Everything => return Ok((lots::all(tx, program, id)?, None)),
        Wanted::ToCredit(by) | Wanted::ToShow(by) => (by, 0),
        Wanted::ToSpend(points, by) => (by, points),
    };
    let mut found = lots::due(tx, program, id, by)?;
    if points == 0 {
        return Ok((found, None));
    }
    let (more, first) = lots::spent_first(tx, program, id, points, by)?;
    let more = more.into_iter().filter(|lot| found.iter().all(|known| known.id != lot.id));
    let more: Vec<Lot> = more.collect();
    found.extend(more);
    found.sort_by_key(|lot| lot.id);
    Ok((found, first))
}

/// When a member's points expire, soonest first; `settled` is what was made of them in memory.
///
/// # Errors
/// When the database fails.
pub fn expiring(
    tx: &mut Tx<'_>,
    stored: &Stored,
    settled: &Account,
) -> Result<Vec<(Timestamp, i64)>, StoreError> {
    lots::expiring(tx, &stored.program, &stored.id, &stored.lots, &settled.lots)
}

fn with_details(tx: &mut Tx<'_>, mut stored: Stored) -> Result<Stored, StoreError> {
    let (program, id) = (stored.program.as_str(), stored.id.as_str());
    let member = &mut stored.member;
    member.account.lots.clone_from(&stored.lots);
    member.account.holds = redemptions::holds(&stored.redemptions);
    member.completed = completed(tx, program, id)?;
    member.badges = badges(tx, program, id)?;
    member.qualifying = qualifying(tx, program, id)?;
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

/// The version of a member; `None` for a customer who has not joined.
///
/// # Errors
/// When the database fails.
pub fn version(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT version FROM members WHERE program = $1 AND customer = $2";
    tx.query_one(sql, args![program, customer], |row| row.int(0))
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

/// A customer becomes a member, with an empty account.
///
/// # Errors
/// When the database fails.
pub fn create(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    nickname: Option<&str>,
    now: Timestamp,
) -> Result<Stored, StoreError> {
    let id = super::new_id(now);
    tx.execute(
        "INSERT INTO members (program, customer, member, version, joined_at, nickname)
         VALUES ($1, $2, $3, 0, $4, $5)",
        args![program, customer, &id, millis(now), nickname],
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
        version: 0,
        nickname: nickname.map(str::to_owned),
        transactions: 0,
        member: Member::default(),
        redemptions: Vec::new(),
        lots: Vec::new(),
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
    save_account(tx, stored)?;
    lots::save(tx, &stored.program, &stored.id, &stored.lots, &stored.member.account)?;
    stored.lots.clone_from(&stored.member.account.lots);
    for order in &effect.orders {
        orders::credit(tx, &stored.program, &stored.customer, &stored.id, rules, order)?;
    }
    save_progress(tx, &stored.program, &stored.id, effect)
}

fn save_account(tx: &mut Tx<'_>, stored: &Stored) -> Result<(), StoreError> {
    let account = &stored.member.account;
    let balance = account.balance();
    tx.execute(
        "UPDATE accounts SET pending = $4, available = $5, reserved = $6, debt = $7, lifetime = $8,
                spent = $9, expired = $10, adjusted = $11, lots = $12, transactions = $13
         WHERE program = $1 AND member = $2 AND wallet = $3",
        args![
            &stored.program,
            &stored.id,
            &account.wallet.0,
            balance.pending,
            balance.available,
            balance.reserved,
            account.debt,
            account.lifetime,
            account.spent,
            account.expired,
            account.adjusted,
            number(account.lots_made),
            stored.transactions,
        ],
    )?;
    Ok(())
}

fn save_progress(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    effect: &Effect,
) -> Result<(), StoreError> {
    for undone in &effect.undone {
        tx.execute(
            "DELETE FROM completed
             WHERE program = $1 AND member = $2 AND challenge = $3 AND run = $4",
            args![program, id, &undone.challenge, &undone.run],
        )?;
    }
    for done in &effect.completed {
        tx.execute(
            "INSERT INTO completed (program, member, challenge, run, at, points)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![program, id, &done.challenge, &done.run, millis(done.at), done.points],
        )?;
    }
    for badge in &effect.badges {
        tx.execute(
            "INSERT INTO badges (program, member, badge, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (program, member, badge) DO NOTHING",
            args![program, id, &badge.badge, millis(badge.at)],
        )?;
    }
    for day in &effect.qualifying {
        tx.execute(
            "INSERT INTO qualifying (program, member, day, points, spend, orders)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (program, member, day) DO UPDATE SET
                points = qualifying.points + excluded.points,
                spend = qualifying.spend + excluded.spend,
                orders = qualifying.orders + excluded.orders",
            args![program, id, &day.day.to_string(), day.points, day.spend, day.orders],
        )?;
    }
    Ok(())
}

fn completed(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<Completed>, StoreError> {
    let sql = "SELECT challenge, run, at, points FROM completed
               WHERE program = $1 AND member = $2 ORDER BY at";
    tx.query(sql, args![program, id], |row| {
        Ok(Completed {
            challenge: row.text(0)?,
            run: row.text(1)?,
            at: instant(row.int(2)?)?,
            points: row.int(3)?,
        })
    })
}

fn badges(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<BadgeEarned>, StoreError> {
    let sql = "SELECT badge, at FROM badges WHERE program = $1 AND member = $2 ORDER BY at";
    tx.query(sql, args![program, id], |row| {
        Ok(BadgeEarned { badge: row.text(0)?, at: instant(row.int(1)?)? })
    })
}

fn qualifying(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<Qualifying>, StoreError> {
    let sql = "SELECT day, points, spend, orders FROM qualifying
               WHERE program = $1 AND member = $2 ORDER BY day";
    tx.query(sql, args![program, id], |row| {
        Ok(Qualifying {
            day: row.read(0, day)?,
            points: row.int(1)?,
            spend: row.int(2)?,
            orders: row.int(3)?,
        })
    })
}

/// An ISO date; a member has hundreds, and a general parser takes its time.
fn day(text: &str) -> Result<NaiveDate, StoreError> {
    let part = |range| text.get(range).and_then(|it: &str| it.parse().ok());
    let (year, month, day) =
        (text.get(..4).and_then(|it| it.parse().ok()), part(5..7), part(8..10));
    let date = year.zip(month).zip(day);
    let date = date.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day));
    date.ok_or_else(|| StoreError::Corrupt(format!("{text} is no day")))
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
