//! A program as the server holds it: the definition, the versions before it, and its public page
//! in each language, kept for as long as a minute.

use crate::config::StartError;
use crate::problem::Refusal;
use crate::service::{self, Context, Mode};
use crate::store::leaderboards::{self, Board};
use crate::store::{StoreError, Tx, keys, programs, stock};
use axum::body::Bytes;
use axum::http::HeaderValue;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use stempel_engine::Program;
use stempel_engine::leaderboard::Score;
use stempel_engine::program::Mistake;
use stempel_protocol::Timestamp;

/// How long a page is kept, in seconds: after that its windows are looked at again.
const KEPT: i64 = 60;

/// The same for what is added up over all members: causes, leaderboards.
const KEPT_SUMS: i64 = 5;

/// A program's file as read.
#[derive(Clone)]
pub struct Definition {
    /// The file's name.
    pub file: String,
    /// What it says.
    pub program: Program,
    /// Its text.
    pub source: String,
}

/// A program and what was made of it.
pub struct Catalogue {
    /// The current definition.
    pub program: Arc<Program>,
    source: String,
    test_ledger: String,
    earlier: Mutex<HashMap<String, Arc<Program>>>,
    pages: Mutex<HashMap<String, Page>>,
    causes: Mutex<HashMap<String, Page>>,
    boards: Mutex<HashMap<String, Scores>>,
}

/// What everybody on a leaderboard earned, by member, and as of when.
type Scores = (Timestamp, Arc<HashMap<String, Score>>);

/// The public page in one language.
#[derive(Clone)]
pub struct Page {
    /// The JSON.
    pub body: Bytes,
    /// Changes whenever the JSON does.
    pub etag: HeaderValue,
    made_at: Timestamp,
}

impl Catalogue {
    /// Of a definition.
    #[must_use]
    pub fn new(definition: Definition) -> Self {
        Self {
            test_ledger: test_ledger(&definition.program),
            program: Arc::new(definition.program),
            source: definition.source,
            earlier: Mutex::default(),
            pages: Mutex::default(),
            causes: Mutex::default(),
            boards: Mutex::default(),
        }
    }

    /// Under which name the data of that mode stands.
    #[must_use]
    pub fn ledger(&self, mode: Mode) -> &str {
        match mode {
            Mode::Live => &self.program.id,
            Mode::Test => &self.test_ledger,
        }
    }

    /// Remembers the current definition, which orders will be credited under, and begins to count
    /// what is taken of rewards that have a stock now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remember(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
        for reward in self.program.rewards.iter().filter(|it| it.stock.is_some()) {
            for mode in [Mode::Live, Mode::Test] {
                stock::begin(tx, self.ledger(mode), &reward.id, now)?;
            }
        }
        programs::remember(tx, &self.program.id, &self.program.version, &self.source, now)
    }

    /// The definition of that version, the current one or an earlier.
    ///
    /// # Errors
    /// When it is not known any more.
    pub fn version(&self, tx: &mut Tx<'_>, version: &str) -> Result<Arc<Program>, Refusal> {
        if version == self.program.version {
            return Ok(Arc::clone(&self.program));
        }
        if let Some(known) = lock(&self.earlier).get(version) {
            return Ok(Arc::clone(known));
        }
        let lost = || Refusal::Internal(format!("version {version} of the program is lost"));
        let source = programs::source(tx, &self.program.id, version)?.ok_or_else(lost)?;
        let program = Arc::new(Program::parse_earlier(&source).map_err(|_| lost())?);
        lock(&self.earlier).insert(version.to_owned(), Arc::clone(&program));
        Ok(program)
    }

    /// The public page in one of the program's languages.
    ///
    /// # Errors
    /// Never for wire types, all of which are JSON.
    pub fn page(&self, lang: &str, now: Timestamp) -> Result<Page, Refusal> {
        let mut pages = lock(&self.pages);
        let fresh = |page: &&Page| (0..KEPT).contains(&(now - page.made_at).num_seconds());
        if let Some(page) = pages.get(lang).filter(fresh) {
            return Ok(page.clone());
        }
        let page = Page::new(&service::program::page(&self.program, lang, now), now)?;
        pages.insert(lang.to_owned(), page.clone());
        Ok(page)
    }
}

