//! Where data lives: the database's door (`db`), its one writer and its readers, and one file of
//! statements a thing. No rule of a program is decided here.

pub mod adjustments;
pub mod clicks;
pub mod consents;
pub mod counters;
pub mod db;
pub mod departed;
pub mod draws;
pub mod events;
pub mod games;
pub mod guests;
mod json;
pub mod keys;
pub mod late_returns;
pub mod leaderboards;
pub mod leases;
pub mod ledger;
mod lots;
pub mod members;
pub mod messages;
mod migrate;
pub mod orders;
pub mod person;
pub mod products;
pub mod profiles;
pub mod programs;
mod readers;
pub mod redemptions;
pub mod referrals;
mod salts;
pub mod stock;
pub mod surveys;
pub mod tables;
#[cfg(test)]
mod tests;
mod time;
pub mod verify;
mod waiting;
mod writer;

pub use db::{Lock, StoreError, Tx};
pub use readers::Readers;
pub use writer::{WriteError, Writer};

use crate::bounds::Bounds;
use db::{Session, Target};
use std::path::{Path, PathBuf};
use stempel_protocol::Timestamp;
use uuid::{NoContext, Uuid};
use waiting::Waiting;

/// How many commands may wait for the writer before callers are sent away.
const QUEUE: usize = 2048;

/// How many commands Postgres works on at once for one process.
const WRITERS: usize = 8;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// SQLite, in a folder of ours.
    Folder(PathBuf),
    /// Postgres, at an address that may hold a password.
    Postgres(String),
}

impl std::fmt::Display for Place {
    /// As the setting that named it; never an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "--data {}", folder.display()),
            Self::Postgres(_) => f.write_str("DATABASE_URL"),
        }
    }
}

/// An open database: who writes, and who reads.
pub struct Store {
    /// Runs commands.
    pub writer: Writer,
    /// Answer questions, beside each other.
    pub readers: Readers,
    waiting: Waiting,
}

impl Store {
    /// Opens a database, making what is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be reached or written, or is not ours.
    pub fn open(place: &Place, readers: usize) -> Result<Self, StoreError> {
        Self::within(place, readers, &Bounds::default())
    }

    /// The same, for callers who wait as long as `bounds` say.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn within(place: &Place, readers: usize, bounds: &Bounds) -> Result<Self, StoreError> {
        let waiting = Waiting::new(bounds.database);
        match place {
            Place::Folder(folder) => Self::sqlite(folder, readers, waiting),
            Place::Postgres(url) => {
                Self::postgres(&Target::read(url, bounds.lock)?, readers, waiting)
            }
        }
    }

    /// Ends the waiting of everybody who still does, and lets threads that hang be left behind.
    pub fn end_waiting(&self) {
        self.waiting.end();
    }

    fn sqlite(folder: &Path, readers: usize, waiting: Waiting) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|e| StoreError::Folder(e.to_string()))?;
        let path = database(folder);
        let connection = db::connect(&path)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        migrate::up(&mut Tx::from(&connection))?;
        connection.execute_batch("COMMIT")?;
        Ok(Self {
            writer: Writer::sqlite(connection, QUEUE, waiting.clone())?,
            readers: Readers::sqlite(&path, readers, waiting.clone())?,
            waiting,
        })
    }

    fn postgres(target: &Target, readers: usize, waiting: Waiting) -> Result<Self, StoreError> {
        let open = |_| Session::open(target);
        let mut sessions = (0..WRITERS).map(open).collect::<Result<Vec<_>, _>>()?;
        if let Some(session) = sessions.first_mut() {
            session.run("BEGIN")?;
            migrate::up(&mut Tx::from(&mut *session))?;
            session.run("COMMIT")?;
        }
        Ok(Self {
            writer: Writer::postgres(sessions, QUEUE, waiting.clone())?,
            readers: Readers::postgres(target, readers, waiting.clone())?,
            waiting,
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
