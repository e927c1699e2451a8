//! Redeeming, giving back, and that neither ever happens twice.

use crate::ledger::broken;
use crate::server::{PROGRAM, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn r1_each_kind_of_reward_gives_a_code_that_says_what_it_is_worth() {
    let server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "gear", 200_000).ok();
    for (reward, cost, kind) in [
        ("coffee-free", 50, "free_product"),
        ("minus-10", 80, "amount_off"),
        ("percent-15", 10, "percent_off"),
        ("delivery", 20, "free_shipping"),
    ] {
        let reply = server.redeem_now("anna", reward, reward, cost);
        assert_eq!(reply.status, 201, "{}", reply.text);
        let redemption = &reply.json()["redemption"];
        assert_eq!((&redemption["kind"], &redemption["status"]), (&json!(kind), &json!("issued")));
        assert!(redemption["code"].as_str().unwrap().contains('-'));
        assert_eq!(redemption["cancellable"], true);
    }
    let member = server.member("anna");
    assert_eq!(member["redemptions"].as_array().unwrap().len(), 4);
    assert_eq!(member["balance"]["reserved"], 160);
}

#[test]
fn r1_each_kind_for_the_shop_to_honour_says_with_its_code_what_it_is_for() {
    let server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "gear", 200_000).ok();
    for (reward, cost, kind, says, what) in [
        ("sample", 3, "sample", "sku", json!("sample-1")),
        ("credit", 30, "store_credit", "value", json!({ "amount": 2000, "currency": "PLN" })),
        ("gift-card", 60, "gift_card", "value", json!({ "amount": 5000, "currency": "PLN" })),
        ("tasting", 40, "event_seat", "item", json!("tasting-42")),
        ("engraving", 25, "premium_service", "item", json!("engraving")),
        ("early", 15, "early_access", "item", json!("summer")),
    ] {
        let redeemed = server.redeem_now("anna", reward, reward, cost).ok();
        let code = redeemed["redemption"]["code"].as_str().unwrap().to_owned();
        let coupon = server.use_code(&code, "o-1").ok();
        assert_eq!((&coupon["kind"], &coupon[says]), (&json!(kind), &what), "{coupon}");
        assert_eq!(coupon["status"], "used");
    }
}

#[test]
fn r1_a_donation_and_a_lot_are_used_at_once_and_have_no_code() {
    let server = Server::start();
    server.join("anna");
    for (reward, cost, kind) in [("draw", 7, "draw_entry"), ("wood", 11, "donation")] {
        let before = server.available("anna");
        let reply = server.redeem_now("anna", reward, reward, cost);
        assert_eq!(reply.status, 201, "{}", reply.text);
        let (taken, member) = (&reply.json()["redemption"], &reply.json()["member"]);
        assert_eq!((&taken["kind"], &taken["status"]), (&json!(kind), &json!("used")));
        assert_eq!((&taken["code"], &taken["order"]), (&json!(null), &json!(null)));
        assert_eq!(taken["cancellable"], false);
        assert!(taken["used_at"].is_string());
        assert_eq!(member["balance"]["available"], before - cost);
        assert_eq!(member["balance"]["reserved"], 0);
        let id = taken["id"].as_str().unwrap();
        server.cancel("anna", reward, id).problem(409, "not_cancellable");
        // The same key again: the same lot, no second one.
        let again = server.redeem_now("anna", reward, reward, cost);
        assert_eq!(again.status, 422, "another version is another body");
    }
    server.redeem_now("anna", "second", "draw", 7).ok();
    let problem = server.redeem_now("anna", "third", "draw", 7).problem(409, "not_redeemable");
    assert_eq!(problem["reasons"][0]["code"], "limit");
    let program = server.get("program", "").ok();
    let reward = |id: &str| {
        let rewards = program["rewards"].as_array().unwrap();
        rewards.iter().find(|it| it["id"] == id).unwrap().clone()
    };
    assert_eq!(reward("wood")["cause"], "A wood by the river");
    assert_eq!(reward("draw")["winners"], 3);
    assert_eq!(reward("draw")["at"], "2050-06-01T10:00:00Z");
    assert_eq!(reward("tasting")["at"], "2050-05-01T16:00:00Z");
}

