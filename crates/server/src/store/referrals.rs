//! Invitations: the members' codes, who came by them, and the marks (hashes of devices and
//! addresses) that tell whether two people are one.

use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx, salts};
use crate::args;
use crate::store::db::Row;
use stempel_engine::referral::Doubt;
use stempel_protocol::Timestamp;

/// How many of a member's friends are read for a snapshot: the newest.
const SHOWN: i64 = 20;

/// Somebody who came by a member's code.
pub struct Referred {
    /// Its id.
    pub id: String,
    /// Whose code it was.
    pub referrer: String,
    /// How it stands.
    pub state: State,
    /// When they joined.
    pub joined_at: Timestamp,
}

/// How it stands with somebody who came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// They joined.
    Joined,
    /// They paid the order that counts.
    Ordered {
        /// When.
        at: Timestamp,
        /// From when on the points can be spent.
        due_at: Timestamp,
        /// The points it gave the member.
        points: i64,
    },
    /// It does not count.
    Refused {
        /// Since when.
        at: Timestamp,
    },
}

/// A mark: what kind it is, and what the shop says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// `device` or `address`.
    pub kind: &'static str,
    /// The shop's text, which is hashed before it is kept.
    pub value: String,
}

/// A member's code, if they have one.
///
/// # Errors
/// When the database fails.
pub fn code(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT code FROM invites WHERE program = $1 AND member = $2";
    tx.query_one(sql, args![program, member], |row| row.text(0))
}

/// Whose code that is.
///
/// # Errors
/// When the database fails.
pub fn of_code(tx: &mut Tx<'_>, program: &str, code: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT member FROM invites WHERE program = $1 AND code = $2";
    tx.query_one(sql, args![program, code], |row| row.text(0))
}

/// Gives a member a code.
///
/// # Errors
/// A conflict when the code is taken.
pub fn invite(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    code: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO invites (program, code, member, made_at) VALUES ($1, $2, $3, $4)",
        args![program, code, member, millis(now)],
    )?;
    Ok(())
}

/// Somebody joined by a member's code; `doubt` is why they do not count.
///
/// # Errors
/// A conflict when they came before.
pub fn joined(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    (referrer, friend): (&str, &str),
    doubt: Option<Doubt>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO referrals (program, referral, referrer, friend, status, doubt, joined_at,
                                changed_at, points)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)",
        args![
            program,
            id,
            referrer,
            friend,
            if doubt.is_some() { "refused" } else { "joined" },
            doubt.map(word),
            millis(now),
        ],
    )?;
    Ok(())
}

/// The friend's order counts: the member gets so many points, to be spent from `due_at` on.
///
/// # Errors
/// When the database fails.
pub fn ordered(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    order: &str,
    (points, due_at): (i64, Timestamp),
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE referrals SET status = 'ordered', order_id = $3, points = $4, due_at = $5,
                changed_at = $6
         WHERE program = $1 AND referral = $2",
        args![program, id, order, points, millis(due_at), millis(now)],
    )?;
    Ok(())
}

/// It does not count (any more).
///
/// # Errors
/// When the database fails.
pub fn refused(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    doubt: Doubt,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE referrals SET status = 'refused', doubt = $3, changed_at = $4
         WHERE program = $1 AND referral = $2",
        args![program, id, word(doubt), millis(now)],
    )?;
    Ok(())
}

const COLUMNS: &str = "referral, referrer, status, joined_at, changed_at, due_at, points";

/// By whose code a friend came.
///
/// # Errors
/// When the database fails.
pub fn of_friend(
    tx: &mut Tx<'_>,
    program: &str,
    friend: &str,
) -> Result<Option<Referred>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM referrals WHERE program = $1 AND friend = $2");
    tx.query_one(&sql, args![program, friend], referred)
}

/// The one that an order made count.
///
/// # Errors
/// When the database fails.
pub fn of_order(
    tx: &mut Tx<'_>,
    program: &str,
    order: &str,
) -> Result<Option<Referred>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM referrals WHERE program = $1 AND order_id = $2");
    tx.query_one(&sql, args![program, order], referred)
}

/// Those who came by a member's code, newest first.
///
/// # Errors
/// When the database fails.
pub fn newest(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Vec<Referred>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM referrals WHERE program = $1 AND referrer = $2
         ORDER BY joined_at DESC, referral DESC LIMIT $3"
    );
    tx.query(&sql, args![program, member, SHOWN], referred)
}

/// How many came by a member's code since then, whether or not they count.
///
/// # Errors
/// When the database fails.
pub fn came_since(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM referrals
               WHERE program = $1 AND referrer = $2 AND joined_at >= $3";
    Ok(tx.query_one(sql, args![program, member, millis(since)], |row| row.int(0))?.unwrap_or(0))
}

/// How many of a member's friends counted since then.
///
/// # Errors
/// When the database fails.
pub fn counted_since(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM referrals
               WHERE program = $1 AND referrer = $2 AND status = 'ordered' AND changed_at >= $3";
    Ok(tx.query_one(sql, args![program, member, millis(since)], |row| row.int(0))?.unwrap_or(0))
}

