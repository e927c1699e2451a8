//! What is not signed as it must be is not believed: tokens and webhooks.

use crate::server::{Server, TOKEN_SECRET, WEBHOOK_SECRET};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;

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
    for never in [i64::MIN, i64::MIN + 1, i64::MAX] {
        server.webhook_raw("w", &event, never, WEBHOOK_SECRET).problem(401, "timestamp");
        server.webhook_raw("w", &event, never, other).problem(401, "timestamp");
    }
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
