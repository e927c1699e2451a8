//! Invitations: the members' codes, who came by them, and the marks (hashes of devices and
//! addresses) that tell whether two people are one.

mod forget;
mod invites;
mod marks;
mod read;

pub use forget::{forget, forget_friends, move_to};
pub use invites::{code, invite, of_code};
pub use marks::{Mark, mark, same_household};
pub use read::{came_since, counted_since, newest, of_friend, of_order};

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use stempel_engine::referral::Doubt;
use stempel_protocol::Timestamp;

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
