//! Every wrong input is a specific problem; nothing is lost.

#[path = "bad_input/fields.rs"]
mod fields;
#[path = "bad_input/signed.rs"]
mod signed;

use crate::server::{ADMIN_KEY, Reply, Server};
use serde_json::json;

fn raw(server: &Server, path: &str, content_type: &str, body: &[u8]) -> Reply {
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
