//! Webhooks that wait to be sent: written with the order, sent by a worker, resent with backoff.
//! Events of one order leave in the order they happened.

use super::db::Db;
use super::loyalty::Loyalty;
use super::refusal::Refusal;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;
use std::time::Duration;
use stempel_protocol::{Event, Webhook};
use tokio::sync::Notify;

const PAUSE_MAX_SECONDS: i64 = 300;
const ATTEMPTS_MAX: u32 = 1000;
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// An instant as the shop's database keeps it: sorts as text.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Queues an event of an order; it is sent once the transaction has committed.
///
/// # Errors
/// When the database failed.
pub fn queue(
    db: &Connection,
    order: &str,
    event: Event,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let body = serde_json::to_string(&Webhook { timestamp: now, event })?;
    let id = format!("msg_{}", super::session::random_text()?);
    db.execute(
        "INSERT INTO outbox (id, subject, body, next_at) VALUES (?1, ?2, ?3, ?4)",
        params![id, order, body, stamp(now)],
    )?;
    Ok(())
}

/// Sends what is due, again and again; `wake` says that something was queued.
pub async fn work(db: Db, loyalty: Loyalty, wake: Arc<Notify>) {
    loop {
        while let Ok(true) = send_next(&db, &loyalty, Utc::now()).await {}
        let _ = tokio::time::timeout(LOOK_EVERY, wake.notified()).await;
    }
}

/// Sends the next event that is due; whether there was one.
///
/// # Errors
/// When the database failed.
pub async fn send_next(db: &Db, loyalty: &Loyalty, now: DateTime<Utc>) -> Result<bool, Refusal> {
    let Some(waiting) = db.run(move |tx| due(tx, now)).await? else { return Ok(false) };
    let (client, id, body) = (loyalty.clone(), waiting.id.clone(), waiting.body.clone());
    let sent = tokio::task::spawn_blocking(move || client.send(&id, &body, now))
        .await
        .unwrap_or_else(|error| Err(error.to_string()));
    db.run(move |tx| note(tx, &waiting, sent, now)).await?;
    Ok(true)
}

struct Waiting {
    seq: i64,
    id: String,
    body: String,
    attempts: u32,
}

fn due(db: &Connection, now: DateTime<Utc>) -> Result<Option<Waiting>, Refusal> {
    let sql = "SELECT seq, id, body, attempts FROM outbox AS o
               WHERE delivered_at IS NULL AND next_at <= ?1 AND attempts < ?2
                 AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
                   WHERE earlier.subject = o.subject AND earlier.seq < o.seq
                     AND earlier.delivered_at IS NULL)
               ORDER BY next_at, seq LIMIT 1";
    let row = db.query_row(sql, params![stamp(now), ATTEMPTS_MAX], |row| {
        Ok(Waiting { seq: row.get(0)?, id: row.get(1)?, body: row.get(2)?, attempts: row.get(3)? })
    });
    Ok(row.optional()?)
}

fn note(
    db: &Connection,
    waiting: &Waiting,
    sent: Result<(), String>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let Err(why) = sent else {
        let sql = "UPDATE outbox SET delivered_at = ?2, attempts = attempts + 1, last_error = NULL
                   WHERE seq = ?1";
        db.execute(sql, params![waiting.seq, stamp(now)])?;
        return Ok(());
    };
    tracing::warn!(webhook = waiting.id, attempt = waiting.attempts + 1, why, "webhook not taken");
    let next = now + pause(waiting.attempts);
    let sql = "UPDATE outbox SET next_at = ?2, attempts = attempts + 1, last_error = ?3
               WHERE seq = ?1";
    db.execute(sql, params![waiting.seq, stamp(next), why])?;
    Ok(())
}

/// One second, then twice as long each time, up to five minutes.
pub fn pause(attempts: u32) -> TimeDelta {
    TimeDelta::seconds((1_i64 << attempts.min(16)).min(PAUSE_MAX_SECONDS))
}
