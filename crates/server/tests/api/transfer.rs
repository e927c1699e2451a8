//! A whole store moves elsewhere, without loss.

use crate::database::Data;
use crate::server::{PROGRAM, Server};
use std::path::Path;
use std::process::Command;
use stempel_server::store::{Place, Store, StoreError, tables};

fn run(arguments: &[&str], place: &Place) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
    command.env_remove("DATABASE_URL").args(arguments);
    match place {
        Place::Folder(folder) => command.arg("--data").arg(folder),
        Place::Postgres(url) => command.env("DATABASE_URL", url),
    };
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// Every row of every table.
pub fn rows(place: &Place) -> Vec<String> {
    let store = Store::open(place, 1).unwrap();
    let read = store.readers.read_blocking(|tx| -> Result<_, StoreError> {
        let mut all = Vec::new();
        for table in tables::all() {
            let rows = table.read(tx, 0, 100_000)?;
            all.extend(rows.into_iter().map(|row| format!("{} {row:?}", table.name)));
        }
        Ok(all)
    });
    let mut rows = read.unwrap();
    rows.sort();
    rows
}

#[test]
fn a4_a_store_moves_from_sqlite_and_back_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.jsonl");
    let path = file.to_str().unwrap();
    let mut server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "africa", 12_345).ok();
    server.paid("o-2", "ben", "gear", 5000).ok();
    server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    server.refunded("r-1", "o-1", None).ok();
    server.halt();
    let (done, said) = run(&["export", path], &server.data.place);
    assert!(done, "{said}");

    // To SQLite, and to the suite's own database: one of the two ways is across.
    for target in [Place::Folder(folder.path().join("moved")), Data::new().place] {
        let (done, said) = run(&["import", "--store", path], &target);
        assert!(done && said.contains("everything adds up"), "{said}");
        assert_eq!(rows(&target), rows(&server.data.place));
        let (again, said) = run(&["import", "--store", path], &target);
        assert!(!again && said.contains("not empty"), "{said}");
    }
    let (again, said) = run(&["export", path], &server.data.place);
    assert!(!again && said.contains("all.jsonl"), "a file is not overwritten: {said}");
    refuses_other_files(folder.path(), &Data::new().place);
    refuses_parts(folder.path(), &std::fs::read_to_string(&file).unwrap());
}

fn refuses_other_files(folder: &Path, place: &Place) {
    let file = folder.join("other.jsonl");
    std::fs::write(&file, PROGRAM).unwrap();
    let (done, said) = run(&["import", "--store", file.to_str().unwrap()], place);
    assert!(!done && said.contains("line 1"), "{said}");
}

/// Each into a store of its own kind, which stays empty and takes the whole file then.
fn refuses_parts(folder: &Path, whole: &str) {
    let lines: Vec<&str> = whole.lines().collect();
    let last = lines.len() - 1;
    let without = |gone: usize| [&lines[..gone], &lines[gone + 1..]].concat().join("\n") + "\n";
    let twice = lines.iter().position(|it| it.starts_with("[\"entries\"")).unwrap();
    let data = Data::new();
    let file = folder.join("part.jsonl");
    for (text, expected) in [
        (lines[..last].join("\n") + "\n", "its end is missing: it was cut off"),
        (lines[..last - 2].join("\n") + "\n", "its end is missing: it was cut off"),
        (without(last - 1), "and was written with"),
        (whole.replacen(lines[twice], &[lines[twice]; 2].join("\n"), 1), "line "),
        (format!("{whole}{}\n", lines[last - 1]), "stands after the last line"),
        (whole.replacen("\"entries\"", "\"no_such\"", 1), "is not a row"),
        (without_entry(&lines), "its rows do not add up"),
    ] {
        std::fs::write(&file, text).unwrap();
        let (done, said) = run(&["import", "--store", file.to_str().unwrap()], &data.place);
        assert!(!done && said.contains(expected) && said.contains("nothing is imported"), "{said}");
        assert!(rows(&data.place).is_empty(), "{expected}");
    }
    std::fs::write(&file, whole).unwrap();
    let (done, said) = run(&["import", "--store", file.to_str().unwrap()], &data.place);
    assert!(done, "{said}");
}

/// The last entry is gone, and the number is that of the others.
fn without_entry(lines: &[&str]) -> String {
    let gone = lines.iter().rposition(|it| it.starts_with("[\"entries\"")).unwrap();
    let end = format!("{{\"rows\":{}}}\n", lines.len() - 3);
    [&lines[..gone], &lines[gone + 1..lines.len() - 1]].concat().join("\n") + "\n" + &end
}

#[test]
fn a4_no_table_and_no_column_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Folder(folder.path().to_owned());
    drop(Store::open(&place, 1).unwrap());
    let database = rusqlite::Connection::open(folder.path().join("stempel.db")).unwrap();
    let ask = |sql: &str| -> Vec<String> {
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let there = ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migrations'");
    let mut known: Vec<&str> = tables::all().map(|it| it.name).collect();
    let mut there: Vec<&str> = there.iter().map(String::as_str).collect();
    known.sort_unstable();
    there.sort_unstable();
    assert_eq!(known, there);
    for table in tables::all() {
        let columns = ask(&format!("SELECT name FROM pragma_table_info('{}')", table.name));
        assert_eq!(table.names(), columns.join(", "), "{}", table.name);
    }
}
