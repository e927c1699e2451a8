//! Carts, told to the loyalty backend as they change: it knows then who left one behind.

use super::outbox;
use super::refusal::Refusal;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use stempel_protocol::{CartUpdated, Event};

/// Queues the news of every signed-in customer's cart that changed since it was told; how many there
/// were. Nobody has to be told of a cart that became an order.
///
/// # Errors
/// When the database failed.
pub fn tell(db: &Connection, now: DateTime<Utc>) -> Result<usize, Refusal> {
    let sql = "SELECT c.session, c.version, c.id, u.sub,
                      (SELECT COALESCE(SUM(l.quantity), 0) FROM cart_lines AS l
                       WHERE l.session = c.session)
               FROM carts AS c
               JOIN sessions AS s ON s.id = c.session
               JOIN customers AS u ON u.id = s.customer
               LEFT JOIN carts_told AS t ON t.session = c.session
               WHERE t.version IS NULL OR t.version <> c.version";
    let changed: Vec<(i64, i64, CartUpdated)> = db
        .prepare(sql)?
        .query_map([], |row| {
            let (customer, cart, units) = (Some(row.get(3)?), row.get(2)?, row.get(4)?);
            Ok((row.get(0)?, row.get(1)?, CartUpdated { customer, card: None, cart, units }))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let count = changed.len();
    for (session, version, told) in changed {
        let sql = "INSERT INTO carts_told (session, version) VALUES (?1, ?2)
                   ON CONFLICT (session) DO UPDATE SET version = excluded.version";
        db.execute(sql, params![session, version])?;
        outbox::queue(db, &told.cart.clone(), Event::CartUpdated(told), now)?;
    }
    Ok(count)
}
