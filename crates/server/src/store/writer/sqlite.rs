//! The one writer of SQLite: runs each command in a savepoint and replies once their common
//! transaction is on disk. So a disk flush is paid once for all that wait.

use super::{Job, Jobs};
use crate::store::{StoreError, Tx};
use rusqlite::Connection;

/// The most commands that share a commit; more would make the first wait too long.
const BATCH: usize = 256;

pub fn run(connection: &Connection, jobs: &Jobs) {
    while let Ok(first) = jobs.recv() {
        if !first.is_awaited() {
            continue;
        }
        let mut batch = Vec::with_capacity(16);
        let committed = together(connection, first, jobs, &mut batch).map_err(|error| {
            tracing::error!(%error, "a commit failed; its commands have no effect");
            // SQLite may have rolled back by itself, when the disk is full for one.
            let _ = connection.execute_batch("ROLLBACK");
        });
        batch.into_iter().for_each(|job| job.finish(committed));
    }
}

/// One transaction: the first command and those that wait behind it.
fn together(
    connection: &Connection,
    first: Box<dyn Job>,
    jobs: &Jobs,
    batch: &mut Vec<Box<dyn Job>>,
) -> Result<(), StoreError> {
    batch.push(first);
    connection.execute_batch("BEGIN IMMEDIATE")?;
    in_savepoint(connection, batch)?;
    while batch.len() < BATCH
        && let Ok(next) = jobs.try_recv()
    {
        if next.is_awaited() {
            batch.push(next);
            in_savepoint(connection, batch)?;
        }
    }
    Ok(connection.execute_batch("COMMIT")?)
}

/// Runs the newest command so that it leaves everything or nothing.
fn in_savepoint(connection: &Connection, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let Some(job) = batch.last_mut() else {
        return Ok(());
    };
    connection.prepare_cached("SAVEPOINT command")?.execute([])?;
    if job.run(&mut Tx::from(connection)) != Some(true) {
        connection.prepare_cached("ROLLBACK TO command")?.execute([])?;
    }
    connection.prepare_cached("RELEASE command")?.execute([])?;
    Ok(())
}
