//! One small synchronous transaction, [`Tx`], over SQLite and Postgres. The SQL given to it is the
//! same for both: `$1` placeholders, BIGINT and TEXT columns, `ON CONFLICT`. Only this file, its
//! siblings in `store` and the migrations know which database is underneath.

mod error;
mod postgres;
mod row;
mod sqlite;

pub use error::StoreError;
pub(super) use postgres::{Again, Session, Target};
pub use row::Row;
pub(super) use sqlite::connect;

use rusqlite::Connection;

/// How many rows one statement adds at most: each number of them is a statement of its own to
/// prepare and keep.
const ROWS_AT_ONCE: usize = 4;

/// A value given to a statement.
#[derive(Debug, Clone, Copy)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(&'a str),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of a statement, in the order of its placeholders.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::store::db::Param::from($value)),*] };
}

/// What a command acts on. Who needs both takes the customer first.
#[derive(Debug, Clone, Copy)]
pub enum Lock<'a> {
    /// Everything of a customer, who may not have joined yet.
    Customer {
        /// The books.
        ledger: &'a str,
        /// The shop's id of the customer.
        customer: &'a str,
    },
    /// The shop's products.
    Products {
        /// The books.
        ledger: &'a str,
    },
    /// What is left of a reward.
    Stock {
        /// The books.
        ledger: &'a str,
        /// The reward.
        reward: &'a str,
    },
}

/// A transaction, or a command's savepoint in one.
pub struct Tx<'c>(On<'c>);

enum On<'c> {
    Sqlite(&'c Connection),
    Postgres(&'c mut Session),
}

impl<'c> From<&'c Connection> for Tx<'c> {
    fn from(connection: &'c Connection) -> Self {
        Self(On::Sqlite(connection))
    }
}

impl<'c> From<&'c mut Session> for Tx<'c> {
    fn from(session: &'c mut Session) -> Self {
        Self(On::Postgres(session))
    }
}

impl Tx<'_> {
    /// Runs a statement; gives the number of rows it changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        match &mut self.0 {
            On::Sqlite(connection) => Ok(sqlite::bound(connection, sql, params)?.raw_execute()?),
            On::Postgres(session) => session.execute(sql, params),
        }
    }

    /// Adds rows, a few by one statement; `params` are the values of all of them, one row after
    /// the other. `into` is the table with its columns in parentheses.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn insert_all(
        &mut self,
        into: &str,
        columns: usize,
        params: &[Param<'_>],
        then: &str,
    ) -> Result<(), StoreError> {
        for rows in params.chunks(columns * ROWS_AT_ONCE) {
            let row = |row: &[usize]| {
                let places: Vec<String> = row.iter().map(|it| format!("${it}")).collect();
                format!("({})", places.join(", "))
            };
            let numbers: Vec<usize> = (1..=rows.len()).collect();
            let values: Vec<String> = numbers.chunks(columns).map(row).collect();
            self.execute(&format!("INSERT INTO {into} VALUES {} {then}", values.join(", ")), rows)?;
        }
        Ok(())
    }

    /// Runs a question; gives each row as `read` makes it.
    ///
    /// # Errors
    /// When the database refuses, or `read` does.
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        match &mut self.0 {
            On::Sqlite(connection) => {
                let mut statement = sqlite::bound(connection, sql, params)?;
                let mut rows = statement.raw_query();
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    found.push(read(&Row::Sqlite(row))?);
                }
                Ok(found)
            }
            On::Postgres(session) => {
                let rows = session.query(sql, params)?;
                rows.iter().map(|row| read(&Row::Postgres(row))).collect()
            }
        }
    }

    /// Runs a question that has at most one answer.
    ///
    /// # Errors
    /// When the database refuses, or `read` does.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match &mut self.0 {
            On::Sqlite(connection) => {
                let mut statement = sqlite::bound(connection, sql, params)?;
                let mut rows = statement.raw_query();
                rows.next()?.map(|row| read(&Row::Sqlite(row))).transpose()
            }
            On::Postgres(session) => {
                let rows = session.query(sql, params)?;
                rows.first().map(|row| read(&Row::Postgres(row))).transpose()
            }
        }
    }

    /// Waits until nobody else acts on that thing, and keeps others waiting until the transaction
    /// ends. Whatever is decided by what stands in the database is read after this. SQLite has one
    /// writer and needs it not.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn lock(&mut self, what: Lock<'_>) -> Result<(), StoreError> {
        self.advise("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended($1, 0))", what)
    }

    /// Waits until nobody has locked that thing, and keeps those waiting who would; others share it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn share(&mut self, what: Lock<'_>) -> Result<(), StoreError> {
        self.advise("SELECT 1 FROM pg_advisory_xact_lock_shared(hashtextextended($1, 0))", what)
    }

    fn advise(&mut self, sql: &str, what: Lock<'_>) -> Result<(), StoreError> {
        if !self.is_postgres() {
            return Ok(());
        }
        let (kind, ledger, id) = match what {
            Lock::Customer { ledger, customer } => ("customer", ledger, customer),
            Lock::Products { ledger } => ("products", ledger, ""),
            Lock::Stock { ledger, reward } => ("stock", ledger, reward),
        };
        let name = format!("{kind}\n{ledger}\n{id}");
        self.execute(sql, &[Param::Text(&name)])?;
        Ok(())
    }

    /// Runs statements without values, e.g. a migration.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.0 {
            On::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            On::Postgres(session) => session.run(sql),
        }
    }

    /// Whether Postgres is underneath: for what the two cannot say in the same words.
    pub(super) const fn is_postgres(&self) -> bool {
        matches!(self.0, On::Postgres(_))
    }
}
