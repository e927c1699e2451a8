//! Brings the tables up to date: numbered steps, each applied once, all that is missing in one
//! transaction. What the two databases cannot say in the same words stands in a file for each.

use super::{StoreError, Tx};
use crate::args;

mod hash;

/// What SQL cannot say.
type Code = fn(&mut Tx<'_>) -> Result<(), StoreError>;

/// A step: what both understand, what only one of them does, and what SQL cannot say.
struct Step {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    code: Option<Code>,
}

const fn both(sql: &'static str) -> Step {
    Step { both: sql, sqlite: "", postgres: "", code: None }
}

/// The steps in order; their number is their place, from 1.
const STEPS: [Step; 23] = [
    Step {
        sqlite: include_str!("migrations/0001_append_only.sqlite.sql"),
        postgres: include_str!("migrations/0001_append_only.postgres.sql"),
        ..both(include_str!("migrations/0001_ledger.sql"))
    },
    both(include_str!("migrations/0002_record.sql")),
    both(include_str!("migrations/0003_wallets.sql")),
    both(include_str!("migrations/0004_surveys.sql")),
    both(include_str!("migrations/0005_referrals.sql")),
    both(include_str!("migrations/0006_games.sql")),
    both(include_str!("migrations/0007_profile.sql")),
    both(include_str!("migrations/0008_person.sql")),
    both(include_str!("migrations/0009_years.sql")),
    both(include_str!("migrations/0010_grants.sql")),
    both(include_str!("migrations/0011_messages.sql")),
    both(include_str!("migrations/0012_card.sql")),
    both(include_str!("migrations/0013_products.sql")),
    both(include_str!("migrations/0014_draws.sql")),
    both(include_str!("migrations/0015_had.sql")),
    both(include_str!("migrations/0016_grace.sql")),
    both(include_str!("migrations/0017_stock.sql")),
    both(include_str!("migrations/0018_indexes.sql")),
    both(include_str!("migrations/0019_product_shown.sql")),
    Step {
        sqlite: include_str!("migrations/0020_events_hashed.sqlite.sql"),
        postgres: include_str!("migrations/0020_events_hashed.postgres.sql"),
        code: Some(hash::all),
        ..both(include_str!("migrations/0020_events_hashed.sql"))
    },
    both(include_str!("migrations/0021_late_returns.sql")),
    both(include_str!("migrations/0022_released.sql")),
    both(include_str!("migrations/0023_excepted.sql")),
];

/// Applies what is missing, within a transaction that nobody else writes beside.
pub fn up(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if tx.is_postgres() {
        // Two processes that start together would make the same tables.
        // Waiting for the other one to be through is no fault.
        tx.run("SET LOCAL lock_timeout = 0")?;
        tx.run("SELECT pg_advisory_xact_lock(7308604896967881324)")?;
    }
    tx.run("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, applied_at TEXT NOT NULL)")?;
    let newest = "SELECT COALESCE(MAX(number), 0) FROM migrations";
    let found = tx.query_one(newest, &[], |row| row.int(0))?.unwrap_or(0);
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, step) in (1..).zip(&STEPS).filter(|(number, _)| *number > found) {
        tx.run(step.both)?;
        tx.run(if tx.is_postgres() { step.postgres } else { step.sqlite })?;
        if let Some(code) = step.code {
            code(tx)?;
        }
        let applied = "INSERT INTO migrations (number, applied_at) VALUES ($1, $2)";
        tx.execute(applied, args![number, chrono::Utc::now().to_rfc3339().as_str()])?;
    }
    Ok(())
}
