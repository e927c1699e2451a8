//! Commands queue for the writing threads: one for SQLite, several for Postgres. Each command
//! leaves everything or nothing, and its reply is sent only once that is on disk.
//!
//! - A reply is sent only after COMMIT.
//! - A command that refuses, fails or panics leaves nothing behind and harms no other.
//! - A command may run more than once before it is committed: it changes nothing but the database.

mod postgres;
mod sqlite;

use super::db::Session;
use super::{StoreError, Tx};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Why a command has no result of its own.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Too many commands wait, or the server is stopping.
    #[error("too many commands wait")]
    Busy,
    /// The command panicked; its savepoint was rolled back.
    #[error("the command panicked")]
    Panicked,
    /// Its effect could not be saved: the log has the cause.
    #[error("the effect could not be saved")]
    NotSaved,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether the transaction reached the disk.
type Committed = Result<(), ()>;

/// A command on its way.
trait Job: Send {
    /// Runs it; says whether its effect is to be kept. `None` when it panicked.
    fn run(&mut self, tx: &mut Tx<'_>) -> Option<bool>;
    /// Replies, now that it is known whether the effect lasts.
    fn finish(self: Box<Self>, committed: Committed);
}

struct Command<T, E, F> {
    command: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Command<T, E, F>
where
    T: Send,
    E: From<WriteError> + Send,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Option<bool> {
        self.result = catch_unwind(AssertUnwindSafe(|| (self.command)(tx))).ok();
        self.result.as_ref().map(Result::is_ok)
    }

    fn finish(self: Box<Self>, committed: Committed) {
        let Self { result, reply, .. } = *self;
        let result = match (result, committed) {
            (Some(Err(refused)), _) => Err(refused),
            (_, Err(())) => Err(WriteError::NotSaved.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(WriteError::Panicked.into()),
        };
        // Nobody listens any more when the client went away; the effect stands all the same.
        let _ = reply.send(result);
    }
}

type Jobs = Receiver<Box<dyn Job>>;

/// The queue in front of the writing threads.
pub struct Writer {
    waiting: Arc<AtomicI64>,
    queue: Option<SyncSender<Box<dyn Job>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn sqlite(connection: Connection, capacity: usize) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(capacity);
        let thread = thread(move || sqlite::run(&connection, &jobs))?;
        Ok(Self { waiting: Arc::default(), queue: Some(queue), threads: vec![thread] })
    }

    pub(super) fn postgres(sessions: Vec<Session>, capacity: usize) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(capacity);
        let jobs = Arc::new(Mutex::new(jobs));
        let threads = sessions.into_iter().map(|session| {
            let jobs = Arc::clone(&jobs);
            let next = move || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
            thread(move || postgres::run(session, next))
        });
        let threads = threads.collect::<Result<_, _>>()?;
        Ok(Self { waiting: Arc::default(), queue: Some(queue), threads })
    }

    /// How many commands wait or run.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Runs a command and waits until its effect is on disk. An `Err` leaves no effect.
    ///
    /// # Errors
    /// What the command refuses, or why it could not be run.
    pub async fn write<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = job(command);
        let queue = self.queue.as_ref().ok_or(WriteError::Busy)?;
        queue.try_send(job).map_err(|_| WriteError::Busy)?;
        let _waits = Waits::of(&self.waiting);
        reply.await.unwrap_or_else(|_| Err(WriteError::NotSaved.into()))
    }

    /// The same for a program without a runtime.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn write_blocking<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = job(command);
        let queue = self.queue.as_ref().ok_or(WriteError::Busy)?;
        queue.send(job).map_err(|_| WriteError::Busy)?;
        reply.blocking_recv().unwrap_or_else(|_| Err(WriteError::NotSaved.into()))
    }
}

/// One command more, for as long as it is there: also when nobody waits for it any more.
struct Waits(Arc<AtomicI64>);

impl Waits {
    fn of(waiting: &Arc<AtomicI64>) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(waiting))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Writer {
    /// Closes the queue and waits for what is in it.
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn job<T, E, F>(command: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<WriteError> + Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    let (reply, receive) = oneshot::channel();
    (Box::new(Command { command, result: None, reply }), receive)
}

fn thread(run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let thread = std::thread::Builder::new().name("writer".into());
    thread.spawn(run).map_err(|e| StoreError::Folder(e.to_string()))
}
