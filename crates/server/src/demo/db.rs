//! The shop's own database: one connection, short transactions, never on an async thread.

use super::refusal::Refusal;
use super::settings::DemoError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The shop's database.
#[derive(Clone)]
pub struct Db(Arc<Mutex<Connection>>);

impl Db {
    /// Opens or creates the database.
    ///
    /// # Errors
    /// When the file cannot be opened or written.
    pub fn open(path: &Path) -> Result<Self, DemoError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(include_str!("schema.sql"))?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs one transaction: committed when the work succeeds, otherwise without effect.
    ///
    /// # Errors
    /// What the work refused, or [`Refusal::internal`] when the database failed.
    pub async fn run<T, W>(&self, work: W) -> Result<T, Refusal>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let db = self.clone();
        tokio::task::spawn_blocking(move || db.run_now(work))
            .await
            .map_err(|error| Refusal::internal(&error))?
    }

    /// [`Db::run`] on the thread that calls it.
    ///
    /// # Errors
    /// As [`Db::run`].
    pub fn run_now<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }
}
