//! Hundreds want the same thing at the same instant: one gets it, the others learn why not.

use crate::KIND;
use crate::database::{Data, Kind};
use crate::process::Running;
use crate::server::{Reply, Server};
use serde_json::Value;
use std::sync::{Barrier, Mutex, PoisonError};

const CROWD: usize = 500;

/// Everybody acts at once; `act` is told who they are.
fn at_once(act: impl Fn(usize) -> Reply + Sync) -> Vec<Reply> {
    // One crowd at a time: each has a connection for everybody.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let barrier = Barrier::new(CROWD);
    let replies = std::thread::scope(|scope| {
        let one = |number: usize| {
            let (barrier, act) = (&barrier, &act);
            scope.spawn(move || {
                barrier.wait();
                act(number)
            })
        };
        let all: Vec<_> = (0..CROWD).map(one).collect();
        all.into_iter().map(|it| it.join().unwrap()).collect()
    });
    drop(alone);
    replies
}

fn won(replies: &[Reply]) -> Vec<&Reply> {
    replies.iter().filter(|it| it.status == 201).collect()
}

/// Servers as processes of their own: two on one database, where that is a server of its own.
struct Several {
    servers: Vec<Server>,
    processes: Vec<Running>,
    _folder: tempfile::TempDir,
    _data: Data,
}

impl Several {
    fn start() -> Self {
        let (data, folder) = (Data::new(), tempfile::tempdir().unwrap());
        let count = if KIND == Kind::Postgres { 2 } else { 1 };
        let start = |_| Running::start(folder.path(), &data.place, |_| {});
        let processes: Vec<Running> = (0..count).map(start).collect();
        let servers = processes.iter().map(|it| Server::at(&it.root)).collect();
        Self { servers, processes, _folder: folder, _data: data }
    }

    /// The one that this customer or request meets.
    fn of(&self, number: usize) -> &Server {
        &self.servers[number % self.servers.len()]
    }
}

/// A server that is held up for a moment: each connection waits for it. One that finds no room hears
/// nothing and is tried again by the system only after a second, then three, seven, fifteen.
#[cfg(unix)]
#[test]
fn a4_five_hundred_connect_to_a_busy_server_and_none_has_to_come_again() {
    let several = Several::start();
    let process = &several.processes[0];
    let signal = |name: &str| {
        let id = process.child.id().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    };
    let address = process.root.trim_start_matches("http://").parse().unwrap();
    signal("-STOP");
    let limit = std::time::Duration::from_millis(900);
    let connect = |number| match std::net::TcpStream::connect_timeout(&address, limit) {
        Ok(connection) => connection,
        Err(error) => panic!("number {number}: {error}"),
    };
    let crowd: Vec<_> = (0..CROWD.min(room())).map(connect).collect();
    signal("-CONT");
    drop(crowd);
    several.of(0).join("anna");
}

/// How many connections this system lets wait.
#[cfg(unix)]
fn room() -> usize {
    let said = std::fs::read_to_string("/proc/sys/net/core/somaxconn").ok();
    said.and_then(|it| it.trim().parse().ok()).unwrap_or(128)
}

#[test]
fn r3_five_hundred_want_the_last_piece_and_one_gets_it() {
    let several = Several::start();
    let server = |number: usize| several.of(number);
    let name = |number: usize| format!("customer-{number}");
    let workers = 8;
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let server = &server;
            scope.spawn(move || {
                for number in (worker..CROWD).step_by(workers) {
                    server(number).join(&name(number));
                }
            });
        }
    });
    let replies = at_once(|number| server(number).redeem(&name(number), "the-key", "rare", 5, 1));
    assert_eq!(won(&replies).len(), 1);
    for lost in replies.iter().filter(|it| it.status != 201) {
        let problem = lost.problem(409, "not_redeemable");
        assert_eq!(problem["reasons"][0]["code"], "stock");
    }
    let left: Vec<i64> = (0..CROWD).map(|it| several.of(0).available(&name(it))).collect();
    assert_eq!(left.iter().sum::<i64>(), 100 * i64::try_from(CROWD).unwrap() - 5);
}

#[test]
fn r7_five_hundred_spend_one_balance_and_one_of_them_does() {
    let several = Several::start();
    let version = several.of(0).join("anna")["version"].as_i64().unwrap();
    let redeem = |number: usize| {
        let key = format!("key-{number}");
        several.of(number).redeem("anna", &key, "minus-10", 80, version)
    };
    let replies = at_once(redeem);
    let winners = won(&replies);
    assert_eq!(winners.len(), 1);
    assert_eq!(winners[0].json()["member"]["balance"]["available"], 20);
    for lost in replies.iter().filter(|it| it.status != 201) {
        let problem = lost.problem(409, "changed");
        assert_eq!(problem["member"]["balance"]["available"], 20, "what they can do is there");
    }
    let member = several.of(0).member("anna");
    assert_eq!(member["redemptions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn r7_five_hundred_copies_of_one_command_redeem_once_and_each_gets_its_answer() {
    let several = Several::start();
    let version = several.of(0).join("anna")["version"].as_i64().unwrap();
    let replies =
        at_once(|number| several.of(number).redeem("anna", "the-key", "minus-10", 80, version));
    let ids: Vec<Value> = replies.iter().map(|it| it.ok()["redemption"]["id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(several.of(0).available("anna"), 20);
}

#[test]
fn e1_five_hundred_copies_of_one_order_are_credited_once() {
    let several = Several::start();
    several.of(0).join("anna");
    let replies = at_once(|number| several.of(number).paid("o-1", "anna", "gear", 5000));
    let applied = replies.iter().filter(|it| it.ok()["outcome"] == "applied").count();
    assert_eq!(applied, 1);
    assert_eq!(several.of(0).available("anna"), 150);
}
