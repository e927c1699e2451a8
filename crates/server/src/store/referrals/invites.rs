//! Members' codes.

use crate::args;
use crate::store::time::millis;
use crate::store::{StoreError, Tx};
use stempel_protocol::Timestamp;

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
