//! `import`: reads the file, and has its lines applied in batches, each batch whole or not at all.

use crate::body;
use crate::catalogue::Catalogue;
use crate::cli::ImportArgs;
use crate::config::{self, StartError};
use crate::problem::Refusal;
use crate::service::import::{self, Past};
use crate::service::{Context, Mode};
use crate::store::{Store, Tx, WriteError};
use crate::succession;
use std::io::Write;
use std::slice;
use std::sync::Arc;

/// How many lines share a transaction.
const BATCH: usize = 500;

/// Imports a file.
///
/// # Errors
/// The setting, or the line of the file, that is wrong.
pub fn run(args: &ImportArgs) -> Result<(), StartError> {
    let missing = || StartError::new("--program", "is missing");
    let program = args.program.as_ref().ok_or_else(missing)?;
    let definition = config::programs(slice::from_ref(program))?.swap_remove(0);
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| StartError::new(&name, e))?;
    let place = args.data.place()?;
    let store = Store::open(&place, 1).map_err(|e| StartError::new(place.to_string(), e))?;
    succession::refuse(&store, &place, &definition)?;
    let count = import(&store, Catalogue::new(definition), &text)
        .map_err(|mistake| StartError::new(name, mistake))?;
    let _ = writeln!(std::io::stdout(), "imported {count} events");
    Ok(())
}

/// A line that cannot be applied.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {refusal}{}", field.as_ref().map(|it| format!(" ({it})")).unwrap_or_default())]
pub struct Mistake {
    line: usize,
    field: Option<String>,
    refusal: Refusal,
}

impl Mistake {
    fn new(line: usize, refusal: Refusal) -> Self {
        let field = match &refusal {
            Refusal::InvalidField { field, .. } => Some(field.clone()),
            _ => None,
        };
        Self { line, field, refusal }
    }
}

impl From<WriteError> for Mistake {
    fn from(error: WriteError) -> Self {
        Self::new(0, error.into())
    }
}

/// Applies every line of a text; gives their number.
///
/// # Errors
/// The first line that cannot be applied. What the batches before it did stays; corrected and
/// told again, the same file continues there.
pub fn import(store: &Store, catalogue: Catalogue, text: &str) -> Result<usize, Mistake> {
    let catalogue = Arc::new(catalogue);
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.is_empty()).collect();
    for batch in lines.chunks(BATCH) {
        let read = |(line, text): &(usize, &str)| {
            let past = body::parse::<Past>(text.as_bytes(), "");
            past.map(|past| (*line, past)).map_err(|refusal| Mistake::new(*line, refusal))
        };
        let batch = batch.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let catalogue = Arc::clone(&catalogue);
        store.writer.write_blocking(move |tx: &mut Tx<'_>| apply(tx, &catalogue, &batch))?;
    }
    Ok(lines.len())
}

fn apply(
    tx: &mut Tx<'_>,
    catalogue: &Arc<Catalogue>,
    batch: &[(usize, Past)],
) -> Result<(), Mistake> {
    let today = chrono::Utc::now();
    let wrong = |line| move |e| Mistake::new(line, Refusal::from(e));
    catalogue.remember(tx, today).map_err(wrong(0))?;
    for (line, past) in batch {
        let (line, past) = (*line, past.clone());
        if past.at > today {
            return Err(Mistake::new(line, Refusal::field("at", "it has not happened yet")));
        }
        let lang = catalogue.program.language(None).to_owned();
        let catalogue = Arc::clone(catalogue);
        let context = Context { catalogue, mode: Mode::Live, lang, now: past.at };
        import::apply(tx, &context, past.event).map_err(|refusal| Mistake::new(line, refusal))?;
    }
    Ok(())
}
