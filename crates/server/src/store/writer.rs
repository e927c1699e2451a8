//! Commands queue for the writing threads: one for SQLite, several for Postgres. Each command
//! leaves everything or nothing, and its reply is sent only once that is on disk.
//!
//! - A reply is sent only after COMMIT.
//! - A command that refuses, fails or panics leaves nothing behind and harms no other.
//! - A command whose caller gave up on it while it waited is not run.
//! - A command may run more than once before it is committed: it changes nothing but the database.

mod postgres;
mod sqlite;

use super::db::Session;
use super::waiting::Waiting;
use super::{StoreError, Tx};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
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

/// How long the threads may take to be through with what they are at: when the server stops, and when
/// nobody waits for it any more.
const THROUGH: Duration = Duration::from_secs(10);
const THROUGH_AT_LAST: Duration = Duration::from_millis(500);

/// Whether the transaction reached the disk.
type Committed = Result<(), ()>;

/// A command on its way.
trait Job: Send {
    /// Whether somebody still waits for it.
    fn is_awaited(&self) -> bool;
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
    fn is_awaited(&self) -> bool {
        !self.reply.is_closed()
    }

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
    inside: Arc<AtomicI64>,
    waiting: Waiting,
    queue: Option<SyncSender<Box<dyn Job>>>,
    /// Each thread holds the other end until it is through.
    through: Mutex<Receiver<()>>,
}

impl Writer {
    pub(super) fn sqlite(
        connection: Connection,
        capacity: usize,
        waiting: Waiting,
    ) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(capacity);
        let (working, through) = channel();
        thread(working, move || sqlite::run(&connection, &jobs))?;
        Ok(Self::of(queue, through, waiting))
    }

    pub(super) fn postgres(
        sessions: Vec<Session>,
        capacity: usize,
        waiting: Waiting,
    ) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(capacity);
        let jobs = Arc::new(Mutex::new(jobs));
        let (working, through) = channel();
        for session in sessions {
            let jobs = Arc::clone(&jobs);
            let next = move || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
            thread(working.clone(), move || postgres::run(session, next))?;
        }
        Ok(Self::of(queue, through, waiting))
    }

    fn of(queue: SyncSender<Box<dyn Job>>, through: Receiver<()>, waiting: Waiting) -> Self {
        let through = Mutex::new(through);
        Self { inside: Arc::default(), waiting, queue: Some(queue), through }
    }

    /// How many commands wait or run.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        self.inside.load(Ordering::Relaxed)
    }

    /// Runs a command and waits until its effect is on disk. An `Err` leaves no effect, but for
    /// [`StoreError::Late`]: a command that had begun by then may still have one.
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
        let _waits = Waits::of(&self.inside);
        match self.waiting.on(reply).await {
            Some(replied) => replied.unwrap_or_else(|_| Err(WriteError::NotSaved.into())),
            None => Err(WriteError::Store(StoreError::Late).into()),
        }
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
    /// Closes the queue and waits for what somebody still awaits of it; a thread that hangs is left
    /// behind.
    fn drop(&mut self) {
        self.queue = None;
        let patience = if self.waiting.is_over() { THROUGH_AT_LAST } else { THROUGH };
        let through = self.through.get_mut().unwrap_or_else(PoisonError::into_inner);
        if through.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the database does not answer: what it is at is left to it");
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

/// Runs something on a thread of its own, which holds `working` until it is through.
fn thread(working: Sender<()>, run: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let run = move || {
        run();
        drop(working);
    };
    let thread = std::thread::Builder::new().name("writer".into()).spawn(run);
    thread.map(drop).map_err(|e| StoreError::Folder(e.to_string()))
}
