//! E1: products that the program excepts from points bring nothing in any other way.

use crate::referrals::{REFERRAL, code, join_by};
use crate::server::{PROGRAM, Server};
use serde_json::{Value, json};

const MORE: &str = r#"
[[challenge]]
id = "nine"
name = "Nine orders"
goal = { orders = 9 }

[[game]]
id = "scratch"
name = "Scratch card"
order_from = 5000

[[game.prize]]
id = "ten"
points = 10
odds = 1000000

[[survey]]
id = "taste"
title = "How was it?"
kind = "stars"
points = 20
each_order = true
"#;

fn with(except: &str) -> String {
    let window = "order_window_days = 14";
    assert!(PROGRAM.contains(window));
    format!("{}{REFERRAL}{MORE}", PROGRAM.replacen(window, &format!("{window}\n{except}"), 1))
}

/// Orders of the challenge, what may be played for, and what is asked about.
fn brought(server: &Server, customer: &str) -> String {
    let member = server.member(customer);
    let of = |list: &str, id: &str| {
        let found = member[list].as_array().unwrap().iter().find(|it| it["id"] == id);
        found.cloned().unwrap_or_default()
    };
    let orders = &of("challenges", "nine")["progress"];
    let plays = of("games", "scratch")["plays"].clone();
    let plays: Vec<&str> =
        plays.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let asked = of("surveys", "taste")["order"].clone();
    format!("{orders} {plays:?} {}", asked.as_str().unwrap_or("-"))
}

fn came(server: &Server, customer: &str) -> Value {
    server.member(customer)["referral"]["invited"][0]["status"].clone()
}

#[test]
fn e1_orders_of_what_is_excepted_alone_bring_nothing_however_the_program_changes() {
    let strict = with("except_categories = [\"rx\"]");
    let server = Server::start().restart(&strict);
    server.join("anna");
    let code = code(&server, "anna");
    join_by(&server, &code, &json!({ "sub": "ben" })).ok();
    let first = server.paid("o-1", "ben", "rx", 42_000).ok();
    assert_eq!((&first["outcome"], &first["points"]), (&json!("applied"), &json!(0)));
    assert_eq!(
        (brought(&server, "ben"), came(&server, "anna")),
        ("0 [] -".into(), json!("joined"))
    );
    let answer = json!({ "order": "o-1", "score": 5 });
    server.post_as("ben", "surveys/taste/responses", &answer).problem(409, "survey_closed");
    let play = server.post_as("ben", "games/scratch/plays", &json!({ "play": "o-1" }));
    play.problem(409, "play_closed");
    let line = |category: &str, price: i64| json!({ "sku": category, "category": category, "quantity": 1, "unit_price": price });
    let mixed = json!([line("rx", 42_000), line("gear", 4999)]);
    let mixed = server.paid_event("o-2", "ben", mixed);
    assert_eq!(server.webhook("o-2", &mixed).ok()["points"], 49);
    assert_eq!(came(&server, "anna"), "joined", "too little without what is excepted");
    assert_eq!(brought(&server, "ben"), "1 [] o-2");
    server.paid("o-3", "ben", "gear", 5000).ok();
    let all = r#"2 ["o-3"] o-3"#;
    assert_eq!((brought(&server, "ben"), came(&server, "anna")), (all.into(), json!("ordered")));
    // Paid before joining: counted when they join.
    server.paid("o-4", "carl", "rx", 42_000).ok();
    server.join("carl");
    assert_eq!(brought(&server, "carl"), "0 [] -");

    let server = server.restart(&with("except_skus = [\"gear\"]"));
    assert_eq!(brought(&server, "ben"), all, "each order keeps what counted on its day");
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["points"], 0);
    let back = json!([{ "sku": "gear", "quantity": 1 }]);
    assert_eq!(server.refunded("r-2", "o-2", Some(back)).ok()["points"], -49);
    assert_eq!(brought(&server, "ben"), r#"1 ["o-3"] o-3"#);
    server.refunded("r-3", "o-3", None).ok();
    assert_eq!(
        (brought(&server, "ben"), came(&server, "anna")),
        ("0 [] -".into(), json!("refused"))
    );
}
