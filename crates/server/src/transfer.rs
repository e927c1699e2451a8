//! `export` and `import --store`: a whole store as lines of JSON, from SQLite to Postgres or back.
//! The first line says what it is, each one after it is `[table, [columns]]`, the last one how many
//! those are: a file that was cut off is none.

use crate::cli::{ExportArgs, ImportArgs};
use crate::config::StartError;
use crate::store::{Place, Store, StoreError, Tx, WriteError, database, tables, verify};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

/// Changes whenever the tables do.
const FORMAT: &str = "stempel-store-21";
/// How many rows are read at once.
const ROWS: usize = 2000;

/// Writes a whole store to a file.
///
/// # Errors
/// When the store cannot be read or the file not be written.
pub fn export(args: &ExportArgs) -> Result<(), StartError> {
    let place = args.data.place()?;
    if let Place::Folder(folder) = &place
        && !database(folder).is_file()
    {
        return Err(StartError::new(place.to_string(), "there is no database"));
    }
    let wrong = |fault: String| StartError::new(args.file.display().to_string(), fault);
    let file = File::create_new(&args.file).map_err(|e| wrong(e.to_string()))?;
    let store = open(&place)?;
    let mut out = BufWriter::new(file);
    // One transaction: what is written while it runs is not in it.
    let rows = store.readers.read_blocking(|tx| write_all(tx, &mut out));
    let rows = rows.map_err(|e| wrong(e.to_string()))?;
    out.flush().map_err(|e| wrong(e.to_string()))?;
    say(&format!("exported {rows} rows"));
    Ok(())
}

fn write_all(tx: &mut Tx<'_>, out: &mut impl Write) -> Result<usize, StoreError> {
    let failed = |e: std::io::Error| StoreError::Folder(e.to_string());
    writeln!(out, "{}", json!({ "format": FORMAT })).map_err(failed)?;
    let (mut total, limit) = (0, i64::try_from(ROWS).unwrap_or(i64::MAX));
    for table in tables::all() {
        let mut after = 0;
        loop {
            let rows = table.read(tx, after, limit)?;
            for row in &rows {
                writeln!(out, "{}", json!([table.name, row])).map_err(failed)?;
            }
            (total, after) = (total + rows.len(), after + limit);
            if rows.len() < ROWS {
                break;
            }
        }
    }
    writeln!(out, "{}", json!(End { rows: total })).map_err(failed)?;
    Ok(total)
}

/// Fills an empty store from a file, and proves it: in one transaction, so that a file that is not
/// whole or not true leaves nothing behind.
///
/// # Errors
/// When the store is not empty, or the file is not an export, or a part of one: the line.
pub fn import(args: &ImportArgs) -> Result<(), StartError> {
    let name = args.file.display().to_string();
    let place = args.data.place()?;
    let read = || File::open(&args.file).map(BufReader::new);
    let mut head = String::new();
    let looked = read().and_then(|mut file| file.read_line(&mut head));
    looked.map_err(|e| StartError::new(&name, e))?;
    if serde_json::from_str::<Value>(&head).ok().is_none_or(|it| it["format"] != FORMAT) {
        let fault = format!("line 1: not an export of this version ({FORMAT})");
        return Err(StartError::new(name, fault));
    }
    let store = open(&place)?;
    let file = args.file.clone();
    let filled = store.writer.write_blocking(move |tx| -> Result<usize, ImportError> {
        must_be_empty(tx)?;
        let lines = BufReader::new(File::open(&file).map_err(said)?).lines();
        let rows = add_all(tx, lines.skip(1))?;
        match verify::broken(tx)?.first() {
            Some(found) => Err(said(format!("its rows do not add up: {}", found.promise))),
            None => Ok(rows),
        }
    });
    let rows = filled.map_err(|error| match error {
        ImportError::NotEmpty(_) => StartError::new(place.to_string(), error),
        _ => StartError::new(name, format!("{error}; nothing is imported")),
    })?;
    say(&format!("imported {rows} rows: everything adds up"));
    Ok(())
}

/// Why a file is not imported.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("it is not empty: there are {0}; import into a new one")]
    NotEmpty(&'static str),
    #[error("{0}")]
    File(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

fn said(fault: impl std::fmt::Display) -> ImportError {
    ImportError::File(fault.to_string())
}

/// Adds each line's row; gives how many there were, which the last line has to say, too.
fn add_all(
    tx: &mut Tx<'_>,
    lines: impl Iterator<Item = std::io::Result<String>>,
) -> Result<usize, ImportError> {
    let (mut rows, mut end) = (0, None);
    for (number, line) in (2..).zip(lines) {
        let at = |fault: &dyn std::fmt::Display| said(format!("line {number}: {fault}"));
        let line = line.map_err(|e| at(&e))?;
        if end.is_some() {
            return Err(at(&"stands after the last line"));
        }
        match read_line(&line).map_err(|e| at(&e))? {
            Line::Row(table, row) => table.add(tx, &row).map_err(|e| at(&e))?,
            Line::End(said) => {
                end = Some(said);
                continue;
            }
        }
        rows += 1;
    }
    match end {
        Some(end) if end == rows => Ok(rows),
        Some(end) => Err(said(format!("it has {rows} rows and was written with {end}"))),
        None => Err(said("its end is missing: it was cut off")),
    }
}

/// What a line after the first says.
enum Line {
    Row(&'static tables::Table, Vec<Value>),
    End(usize),
}

fn read_line(line: &str) -> Result<Line, StoreError> {
    let not_a_row = || StoreError::Corrupt(format!("`{line:.40}` is not a row"));
    if let Ok(End { rows }) = serde_json::from_str(line) {
        return Ok(Line::End(rows));
    }
    let (name, row): (String, Vec<Value>) = serde_json::from_str(line).map_err(|_| not_a_row())?;
    let table = tables::all().find(|it| it.name == name).ok_or_else(not_a_row)?;
    Ok(Line::Row(table, row))
}

/// The last line.
#[derive(Serialize, Deserialize)]
struct End {
    rows: usize,
}

fn must_be_empty(tx: &mut Tx<'_>) -> Result<(), ImportError> {
    for table in tables::all() {
        if !table.read(tx, 0, 1)?.is_empty() {
            return Err(ImportError::NotEmpty(table.name));
        }
    }
    Ok(())
}

fn open(place: &Place) -> Result<Store, StartError> {
    Store::open(place, 1).map_err(|e| StartError::new(place.to_string(), e))
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
