//! A code that the shop's server frees again, because its order came to nothing.

use crate::coupons::look;
use crate::ledger::broken;
use crate::redemptions::at_once;
use crate::server::{PROGRAM, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};
use stempel_server::store::Store;

/// The code of a reward that they take.
fn code_of(server: &Server, who: &str, key: &str, reward: &str, cost: i64) -> String {
    let taken = server.redeem_now(who, key, reward, cost).ok();
    taken["redemption"]["code"].as_str().unwrap().to_owned()
}

#[test]
fn r5_a_code_whose_order_came_to_nothing_is_open_again() {
    let mut server = Server::start();
    server.join("anna");
    let minus = code_of(&server, "anna", "k-1", "minus-10", 80);
    server.release_code(&minus, "o-1").problem(409, "code_unused");
    let issued = look(&server, &minus).ok();
    server.use_code(&minus, "o-1").ok();
    assert_eq!(server.member("anna")["balance"]["spent"], 80);
    server.release_code(&minus, "o-2").problem(409, "code_used");
    let freed = server.release_code(&minus, "o-1").ok();
    assert_eq!(freed, issued);
    assert_eq!(server.release_code(&minus, "o-1").ok(), freed, "the same order, the same answer");
    server.release_code(&minus, "o-2").problem(409, "code_unused");
    let balance = &server.member("anna")["balance"];
    assert_eq!((&balance["spent"], &balance["reserved"]), (&json!(0), &json!(80)));
    server.use_code(&minus, "o-2").ok();
    server.release_code(&minus, "o-1").problem(409, "code_used");
    server.release_code(&minus, "o-2").ok();
    let taken = server.member("anna")["redemptions"][0]["id"].as_str().unwrap().to_owned();
    server.cancel("anna", "c-1", &taken).ok();
    assert_eq!(server.available("anna"), 100);
    assert_eq!(server.release_code(&minus, "o-2").ok()["status"], "cancelled");
    server.release_code(&minus, "o-1").problem(409, "code_closed");

    let coffee = code_of(&server, "anna", "k-2", "coffee-free", 50);
    server.use_code(&coffee, "o-3").ok();
    server.pass(TimeDelta::days(101));
    assert_eq!(server.available("anna"), 0, "the rest expired");
    let late = server.release_code(&coffee, "o-3").ok();
    assert_eq!(late["status"], "expired", "its time is over");
    assert_eq!(server.release_code(&coffee, "o-3").ok(), late);
    assert_eq!(server.available("anna"), 50, "in its lot's grace");
    server.pass(TimeDelta::days(8));
    assert_eq!(server.available("anna"), 0);
    server.use_code(&coffee, "o-3").problem(409, "code_closed");
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn r5_a_freed_code_counts_as_open_for_limits_and_stock() {
    let mut server = Server::start();
    server.join("anna");
    server.join("ben");
    let taken = |who: &str| {
        let taken = server.redeem_now(who, &format!("{who}-1"), "rare", 5).ok();
        taken["redemption"].clone()
    };
    let first = taken("anna");
    let code = first["code"].as_str().unwrap();
    server.use_code(code, "o-1").ok();
    server.redeem_now("ben", "b-0", "rare", 5).problem(409, "not_redeemable");
    server.release_code(code, "o-1").ok();
    server.redeem_now("ben", "b-1", "rare", 5).problem(409, "not_redeemable");
    server.cancel("anna", "c", first["id"].as_str().unwrap()).ok();
    taken("ben");
    let once = server.redeem_now("anna", "a-2", "delivery", 20).ok()["redemption"].clone();
    server.use_code(once["code"].as_str().unwrap(), "o-2").ok();
    server.release_code(once["code"].as_str().unwrap(), "o-2").ok();
    server.redeem_now("anna", "a-3", "delivery", 20).problem(409, "not_redeemable");
    server.cancel("anna", "d", once["id"].as_str().unwrap()).ok();
    server.redeem_now("anna", "a-4", "delivery", 20).ok();
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn r5_who_left_has_no_code_to_be_freed_even_when_they_are_back() {
    let mut server = Server::start();
    server.join("anna");
    let code = |key: &str, reward: &str, cost| code_of(&server, "anna", key, reward, cost);
    let (used, freed) = (code("k-1", "minus-10", 80), code("k-2", "rare", 5));
    server.use_code(&used, "o-1").ok();
    server.use_code(&freed, "o-2").ok();
    server.release_code(&freed, "o-2").ok();
    server.leave("anna").ok();
    for back in [false, true] {
        if back {
            server.join("anna");
        }
        server.release_code(&used, "o-1").problem(409, "code_closed");
        assert_eq!(server.release_code(&freed, "o-2").ok()["status"], "cancelled", "as before");
    }
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
    let sql = "SELECT COUNT(*) FROM redemptions WHERE held <> '[]' OR used_lots <> '[]'";
    let store = Store::open(&server.data.place, 1).unwrap();
    let kept = store.readers.read_blocking(|tx| tx.query_one(sql, &[], |row| row.int(0)));
    assert_eq!(kept.unwrap(), Some(0), "nothing is kept of a code that cannot be freed");
}

#[test]
fn r5_a_member_sees_a_freed_code_as_open_and_their_history_says_what_came_of_it() {
    let server = Server::start();
    server.join("anna");
    let code = code_of(&server, "anna", "k-1", "coffee-free", 50);
    let lines = || -> Vec<(Value, Value)> {
        let history = server.get("member/transactions", "anna").ok()["items"].clone();
        let told = |it: &Value| (it["kind"].clone(), it["points"].clone());
        history.as_array().unwrap().iter().map(told).collect()
    };
    let (before, open) = (lines(), server.member("anna")["redemptions"][0].clone());
    server.use_code(&code, "o-1").ok();
    let version = server.member("anna")["version"].as_i64().unwrap();
    server.release_code(&code, "o-1").ok();
    let member = server.member("anna");
    assert_eq!(member["redemptions"][0], open, "with its code, until the same time");
    assert_eq!(member["version"], version + 1);
    assert_eq!(lines(), before, "it was taken once");
    server.use_code(&code, "o-1").ok();
    server.pass(TimeDelta::hours(1));
    server.release_code(&code, "o-1").ok();
    let member = server.member("anna");
    assert_eq!(member["redemptions"][0]["status"], "expired");
    assert_eq!(member["redemptions"][0]["order"], json!(null));
    assert_eq!(lines()[0], (json!("cancel"), json!(50)));
    assert_eq!(lines()[1..], before);
}

#[test]
fn r5_what_a_used_code_held_can_be_taken_along() {
    let server = Server::start();
    server.join("anna");
    let code = code_of(&server, "anna", "k-1", "minus-10", 80);
    server.use_code(&code, "o-1").ok();
    let held = server.get("member/export", "anna").ok()["held"].clone();
    assert_eq!(held["redemptions"][0]["held"], json!([[1, 80]]));
    assert_eq!(held["redemptions"][0]["used_lots"][0]["id"], 1);
    assert_eq!(held["accounts"][0]["forgiven"], json!([]));
}

#[test]
fn r5_a_code_used_before_its_lots_were_kept_is_freed_all_the_same() {
    let mut server = Server::start();
    server.join("anna");
    let code = code_of(&server, "anna", "k-1", "minus-10", 80);
    server.use_code(&code, "o-1").ok();
    server.data.run("UPDATE redemptions SET held = '[]', used_lots = '[]'").unwrap();
    assert_eq!(server.release_code(&code, "o-1").ok()["status"], "issued");
    let balance = server.member("anna")["balance"].clone();
    assert_eq!((&balance["available"], &balance["reserved"]), (&json!(20), &json!(80)));
    server.leave("anna").ok();
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn b4_an_order_that_goes_back_takes_its_points_whether_its_code_was_freed_or_not() {
    let mut server = Server::start();
    server.join("anna");
    let code = code_of(&server, "anna", "k-1", "minus-10", 80);
    server.paid("o-1", "anna", "gear", 6_000).ok();
    server.use_code(&code, "o-1").ok();
    server.release_code(&code, "o-1").ok();
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["points"], -60);
    let balance = server.member("anna")["balance"].clone();
    assert_eq!((&balance["available"], &balance["reserved"]), (&json!(20), &json!(80)));
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["outcome"], "duplicate");
    assert_eq!(server.release_code(&code, "o-1").ok()["status"], "issued");
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn r7_a_code_freed_by_many_at_once_is_freed_once() {
    let mut server = Server::start();
    server.join("anna");
    let code = code_of(&server, "anna", "k-1", "minus-10", 80);
    server.use_code(&code, "o-1").ok();
    let version = server.member("anna")["version"].as_i64().unwrap();
    let replies = at_once(20, |_| server.release_code(&code, "o-1"));
    assert!(replies.iter().all(|it| it.ok()["status"] == "issued"));
    assert_eq!(server.member("anna")["version"], version + 1);
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn r7_a_code_used_and_freed_by_many_at_once_is_one_of_both() {
    let mut server = Server::start();
    server.join("anna");
    let code = code_of(&server, "anna", "k-1", "minus-10", 80);
    server.use_code(&code, "o-1").ok();
    let replies = at_once(24, |number| match number % 2 {
        0 => server.use_code(&code, "o-1"),
        _ => server.release_code(&code, "o-1"),
    });
    for (number, reply) in replies.iter().enumerate() {
        assert_eq!(reply.ok()["status"], ["used", "issued"][number % 2]);
    }
    stands_as(&server, &code);
    server.use_code(&code, "o-1").ok();
    for round in 1..=8 {
        let (this, next) = (format!("o-{round}"), format!("o-{}", round + 1));
        let replies = at_once(2, |number| match number {
            0 => server.release_code(&code, &this),
            _ => server.use_code(&code, &next),
        });
        assert_eq!(replies[0].ok()["order"], json!(null));
        match replies[1].status {
            200 => assert_eq!(look(&server, &code).ok()["order"], next),
            _ => drop(replies[1].problem(409, "code_used")),
        }
        stands_as(&server, &code);
        server.use_code(&code, &next).ok();
    }
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

/// The points are where the code says they are.
fn stands_as(server: &Server, code: &str) {
    let balance = server.member("anna")["balance"].clone();
    let used = look(server, code).ok()["status"] == "used";
    let (spent, reserved) = if used { (80, 0) } else { (0, 80) };
    assert_eq!((&balance["spent"], &balance["reserved"]), (&json!(spent), &json!(reserved)));
}

#[test]
fn b4_freeing_a_code_makes_no_points_of_what_was_forgiven_since_it_was_used() {
    let debt = "spent_on_refund = \"debt\"";
    let forgives = PROGRAM.replace(debt, "spent_on_refund = \"forgive\"");
    let mut server = Server::start().restart(&forgives);
    server.join("anna");
    for (round, refund_first) in [("1", true), ("2", false)] {
        server.paid(&format!("o-{round}"), "anna", "gear", 6_000).ok();
        let key = |name: &str| format!("{name}-{round}");
        let minus = server.redeem_now("anna", &key("m"), "minus-10", 80).ok()["redemption"].clone();
        let rest = server.available("anna");
        if rest > 0 {
            let body = json!({ "id": key("rest"), "points": -rest, "reason": "Taken" });
            server.admin("anna/adjustments", Some(&body)).ok();
        }
        let code = minus["code"].as_str().unwrap();
        let refund = || server.refunded(&key("r"), &key("o"), None).ok();
        if refund_first {
            refund();
        }
        server.use_code(code, "c-1").ok();
        if !refund_first {
            refund();
        }
        assert_eq!(server.member("anna")["balance"]["debt"], 0, "forgiven");
        server.release_code(code, "c-1").ok();
        assert_eq!(server.member("anna")["balance"]["debt"], 60, "owed as long as it is open");
        server.cancel("anna", &key("c"), minus["id"].as_str().unwrap()).ok();
        assert_eq!(server.available("anna"), 20, "what was not of that order");
        let body = json!({ "id": key("more"), "points": 80, "reason": "More" });
        server.admin("anna/adjustments", Some(&body)).ok();
    }
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}
