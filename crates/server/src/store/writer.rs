//! The one writer: a thread that takes queued commands, runs each in a savepoint and replies once
//! their common transaction is on disk. So a disk flush is paid once for all that wait.
//!
//! - A reply is sent only after COMMIT.
//! - A command that refuses, fails or panics leaves nothing behind and harms no other.

use super::{StoreError, Tx};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// The most commands that share a commit; more would make the first wait too long.
const BATCH: usize = 256;

/// Why a command has no result of its own.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Too many commands wait, or the server is stopping.
    #[error("too many commands wait")]
    Busy,
    /// The command panicked; its savepoint was rolled back.
    #[error("the command panicked")]
    Panicked,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether the common transaction reached the disk.
type Committed = Result<(), ()>;
/// Sends a command's reply, once it is known whether it lasts.
type Finish = Box<dyn FnOnce(Committed) + Send>;
/// A command: says whether its effect is to be kept, and how to reply.
type Job = Box<dyn FnOnce(&mut Tx<'_>) -> (bool, Finish) + Send>;

/// The queue in front of the writing thread.
pub struct Writer {
    queue: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, capacity: usize) -> Result<Self, StoreError> {
        let (queue, jobs) = sync_channel(capacity);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || run(&connection, &jobs))
            .map_err(|e| StoreError::Folder(e.to_string()))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Runs a command and waits until its effect is on disk. An `Err` leaves no effect.
    ///
    /// # Errors
    /// What the command refuses, or why it could not be run.
    pub async fn write<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = job(command);
        let queue = self.queue.as_ref().ok_or(WriteError::Busy)?;
        queue.try_send(job).map_err(|_| WriteError::Busy)?;
        reply.await.unwrap_or_else(|_| Err(WriteError::Panicked.into()))
    }

    /// The same for a program without a runtime.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn write_blocking<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = job(command);
        let queue = self.queue.as_ref().ok_or(WriteError::Busy)?;
        queue.send(job).map_err(|_| WriteError::Busy)?;
        reply.blocking_recv().unwrap_or_else(|_| Err(WriteError::Panicked.into()))
    }
}

impl Drop for Writer {
    /// Closes the queue and waits for what is in it.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn job<T, E, F>(command: F) -> (Job, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<WriteError> + Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    let (send, receive) = oneshot::channel();
    let job: Job = Box::new(move |tx| {
        let result = command(tx);
        let keep = result.is_ok();
        let finish = move |committed: Committed| {
            let lost =
                || Err(WriteError::Store(StoreError::Corrupt("commit failed".into())).into());
            // Nobody listens any more when the client went away; the effect stands all the same.
            let _ = send.send(if committed.is_ok() { result } else { lost() });
        };
        (keep, Box::new(finish))
    });
    (job, receive)
}

fn run(connection: &Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        if let Err(error) = batch(connection, first, jobs) {
            tracing::error!(%error, "a commit failed; its commands have no effect");
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
}

/// One transaction: the first command and those that wait behind it.
fn batch(connection: &Connection, first: Job, jobs: &Receiver<Job>) -> Result<(), StoreError> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut finishes = Vec::with_capacity(16);
    let rest = std::iter::from_fn(|| jobs.try_recv().ok());
    for job in std::iter::once(first).chain(rest).take(BATCH) {
        match in_savepoint(connection, job) {
            Ok(finish) => finishes.extend(finish),
            Err(error) => {
                finishes.into_iter().for_each(|finish: Finish| finish(Err(())));
                return Err(error);
            }
        }
    }
    let committed = connection.execute_batch("COMMIT");
    finishes.into_iter().for_each(|finish| finish(committed.as_ref().map_err(|_| ()).copied()));
    Ok(committed?)
}

/// Runs a command so that it leaves everything or nothing. A panic drops the command's reply,
/// which its caller hears of.
fn in_savepoint(connection: &Connection, job: Job) -> Result<Option<Finish>, StoreError> {
    connection.prepare_cached("SAVEPOINT command")?.execute([])?;
    let ran = catch_unwind(AssertUnwindSafe(|| job(&mut Tx::new(connection))));
    let (keep, finish) = match ran {
        Ok((keep, finish)) => (keep, Some(finish)),
        Err(_) => (false, None),
    };
    if !keep {
        connection.prepare_cached("ROLLBACK TO command")?.execute([])?;
    }
    connection.prepare_cached("RELEASE command")?.execute([])?;
    Ok(finish)
}
