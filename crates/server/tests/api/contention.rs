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
    _processes: Vec<Running>,
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
        Self { servers, _processes: processes, _folder: folder, _data: data }
    }

    /// The one that this customer or request meets.
    fn of(&self, number: usize) -> &Server {
        &self.servers[number % self.servers.len()]
    }
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
