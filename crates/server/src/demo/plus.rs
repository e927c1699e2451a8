//! Kawiarnia Plus, the shop's paid membership: begun, paused, taken up again and ended by the
//! customer, renewed by the shop; each change is told to the loyalty backend.

use super::customers::Customer;
use super::outbox::{self, stamp};
use super::refusal::Refusal;
use chrono::{DateTime, Days, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use stempel_protocol::{Event, MembershipTold};

/// How long one payment lasts, in days.
const DAYS: u64 = 30;
/// What that costs, in minor units.
const PRICE: i64 = 1_900;

/// How a customer's membership stands.
#[derive(Debug, Serialize)]
pub struct PlusView {
    /// `none`, `active`, `paused` or `ended`.
    status: String,
    /// Until when it is paid for.
    until: Option<String>,
    /// What 30 days cost.
    price: i64,
}

/// What a customer can do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Begin it, or begin it again.
    Start,
    /// Let it rest.
    Pause,
    /// Take it up again, for another 30 days.
    Resume,
    /// End it at once.
    End,
}

/// How it stands.
///
/// # Errors
/// When the database failed.
pub fn of_customer(db: &Connection, customer: &str) -> Result<PlusView, Refusal> {
    let sql = "SELECT status, until FROM subscribers WHERE customer = ?1";
    let found = db
        .query_row(sql, [customer], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or_else(|| ("none".to_owned(), None));
    Ok(PlusView { status: found.0, until: found.1, price: PRICE })
}

/// Takes a step and queues the news of it.
///
/// # Errors
/// When it cannot be taken from how things stand.
pub fn step(
    db: &Connection,
    customer: &Customer,
    step: Step,
    now: DateTime<Utc>,
) -> Result<PlusView, Refusal> {
    let before = of_customer(db, &customer.id)?.status;
    let (status, tell): (_, fn(MembershipTold) -> Event) = match (step, &*before) {
        (Step::Start, "none" | "ended") => ("active", Event::MembershipStarted),
        (Step::Pause, "active") => ("paused", Event::MembershipPaused),
        (Step::Resume, "paused") => ("active", Event::MembershipResumed),
        (Step::End, "active" | "paused") => ("ended", Event::MembershipEnded),
        _ => return Err(Refusal::conflict("plus_changed")),
    };
    let until = (status == "active").then(|| now + Days::new(DAYS));
    let sql = "INSERT INTO subscribers (customer, status, until) VALUES (?1, ?2, ?3)
               ON CONFLICT (customer) DO UPDATE SET status = ?2, until = ?3";
    db.execute(sql, params![customer.id, status, until.map(stamp)])?;
    announce(db, &customer.id, &customer.sub, tell, until, now)?;
    of_customer(db, &customer.id)
}

/// Takes the payment for the next days from everybody whose time has run out; how many there were.
///
/// # Errors
/// When the database failed.
pub fn renew(db: &Connection, now: DateTime<Utc>) -> Result<usize, Refusal> {
    let sql = "SELECT c.id, c.sub FROM subscribers AS s JOIN customers AS c ON c.id = s.customer
               WHERE s.status = 'active' AND s.until <= ?1";
    let due: Vec<(String, String)> = db
        .prepare(sql)?
        .query_map([stamp(now)], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let until = now + Days::new(DAYS);
    for (customer, sub) in &due {
        let sql = "UPDATE subscribers SET until = ?2 WHERE customer = ?1";
        db.execute(sql, params![customer, stamp(until)])?;
        announce(db, customer, sub, Event::MembershipRenewed, Some(until), now)?;
    }
    Ok(due.len())
}

fn announce(
    db: &Connection,
    customer: &str,
    sub: &str,
    tell: fn(MembershipTold) -> Event,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let sql = "SELECT id FROM subscribers WHERE customer = ?1";
    let id: i64 = db.query_row(sql, [customer], |row| row.get(0))?;
    let membership = format!("plus-{id}");
    let told = MembershipTold {
        customer: Some(sub.to_owned()),
        card: None,
        membership: membership.clone(),
        until,
    };
    outbox::queue(db, &membership, tell(told), now)
}
