//! A field with a wrong value is named.

use crate::server::{ADMIN_KEY, SHOP_KEY, Server};
use serde_json::{Value, json};

#[test]
fn a_wrong_field_is_named_by_its_path() {
    let server = Server::start();
    let line = |quantity: Value, price: Value| {
        json!({ "cart": { "currency": "PLN", "discount": null, "lines": [
            { "sku": "a", "category": null, "quantity": 1, "unit_price": 100 },
            { "sku": "b", "category": null, "quantity": quantity, "unit_price": price },
        ] } })
    };
    let ok = json!(1);
    for (body, field) in [
        (line(json!(-1), ok.clone()), "cart.lines[1].quantity"),
        (line(json!(0), ok.clone()), "cart.lines[1].quantity"),
        (line(json!(10_001), ok.clone()), "cart.lines[1].quantity"),
        (line(json!(1.5), ok.clone()), "cart.lines[1].quantity"),
        (line(json!("2"), ok.clone()), "cart.lines[1].quantity"),
        (line(json!(1e30), ok.clone()), "cart.lines[1].quantity"),
        (line(ok.clone(), json!(-1)), "cart.lines[1].unit_price"),
        (line(ok, json!(1_000_000_001)), "cart.lines[1].unit_price"),
        (json!({ "cart": { "currency": "EUR", "lines": [] } }), "cart.currency"),
        (
            json!({ "cart": { "currency": "PLN",
                "lines": [{ "sku": "", "quantity": 1, "unit_price": 1 }] } }),
            "cart.lines[0].sku",
        ),
        (json!({ "cart": { "currency": "PLN" } }), "cart.lines"),
        (json!({ "cart": { "currency": "PLN", "lines": [], "discount": -1 } }), "cart.discount"),
    ] {
        let problem = server.post("quotes", &[], &body).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{body}");
    }
    let lines = vec![json!({ "sku": "a", "quantity": 1, "unit_price": 1 }); 501];
    let many = json!({ "cart": { "currency": "PLN", "lines": lines } });
    let problem = server.post("quotes", &[], &many).problem(422, "invalid_field");
    assert_eq!(problem["field"], "cart.lines");
}

#[test]
fn a_list_is_never_taken_for_an_object() {
    let server = Server::start();
    server.join("anna");
    let lines = json!([["a", null, 1, 100]]);
    for (body, field) in [
        (json!([null, null]), ""),
        (json!({ "cart": ["PLN", [], 0] }), "cart"),
        (json!({ "cart": { "currency": "PLN", "lines": lines.clone() } }), "cart.lines[0]"),
    ] {
        let problem = server.post("quotes", &[], &body).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{body}");
    }
    let event = server.paid_event("o-1", "anna", lines);
    let list = json!([event["timestamp"], event["type"], event["data"]]);
    for (event, field) in [(event, "data.lines[0]"), (list, "")] {
        let problem = server.webhook("w", &event).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{event}");
    }
}

