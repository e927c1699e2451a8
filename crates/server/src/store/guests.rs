//! Customers who have not joined, of whom something is known that counts once they do.

use super::{StoreError, Tx, json};
use crate::args;
use stempel_engine::record::Record;

/// What is known of a customer.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<Record>, StoreError> {
    let sql = "SELECT record FROM guests WHERE program = $1 AND customer = $2";
    tx.query_one(sql, args![program, customer], |row| row.read(0, json::read))
}

/// Keeps what is known of a customer, in place of what was.
///
/// # Errors
/// When the database fails.
pub fn keep(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    record: &Record,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO guests (program, customer, record) VALUES ($1, $2, $3)
         ON CONFLICT (program, customer) DO UPDATE SET record = excluded.record",
        args![program, customer, &json::write(record)?],
    )?;
    Ok(())
}

/// Forgets a customer: they have joined, or are to be forgotten.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM guests WHERE program = $1 AND customer = $2";
    tx.execute(sql, args![program, customer]).map(drop)
}
