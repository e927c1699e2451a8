//! Shared goals: points given together.

use crate::server::Server;
use chrono::TimeDelta;
use serde_json::{Value, json};

const CAUSE: &str = r#"
[[reward]]
id = "tree"
name = { en = "A tree", pl = "Drzewo" }
kind = "premium_service"
service = "tree"
cost = 30
code_prefix = "TREE"

[[reward]]
id = "leaf"
name = { en = "A leaf", pl = "Listek" }
kind = "premium_service"
service = "leaf"
cost = 5
code_prefix = "LEAF"

[[cause]]
id = "wood"
name = { en = "Our wood", pl = "Nasz las" }
icon = "leaf"
rewards = ["tree", "leaf"]
unit = { en = "trees", pl = "drzewa" }
points_per_unit = 50
target = 200
"#;

fn wood(server: &Server, lang: &str) -> Value {
    server.pass(TimeDelta::seconds(5));
    server.send("GET", &format!("causes?lang={lang}"), &[], None).ok()["items"][0].clone()
}

#[test]
fn g6_what_members_give_adds_up_for_everybody_to_see() {
    let server = Server::having(CAUSE);
    let expected = json!({ "id": "wood", "name": "Nasz las", "description": null, "icon": "leaf",
        "rewards": ["tree", "leaf"], "unit": "drzewa", "points_per_unit": 50, "target": 200,
        "points": 0, "units": 0, "members": 0 });
    assert_eq!(wood(&server, "pl"), expected);
    server.join("anna");
    server.join("ben");
    server.redeem_now("anna", "k-1", "tree", 30).ok();
    server.redeem_now("anna", "k-2", "leaf", 5).ok();
    let given = server.redeem_now("ben", "k-1", "tree", 30).ok();
    let count =
        |wood: &Value| ["points", "units", "members"].map(|name| wood[name].as_i64().unwrap());
    assert_eq!(count(&wood(&server, "en")), [65, 1, 2]);
    let code = given["redemption"]["code"].as_str().unwrap();
    server.use_code(code, "o-1").ok();
    server.redeem_now("ben", "k-2", "delivery", 20).ok();
    assert_eq!(count(&wood(&server, "en")), [65, 1, 2], "used it counts as before");
    let taken = server.member("anna")["redemptions"][1]["id"].as_str().unwrap().to_owned();
    server.cancel("anna", "c-1", &taken).ok();
    assert_eq!(count(&wood(&server, "en")), [35, 0, 2], "what is given back is not given");
}

#[test]
fn g6_who_has_seen_it_already_is_told_so() {
    let server = Server::having(CAUSE);
    let first = server.send("GET", "causes", &[], None);
    let headers = [("if-none-match", first.header("etag"))];
    assert_eq!(server.send("GET", "causes", &headers, None).status, 304);
    let without = Server::start();
    let none = without.send("GET", "causes", &[], None).ok();
    assert_eq!(none, json!({ "items": [] }));
}
