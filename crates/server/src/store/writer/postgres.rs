//! A writer of Postgres, one of several in each of several processes: one transaction a command,
//! tried again when the database asks for it. Services lock what they act on (`Tx::lock`), so that
//! commands on one customer go one after the other, and those on others beside them. (Serializable
//! transactions were tried: they fail by pages, and here neighbours share pages.)

use super::{Committed, Job};
use crate::store::db::{Again, Session};
use crate::store::{StoreError, Tx};
use std::time::Duration;

/// How often a command is tried while others are in its way.
const TRIES: u32 = 60;
/// How often when a row was there already: the second look finds it, unless it is a mistake.
const TRIES_IN_CONFLICT: u32 = 4;
const PAUSE_MS_MAX: u64 = 64;

pub fn run(mut session: Session, next: impl Fn() -> Option<Box<dyn Job>>) {
    while let Some(mut job) = next() {
        if !job.is_awaited() {
            continue;
        }
        let committed = whole(&mut session, &mut *job);
        job.finish(committed);
    }
}

fn whole(session: &mut Session, job: &mut dyn Job) -> Committed {
    for tried in 1..=TRIES {
        let ran = once(session, job);
        let enough = match session.again() {
            Some(Again::Contended) => tried == TRIES,
            Some(Again::Conflict) => tried >= TRIES_IN_CONFLICT,
            None => true,
        };
        if enough {
            return ran.map_err(|error| {
                tracing::error!(%error, tried, "a command has no effect");
            });
        }
        pause(tried);
    }
    Err(())
}

/// One try. What the command refuses is its own answer, not an error of the transaction.
fn once(session: &mut Session, job: &mut dyn Job) -> Result<(), StoreError> {
    session.begin("BEGIN")?;
    let keep = job.run(&mut Tx::from(&mut *session)) == Some(true);
    if keep {
        return session.run("COMMIT");
    }
    // A lost connection has rolled back by itself.
    let _ = session.run("ROLLBACK");
    Ok(())
}

/// Full jitter: who waited longest is not always last.
fn pause(tried: u32) {
    let most = PAUSE_MS_MAX.min(1 << tried.min(16));
    let part = getrandom::u64().unwrap_or(0) % (most + 1);
    std::thread::sleep(Duration::from_millis(part));
}
