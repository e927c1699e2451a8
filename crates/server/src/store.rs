//! Where data lives: the database's door (`db`), its one writer and its readers, and one file of
//! statements a thing. No rule of a program is decided here.

pub mod db;
pub mod events;
mod json;
pub mod keys;
pub mod ledger;
pub mod members;
mod migrate;
pub mod orders;
pub mod programs;
mod readers;
pub mod redemptions;
#[cfg(test)]
mod tests;
mod time;
mod writer;

pub use db::{StoreError, Tx};
pub use readers::Readers;
pub use writer::{WriteError, Writer};

use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;
use stempel_protocol::Timestamp;
use uuid::{NoContext, Uuid};

/// How many commands may wait for the writer before callers are sent away.
const QUEUE: usize = 2048;

/// An open database: one writer, several readers.
pub struct Store {
    /// Runs commands, one after the other.
    pub writer: Writer,
    /// Answer questions, beside each other.
    pub readers: Readers,
}

impl Store {
    /// Opens the database in a folder, creating both, and brings its tables up to date.
    ///
    /// # Errors
    /// When the folder cannot be written or the database is not ours.
    pub fn open(folder: &Path, readers: usize) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|e| StoreError::Folder(e.to_string()))?;
        let path = database(folder);
        let connection = connect(&path)?;
        migrate::up(&connection)?;
        Ok(Self {
            writer: Writer::start(connection, QUEUE)?,
            readers: Readers::open(&path, readers)?,
        })
    }
}

/// The database's file in a data folder.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("stempel.db")
}

/// A new id: a UUIDv7 of that instant.
#[must_use]
pub fn new_id(now: Timestamp) -> String {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let at = uuid::Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos());
    Uuid::new_v7(at).to_string()
}

/// A connection with the settings every one of ours has.
fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // REPLACE deletes behind the back of DELETE triggers unless triggers may recurse.
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
         PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;",
    )?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}
