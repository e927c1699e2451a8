//! Members: the rows that make up the engine's `Member`, read together and written back.

use super::json;
use super::orders;
use super::redemptions::{self, Taken};
use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx};
use crate::args;
use stempel_engine::badge::BadgeEarned;
use stempel_engine::challenge::Completed;
use stempel_engine::ledger::{Account, Lot, LotId};
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

/// Reads a member; `None` for a customer who has not joined.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<Stored>, StoreError> {
    let head = "SELECT m.member, m.version, m.joined_at, m.nickname, a.debt, a.lifetime, a.spent,
                       a.expired, a.adjusted, a.lots, a.transactions
                FROM members m JOIN accounts a ON a.program = m.program AND a.member = m.member
                WHERE m.program = $1 AND m.customer = $2";
    let stored = tx.query_one(head, args![program, customer], |row| {
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
        Ok(Stored {
            program: program.to_owned(),
            customer: customer.to_owned(),
            id: row.text(0)?,
            version: row.int(1)?,
            nickname: row.text_or_null(3)?,
            transactions: row.int(10)?,
            member: Member { joined_at, account, ..Member::default() },
            redemptions: Vec::new(),
            lots: Vec::new(),
        })
    })?;
    stored.map(|stored| with_details(tx, stored)).transpose()
}

fn with_details(tx: &mut Tx<'_>, mut stored: Stored) -> Result<Stored, StoreError> {
    let (program, id) = (stored.program.as_str(), stored.id.as_str());
    stored.lots = lots(tx, program, id)?;
    stored.redemptions = redemptions::of_member(tx, program, id)?;
    let member = &mut stored.member;
    member.account.lots.clone_from(&stored.lots);
    member.account.holds = redemptions::holds(&stored.redemptions);
    member.orders = orders::of_member(tx, program, id)?;
    member.completed = completed(tx, program, id)?;
    member.badges = badges(tx, program, id)?;
    member.qualifying = qualifying(tx, program, id)?;
    Ok(stored)
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
    stored.version += 1;
    let version = "UPDATE members SET version = $3 WHERE program = $1 AND member = $2";
    tx.execute(version, args![&stored.program, &stored.id, stored.version])?;
    save_account(tx, stored)?;
    save_lots(tx, stored)?;
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

/// Writes the lots that changed since they were read.
fn save_lots(tx: &mut Tx<'_>, stored: &mut Stored) -> Result<(), StoreError> {
    let (program, id, account) = (&stored.program, &stored.id, &stored.member.account);
    for gone in stored.lots.iter().filter(|was| account.lots.iter().all(|lot| lot.id != was.id)) {
        tx.execute(
            "DELETE FROM lots WHERE program = $1 AND member = $2 AND wallet = $3 AND lot = $4",
            args![program, id, &account.wallet.0, number(gone.id.0)],
        )?;
    }
    for lot in account.lots.iter().filter(|lot| !stored.lots.contains(lot)) {
        tx.execute(
            "INSERT INTO lots (program, member, wallet, lot, source, earned_at, matures_at,
                               expires_at, pending, available, reserved, expired)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (program, member, wallet, lot) DO UPDATE SET
                matures_at = excluded.matures_at, expires_at = excluded.expires_at,
                pending = excluded.pending, available = excluded.available,
                reserved = excluded.reserved, expired = excluded.expired",
            args![
                program,
                id,
                &account.wallet.0,
                number(lot.id.0),
                &json::write(&lot.source)?,
                millis(lot.earned_at),
                millis(lot.matures_at),
                lot.expires_at.map(millis),
                lot.pending,
                lot.available,
                lot.reserved,
                lot.expired,
            ],
        )?;
    }
    stored.lots.clone_from(&stored.member.account.lots);
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

fn lots(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<Lot>, StoreError> {
    let sql = "SELECT lot, source, earned_at, matures_at, expires_at, pending, available, reserved,
                      expired
               FROM lots WHERE program = $1 AND member = $2 ORDER BY lot";
    tx.query(sql, args![program, id], |row| {
        Ok(Lot {
            id: LotId(row.int(0)?.unsigned_abs()),
            source: json::read(&row.text(1)?)?,
            earned_at: instant(row.int(2)?)?,
            matures_at: instant(row.int(3)?)?,
            expires_at: instant_or_none(row.int_or_null(4)?)?,
            pending: row.int(5)?,
            available: row.int(6)?,
            reserved: row.int(7)?,
            expired: row.int(8)?,
        })
    })
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
        let day = row.text(0)?;
        Ok(Qualifying {
            day: day.parse().map_err(|_| StoreError::Corrupt(format!("{day} is no day")))?,
            points: row.int(1)?,
            spend: row.int(2)?,
            orders: row.int(3)?,
        })
    })
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
