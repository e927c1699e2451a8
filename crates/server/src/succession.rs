//! A definition in the place of those that a store's books were kept under: at the start, at an
//! import, and while the server runs.

use crate::catalogue::{Definition, test_ledger, told};
use crate::config::StartError;
use crate::store::{Place, Store, StoreError, Tx, programs};
use stempel_engine::Program;
use stempel_engine::program::Mistake;

/// Refuses a definition under which what members hold in the store would become something else.
///
/// # Errors
/// The file with each mistake; when the database fails.
pub fn refuse(store: &Store, place: &Place, definition: &Definition) -> Result<(), StartError> {
    let mistakes = store.readers.read_blocking(|tx| mistakes(tx, definition));
    let mistakes = mistakes.map_err(|e| StartError::new(place.to_string(), e))?;
    if mistakes.is_empty() {
        return Ok(());
    }
    Err(StartError::new(&definition.file, told(&mistakes)))
}

/// Where nothing is booked yet, nothing can become something else.
fn mistakes(tx: &mut Tx<'_>, definition: &Definition) -> Result<Vec<Mistake>, StoreError> {
    let program = &definition.program;
    let has_books =
        programs::has_books(tx, &program.id)? || programs::has_books(tx, &test_ledger(program))?;
    if !has_books {
        return Ok(Vec::new());
    }
    let before = before(tx, program, Vec::new())?;
    let before: Vec<&Program> = before.iter().collect();
    Ok(program.follow(&definition.source, &before).err().unwrap_or_default())
}

/// The definitions that say what a program's books are kept in, the newest first: after the `newer`
/// ones as many as it takes for each of its wallets to be found. One that cannot be read any more
/// says nothing.
///
/// # Errors
/// When the database fails.
pub fn before(
    tx: &mut Tx<'_>,
    program: &Program,
    newer: Vec<Program>,
) -> Result<Vec<Program>, StoreError> {
    let mut before = newer;
    for version in programs::versions(tx, &program.id)? {
        let known = |id| before.iter().any(|it: &Program| it.wallet(id).is_some());
        if !before.is_empty() && program.wallets.iter().all(|it| known(&it.id)) {
            break;
        }
        let source = programs::source(tx, &program.id, &version)?.unwrap_or_default();
        before.extend(Program::parse_earlier(&source));
    }
    Ok(before)
}
