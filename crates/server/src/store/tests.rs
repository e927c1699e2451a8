//! The writer's promises, on a real database.

use super::{Place, Store, WriteError};
use crate::args;
use std::sync::mpsc::channel;
use tempfile::TempDir;

type Counted = Result<i64, WriteError>;

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Place::Folder(folder.path().to_owned()), 1).unwrap();
    (folder, store)
}

fn insert(store: &Store, customer: &'static str, fate: fn() -> Counted) -> Counted {
    store.writer.write_blocking(move |tx| {
        tx.execute(
            "INSERT INTO members (program, customer, member, version, joined_at)
             VALUES ('p', $1, $1, 0, 0)",
            args![customer],
        )?;
        fate()
    })
}

fn members(store: &Store) -> i64 {
    let count = store.writer.write_blocking(|tx| -> Counted {
        let count = tx.query_one("SELECT COUNT(*) FROM members", &[], |row| row.int(0))?;
        Ok(count.unwrap_or(0))
    });
    count.unwrap()
}

#[test]
fn a_command_that_refuses_or_panics_leaves_nothing_and_harms_no_other() {
    let (_folder, store) = store();
    assert!(insert(&store, "a", || Ok(1)).is_ok());
    assert!(insert(&store, "b", || Err(WriteError::Busy)).is_err());
    let panicked = insert(&store, "c", || panic!("on purpose"));
    assert!(matches!(panicked, Err(WriteError::Panicked)));
    assert!(insert(&store, "d", || Ok(1)).is_ok());
    let twice = insert(&store, "d", || Ok(1));
    assert!(matches!(twice, Err(WriteError::Store(error)) if error.is_conflict()));
    assert_eq!(members(&store), 2);
}

#[test]
fn a_full_queue_sends_callers_away_and_takes_them_again_later() {
    let (_folder, store) = store();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (release, wait) = channel::<()>();
    let slow = store.writer.write(move |_| -> Counted {
        let _ = wait.recv();
        Ok(0)
    });
    runtime.block_on(async {
        let quick = || store.writer.write(|_| -> Counted { Ok(1) });
        let mut waiting: Vec<_> = (0..super::QUEUE + 1).map(|_| Box::pin(quick())).collect();
        let mut slow = Box::pin(slow);
        let first_look = std::future::poll_fn(|context| {
            let _ = slow.as_mut().poll(context);
            let polled = waiting.iter_mut().map(|it| it.as_mut().poll(context));
            std::task::Poll::Ready(polled.filter(std::task::Poll::is_ready).count())
        });
        let sent_away = first_look.await;
        assert!(sent_away > 0, "somebody found the queue full");
        release.send(()).unwrap();
        slow.await.unwrap();
        assert_eq!(quick().await.unwrap(), 1);
    });
}

#[test]
fn placeholders_go_by_their_number_wherever_they_stand() {
    let (_folder, store) = store();
    let swapped = store.writer.write_blocking(|tx| -> Result<_, WriteError> {
        let read = |row: &super::db::Row<'_>| Ok((row.text(0)?, row.int(1)?));
        Ok(tx.query_one("SELECT $2, $1", args![7, "seven"], read)?)
    });
    assert_eq!(swapped.unwrap(), Some(("seven".into(), 7)));
}

/// Sets a pragma of the writer's own connection.
fn pragma(store: &Store, sql: &'static str) {
    let set = store
        .writer
        .write_blocking(move |tx| -> Result<_, WriteError> { Ok(tx.query(sql, &[], |_| Ok(()))?) });
    set.unwrap();
}

/// Fills the database until it refuses; says how that reads to a client.
fn fill(store: &Store) -> Option<crate::problem::Refusal> {
    (0..2000).find_map(|number| {
        let long = format!("{number}-{}", "x".repeat(2000));
        let insert = move |tx: &mut crate::store::Tx<'_>| -> Result<usize, WriteError> {
            Ok(tx.execute(
                "INSERT INTO members (program, customer, member, version, joined_at)
                 VALUES ('p', $1, $1, 0, 0)",
                args![&long],
            )?)
        };
        store.writer.write_blocking(insert).err().map(Into::into)
    })
}

#[test]
fn a_full_disk_is_unavailable_and_loses_nothing_and_room_makes_it_well_again() {
    let (_folder, store) = store();
    assert!(insert(&store, "a", || Ok(1)).is_ok());
    pragma(&store, "PRAGMA max_page_count = 200");
    let refused = fill(&store).expect("no end of a full disk");
    assert!(matches!(refused, crate::problem::Refusal::Unavailable), "{refused:?}");
    let before = members(&store);
    pragma(&store, "PRAGMA max_page_count = 100000");
    assert!(insert(&store, "b", || Ok(1)).is_ok());
    assert_eq!(members(&store), before + 1);
}

#[test]
fn a_database_that_cannot_be_written_is_unavailable_and_still_read() {
    let (_folder, store) = store();
    assert!(insert(&store, "a", || Ok(1)).is_ok());
    pragma(&store, "PRAGMA query_only = ON");
    let refused: crate::problem::Refusal = insert(&store, "b", || Ok(1)).unwrap_err().into();
    assert!(matches!(refused, crate::problem::Refusal::Unavailable), "{refused:?}");
    let read = store.readers.read_blocking(|tx| -> Counted {
        let count = tx.query_one("SELECT COUNT(*) FROM members", &[], |row| row.int(0))?;
        Ok(count.unwrap_or(0))
    });
    assert_eq!(read.unwrap(), 1);
}
