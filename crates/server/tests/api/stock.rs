//! R6: what is left of a reward is known by a counter, which follows every redemption.

use crate::server::{PROGRAM, Server};
use chrono::TimeDelta;
use serde_json::Value;
use stempel_server::store::{Place, Store, verify};

/// What does not hold in a store.
fn broken(place: &Place) -> Vec<String> {
    let store = Store::open(place, 1).unwrap();
    let broken = store.readers.read_blocking(verify::broken).unwrap();
    broken.into_iter().flat_map(|it| it.rows).collect()
}

/// Whether the last one is gone, as the snapshot of somebody else says.
fn is_gone(server: &Server) -> bool {
    // A snapshot is kept for a second.
    server.pass(TimeDelta::seconds(1));
    let member = server.member("ben");
    let all = member["rewards"].as_array().unwrap();
    let rare = all.iter().find(|it| it["id"] == "rare").unwrap();
    rare["reasons"].as_array().unwrap().iter().any(|it| it["code"] == "stock")
}

#[track_caller]
fn stands(server: &Server, gone: bool) {
    assert_eq!(is_gone(server), gone);
    assert_eq!(broken(&server.data.place), Vec::<String>::new());
}

fn taken(server: &Server, key: &str) -> Value {
    server.redeem_now("anna", key, "rare", 5).ok()["redemption"].clone()
}

fn started() -> Server {
    let server = Server::start();
    server.join("anna");
    server.join("ben");
    server
}

#[test]
fn r6_what_is_given_back_is_there_again_and_what_is_used_is_not() {
    let server = started();
    stands(&server, false);
    let id = taken(&server, "k-1")["id"].as_str().unwrap().to_owned();
    stands(&server, true);
    server.cancel("anna", "c-1", &id).ok();
    stands(&server, false);
    let code = taken(&server, "k-2")["code"].as_str().unwrap().to_owned();
    server.redeem_now("ben", "k-1", "rare", 5).problem(409, "not_redeemable");
    server.use_code(&code, "o-1").ok();
    server.pass(TimeDelta::days(400));
    server.jobs();
    stands(&server, true);
}

#[test]
fn r6_a_code_that_ran_out_is_there_again_at_once_and_counts_once() {
    let an_hour = PROGRAM.replacen("stock = 1\n", "stock = 1\nvalid_minutes = 60\n", 1);
    let server = started().restart(&an_hour);
    taken(&server, "k-1");
    stands(&server, true);
    server.pass(TimeDelta::hours(1));
    stands(&server, false);
    // The counter is brought to now, though nobody has closed the redemption yet.
    server.jobs();
    stands(&server, false);
    server.redeem_now("ben", "k-1", "rare", 5).ok();
    stands(&server, true);
    // Now it is closed.
    server.paid("o-1", "anna", "gear", 5000).ok();
    stands(&server, true);
    server.pass(TimeDelta::hours(1));
    server.paid("o-2", "ben", "gear", 5000).ok();
    stands(&server, false);
}

#[test]
fn r6_a_clock_that_is_behind_counts_what_it_still_lets_be_used() {
    let an_hour = PROGRAM.replacen("stock = 1\n", "stock = 1\nvalid_minutes = 60\n", 1);
    let server = started().restart(&an_hour);
    let code = taken(&server, "k-1")["code"].as_str().unwrap().to_owned();
    server.pass(TimeDelta::hours(2));
    server.jobs();
    stands(&server, false);
    // As another server would see it whose clock says less.
    server.pass(TimeDelta::minutes(-90));
    stands(&server, true);
    server.use_code(&code, "o-1").ok();
    stands(&server, true);
    server.pass(TimeDelta::hours(3));
    server.jobs();
    stands(&server, true);
}