#[test]
fn r6_why_not_is_said_with_every_reason() {
    let server = Server::start();
    server.join("anna");
    server.join("marek");
    let problem = server.redeem_now("anna", "k-1", "percent-15", 10).problem(409, "not_redeemable");
    assert_eq!(
        problem["reasons"][0],
        json!({
            "code": "tier", "points": null, "tier": "gold", "at": null, "money": null, "limit": null,
        })
    );
    server.redeem_now("anna", "k-2", "delivery", 20).ok();
    let problem = server.redeem_now("anna", "k-3", "delivery", 20).problem(409, "not_redeemable");
    assert_eq!(
        (&problem["reasons"][0]["code"], &problem["reasons"][0]["limit"]),
        (&json!("limit"), &json!(1))
    );
    server.redeem_now("anna", "k-4", "rare", 5).ok();
    let problem = server.redeem_now("marek", "k-1", "rare", 5).problem(409, "not_redeemable");
    assert_eq!(problem["reasons"][0]["code"], "stock");
    server.redeem_now("anna", "k-5", "coffee-free", 50).ok();
    let problem =
        server.redeem_now("anna", "k-6", "coffee-free", 50).problem(409, "not_redeemable");
    let reason = &problem["reasons"][0];
    assert_eq!((&reason["code"], &reason["points"]), (&json!("missing_points"), &json!(25)));
    server.redeem("nina", "k", "delivery", 20, 0).problem(409, "not_joined");
    server.redeem_now("anna", "k-7", "no-such", 1).problem(404, "not_found");
}

#[test]
fn r4_a_cancelled_redemption_gives_its_points_back_to_the_same_lots() {
    let server = Server::start();
    let before = server.join("anna");
    let id = id_of(&server.redeem_now("anna", "k-1", "minus-10", 80).ok());
    assert_eq!(server.available("anna"), 20);
    let reply = server.cancel("anna", "c-1", &id).ok();
    assert_eq!(reply["redemption"]["status"], "cancelled");
    assert_eq!(reply["redemption"]["code"], json!(null));
    assert_eq!(reply["member"]["balance"]["available"], 100);
    assert_eq!(reply["member"]["expiring"], before["expiring"]);
    assert_eq!(server.cancel("anna", "c-1", &id).ok()["redemption"]["status"], "cancelled");
    server.cancel("anna", "c-2", &id).problem(409, "not_cancellable");
    server.cancel("anna", "c-1", "another").problem(422, "key_reused");
    server.cancel("anna", "c-3", "another").problem(404, "not_found");
    server.join("marek");
    server.cancel("marek", "c-1", &id).problem(404, "not_found");
}

#[test]
fn r4_an_unused_code_runs_out_and_the_points_return() {
    let server = Server::start();
    server.join("anna");
    let redeemed = server.redeem_now("anna", "k-1", "coffee-free", 50).ok();
    let code = redeemed["redemption"]["code"].as_str().unwrap().to_owned();
    server.pass(TimeDelta::minutes(16));
    let member = server.member("anna");
    assert_eq!(member["balance"]["available"], 100);
    assert_eq!(member["redemptions"][0]["status"], "expired");
    server.use_code(&code, "o-1").problem(409, "code_closed");
    server.cancel("anna", "c-1", &id_of(&redeemed)).problem(409, "not_cancellable");
    let page = server.get("member/transactions", "anna").ok();
    let kinds: Vec<&str> =
        page["items"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["cancel", "redeem", "earn"]);
    assert_eq!(page["items"][0]["reward"], "coffee-free");
    assert_eq!(server.member("anna")["redemptions"][0]["status"], "expired");
}

#[test]
fn r7_one_key_from_fifty_at_once_redeems_once() {
    let server = Server::start();
    let version = server.join("anna")["version"].as_i64().unwrap();
    let replies = at_once(50, |_| server.redeem("anna", "the-key", "delivery", 20, version));
    let ids: BTreeSet<String> = replies.iter().map(|it| id_of(&it.ok())).collect();
    assert_eq!(ids.len(), 1);
    assert!(replies.iter().all(|it| it.status == 201), "each gets the first's reply");
    assert_eq!(server.available("anna"), 80);
}

#[test]
fn r7_twenty_keys_with_one_version_redeem_once_and_the_rest_hear_that_it_changed() {
    let server = Server::start();
    let version = server.join("anna")["version"].as_i64().unwrap();
    let replies = at_once(20, |key| server.redeem("anna", &format!("k-{key}"), "rare", 5, version));
    let (done, changed): (Vec<_>, Vec<_>) = replies.iter().partition(|it| it.status == 201);
    assert_eq!(done.len(), 1);
    for reply in changed {
        let problem = reply.problem(409, "changed");
        assert_eq!(problem["member"]["balance"]["available"], 95);
        assert_eq!(problem["member"]["version"], version + 1);
    }
    assert_eq!(server.available("anna"), 95);
}