impl Catalogue {
    /// How the causes stand, as of some moments ago: it is added up over all members.
    ///
    /// # Errors
    /// When the database fails.
    pub fn causes(&self, tx: &mut Tx<'_>, context: &Context) -> Result<Page, Refusal> {
        let key = format!("{} {}", context.ledger(), context.lang);
        let fresh =
            |page: &&Page| (0..KEPT_SUMS).contains(&(context.now - page.made_at).num_seconds());
        if let Some(page) = lock(&self.causes).get(&key).filter(fresh) {
            return Ok(page.clone());
        }
        let page = Page::new(&service::cause::read(tx, context)?, context.now)?;
        lock(&self.causes).insert(key, page.clone());
        Ok(page)
    }
}

impl Catalogue {
    /// What everybody on a leaderboard earned in those days, as of some moments ago.
    ///
    /// # Errors
    /// When the database fails.
    pub fn scores(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        board: Board<'_>,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Arc<HashMap<String, Score>>, StoreError> {
        let key = format!("{} {} {}", board.program, board.id, days.0);
        let fresh =
            |known: &&Scores| (0..KEPT_SUMS).contains(&(context.now - known.0).num_seconds());
        if let Some((_, scores)) = lock(&self.boards).get(&key).filter(fresh) {
            return Ok(Arc::clone(scores));
        }
        let scores = Arc::new(leaderboards::scores(tx, board, days)?);
        let mut boards = lock(&self.boards);
        // Those of months that are over are not asked for again.
        boards.retain(|_, known| (context.now - known.0).num_seconds() < KEPT);
        boards.insert(key, (context.now, Arc::clone(&scores)));
        Ok(scores)
    }
}

impl Page {
    fn new<T: Serialize>(page: &T, now: Timestamp) -> Result<Self, Refusal> {
        let body = serde_json::to_vec(page).map_err(|e| Refusal::Internal(e.to_string()))?;
        let tag = format!("\"{}\"", &keys::fingerprint(&body)[..16]);
        let etag = HeaderValue::from_str(&tag).map_err(|e| Refusal::Internal(e.to_string()))?;
        Ok(Self { body: body.into(), etag, made_at: now })
    }
}

impl Definition {
    /// Reads a definition's file.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8; every mistake, as of [`Definition::read`].
    pub fn open(file: &Path) -> Result<Self, StartError> {
        let name = file.display().to_string();
        let bytes = std::fs::read(file).map_err(|e| StartError::new(&name, e))?;
        let source = String::from_utf8(bytes).map_err(|e| {
            let readable = &e.as_bytes()[..e.utf8_error().valid_up_to()];
            let line = readable.iter().filter(|byte| **byte == b'\n').count() + 1;
            StartError::new(&name, format!("line {line}: is not UTF-8: save the file as UTF-8"))
        })?;
        Self::read(&name, source)
    }

    /// Reads a definition.
    ///
    /// # Errors
    /// Every mistake, one a line, each with its line in the file.
    pub fn read(file: &str, source: String) -> Result<Self, StartError> {
        let program =
            Program::parse(&source).map_err(|mistakes| StartError::new(file, told(&mistakes)))?;
        Ok(Self { file: file.to_owned(), program, source })
    }
}

/// The name of a program's test books. No program has it as its id: `~` is not among the signs of one.
pub fn test_ledger(program: &Program) -> String {
    format!("{}~test", program.id)
}

/// Mistakes, one a line.
pub fn told(mistakes: &[Mistake]) -> String {
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    lines.join("\n  ")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
