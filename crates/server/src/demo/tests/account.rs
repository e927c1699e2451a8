//! Signing in, tokens, and whose orders are whose.

use super::support::{TOKEN_SECRET, World};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Value, json};

#[tokio::test]
async fn token_is_minted_for_the_signed_in_customer() {
    let mut world = World::as_customer("anna").await;
    let answer = world.ok("GET", "/account/token", Value::Null).await;
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&["demo"]);
    let key = DecodingKey::from_secret(TOKEN_SECRET.as_bytes());
    let claims = decode::<Value>(answer["token"].as_str().unwrap(), &key, &rules).unwrap().claims;
    assert_eq!(claims["sub"], "c-7f3a91c6");
    assert_eq!(claims["name"], "Anna");
    assert_eq!(claims["scope"], "read redeem");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
}

#[tokio::test]
async fn token_is_null_for_a_guest_and_after_signing_out() {
    let mut world = World::start().await;
    let guest = world.ok("GET", "/account/token", Value::Null).await;
    assert_eq!(guest, json!({ "token": null }));
    world.ok("POST", "/api/account/sign-in", json!({ "customer": "marek" })).await;
    world.ok("POST", "/api/account/sign-out", json!({})).await;
    let gone = world.ok("GET", "/account/token", Value::Null).await;
    assert_eq!(gone, json!({ "token": null }));
}

#[tokio::test]
async fn cart_survives_signing_in() {
    let mut world = World::start().await;
    world.add("filters", 2).await;
    world.ok("POST", "/api/account/sign-in", json!({ "customer": "nina" })).await;
    let cart = world.ok("GET", "/api/cart", Value::Null).await;
    assert_eq!(cart["goods"], 4800);
}

#[tokio::test]
async fn unknown_customer_is_refused() {
    let mut world = World::start().await;
    let (status, answer) =
        world.call("POST", "/api/account/sign-in", json!({ "customer": "root" })).await;
    assert_eq!((status, answer["code"].as_str()), (422, Some("unknown_customer")));
}

#[tokio::test]
async fn order_is_seen_only_by_who_placed_it() {
    let mut world = World::as_customer("anna").await;
    let order = world.buy("dripper", 1).await;
    let path = format!("/api/orders/{order}");
    assert_eq!(world.call("GET", &path, Value::Null).await.0, 200);
    world.ok("POST", "/api/account/sign-out", json!({})).await;
    assert_eq!(world.call("GET", &path, Value::Null).await.0, 404);
    world.forget();
    assert_eq!(world.call("GET", &path, Value::Null).await.0, 404);
    assert_eq!(world.call("GET", "/api/orders", Value::Null).await.0, 401);
}

#[tokio::test]
async fn change_from_another_site_is_refused() {
    let mut world = World::start().await;
    let line = json!({ "sku": "filters", "quantity": 1 });
    for origin in [None, Some("http://evil.example"), Some("null")] {
        let (status, answer) =
            world.call_from(origin, "POST", "/api/cart/lines", line.clone()).await;
        assert_eq!((status, answer["code"].as_str()), (403, Some("other_origin")), "{origin:?}");
    }
}
