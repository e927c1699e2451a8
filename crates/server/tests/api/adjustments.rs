//! Support looks at a member and gives or takes points, with a reason.

use crate::server::{Reply, SHOP_KEY, Server};
use serde_json::{Value, json};

fn adjust(server: &Server, id: &str, points: i64, reason: &str) -> Reply {
    let body = json!({ "id": id, "points": points, "reason": reason });
    server.admin("nina/adjustments", Some(&body))
}

fn adjust_in(server: &Server, wallet: &str, id: &str, points: i64) -> Reply {
    let body = json!({ "id": id, "wallet": wallet, "points": points, "reason": "Miscounted" });
    server.admin("nina/adjustments", Some(&body))
}

#[test]
fn a5_points_are_given_and_taken_once_with_a_reason_the_member_reads() {
    let server = Server::start();
    adjust(&server, "a-1", 40, "A parcel came late").problem(409, "not_joined");
    server.join("nina");
    let given = adjust(&server, "a-1", 40, "A parcel came late").ok();
    assert_eq!((&given["duplicate"], &given["adjustment"]["points"]), (&json!(false), &json!(40)));
    assert_eq!(given["adjustment"]["key"].as_str().unwrap().len(), 8);
    assert_eq!(given["member"]["balance"]["available"], 140);
    let again = adjust(&server, "a-1", 40, "A parcel came late").ok();
    assert_eq!(again["duplicate"], true);
    assert_eq!((&again["adjustment"], server.available("nina")), (&given["adjustment"], 140));
    adjust(&server, "a-1", 41, "A parcel came late").problem(422, "key_reused");
    adjust(&server, "a-1", 40, "Something else").problem(422, "key_reused");
    adjust(&server, "a-2", -15, "Counted twice").ok();
    let history = server.get("member/transactions", "nina").ok();
    let lines: Vec<(&Value, &Value, &Value)> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["kind"], &it["points"], &it["note"]))
        .collect();
    let adjusted = json!("adjust");
    assert_eq!(lines[0], (&adjusted, &json!(-15), &json!("Counted twice")));
    assert_eq!(lines[1], (&adjusted, &json!(40), &json!("A parcel came late")));
    assert_eq!(lines[2].2, &json!(null));
}

#[test]
fn a5_no_more_is_taken_than_is_available() {
    let server = Server::start();
    server.join("nina");
    let problem = adjust(&server, "a-1", -130, "Too many").problem(409, "missing_points");
    assert_eq!(problem["reasons"][0]["points"], 30);
    assert!(problem["detail"].as_str().unwrap().contains("only 100 available"));
    assert_eq!(server.available("nina"), 100);
    adjust(&server, "a-1", -100, "All of them").ok();
    assert_eq!(server.available("nina"), 0);
}

#[test]
fn a5_a_wrong_adjustment_is_named_and_keys_do_not_mix() {
    let server = Server::start();
    server.join("nina");
    let long = "x".repeat(201);
    for (id, points, reason, field) in [
        ("", 1, "r", "id"),
        ("a", 0, "r", "points"),
        ("a", 1_000_001, "r", "points"),
        ("a", i64::MIN, "r", "points"),
        ("a", 1, "", "reason"),
        ("a", 1, "\u{202E}", "reason"),
        ("a", 1, long.as_str(), "reason"),
    ] {
        let problem = adjust(&server, id, points, reason).problem(422, "invalid_field");
        assert_eq!(problem["field"], field);
    }
    let shop = format!("Bearer {SHOP_KEY}");
    for key in [shop.as_str(), &server.token("nina"), "Bearer x"] {
        let body = json!({ "id": "a", "points": 5, "reason": "r" });
        let headers = [("authorization", key)];
        server
            .post("admin/members/nina/adjustments", &headers, &body)
            .problem(401, "unauthenticated");
        server.send("GET", "admin/members/nina", &headers, None).problem(401, "unauthenticated");
    }
    assert_eq!(server.available("nina"), 100);
}

#[test]
fn a5_support_sees_what_the_member_sees_and_who_adjusted() {
    let server = Server::start();
    server.join("nina");
    server.paid("o-1", "nina", "gear", 5000).ok();
    adjust(&server, "a-1", 40, "A parcel came late").ok();
    let seen = server.admin("nina", None).ok();
    let mut member = server.member("nina");
    member["as_of"] = seen["member"]["as_of"].clone();
    assert_eq!(seen["member"], member);
    assert_eq!(seen["transactions"], server.get("member/transactions", "nina").ok()["items"]);
    assert_eq!(seen["adjustments"][0]["id"], "a-1");
    let nobody = server.admin("nobody", None).ok();
    assert_eq!(
        (&nobody["member"]["status"], &nobody["transactions"]),
        (&json!("not_joined"), &json!([]))
    );
}

