//! What the shop's people look up: members by card or order (A5), answers to a survey (N2).

use crate::server::{ADMIN_KEY, Reply, SHOP_KEY, Server};
use serde_json::{Value, json};

const SURVEYS: &str = r#"
[[survey]]
id = "taste"
title = "How was it?"
kind = "stars"
points = 1
each_order = true

[[survey]]
id = "secret"
title = "Between us?"
kind = "text"
when = "joined"
anonymous = true
"#;

fn ask(server: &Server, path: &str) -> Reply {
    let key = format!("Bearer {ADMIN_KEY}");
    server.send("GET", path, &[("authorization", &key)], None)
}

#[test]
fn a5_support_finds_a_member_by_card_or_order() {
    let server = Server::start();
    server.join("anna");
    server.join("bob");
    server.paid("o-1", "anna", "tea", 5000).ok();
    server.paid("o-2", "guest", "tea", 5000).ok();
    let card = server.member("anna")["card"].as_str().unwrap().to_owned();
    let spaced = format!("{}%20{}", &card[..4], &card[4..]);
    for by in [
        "sub=anna".to_owned(),
        format!("card={card}"),
        format!("card={spaced}"),
        "order=o-1".into(),
    ] {
        let found = ask(&server, &format!("admin/members?{by}")).ok();
        assert_eq!(
            (&found["customer"], &found["member"]["balance"]["available"]),
            (&json!("anna"), &json!(150)),
            "{by}"
        );
        assert_eq!(found["transactions"][0]["order"], "o-1");
    }
    let guest = ask(&server, "admin/members?order=o-2").ok();
    assert_eq!(
        (&guest["customer"], &guest["member"]["status"]),
        (&json!("guest"), &json!("not_joined"))
    );
    ask(&server, "admin/members?order=o-9").problem(404, "not_found");
    ask(&server, "admin/members?card=123").problem(422, "card_number");
    let nobodys = stempel_engine::card::number(999).unwrap();
    ask(&server, &format!("admin/members?card={nobodys}")).problem(404, "unknown_card");
    for wrong in ["", "?sub=anna&order=o-1", "?sub=a&sub=b", "?order=%00"] {
        ask(&server, &format!("admin/members{wrong}")).problem(422, "invalid_field");
    }
    let key = format!("Bearer {SHOP_KEY}");
    let as_shop = server.send("GET", "admin/members?sub=anna", &[("authorization", &key)], None);
    as_shop.problem(401, "unauthenticated");
    server.leave("anna").ok();
    ask(&server, "admin/members?order=o-1").problem(404, "not_found");
}

/// Every page of a survey's answers, with that many on each.
fn answers(server: &Server, survey: &str, limit: i64) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("admin/surveys/{survey}/responses?limit={limit}{cursor}");
        let page = ask(server, &path).ok();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= usize::try_from(limit).unwrap());
        all.extend(items.iter().cloned());
        let Some(next) = page["next"].as_str() else { return all };
        cursor = format!("&cursor={next}");
    }
}

#[test]
fn n2_the_shop_reads_every_answer_and_anonymous_ones_without_the_member() {
    let server = Server::having(SURVEYS);
    for (customer, stars) in [("anna", 5), ("bob", 2)] {
        server.join(customer);
        for number in 0..2 {
            let order = format!("{customer}-{number}");
            server.paid(&order, customer, "tea", 1000).ok();
            let answer = json!({ "order": order, "score": stars - number });
            server.post_as(customer, "surveys/taste/responses", &answer).ok();
        }
        let answer = json!({ "text": format!("from {customer}") });
        server.post_as(customer, "surveys/secret/responses", &answer).ok();
    }
    let all = answers(&server, "taste", 100);
    let told: Vec<_> = all
        .iter()
        .map(|it| {
            (
                it["order"].as_str().unwrap(),
                it["customer"].as_str().unwrap(),
                it["score"].as_i64().unwrap(),
            )
        })
        .collect();
    let expected =
        [("bob-1", "bob", 1), ("bob-0", "bob", 2), ("anna-1", "anna", 4), ("anna-0", "anna", 5)];
    assert_eq!(told, expected);
    for limit in [1, 3, 4] {
        assert_eq!(answers(&server, "taste", limit), all, "page by page");
    }
    let secret = answers(&server, "secret", 1);
    assert_eq!(secret.len(), 2);
    for it in &secret {
        assert_eq!((&it["customer"], &it["order"]), (&Value::Null, &Value::Null));
        assert_eq!(it["at"], secret[0]["at"], "the day, not the instant");
    }
    server.leave("bob").ok();
    assert_eq!(answers(&server, "taste", 100), all[2..]);
    assert_eq!(answers(&server, "secret", 100).len(), 2, "nobody's answers stay");
    for none in ["none", "%00"] {
        ask(&server, &format!("admin/surveys/{none}/responses")).problem(404, "not_found");
    }
    for wrong in ["limit=0", "limit=501", "limit=x", "cursor=x", "cursor=1.%00"] {
        ask(&server, &format!("admin/surveys/taste/responses?{wrong}"))
            .problem(422, "invalid_field");
    }
}
