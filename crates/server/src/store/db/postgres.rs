//! Postgres: a connection with its prepared statements, which opens itself again when it was lost.

use super::{Param, StoreError};
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Row, Statement};
use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

/// Every statement of ours has its index: a plan that was made while a table was small must not
/// stay. Each statement sees what was committed before it, so what is read after a lock is fresh.
const SETTINGS: &str = "SET default_transaction_isolation = 'read committed';
    SET synchronous_commit = on; SET enable_seqscan = off; SET statement_timeout = '30s';
    SET idle_in_transaction_session_timeout = '60s'; SET application_name = 'stempel'";

/// How long a server may take to let us in, and a network to say that it has taken what was sent.
const REACHED: Duration = Duration::from_secs(10);
const TAKEN: Duration = Duration::from_secs(30);
/// After how long a silent connection is looked after, and again, and how often.
const SILENT: Duration = Duration::from_secs(30);
const SILENT_AGAIN: Duration = Duration::from_secs(10);
const LOOKS: u32 = 3;

/// A server, and how one of ours waits there.
#[derive(Clone)]
pub struct Target {
    config: Config,
    lock: Duration,
}

impl Target {
    /// From an address, which may have time-outs of its own; `lock` is how long a command waits for
    /// what another one acts on.
    pub fn read(url: &str, lock: Duration) -> Result<Self, StoreError> {
        let mut config: Config = url.parse()?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(REACHED);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(TAKEN);
        }
        if config.get_keepalives_idle() == Config::new().get_keepalives_idle() {
            config.keepalives_idle(SILENT);
        }
        if config.get_keepalives_interval().is_none() {
            config.keepalives_interval(SILENT_AGAIN);
        }
        if config.get_keepalives_retries().is_none() {
            config.keepalives_retries(LOOKS);
        }
        Ok(Self { config, lock })
    }

    fn connect(&self) -> Result<Client, StoreError> {
        let mut client = self.config.connect(NoTls)?;
        let lock = self.lock.as_millis();
        client.batch_execute(&format!("{SETTINGS}; SET lock_timeout = '{lock}ms'"))?;
        Ok(client)
    }
}

/// A connection.
pub struct Session {
    target: Target,
    client: Client,
    statements: HashMap<String, Statement>,
    /// Why the transaction under way should be tried again.
    again: Option<Again>,
}

/// Why a transaction should be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Another transaction was in its way.
    Contended,
    /// Another wrote the same row first, which may look different now.
    Conflict,
}

impl Session {
    /// Connects.
    pub fn open(target: &Target) -> Result<Self, StoreError> {
        let client = target.connect()?;
        Ok(Self { target: target.clone(), client, statements: HashMap::new(), again: None })
    }

    /// Runs statements without values.
    pub fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        let ran = self.client.batch_execute(sql);
        self.noted(ran)
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        let statement = self.statement(sql)?;
        let ran = self.client.execute(&statement, &values(params));
        let rows = self.noted(ran)?;
        Ok(usize::try_from(rows).unwrap_or(usize::MAX))
    }

    pub(super) fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let statement = self.statement(sql)?;
        let ran = self.client.query(&statement, &values(params));
        self.noted(ran)
    }

    /// Begins a transaction with a clean slate. A connection that was lost meanwhile is known to be
    /// only now, before anything was asked of it: it is opened again.
    pub fn begin(&mut self, sql: &str) -> Result<(), StoreError> {
        self.again = None;
        if !self.client.is_closed() && self.client.batch_execute(sql).is_ok() {
            return Ok(());
        }
        self.client = self.target.connect()?;
        self.statements.clear();
        self.run(sql)
    }

    /// Why the transaction under way should be tried again, if it should.
    pub const fn again(&self) -> Option<Again> {
        self.again
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let prepared = self.client.prepare(sql);
        let statement = self.noted(prepared)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// The first error of a transaction says what it is about; those after it only that it is over.
    fn noted<T>(&mut self, result: Result<T, postgres::Error>) -> Result<T, StoreError> {
        result.map_err(|error| {
            let error = StoreError::from(error);
            let again = if error.wants_another_try() {
                Some(Again::Contended)
            } else {
                error.is_conflict().then_some(Again::Conflict)
            };
            self.again = self.again.or(again);
            error
        })
    }
}

fn values<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INT8 || *ty == Type::TEXT
    }

    to_sql_checked!();
}
