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

/// How long a snapshot is kept at most, in milliseconds; half of it at least. Each is kept for a time
/// of its own: those made together would otherwise be made anew together, again and again, and
/// everybody would wait for all of them once a second.
const KEPT: i64 = 1000;
/// How many are kept at most; a snapshot is some kilobytes.
const COUNT: usize = 4096;

/// A snapshot as sent.
pub struct Snapshot {
    /// The JSON.
    pub body: Bytes,
    /// Changes whenever the JSON does, but for the instant it was made at.
    pub etag: HeaderValue,
    version: i64,
    made_at: Timestamp,
    kept: i64,
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
pub struct Snapshots(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_key: HashMap<Key, Arc<Snapshot>>,
    /// When those that are too old were thrown away.
    swept_at: Timestamp,
}

impl Kept {
    /// Adds one. What nobody asked for again goes, so that the members of an hour ago take no room.
    fn add(&mut self, key: Key, made: Arc<Snapshot>, now: Timestamp) {
        let since = (now - self.swept_at).num_milliseconds();
        if !(0..KEPT).contains(&since) {
            self.by_key.retain(|_, it| it.is_young(now));
            self.swept_at = now;
        }
        if self.by_key.len() >= COUNT {
            self.by_key.clear();
        }
        self.by_key.insert(key, made);
    }
}

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
        let known = self.kept().by_key.get(&key).cloned();
        if let Some(known) = known.filter(|it| it.version == version && it.is_young(context.now)) {
            return Ok(known);
        }
        let made = Arc::new(Snapshot::new(snapshot::read(tx, context, &key.customer)?)?);
        self.kept().add(key, Arc::clone(&made), context.now);
        Ok(made)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
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
        let chance = getrandom::u32().map_err(|e| Refusal::Internal(e.to_string()))?;
        Ok(Self { body: body.into(), etag, version, made_at, kept: kept(chance) })
    }

    fn is_young(&self, now: Timestamp) -> bool {
        (0..self.kept).contains(&(now - self.made_at).num_milliseconds())
    }
}

fn kept(chance: u32) -> i64 {
    KEPT - i64::from(chance) % (KEPT / 2)
}

fn json(value: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|e| Refusal::Internal(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(customer: usize, made_at: Timestamp) -> (Key, Arc<Snapshot>) {
        let customer = Customer { id: format!("c-{customer}"), name: None };
        let key = Key { program: "p".into(), rules: "1".into(), customer, lang: "en".into() };
        let etag = HeaderValue::from_static("e");
        (key, Arc::new(Snapshot { body: Bytes::new(), etag, version: 1, made_at, kept: KEPT }))
    }

    #[test]
    fn those_made_together_are_not_made_anew_together() {
        let mut anew = [0; 10];
        for chance in 0..10_000_u32 {
            let kept = kept(chance.wrapping_mul(2_654_435_761));
            assert!((KEPT / 2 + 1..=KEPT).contains(&kept), "{kept}");
            anew[usize::try_from((kept - KEPT / 2 - 1) * 10 / (KEPT / 2)).unwrap()] += 1;
        }
        assert!(anew.iter().all(|it| (800..1200).contains(it)), "{anew:?}");
    }

    #[test]
    fn what_is_kept_is_bounded_by_count_and_by_age() {
        let mut kept = Kept::default();
        let start = Timestamp::UNIX_EPOCH + chrono::TimeDelta::days(1);
        for it in 0..3 * COUNT {
            let (key, made) = one(it, start);
            kept.add(key, made, start);
            assert!((1..=COUNT).contains(&kept.by_key.len()));
        }
        let later = start + chrono::TimeDelta::milliseconds(KEPT);
        let (key, made) = one(0, later);
        kept.add(key, made, later);
        assert_eq!(kept.by_key.len(), 1);
    }
}
