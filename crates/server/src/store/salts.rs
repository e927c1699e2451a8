//! The secret salt of each program's books, and hashes made with it: of texts that must be known again
//! and not be read.

use super::keys::fingerprint;
use super::{StoreError, Tx};
use crate::args;

/// The salt of the books, if something was hashed with one before.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str) -> Result<Option<String>, StoreError> {
    tx.query_one("SELECT salt FROM salts WHERE program = $1", args![program], |row| row.text(0))
}

/// The salt of the books, drawn the first time.
///
/// # Errors
/// When the database fails, or there is no chance to be had.
pub fn made(tx: &mut Tx<'_>, program: &str) -> Result<String, StoreError> {
    if let Some(salt) = find(tx, program)? {
        return Ok(salt);
    }
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(|e| StoreError::Corrupt(e.to_string()))?;
    let sql = "INSERT INTO salts (program, salt) VALUES ($1, $2) ON CONFLICT (program) DO NOTHING";
    tx.execute(sql, args![program, &fingerprint(&chance)])?;
    // Another process may have drawn one meanwhile.
    find(tx, program)?.ok_or_else(|| StoreError::Corrupt("no salt".into()))
}

/// The hash of a text. `what` says what it is: equal texts of two kinds have different hashes.
#[must_use]
pub fn hashed(salt: &str, what: &str, text: &str) -> String {
    fingerprint(format!("{salt}\n{what}\n{text}").as_bytes())
}
