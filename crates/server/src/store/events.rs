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
    /// What tells its content from another's.
    pub fingerprint: String,
}

/// An event that was applied before.
pub struct Applied {
    /// The id it was applied under.
    pub id: String,
    /// What told its content from another's.
    pub fingerprint: String,
    /// What became of it.
    pub outcome: String,
    /// The points it changed.
    pub points: i64,
}

/// The event applied before under the same id, or about the same thing.
///
/// # Errors
/// When the database fails.
pub fn find(
    tx: &mut Tx<'_>,
    program: &str,
    event: &Event,
) -> Result<Option<Applied>, StoreError> {
    let sql = "SELECT event, fingerprint, outcome, points FROM events
               WHERE program = $1 AND event = $2
               UNION ALL
               SELECT event, fingerprint, outcome, points FROM events
               WHERE program = $1 AND kind = $3 AND subject = $4";
    tx.query_one(sql, args![program, &event.id, event.kind, &event.subject], |row| {
        Ok(Applied {
            id: row.text(0)?,
            fingerprint: row.text(1)?,
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
        "INSERT INTO events (program, event, kind, subject, fingerprint, outcome, points,
                             applied_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            program,
            &event.id,
            event.kind,
            &event.subject,
            &event.fingerprint,
            outcome,
            points,
            millis(now),
        ],
    )?;
    Ok(())
}
