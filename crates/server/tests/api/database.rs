//! Where the data of a test is: a folder with SQLite, or a database of a throw-away cluster.

use stempel_server::store::Place;
use tempfile::TempDir;

/// Which database the whole suite runs on.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each of the two suites uses one of them")]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// The data of one test, gone when dropped.
pub struct Data {
    pub place: Place,
    _folder: TempDir,
}

impl Data {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = crate::place(folder.path());
        Self { place, _folder: folder }
    }

    /// Runs a statement past the server.
    pub fn run(&self, sql: &str) -> Result<(), String> {
        match &self.place {
            Place::Folder(folder) => {
                let connection = rusqlite::Connection::open(folder.join("stempel.db")).unwrap();
                connection.pragma_update(None, "recursive_triggers", true).unwrap();
                connection.execute_batch(sql).map_err(|e| e.to_string())
            }
            Place::Postgres(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
                let ran = client.batch_execute(sql);
                ran.map_err(|e| e.as_db_error().map_or(e.to_string(), |it| it.message().into()))
            }
        }
    }
}
