//! The writer's promises, on a real database.

use super::{Place, Store, StoreError, WriteError};
use crate::args;
use crate::bounds::Bounds;
use futures_util::FutureExt;
use std::sync::mpsc::channel;
use std::time::Duration;
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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
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

/// Holds the store's one writer up until what this gives is dropped.
fn held(store: &Store) -> std::sync::mpsc::Sender<()> {
    let (release, wait) = channel::<()>();
    let (begun, begins) = channel::<()>();
    let hold = store.writer.write(move |_| -> Counted {
        let _ = begun.send(());
        let _ = wait.recv();
        Ok(0)
    });
    let mut hold = std::pin::pin!(hold);
    assert!(hold.as_mut().now_or_never().is_none());
    begins.recv().unwrap();
    release
}

async fn insert_soon(store: &Store, customer: &'static str) -> Counted {
    let insert = move |tx: &mut super::Tx<'_>| -> Counted {
        let into = "INSERT INTO members (program, customer, member, version, joined_at)
                    VALUES ('p', $1, $1, 0, 0)";
        tx.execute(into, args![customer])?;
        Ok(1)
    };
    store.writer.write(insert).await
}

async fn members_soon(store: &Store) -> i64 {
    let count = |tx: &mut super::Tx<'_>| -> Counted {
        let count = tx.query_one("SELECT COUNT(*) FROM members", &[], |row| row.int(0))?;
        Ok(count.unwrap_or(0))
    };
    store.writer.write(count).await.unwrap()
}

fn is_late<T>(given: Result<T, WriteError>) -> bool {
    matches!(given, Err(WriteError::Store(StoreError::Late)))
}

#[tokio::test]
async fn a4_a_command_given_up_on_while_it_waits_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let bounds = Bounds { database: Duration::from_millis(50), ..Bounds::default() };
    let place = Place::Folder(folder.path().to_owned());
    let store = Store::within(&place, 1, &bounds).unwrap();
    let release = held(&store);
    assert!(is_late(insert_soon(&store, "a").await));
    drop((release, store));
    let store = Store::open(&place, 1).unwrap();
    assert_eq!(members_soon(&store).await, 0, "who waited was told that it is not done");
}

#[tokio::test]
async fn a4_a_question_waits_for_its_turn_so_long_and_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let bounds = Bounds { database: Duration::from_millis(50), ..Bounds::default() };
    let place = Place::Folder(folder.path().to_owned());
    let store = Store::within(&place, 1, &bounds).unwrap();
    let (release, wait) = channel::<()>();
    let held = store.readers.read(move |_| -> Counted {
        let _ = wait.recv();
        Ok(0)
    });
    assert!(is_late(held.await));
    assert!(is_late(store.readers.read(|_| -> Counted { Ok(1) }).await));
    drop(release);
    for tried in 0.. {
        if store.readers.read(|_| -> Counted { Ok(1) }).await.is_ok() {
            break;
        }
        assert!(tried < 600, "the reader never comes back");
    }
}

#[tokio::test]
async fn a4_once_the_waiting_is_over_everybody_is_answered_and_what_hangs_is_left_behind() {
    let (folder, store) = store();
    let release = held(&store);
    let waits = insert_soon(&store, "a");
    let ends = async {
        tokio::task::yield_now().await;
        store.end_waiting();
    };
    let (given, ()) = tokio::join!(waits, ends);
    assert!(is_late(given));
    drop(store);
    drop(release);
    let store = Store::open(&Place::Folder(folder.path().to_owned()), 1).unwrap();
    assert_eq!(members_soon(&store).await, 0);
}
