//! The shop's events: which were applied, so that none is applied twice.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use stempel_protocol::Timestamp;

/// An event, by the delivery's id and by what it is about.
#[derive(Debug, Clone)]
pub struct Event {
    /// The delivery's id.
    pub id: String,
    /// What happened, e.g. `order.paid`.
    pub kind: &'static str,
    /// The order, or the shop's id of the refund.
    pub subject: String,
}

/// An event that was applied before.
pub struct Applied {
    /// What happened.
    pub kind: String,
    /// The order, or the shop's id of the refund.
    pub subject: String,
    /// What became of it.
    pub outcome: String,
    /// The points it changed.
    pub points: i64,
}

/// The event applied before under the same id, or about the same thing.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, event: &Event) -> Result<Option<Applied>, StoreError> {
    let sql = "SELECT kind, subject, outcome, points FROM events
               WHERE program = $1 AND event = $2
               UNION ALL
               SELECT kind, subject, outcome, points FROM events
               WHERE program = $1 AND kind = $3 AND subject = $4";
    tx.query_one(sql, args![program, &event.id, event.kind, &event.subject], |row| {
        Ok(Applied {
            kind: row.text(0)?,
            subject: row.text(1)?,
            outcome: row.text(2)?,
            points: row.int(3)?,
        })
    })
}

/// Remembers that an event was applied.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    event: &Event,
    outcome: &str,
    points: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO events (program, event, kind, subject, outcome, points, applied_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![program, &event.id, event.kind, &event.subject, outcome, points, millis(now),],
    )?;
    Ok(())
}
