//! Brings the tables up to date: numbered files, each applied once, each in a transaction.

use super::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The migrations in order; their number is their place, from 1.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_ledger.sql")];

/// Applies what is missing.
pub fn up(connection: &Connection) -> Result<(), StoreError> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, applied_at TEXT NOT NULL)",
    )?;
    let newest = "SELECT COALESCE(MAX(number), 0) FROM migrations";
    let found: i64 = transaction.query_row(newest, [], |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, sql) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        transaction.execute_batch(sql)?;
        let applied = "INSERT INTO migrations (number, applied_at) VALUES ($1, $2)";
        transaction.execute(applied, (number, chrono::Utc::now().to_rfc3339()))?;
    }
    Ok(transaction.commit()?)
}
