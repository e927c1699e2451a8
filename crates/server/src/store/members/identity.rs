//! Who is who: our ids, the shop's customers and their cards.

use super::accounts;
use crate::args;
use crate::store::{StoreError, Tx};

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
