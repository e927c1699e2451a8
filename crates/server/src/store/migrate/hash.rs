//! Puts hashes in place of texts of a database from before they were kept so: SQL cannot.

use crate::args;
use crate::store::db::Param;
use crate::store::{StoreError, Tx, adjustments, events, salts};
use std::collections::BTreeMap;

/// How many rows are read at once.
const ROWS: i64 = 1000;

/// A row of the table from before.
struct Worded {
    program: String,
    event: String,
    kind: String,
    subject: String,
    outcome: String,
    points: i64,
}

/// Moves all events, and hashes what the shop called adjustments of those who left.
pub fn all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut salts = BTreeMap::new();
    let mut after = (String::new(), String::new());
    loop {
        let rows = worded(tx, &after)?;
        let Some(last) = rows.last() else { break };
        after = (last.program.clone(), last.event.clone());
        for row in &rows {
            if !salts.contains_key(&row.program) {
                salts.insert(row.program.clone(), salts::made(tx, &row.program)?);
            }
        }
        add(tx, &salts, &rows)?;
    }
    tx.run("DROP TABLE events_in_words")?;
    of_who_left(tx)
}

fn worded(tx: &mut Tx<'_>, after: &(String, String)) -> Result<Vec<Worded>, StoreError> {
    let sql = "SELECT program, event, kind, subject, outcome, points FROM events_in_words
               WHERE program > $1 OR program = $1 AND event > $2
               ORDER BY program, event LIMIT $3";
    tx.query(sql, args![&after.0, &after.1, ROWS], |row| {
        Ok(Worded {
            program: row.text(0)?,
            event: row.text(1)?,
            kind: row.text(2)?,
            subject: row.text(3)?,
            outcome: row.text(4)?,
            points: row.int(5)?,
        })
    })
}

fn add(
    tx: &mut Tx<'_>,
    salts: &BTreeMap<String, String>,
    rows: &[Worded],
) -> Result<(), StoreError> {
    let hash = |it: &Worded| events::hashes(&salts[&it.program], &it.event, &it.kind, &it.subject);
    let hashes: Vec<(String, String)> = rows.iter().map(hash).collect();
    let params: Vec<Param<'_>> = rows
        .iter()
        .zip(&hashes)
        .flat_map(|(row, (event, subject))| {
            [
                Param::Text(&row.program),
                Param::Text(event),
                Param::Text(&row.kind),
                Param::Text(subject),
                Param::Text(&row.outcome),
                Param::Int(row.points),
            ]
        })
        .collect();
    let into = "events (program, event, kind, subject, outcome, points)";
    tx.insert_all(into, 6, &params, "")
}

fn of_who_left(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT program, member FROM adjustments a
               WHERE NOT EXISTS (SELECT 1 FROM members m
                                 WHERE m.program = a.program AND m.member = a.member)";
    for (program, member) in tx.query(sql, &[], |row| Ok((row.text(0)?, row.text(1)?)))? {
        adjustments::forget(tx, &program, &member)?;
    }
    Ok(())
}
