//! Every wrong input is a specific problem; nothing is lost.

use crate::server::{ADMIN_KEY, SHOP_KEY, Server, TOKEN_SECRET, WEBHOOK_SECRET};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

fn raw(server: &Server, path: &str, content_type: &str, body: &[u8]) -> crate::server::Reply {
    let token = server.token("anna");
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", content_type),
        ("idempotency-key", "k"),
    ];
    server.send("POST", path, &headers, Some(body))
}

#[test]
fn malformed_and_truncated_json_is_invalid_json() {
    let server = Server::start();
    for path in ["member", "quotes", "redemptions"] {
        for body in ["", "{", "{\"consents\":[", "nul", "\u{FEFF}{}"] {
            raw(&server, path, "application/json", body.as_bytes()).problem(400, "invalid_json");
        }
        raw(&server, path, "application/json", b"\xff\xfe").problem(400, "invalid_json");
    }
    raw(&server, "quotes", "application/json", b"{} {}").problem(400, "invalid_json");
    let deep = format!("{{\"cart\":{}", "[".repeat(100_000));
    let reply = raw(&server, "quotes", "application/json", deep.as_bytes());
    assert!(matches!(reply.status, 400 | 422), "{}", reply.text);
}

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
fn the_largest_cart_allowed_is_reckoned_with_exactly() {
    let server = Server::start();
    let lines =
        vec![json!({ "sku": "a", "quantity": 10_000, "unit_price": 1_000_000_000_i64 }); 500];
    let body = json!({ "cart": { "currency": "PLN", "lines": lines } });
    let reply = server.post("quotes", &[], &body);
    assert!(matches!(reply.status, 200 | 422), "{}", reply.text);
    if reply.status == 200 {
        assert_eq!(reply.json()["points"], 50_000_000_000_000_i64);
    }
}

