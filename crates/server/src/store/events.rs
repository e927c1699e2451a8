//! The shop's events: which were applied, so that none is applied twice. Ids and subjects are the
//! shop's own texts, and many a shop builds them with its customer's id: only their hashes are kept,
//! and no instant, which would lead to what was booked at the same one.

use super::{StoreError, Tx, salts};
use crate::args;

/// An event, by the delivery's id and by what it is about: hashes of them.
#[derive(Debug, Clone)]
pub struct Event {
    id: String,
    kind: &'static str,
    subject: String,
}

/// An event that was applied before.
pub struct Applied {
    kind: String,
    subject: String,
    /// What became of it.
    pub outcome: String,
    /// The points it changed.
    pub points: i64,
}

impl Applied {
    /// Whether it was about the same thing, not just of the same delivery.
    #[must_use]
    pub fn is_same(&self, event: &Event) -> bool {
        self.kind == event.kind && self.subject == event.subject
    }
}

/// An event by what the shop calls it: the delivery's id, what happened (e.g. `order.paid`), and what
/// it is about: the order, or the shop's id of the refund or the deed.
///
/// # Errors
/// When the database fails.
pub fn named(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    kind: &'static str,
    subject: &str,
) -> Result<Event, StoreError> {
    let salt = salts::made(tx, program)?;
    let (id, subject) = hashes(&salt, id, kind, subject);
    Ok(Event { id, kind, subject })
}

/// What stands in place of an event's id and subject.
pub(super) fn hashes(salt: &str, id: &str, kind: &str, subject: &str) -> (String, String) {
    (salts::hashed(salt, "event", id), salts::hashed(salt, kind, subject))
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
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO events (program, event, kind, subject, outcome, points)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![program, &event.id, event.kind, &event.subject, outcome, points],
    )?;
    Ok(())
}

/// Forgets what an import told of a member's redemptions: such a row names one of them.
///
/// # Errors
/// When the database fails.
pub fn forget_redeemed(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM events WHERE program = $1 AND kind = 'reward.redeemed'
               AND outcome IN (SELECT redemption FROM redemptions
                               WHERE program = $1 AND member = $2)";
    tx.execute(sql, args![program, member]).map(drop)
}
