//! What is forgotten of members and friends who left, and what stays without naming them.

use crate::args;
use crate::store::time::millis;
use crate::store::{StoreError, Tx};
use stempel_protocol::Timestamp;

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
