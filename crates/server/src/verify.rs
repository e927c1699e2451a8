//! `verify`: proves a database, or names the rows that are wrong. `check`: reads program files and
//! names every mistake. Neither changes anything.

use crate::catalogue::Definition;
use crate::cli::{CheckArgs, VerifyArgs};
use crate::config::StartError;
use crate::store::{Place, Store, StoreError, database, verify};
use std::fmt::Write as _;
use std::io::Write as _;

/// Proves a database.
///
/// # Errors
/// When it cannot be read, or when something in it is wrong: every row of that.
pub fn run(args: &VerifyArgs) -> Result<(), StartError> {
    let place = args.data.place()?;
    let wrong = |fault: String| StartError::new(place.to_string(), fault);
    if let Place::Folder(folder) = &place
        && !database(folder).is_file()
    {
        return Err(wrong("there is no database".into()));
    }
    let store = Store::open(&place, 1).map_err(|e| wrong(e.to_string()))?;
    let read = store.readers.read_blocking(|tx| -> Result<_, StoreError> {
        Ok((verify::broken(tx)?, verify::size(tx)?))
    });
    let (broken, (members, transactions)) = read.map_err(|e| wrong(e.to_string()))?;
    if broken.is_empty() {
        say(&format!("{members} members, {transactions} transactions: everything adds up"));
        return Ok(());
    }
    let mut list = String::from("something does not add up");
    for found in broken {
        let _ = write!(list, "\n  not true: {}", found.promise);
        for row in found.rows {
            let _ = write!(list, "\n    {row}");
        }
    }
    Err(wrong(list))
}

/// Checks program files, each on its own.
///
/// # Errors
/// Every mistake of every file.
pub fn check(args: &CheckArgs) -> Result<(), StartError> {
    let mut mistakes = Vec::new();
    for file in &args.files {
        match Definition::open(file) {
            Ok(Definition { program, .. }) => {
                let name = file.display();
                say(&format!("{name}: program `{}`, version {}", program.id, program.version));
            }
            Err(mistake) => mistakes.push(mistake.to_string()),
        }
    }
    if mistakes.is_empty() {
        return Ok(());
    }
    Err(StartError::new("check", mistakes.join("\n")))
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