#[test]
fn a_signed_webhook_with_wrong_content_names_the_field() {
    let server = Server::start();
    server.join("anna");
    let one = json!([{ "sku": "a", "category": null, "quantity": 1, "unit_price": 1 }]);
    let good = server.paid_event("o-1", "anna", one);
    let with = |pointer: &str, value: Value| {
        let mut event = good.clone();
        *event.pointer_mut(pointer).unwrap() = value;
        event
    };
    let line = |quantity: i64| json!([{ "sku": "a", "quantity": quantity, "unit_price": 1 }]);
    for (event, field) in [
        (with("/type", json!("order.eaten")), "type"),
        (with("/timestamp", json!("yesterday")), "timestamp"),
        (with("/timestamp", json!("2099-01-01T00:00:00Z")), "timestamp"),
        (with("/data/order", json!("")), "data.order"),
        (with("/data/customer", json!("a\u{0000}")), "data.customer"),
        (with("/data/customer", json!(7)), "data.customer"),
        (with("/data/currency", json!("EUR")), "data.currency"),
        (with("/data/lines", line(-5)), "data.lines[0].quantity"),
        (with("/data/lines", line(10_001)), "data.lines[0].quantity"),
        (with("/data/lines", json!([{ "sku": "a" }])), "data.lines[0].quantity"),
        (with("/data/lines", json!([])), "data.lines"),
        (with("/data/order", json!("o\u{0}")), "data.order"),
        (with("/data/lines/0/sku", json!("")), "data.lines[0].sku"),
        (with("/data/lines/0/sku", json!("s".repeat(129))), "data.lines[0].sku"),
        (with("/data/lines/0/sku", json!("a\nb")), "data.lines[0].sku"),
        (with("/data/lines/0/category", json!("c".repeat(129))), "data.lines[0].category"),
        (with("/timestamp", json!("2026-11-22T12:00:00")), "timestamp"),
        (with("/timestamp", json!("-262143-01-01T00:00:00Z")), "timestamp"),
        (with("/timestamp", json!("1969-12-31T23:59:59Z")), "timestamp"),
    ] {
        let problem = server.webhook("w", &event).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{event}");
    }
    for lines in [json!([{ "sku": "a", "quantity": 0 }]), json!([])] {
        let refund = server.refunded("r", "o-1", Some(lines));
        assert_eq!(refund.problem(422, "invalid_field")["field"], "data.lines");
    }
    let mut dear = with("/data/lines", line(1));
    dear["data"]["discount"] = json!(2);
    let problem = server.webhook("w", &dear).problem(422, "invalid_field");
    assert_eq!(problem["field"], "data.discount", "more off than it cost is a slip, and not lost");
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn a_text_with_u0000_is_refused_on_every_database() {
    let server = Server::start();
    server.join("anna");
    let wrote = server.post_as("anna", "member/messages", &json!({ "text": "a\u{0}b" }));
    assert_eq!(wrote.json()["text"], "ab", "words are cleaned of it");
    let wrote = json!({ "text": "a", "about": "\u{0}" });
    let wrote = server.post_as("anna", "member/messages", &wrote);
    assert_eq!(wrote.problem(422, "invalid_field")["field"], "about");
    let words = json!({ "text": r"A backslash and u0000: \u0000" });
    assert_eq!(server.post_as("anna", "member/messages", &words).status, 201);
    let headers = [("authorization", server.token("anna")), ("idempotency-key", "k".into())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    server.send("POST", "redemptions/%00/cancel", &headers, None).problem(404, "not_found");
}

#[test]
fn a_text_with_u0000_is_found_beside_what_cannot_be_read_and_named_by_its_path() {
    let server = Server::start();
    server.join("anna");
    let token = server.token("anna");
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    for unreadable in ["1e999", r#""\ud800""#, &("[".repeat(130) + &"]".repeat(130))] {
        for body in [
            format!(r#"{{"text":"hi","about":"o\u0000","x":{unreadable}}}"#),
            format!(r#"{{"x":{unreadable},"text":"hi","about":"o\u0000"}}"#),
        ] {
            let reply = server.send("POST", "member/messages", &headers, Some(body.as_bytes()));
            reply.problem(400, "invalid_json");
        }
        let event = format!(
            r#"{{"type":"order.refunded","timestamp":"{}","data":{{"order":"o\u0000","refund":"r","x":{unreadable}}}}}"#,
            server.now().to_rfc3339()
        );
        server.signed("w", &event, &[]).problem(400, "invalid_json");
    }
    let line = json!({ "sku": "a", "category": "c\u{0}", "quantity": 1, "unit_price": 1 });
    let event = server.paid_event("o-1", "anna", json!([line]));
    let problem = server.webhook("w", &event).problem(422, "invalid_field");
    assert_eq!(problem["field"], "data.lines[0].category");
}

#[test]
fn a_customer_that_no_id_can_name_is_refused_in_the_path_too() {
    let server = Server::start();
    for (path, key) in [
        ("members/a%13b/benefits", SHOP_KEY),
        ("admin/members/a%13b", ADMIN_KEY),
        ("admin/members/a%13b/adjustments", ADMIN_KEY),
    ] {
        let key = format!("Bearer {key}");
        let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
        let given = json!({ "id": "g", "points": 1, "reason": "Test" }).to_string();
        let posts = path.ends_with("adjustments");
        let (method, body) = if posts { ("POST", Some(given.as_bytes())) } else { ("GET", None) };
        let problem = server.send(method, path, &headers, body).problem(422, "invalid_field");
        assert_eq!(problem["field"], "customer");
    }
}

#[test]
fn an_instant_that_is_none_is_told_its_form() {
    let server = Server::start();
    let mut event = server.paid_event("o-1", "anna", json!([]));
    for wrong in [
        "2026-11-22T12:00:00",
        "2026-11-22",
        "22.11.2026",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-22T12:00:00Z and more",
        "",
    ] {
        event["timestamp"] = json!(wrong);
        let problem = server.webhook("w", &event).problem(422, "invalid_field");
        let expected =
            "must be an instant of RFC 3339 with Z or an offset, as in 2026-11-30T12:00:00Z";
        assert_eq!(problem["detail"], expected, "{wrong:?}");
    }
}
