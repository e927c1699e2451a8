//! Snapshots as sent, kept for a moment: a shopper's tabs and their polling ask for the same one
//! again and again. The member's version is compared with the database each time; what changes by
//! time alone, or by another member's taking the last piece, is seen within a second.

use crate::problem::Refusal;
use crate::service::{Context, Customer, snapshot};
use crate::store::{Tx, keys, members};
use axum::body::Bytes;
use axum::http::HeaderValue;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use stempel_protocol::{Member, Timestamp};

/// How long a snapshot is kept, in milliseconds.
const KEPT: i64 = 1000;
/// How many are kept; a snapshot is some kilobytes.
const COUNT: usize = 4096;

/// A snapshot as sent.
pub struct Snapshot {
    /// The JSON.
    pub body: Bytes,
    /// Changes whenever the JSON does, but for the instant it was made at.
    pub etag: HeaderValue,
    version: i64,
    made_at: Timestamp,
}

/// Whose snapshot, in which language, under which name.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    program: String,
    /// The version of the program's definition.
    rules: String,
    customer: Customer,
    lang: String,
}

/// The snapshots of the last moment.
#[derive(Default)]
pub struct Snapshots(Mutex<HashMap<Key, Arc<Snapshot>>>);

impl Snapshots {
    /// The snapshot of a customer, as of now or of a moment ago if nothing was written since.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        customer: Customer,
    ) -> Result<Arc<Snapshot>, Refusal> {
        let program = context.ledger().to_owned();
        let version = members::version(tx, &program, &customer.id)?;
        let rules = context.program().version.clone();
        let key = Key { program, rules, customer, lang: context.lang.clone() };
        if let Some(known) = self.kept().get(&key).filter(|it| it.holds(version, context.now)) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(Snapshot::new(snapshot::read(tx, context, &key.customer)?)?);
        let mut kept = self.kept();
        if kept.len() >= COUNT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&made));
        Ok(made)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Snapshot>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshot {
    fn new(member: Member) -> Result<Self, Refusal> {
        let (version, made_at) = (member.version, member.as_of);
        let timeless = json(&Member { as_of: Timestamp::UNIX_EPOCH, ..member })?;
        let tag = format!("\"{version}-{}\"", &keys::fingerprint(timeless.as_bytes())[..16]);
        let etag = HeaderValue::from_str(&tag).map_err(|e| Refusal::Internal(e.to_string()))?;
        // Nothing that a person wrote comes before it.
        let never = format!("\"as_of\":{}", json(&Timestamp::UNIX_EPOCH)?);
        let body = timeless.replacen(&never, &format!("\"as_of\":{}", json(&made_at)?), 1);
        Ok(Self { body: body.into(), etag, version, made_at })
    }

    fn holds(&self, version: i64, now: Timestamp) -> bool {
        let age = (now - self.made_at).num_milliseconds();
        self.version == version && (0..KEPT).contains(&age)
    }
}

fn json(value: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|e| Refusal::Internal(e.to_string()))
}
