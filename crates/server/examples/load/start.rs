//! How long a server takes to be ready on a large store.

use crate::client::Connection;
use crate::{Outcome, say, serve};
use std::time::Instant;
use stempel_server::args;
use stempel_server::catalogue::Definition;
use stempel_server::store::{Place, Store, Tx, WriteError, verify};

/// How many transactions a member has.
const OF_ONE: usize = 1000;

/// How long it takes from opening a store of so many entries to the first `/readyz`.
pub fn ready(place: &Place, definition: &Definition, entries: usize) -> Outcome<()> {
    let store = Store::open(place, 1)?;
    for member in 0..entries.div_ceil(2 * OF_ONE) {
        let program = definition.program.id.clone();
        store.writer.write_blocking(move |tx| fill(tx, &program, member))?;
    }
    drop(store);
    let wrong = Store::open(place, 1)?.readers.read_blocking(verify::broken)?;
    if let Some(wrong) = wrong.first() {
        return Err(wrong.promise.into());
    }
    for number in 0..5 {
        let began = Instant::now();
        let address = serve::start(place, definition)?;
        Connection::open(address, number)?.ask("GET", "/readyz", "", "")?;
        let ms = began.elapsed().as_secs_f64() * 1000.0;
        say(&format!("ready on {entries} entries after {ms:.0} ms"));
    }
    Ok(())
}

const NUMBERS: &str = "WITH RECURSIVE n(i) AS
    (SELECT CAST($3 AS BIGINT) UNION ALL SELECT i - 1 FROM n WHERE i > 1)";

/// A member who was given a point a thousand times.
fn fill(tx: &mut Tx<'_>, program: &str, number: usize) -> Result<(), WriteError> {
    let count = i64::try_from(OF_ONE).unwrap_or(i64::MAX);
    let (member, card) = (&format!("m-{number}"), i64::try_from(number).unwrap_or(i64::MAX) + 1);
    tx.execute(
        "INSERT INTO members (program, customer, member, version, joined_at, card)
         VALUES ($1, $2, $2, $3, 0, $4)",
        args![program, member, count, card],
    )?;
    tx.execute(
        "INSERT INTO accounts (program, member, wallet, pending, available, reserved, debt,
                               lifetime, spent, expired, adjusted, lots, transactions)
         VALUES ($1, $2, 'points', 0, $3, 0, 0, $3, 0, 0, 0, $3, $3)",
        args![program, member, count],
    )?;
    for rows in [
        "transactions (program, member, number, transaction_id, kind, at, source, parts, change,
                       balance, shown)
         {} SELECT $1, $2, i, CAST($2 AS TEXT) || '-' || i, 'earn', i,
                   '{\"type\":\"activity\",\"id\":\"gift\"}', '[]', 1, i, 1 FROM n",
        "entries (program, transaction_id, position, account, wallet, lot, amount)
         {} SELECT $1, CAST($2 AS TEXT) || '-' || i, 0, 'available', 'points', i, 1 FROM n",
        "entries (program, transaction_id, position, account, wallet, lot, amount)
         {} SELECT $1, CAST($2 AS TEXT) || '-' || i, 1, 'issued', 'points', NULL, -1 FROM n",
        "lots (program, member, wallet, lot, source, earned_at, matures_at, pending, available,
               reserved, expired)
         {} SELECT $1, $2, 'points', i, '{\"type\":\"activity\",\"id\":\"gift\"}', i, i, 0, 1, 0,
                   0 FROM n",
    ] {
        let sql = format!("INSERT INTO {}", rows.replacen("{}", NUMBERS, 1));
        tx.execute(&sql, args![program, member, count])?;
    }
    Ok(())
}