/// Remembers marks of a member, hashed with a salt of the books' own: without it a list of known
/// addresses could be compared with the hashes of any shop.
///
/// # Errors
/// When the database fails.
pub fn mark(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    marks: &[Mark],
    now: Timestamp,
) -> Result<(), StoreError> {
    if marks.is_empty() {
        return Ok(());
    }
    let salt = salts::made(tx, program)?;
    for mark in marks {
        tx.execute(
            "INSERT INTO marks (program, member, kind, mark, seen_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (program, member, kind, mark) DO UPDATE SET seen_at = excluded.seen_at",
            args![program, member, mark.kind, &hashed(&salt, mark), millis(now)],
        )?;
    }
    Ok(())
}

/// Whether a friend has a mark of the member who brought them, or of another friend of theirs.
///
/// # Errors
/// When the database fails.
pub fn same_household(
    tx: &mut Tx<'_>,
    program: &str,
    referrer: &str,
    friend: &str,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM marks own
               JOIN marks other ON other.program = own.program AND other.kind = own.kind
                               AND other.mark = own.mark AND other.member <> own.member
               WHERE own.program = $1 AND own.member = $3
                 AND (other.member = $2 OR other.member IN
                      (SELECT friend FROM referrals WHERE program = $1 AND referrer = $2
                                                      AND friend IS NOT NULL))
               LIMIT 1";
    Ok(tx.query_one(sql, args![program, referrer, friend], |_| Ok(()))?.is_some())
}

/// Forgets a member: their code and their marks. Who brought them keeps what it gave, and with it what
/// tells of misuse: in the friend's place stands the row's own id, which has their marks. See
/// [`forget_friends`]. Whom they brought stays counted under `mark`, that of a customer who left.
///
/// # Errors
/// When the database fails.
pub fn forget(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    mark: Option<&str>,
) -> Result<(), StoreError> {
    let nobody = "UPDATE marks SET member = (SELECT referral FROM referrals
                                             WHERE program = $1 AND friend = $2)
                  WHERE program = $1 AND member = $2
                    AND EXISTS (SELECT 1 FROM referrals WHERE program = $1 AND friend = $2)";
    tx.execute(nobody, args![program, member])?;
    let sql = "UPDATE referrals SET friend = referral WHERE program = $1 AND friend = $2";
    tx.execute(sql, args![program, member])?;
    for table in ["invites", "marks"] {
        let sql = format!("DELETE FROM {table} WHERE program = $1 AND member = $2");
        tx.execute(&sql, args![program, member])?;
    }
    match mark {
        Some(mark) => move_to(tx, program, member, mark),
        None => Ok(()),
    }
}

/// Whom somebody brought counts for another id of theirs: the mark when they leave, the member they
/// are when they come back. The points went with the membership in which they came.
///
/// # Errors
/// When the database fails.
pub fn move_to(tx: &mut Tx<'_>, program: &str, from: &str, to: &str) -> Result<(), StoreError> {
    let sql = "UPDATE referrals SET referrer = $3, points = 0 WHERE program = $1 AND referrer = $2";
    tx.execute(sql, args![program, from, to]).map(drop)
}

/// Forgets what is left of friends who left and of whom nothing has changed since then: their marks
/// and which order counted.
///
/// # Errors
/// When the database fails.
pub fn forget_friends(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, StoreError> {
    let marks = "DELETE FROM marks WHERE EXISTS
                   (SELECT 1 FROM referrals r
                    WHERE r.program = marks.program AND r.referral = marks.member
                      AND r.friend = r.referral AND r.changed_at < $1)";
    tx.execute(marks, args![millis(before)])?;
    let rows = "UPDATE referrals SET friend = NULL, order_id = NULL
                WHERE friend = referral AND changed_at < $1";
    tx.execute(rows, args![millis(before)])
}

fn hashed(salt: &str, mark: &Mark) -> String {
    salts::hashed(salt, mark.kind, &mark.value)
}

fn referred(row: &Row<'_>) -> Result<Referred, StoreError> {
    let (status, at) = (row.text(2)?, instant(row.int(4)?)?);
    let state = match (status.as_str(), instant_or_none(row.int_or_null(5)?)?) {
        ("joined", _) => State::Joined,
        ("ordered", Some(due_at)) => State::Ordered { at, due_at, points: row.int(6)? },
        ("refused", _) => State::Refused { at },
        _ => return Err(StoreError::Corrupt(format!("a referral with status {status}"))),
    };
    let joined_at = instant(row.int(3)?)?;
    Ok(Referred { id: row.text(0)?, referrer: row.text(1)?, state, joined_at })
}

const fn word(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Own => "own",
        Doubt::Customer => "customer",
        Doubt::Household => "household",
        Doubt::Haste => "haste",
        Doubt::Limit => "limit",
        Doubt::Returned => "returned",
    }
}
