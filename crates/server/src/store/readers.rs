//! The readers: a few connections of their own, each question in a read transaction.

use super::db::{Session, Target, connect};
use super::waiting::Waiting;
use super::{StoreError, Tx};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Connections for questions, lent out one question at a time.
#[derive(Clone)]
pub struct Readers {
    free: Arc<Free>,
    places: Arc<Semaphore>,
    waiting: Waiting,
}

struct Free(Mutex<Vec<Reader>>);

enum Reader {
    Sqlite(Connection),
    Postgres(Box<Session>),
}

impl Readers {
    /// Opens that many connections to a file.
    pub(super) fn sqlite(path: &Path, count: usize, waiting: Waiting) -> Result<Self, StoreError> {
        let open = |_| {
            let connection = connect(path)?;
            // What a reader keeps of the file is void with each commit: a large memory is filled and
            // thrown away for nothing.
            connection.execute_batch("PRAGMA query_only=ON; PRAGMA cache_size=-8000;")?;
            Ok(Reader::Sqlite(connection))
        };
        Ok(Self::of((0..count).map(open).collect::<Result<_, StoreError>>()?, waiting))
    }

    /// Opens that many connections to a server.
    pub(super) fn postgres(
        target: &Target,
        count: usize,
        waiting: Waiting,
    ) -> Result<Self, StoreError> {
        let open = |_| Ok(Reader::Postgres(Box::new(Session::open(target)?)));
        Ok(Self::of((0..count).map(open).collect::<Result<_, StoreError>>()?, waiting))
    }

    fn of(readers: Vec<Reader>, waiting: Waiting) -> Self {
        let places = Arc::new(Semaphore::new(readers.len()));
        Self { free: Arc::new(Free(Mutex::new(readers))), places, waiting }
    }

    /// Answers a question from one consistent state of the database. Who waited too long for it is
    /// sent away.
    ///
    /// # Errors
    /// What `ask` refuses, or the database.
    pub async fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let answered = self.waiting.on(self.answered(ask)).await;
        answered.unwrap_or_else(|| Err(StoreError::Late.into()))
    }

    async fn answered<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let closed = || E::from(StoreError::Corrupt("the readers are gone".into()));
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| closed())?;
        let free = Arc::clone(&self.free);
        let answer = tokio::task::spawn_blocking(move || {
            let mut lent = Lent::take(&free).ok_or_else(closed)?;
            let answer = lent.ask(ask);
            drop(lent);
            drop(place);
            answer
        });
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// The same for a program without a runtime.
    ///
    /// # Errors
    /// What `ask` refuses, or the database.
    pub fn read_blocking<T, E: From<StoreError>>(
        &self,
        ask: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let lent = Lent::take(&self.free);
        let mut lent = lent.ok_or_else(|| StoreError::Corrupt("every reader is lent".into()))?;
        lent.ask(ask)
    }
}

impl Drop for Free {
    /// A session of Postgres ends by talking to the server, which a thread of the runtime may not
    /// wait for.
    fn drop(&mut self) {
        let readers = std::mem::take(self.0.get_mut().unwrap_or_else(PoisonError::into_inner));
        let _ = std::thread::spawn(move || drop(readers)).join();
    }
}

/// A connection that goes back when dropped, also when the question panicked.
struct Lent<'a> {
    free: &'a Free,
    reader: Option<Reader>,
}

impl<'a> Lent<'a> {
    fn take(free: &'a Free) -> Option<Self> {
        let reader = free.0.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Self { free, reader: Some(reader) })
    }

    fn ask<T, E: From<StoreError>>(
        &mut self,
        ask: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &mut self.reader {
            Some(Reader::Sqlite(connection)) => {
                // Dropping it ends the transaction.
                let transaction = connection.unchecked_transaction().map_err(StoreError::from)?;
                ask(&mut Tx::from(&*transaction))
            }
            Some(Reader::Postgres(session)) => {
                session.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
                let answer = ask(&mut Tx::from(&mut **session));
                let _ = session.run("ROLLBACK");
                answer
            }
            None => Err(StoreError::Corrupt("no connection".into()).into()),
        }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.free.0.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}