#[test]
fn a5_a_stamp_card_is_put_right_and_everybody_reads_which_wallet_it_was() {
    let server = Server::having(include_str!("wallets.toml"));
    server.join("nina");
    let given = adjust_in(&server, "card", "a-1", 4).ok();
    assert_eq!(given["adjustment"]["wallet"], "card");
    let of = |member: &Value, index: usize| member["wallets"][index]["balance"].clone();
    assert_eq!(of(&given["member"], 1)["available"], 4);
    assert_eq!(of(&given["member"], 0)["available"], 0);
    assert_eq!(given["member"]["balance"]["available"], 100);
    // Cashback waits a day when it is earned; a correction does not, and expires like the rest.
    let cash = adjust_in(&server, "cash", "a-2", 250).ok();
    assert_eq!(
        (&of(&cash["member"], 0)["available"], &of(&cash["member"], 0)["pending"]),
        (&json!(250), &json!(0))
    );
    assert_eq!(cash["member"]["wallets"][0]["expiring"][0]["points"], 250);
    let problem = adjust_in(&server, "card", "a-3", -5).problem(409, "missing_points");
    assert_eq!(problem["reasons"][0]["points"], 1);
    let taken = adjust_in(&server, "card", "a-3", -3).ok();
    assert_eq!(of(&taken["member"], 1)["available"], 1);

    let history = server.get("member/transactions", "nina").ok();
    let line = |it: &Value| format!("{} {} {}", it["wallet"], it["points"], it["note"]);
    let lines: Vec<String> = history["items"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(
        lines[..3],
        [r#""card" -3 "Miscounted""#, r#""cash" 250 "Miscounted""#, r#""card" 4 "Miscounted""#]
    );
    let seen = server.admin("nina", None).ok();
    assert_eq!(seen["transactions"], history["items"]);
    let made: Vec<&Value> =
        seen["adjustments"].as_array().unwrap().iter().map(|it| &it["wallet"]).collect();
    assert_eq!(made, ["card", "cash", "card"]);
}

#[test]
fn a5_an_adjustment_told_again_is_the_same_in_its_own_wallet_alone() {
    let server = Server::having(include_str!("wallets.toml"));
    server.join("nina");
    let given = adjust_in(&server, "card", "a-1", 4).ok();
    let again = adjust_in(&server, "card", "a-1", 4).ok();
    assert_eq!((&again["duplicate"], &again["adjustment"]), (&json!(true), &given["adjustment"]));
    adjust_in(&server, "cash", "a-1", 4).problem(422, "key_reused");
    adjust(&server, "a-1", 4, "Miscounted").problem(422, "key_reused");
    let points = adjust(&server, "a-2", 4, "Miscounted").ok();
    assert_eq!(points["adjustment"]["wallet"], json!(null));
    let named = adjust_in(&server, "points", "a-2", 4).ok();
    assert_eq!((&named["duplicate"], &named["adjustment"]), (&json!(true), &points["adjustment"]));
    adjust_in(&server, "card", "a-2", 4).problem(422, "key_reused");
    assert_eq!(server.available("nina"), 104);
    // The file gives the card up: what was made was made, and no more is.
    let server = server.restart(crate::server::PROGRAM);
    assert_eq!(adjust_in(&server, "card", "a-1", 4).ok()["duplicate"], true);
    adjust_in(&server, "card", "a-3", 4).problem(422, "invalid_field");
}

#[test]
fn a5_a_wallet_that_is_none_is_told_those_there_are() {
    let server = Server::having(include_str!("wallets.toml"));
    server.join("nina");
    for wallet in ["stamps", "Card", "", "a\nb"] {
        let problem = adjust_in(&server, wallet, "a-1", 4).problem(422, "invalid_field");
        assert_eq!(problem["field"], "wallet");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.ends_with("the program has `points`, `cash`, `card`"), "{detail}");
    }
    for (points, field) in [(0, "points"), (1_000_001, "points")] {
        let problem = adjust_in(&server, "card", "a-1", points).problem(422, "invalid_field");
        assert_eq!(problem["field"], field);
    }
    adjust_in(&server, "card", "a-1", 1_000_000).ok();
}