#[test]
fn r6_a_freed_code_is_taken_until_it_runs_out_and_there_again_when_it_has() {
    let an_hour = PROGRAM.replacen("stock = 1\n", "stock = 2\nvalid_minutes = 60\n", 1);
    let server = started().restart(&an_hour);
    for (first, second, counted) in [("k-1", "k-2", false), ("k-3", "k-4", true)] {
        let code = taken(&server, first)["code"].as_str().unwrap().to_owned();
        server.use_code(&code, first).ok();
        server.release_code(&code, first).ok();
        server.use_code(&code, first).ok();
        taken(&server, second);
        stands(&server, true);
        server.pass(TimeDelta::hours(2));
        if counted {
            // The other one ran out: the counter is brought past the end of the used one.
            server.jobs();
        }
        stands(&server, false);
        server.release_code(&code, first).ok();
        stands(&server, false);
        server.redeem_now("anna", &format!("{first}-again"), "rare", 5).ok();
        server.redeem_now("ben", &format!("{second}-again"), "rare", 5).ok();
        stands(&server, true);
        server.pass(TimeDelta::hours(2));
    }
}

#[test]
fn r6_who_leaves_gives_back_what_they_had_not_used() {
    let server = started();
    taken(&server, "k-1");
    server.leave("anna").ok();
    stands(&server, false);
}

#[test]
fn r6_a_stock_that_comes_later_counts_what_was_taken_before() {
    let unlimited = PROGRAM.replacen("stock = 1\n", "", 1);
    assert_ne!(unlimited, PROGRAM);
    let server = started().restart(&unlimited);
    taken(&server, "k-1");
    taken(&server, "k-2");
    stands(&server, false);
    let server = server.restart(&PROGRAM.replacen("stock = 1\n", "stock = 3\n", 1));
    stands(&server, false);
    taken(&server, "k-3");
    stands(&server, true);
}

#[test]
fn b2_verify_names_a_counter_that_is_not_what_was_taken() {
    let server = started();
    taken(&server, "k-1");
    server.data.run("UPDATE stock SET taken = 7 WHERE program = 'club'").unwrap();
    let said = broken(&server.data.place);
    assert_eq!(said, ["reward club/rare: 7 counted as taken, its redemptions are 1"]);
}

#[test]
fn r6_without_its_counter_a_reward_is_counted() {
    let server = started();
    taken(&server, "k-1");
    server.data.run("DELETE FROM stock").unwrap();
    stands(&server, true);
    let server = server.restart(PROGRAM);
    stands(&server, true);
    server.data.run("UPDATE redemptions SET reward = 'other'").unwrap();
    assert!(is_gone(&server), "it is the counter that is asked");
}

/// Takes one, and does with it what the round says.
fn take_and_then(server: &Server, customer: &str, round: i64) {
    let key = format!("k-{round}");
    let version = server.member(customer)["version"].as_i64().unwrap();
    let reply = server.redeem(customer, &key, "rare", 5, version);
    if reply.status != 201 {
        return;
    }
    let redemption = &reply.ok()["redemption"];
    let (id, code) = (redemption["id"].as_str().unwrap(), redemption["code"].as_str().unwrap());
    match round % 3 {
        0 => drop(server.cancel(customer, &key, id)),
        1 => {
            let order = format!("{customer}-{round}");
            server.use_code(code, &order);
            if round % 2 == 0 {
                server.release_code(code, &order);
            }
        }
        // It runs out by itself.
        _ => {}
    }
}

#[test]
fn r6_the_counter_holds_while_many_take_give_back_use_free_and_let_run_out() {
    let some = PROGRAM.replacen("stock = 1\n", "stock = 30\nvalid_minutes = 1\n", 1);
    let server = Server::start().restart(&some);
    let customers: Vec<String> = (0..8).map(|it| format!("c-{it}")).collect();
    customers.iter().for_each(|it| drop(server.join(it)));
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let takes: Vec<_> = customers
            .iter()
            .map(|it| scope.spawn(|| (0..12).for_each(|round| take_and_then(&server, it, round))))
            .collect();
        // Time passes and the job runs beside them.
        let clock = scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                server.pass(TimeDelta::seconds(7));
                server.jobs();
            }
        });
        takes.into_iter().for_each(|it| it.join().unwrap());
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        clock.join().unwrap();
    });
    assert_eq!(broken(&server.data.place), Vec::<String>::new());
    server.pass(TimeDelta::hours(1));
    server.jobs();
    assert_eq!(broken(&server.data.place), Vec::<String>::new());
}