#[test]
fn r7_a_lost_reply_is_given_again_and_the_next_snapshot_shows_the_redemption() {
    let server = Server::start();
    let version = server.join("anna")["version"].as_i64().unwrap();
    let first = server.redeem("anna", "k-1", "delivery", 20, version).ok();
    server.paid("o-1", "anna", "gear", 1000).ok();
    let again = server.redeem("anna", "k-1", "delivery", 20, version);
    assert_eq!(again.status, 201);
    assert_eq!(again.json()["redemption"], first["redemption"]);
    assert_eq!(again.json()["member"]["balance"]["available"], 90, "the snapshot is of now");
    assert_eq!(server.member("anna")["redemptions"][0], first["redemption"]);
    server.redeem("anna", "k-1", "rare", 5, version).problem(422, "key_reused");
}

#[test]
fn r7_another_cost_or_version_than_shown_changes_nothing() {
    let server = Server::start();
    let version = server.join("anna")["version"].as_i64().unwrap();
    server.redeem("anna", "k-1", "delivery", 19, version).problem(409, "changed");
    let problem = server.redeem("anna", "k-2", "delivery", 20, version + 1);
    assert_eq!(problem.problem(409, "changed")["member"]["version"], version);
    assert_eq!(server.available("anna"), 100);
    server.redeem("anna", "k-1", "delivery", 20, version).ok();
}

#[test]
fn r7_keys_of_two_customers_do_not_meet() {
    let server = Server::start();
    server.join("anna");
    server.join("marek");
    let anna = id_of(&server.redeem_now("anna", "k-1", "delivery", 20).ok());
    let marek = id_of(&server.redeem_now("marek", "k-1", "delivery", 20).ok());
    assert_ne!(anna, marek);
}

fn id_of(reply: &Value) -> String {
    reply["redemption"]["id"].as_str().unwrap().to_owned()
}

pub fn at_once<T: Send>(count: usize, act: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let act = &act;
        let threads: Vec<_> = (0..count).map(|i| scope.spawn(move || act(i))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn r4_open_codes_in_later_lots_do_not_keep_earlier_points_from_being_spent() {
    let reward = |id: &str, cost: i64| {
        format!(
            "[[reward]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"free_shipping\"\ncost = {cost}\n\
             code_prefix = \"{}\"\n",
            id.to_uppercase()
        )
    };
    let server =
        Server::having(&[reward("six", 600), reward("one", 100), reward("big", 5000)].concat());
    server.join("anna");
    for number in 0..=60 {
        let points = if number < 60 { 10 } else { 10_000 };
        let given = json!({ "id": format!("g-{number}"), "points": points, "reason": "Test" });
        server.admin("anna/adjustments", Some(&given)).ok();
    }
    let first = server.redeem_now("anna", "k-1", "six", 600).json();
    for key in ["k-2", "k-3"] {
        assert_eq!(server.redeem_now("anna", key, "one", 100).status, 201);
    }
    let id = first["redemption"]["id"].as_str().unwrap();
    server.cancel("anna", "back", id).ok();
    let big = server.redeem_now("anna", "k-4", "big", 5000);
    assert_eq!(big.status, 201, "{}", big.text);
    assert_eq!(server.available("anna"), 100 + 600 + 10_000 - 200 - 5000);
    let less = json!({ "id": "less", "points": -5000, "reason": "Test" });
    server.admin("anna/adjustments", Some(&less)).ok();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn b4_a_program_that_forgives_makes_no_points_of_orders_that_went_back_while_a_code_was_open() {
    let debt = "spent_on_refund = \"debt\"";
    let forgives = PROGRAM.replace(debt, "spent_on_refund = \"forgive\"");
    let mut server = Server::start().restart(&forgives);
    server.join("anna");
    for (round, left) in [("given-back", 100), ("run-out", 100), ("used", 0)] {
        server.paid(&format!("o-{round}"), "anna", "gear", 8_000).ok();
        let taken = [1, 2, 3].map(|number| {
            let key = format!("{round}-{number}");
            server.redeem_now("anna", &key, "coffee-free", 50).ok()["redemption"].clone()
        });
        server.refunded(&format!("r-{round}"), &format!("o-{round}"), None).ok();
        let balance = &server.member("anna")["balance"];
        assert_eq!((&balance["reserved"], &balance["debt"]), (&json!(150), &json!(50)));
        for it in &taken {
            let text = |name: &str| it[name].as_str().unwrap().to_owned();
            match round {
                "given-back" => drop(server.cancel("anna", &text("id"), &text("id")).ok()),
                "used" => drop(server.use_code(&text("code"), "o-9").ok()),
                _ => {}
            }
        }
        server.pass(TimeDelta::hours(1));
        // What was used is forgiven; nothing is there without an order.
        let balance = &server.member("anna")["balance"];
        let expected = (json!(left), json!(0), json!(0));
        let (debt, reserved) = (&balance["debt"], &balance["reserved"]);
        assert_eq!(
            (&balance["available"], debt, reserved),
            (&expected.0, &expected.1, &expected.2)
        );
    }
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}
