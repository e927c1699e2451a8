//! Brings the tables up to date: numbered steps, each applied once, all that is missing in one
//! transaction. What the two databases cannot say in the same words stands in a file for each.

use super::{StoreError, Tx};
use crate::args;

/// A step: what both understand, then what only one of them does.
struct Step {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// The steps in order; their number is their place, from 1.
const STEPS: [Step; 19] = [
    Step {
        both: include_str!("migrations/0001_ledger.sql"),
        sqlite: include_str!("migrations/0001_append_only.sqlite.sql"),
        postgres: include_str!("migrations/0001_append_only.postgres.sql"),
    },
    Step { both: include_str!("migrations/0002_record.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0003_wallets.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0004_surveys.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0005_referrals.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0006_games.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0007_profile.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0008_person.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0009_years.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0010_grants.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0011_messages.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0012_card.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0013_products.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0014_draws.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0015_had.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0016_grace.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0017_stock.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0018_indexes.sql"), sqlite: "", postgres: "" },
    Step { both: include_str!("migrations/0019_product_shown.sql"), sqlite: "", postgres: "" },
];

/// Applies what is missing, within a transaction that nobody else writes beside.
pub fn up(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if tx.is_postgres() {
        // Two processes that start together would make the same tables.
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
        let applied = "INSERT INTO migrations (number, applied_at) VALUES ($1, $2)";
        tx.execute(applied, args![number, chrono::Utc::now().to_rfc3339().as_str()])?;
    }
    Ok(())
}
