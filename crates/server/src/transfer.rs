//! `export` and `import --store`: a whole store as lines of JSON, from SQLite to Postgres or back.
//! The first line says what it is, each one after it is `[table, [columns]]`.

use crate::cli::{ExportArgs, ImportArgs};
use crate::config::StartError;
use crate::store::{Place, Store, StoreError, Tx, WriteError, database, tables, verify};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::sync::Arc;

/// Changes whenever the tables do.
const FORMAT: &str = "stempel-store-17";
/// How many rows are read, or added in one transaction.
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
    Ok(total)
}

/// Fills an empty store from a file, and proves it.
///
/// # Errors
/// When the store is not empty, or the file is not an export: the line.
pub fn import(args: &ImportArgs) -> Result<(), StartError> {
    let name = args.file.display().to_string();
    let wrong = |fault: String| StartError::new(&name, fault);
    let place = args.data.place()?;
    let mut lines =
        BufReader::new(File::open(&args.file).map_err(|e| wrong(e.to_string()))?).lines();
    let head = lines.next().and_then(Result::ok).unwrap_or_default();
    if serde_json::from_str::<Value>(&head).ok().is_none_or(|it| it["format"] != FORMAT) {
        return Err(wrong(format!("line 1: not an export of this version ({FORMAT})")));
    }
    let store = open(&place)?;
    must_be_empty(&store).map_err(|fault| StartError::new(place.to_string(), fault))?;
    let mut rows = 0;
    loop {
        let batch = lines.by_ref().take(ROWS).collect::<Result<Vec<_>, _>>();
        let batch = batch.map_err(|e| wrong(e.to_string()))?;
        if batch.is_empty() {
            break;
        }
        let (first, batch) = (rows + 2, Arc::new(batch));
        rows += batch.len();
        let add = store.writer.write_blocking(move |tx| add_all(tx, &batch));
        add.map_err(|e| wrong(format!("lines from {first} on: {e}")))?;
    }
    let broken = store.readers.read_blocking(verify::broken).map_err(|e| wrong(e.to_string()))?;
    if let Some(found) = broken.first() {
        return Err(wrong(format!("imported, but not true: {}", found.promise)));
    }
    say(&format!("imported {rows} rows: everything adds up"));
    Ok(())
}

fn add_all(tx: &mut Tx<'_>, lines: &[String]) -> Result<(), WriteError> {
    for line in lines {
        let not_a_row = || StoreError::Corrupt(format!("`{line:.40}` is not a row"));
        let (name, row): (String, Vec<Value>) =
            serde_json::from_str(line).map_err(|_| not_a_row())?;
        let table = tables::all().find(|it| it.name == name).ok_or_else(not_a_row)?;
        table.add(tx, &row)?;
    }
    Ok(())
}

fn must_be_empty(store: &Store) -> Result<(), String> {
    let filled = store.readers.read_blocking(|tx| -> Result<_, StoreError> {
        let mut filled = None;
        for table in tables::all() {
            let has_rows = !table.read(tx, 0, 1)?.is_empty();
            filled = filled.or(has_rows.then_some(table.name));
        }
        Ok(filled)
    });
    match filled {
        Ok(None) => Ok(()),
        Ok(Some(table)) => Err(format!("it is not empty: there are {table}")),
        Err(error) => Err(error.to_string()),
    }
}

fn open(place: &Place) -> Result<Store, StartError> {
    Store::open(place, 1).map_err(|e| StartError::new(place.to_string(), e))
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
