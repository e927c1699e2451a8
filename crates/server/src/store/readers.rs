//! The readers: a few connections of their own, each question in a read transaction.

use super::{StoreError, Tx, connect};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Connections for questions, lent out one question at a time.
#[derive(Clone)]
pub struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
}

impl Readers {
    /// Opens that many connections.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub fn open(path: &Path, count: usize) -> Result<Self, StoreError> {
        let open = || {
            let connection = connect(path)?;
            connection.execute_batch("PRAGMA query_only=ON;")?;
            Ok(connection)
        };
        let connections = (0..count).map(|_| open()).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Self {
            free: Arc::new(Mutex::new(connections)),
            places: Arc::new(Semaphore::new(count)),
        })
    }

    /// Answers a question from one consistent state of the database.
    ///
    /// # Errors
    /// What `ask` refuses, or the database.
    pub async fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let closed = || E::from(StoreError::Corrupt("the readers are gone".into()));
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| closed())?;
        let free = Arc::clone(&self.free);
        let answer = tokio::task::spawn_blocking(move || {
            let lent = Lent::take(&free).ok_or_else(closed)?;
            let answer = lent.ask(ask);
            drop(lent);
            drop(place);
            answer
        });
        answer.await.unwrap_or_else(|_| Err(closed()))
    }
}

/// A connection that goes back when dropped, also when the question panicked.
struct Lent<'a> {
    free: &'a Mutex<Vec<Connection>>,
    connection: Option<Connection>,
}

impl<'a> Lent<'a> {
    fn take(free: &'a Mutex<Vec<Connection>>) -> Option<Self> {
        let connection = free.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Self { free, connection: Some(connection) })
    }

    fn ask<T, E: From<StoreError>>(
        &self,
        ask: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(connection) = &self.connection else {
            return Err(StoreError::Corrupt("no connection".into()).into());
        };
        // Dropping it ends the transaction.
        let transaction = connection.unchecked_transaction().map_err(StoreError::from)?;
        ask(&mut Tx::new(&transaction))
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