#[test]
fn two_megabytes_are_too_large() {
    let server = Server::start();
    let body = format!("{{\"nickname\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    let token = server.token("anna");
    for path in ["member", "quotes", "webhooks"] {
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        server.send("POST", path, &headers, Some(body.as_bytes())).problem(413, "too_large");
    }
}

#[test]
fn unknown_ids_methods_and_media_types_have_their_own_problems() {
    let server = Server::start();
    server.get("/v1/other/member", "anna").problem(404, "not_found");
    server.get("/v1/other/program", "anna").problem(404, "not_found");
    server.get("nothing", "anna").problem(404, "not_found");
    server.get("/", "anna").problem(404, "not_found");
    let reply = server.send("DELETE", "quotes", &[], None);
    reply.problem(405, "method_not_allowed");
    assert_eq!(reply.header("allow"), "POST");
    raw(&server, "quotes", "text/plain", b"{}").problem(415, "media_type");
    server.send("POST", "quotes", &[], Some(b"{}")).problem(415, "media_type");
    let body = json!({ "cart": null, "reward": "no-such" });
    server.post("quotes", &[], &body).problem(404, "not_found");
}

#[test]
fn a_wrong_or_expired_token_is_told_from_none() {
    let server = Server::start();
    let now = server.now().timestamp();
    let try_token = |token: &str| server.send("GET", "member", &[("authorization", token)], None);
    server.send("GET", "member", &[], None).problem(401, "unauthenticated");
    for nonsense in ["Bearer", "Bearer ", "Basic abc", "Bearer a.b.c"] {
        let reply = server.send("GET", "member", &[("authorization", nonsense)], None);
        reply.problem(401, "unauthenticated");
    }
    let expired = json!({ "iat": now - 600, "exp": now - 60 });
    try_token(&server.token_with(&expired)).problem(401, "token_expired");
    let within_leeway = json!({ "iat": now - 600, "exp": now - 10 });
    try_token(&server.token_with(&within_leeway)).ok();
    for wrong in [
        json!({ "aud": "another" }),
        json!({ "exp": now + 3600 }),
        json!({ "iat": now + 120, "exp": now + 180 }),
        json!({ "nbf": now + 120 }),
        json!({ "sub": "" }),
        json!({ "sub": "a\u{202E}b" }),
        json!({ "exp": i64::MAX, "iat": i64::MIN }),
    ] {
        try_token(&server.token_with(&wrong)).problem(401, "unauthenticated");
    }
    try_token(&server.token_with(&json!({ "aud": ["another", "club"] }))).ok();
    try_token(&server.token_with(&json!({ "scope": "" }))).problem(403, "scope");
    let read_only = server.token_with(&json!({ "scope": "read" }));
    let headers = [("authorization", read_only.as_str()), ("idempotency-key", "k")];
    let body = json!({ "reward": "delivery", "cost": 20, "version": 1 });
    server.post("redemptions", &headers, &body).problem(403, "scope");
    let guest = json!({ "cart": null });
    server.post("quotes", &[("authorization", "Bearer x")], &guest).problem(401, "unauthenticated");
}

#[test]
fn a_token_signed_otherwise_does_not_verify() {
    let server = Server::start();
    let now = server.now().timestamp();
    let claims = json!({
        "aud": "club", "sub": "anna", "iat": now, "exp": now + 60, "scope": "read redeem",
    });
    let sign = |algorithm, secret: &str| {
        let key = EncodingKey::from_secret(secret.as_bytes());
        format!("Bearer {}", encode(&Header::new(algorithm), &claims, &key).unwrap())
    };
    let none = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.".to_owned();
    for token in [
        none,
        sign(Algorithm::HS512, TOKEN_SECRET),
        sign(Algorithm::HS256, "a secret that is not the shop's at all"),
    ] {
        let reply = server.send("GET", "member", &[("authorization", &token)], None);
        reply.problem(401, "unauthenticated");
    }
    let good = sign(Algorithm::HS256, TOKEN_SECRET);
    server.send("GET", "member", &[("authorization", &good)], None).ok();
    let (head, _) = good.rsplit_once('.').unwrap();
    let cut = format!("{head}.AAAA");
    server.send("GET", "member", &[("authorization", &cut)], None).problem(401, "unauthenticated");
}

#[test]
fn a_forged_or_stale_webhook_is_not_believed() {
    let server = Server::start();
    server.join("anna");
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    let event = server.paid_event("o-1", "anna", line).to_string();
    let now = chrono::Utc::now().timestamp();
    let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    server.webhook_raw("w", &event, now, other).problem(401, "signature");
    server.webhook_raw("w", &event, now - 301, WEBHOOK_SECRET).problem(401, "timestamp");
    server.webhook_raw("w", &event, now + 310, WEBHOOK_SECRET).problem(401, "timestamp");
    let json_type = ("content-type", "application/json");
    server.send("POST", "webhooks", &[json_type], Some(b"{}")).problem(401, "signature");

    // The signature of one body does not carry another.
    let signer = standardwebhooks::Webhook::new(WEBHOOK_SECRET).unwrap();
    let signature = signer.sign("w", now, event.as_bytes()).unwrap();
    let seconds = now.to_string();
    let headers = [
        json_type,
        ("webhook-id", "w"),
        ("webhook-timestamp", &seconds),
        ("webhook-signature", &signature),
    ];
    let forged = event.replace("5000", "9000");
    server.send("POST", "webhooks", &headers, Some(forged.as_bytes())).problem(401, "signature");
    let several = format!("v1,AAAA v1a,zzz {signature}");
    let headers = [headers[0], headers[1], headers[2], ("webhook-signature", &several)];
    server.send("POST", "webhooks", &headers, Some(event.as_bytes())).ok();
    assert_eq!(server.available("anna"), 150);
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
fn a_query_that_is_none_is_refused_in_our_words_and_after_the_key() {
    let server = Server::start();
    server
        .send("GET", "admin/messages?status=a&status=b", &[], None)
        .problem(401, "unauthenticated");
    let key = format!("Bearer {ADMIN_KEY}");
    let key = [("authorization", key.as_str())];
    let asked = server.send("GET", "admin/messages?status=a&status=b", &key, None);
    assert_eq!(asked.problem(422, "invalid_field")["field"], "status");
}

#[test]
fn r7_a_command_without_a_usable_key_is_refused() {
    let server = Server::start();
    let version = server.join("anna")["version"].as_i64().unwrap();
    let token = server.token("anna");
    let body = json!({ "reward": "delivery", "cost": 20, "version": version });
    server.post("redemptions", &[("authorization", &token)], &body).problem(400, "key_missing");
    for key in ["", " ", "a b", &"k".repeat(201)] {
        server.redeem("anna", key, "delivery", 20, version).problem(400, "key_missing");
    }
    assert_eq!(server.available("anna"), 100);
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
