//! From cart to order.

use super::support::{World, address, form};
use chrono::Utc;
use serde_json::{Value, json};

fn ten_off() -> Value {
    json!({ "kind": "amount_off", "value": { "amount": 1000, "currency": "PLN" } })
}

#[tokio::test]
async fn order_uses_its_codes_and_is_told_signed() {
    let mut world = World::as_customer("anna").await;
    world.backend.knows("TEN-1", ten_off());
    world.backend.knows("GIFT-1", json!({ "kind": "free_product", "sku": "cappuccino" }));
    world.add("kenya-nyeri", 2).await;
    world.apply("TEN-1").await;
    world.apply("GIFT-1").await;
    let (status, placed) = world.checkout().await;
    assert_eq!(status, 200, "{placed}");
    assert_eq!(world.backend.coupon("TEN-1")["order"], placed["id"]);
    assert_eq!(world.backend.coupon("GIFT-1")["order"], placed["id"]);

    world.send(Utc::now()).await;
    let (_, told) = world.backend.webhooks().remove(0);
    assert_eq!(told["type"], "order.paid");
    let lines = json!([
        { "sku": "kenya-nyeri", "category": "africa", "quantity": 2, "unit_price": 5900 },
    ]);
    let paid = json!({
        "order": placed["id"], "customer": "c-7f3a91c6", "currency": "PLN", "lines": lines,
        "discount": 1000,
    });
    assert_eq!(told["data"], paid);
    let cart = world.ok("GET", "/api/cart", Value::Null).await;
    assert_eq!(cart["lines"], json!([]));
}

#[tokio::test]
async fn refused_code_stops_the_order_and_leaves_the_cart() {
    let mut world = World::as_customer("anna").await;
    world.backend.knows("TEN-1", ten_off());
    world.add("dripper", 1).await;
    world.apply("TEN-1").await;
    world.backend.knows("TEN-1", json!({ "kind": "amount_off", "order": "another" }));
    let (status, answer) = world.checkout().await;
    assert_eq!((status, &answer["code"]), (409, &json!("coupon_used")));
    let cart = world.ok("GET", "/api/cart", Value::Null).await;
    assert_eq!((&cart["coupons"], &cart["total"]), (&json!([]), &json!(10_390)));
    assert_eq!(world.ok("GET", "/api/orders", Value::Null).await, json!([]));
    assert_eq!(world.checkout().await.0, 200, "the order goes on without the code");
}

#[tokio::test]
async fn backend_down_holds_back_only_orders_with_codes() {
    let mut world = World::as_customer("anna").await;
    world.backend.knows("TEN-1", ten_off());
    world.add("dripper", 1).await;
    world.apply("TEN-1").await;
    world.backend.fail(true);
    let (status, answer) = world.checkout().await;
    assert_eq!((status, &answer["code"]), (503, &json!("coupon_unchecked")));
    world.ok("DELETE", "/cart/coupon/TEN-1", Value::Null).await;
    assert_eq!(world.checkout().await.0, 200);
}

#[tokio::test]
async fn same_cart_pays_once() {
    let mut world = World::as_customer("anna").await;
    let cart = world.add("dripper", 1).await;
    let first = world.ok("POST", "/api/checkout", form(&cart)).await;
    let second = world.ok("POST", "/api/checkout", form(&cart)).await;
    assert_eq!(first, second);
    let orders = world.ok("GET", "/api/orders", Value::Null).await;
    assert_eq!(orders.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn code_used_by_an_attempt_that_failed_serves_the_next() {
    let mut world = World::as_customer("anna").await;
    world.backend.knows("TEN-1", ten_off());
    world.backend.knows("GIFT-1", json!({ "kind": "free_product", "sku": "cold-brew" }));
    world.add("dripper", 1).await;
    world.apply("TEN-1").await;
    world.apply("GIFT-1").await;
    world.backend.knows("GIFT-1", json!({ "kind": "free_product", "order": "another" }));
    assert_eq!(world.checkout().await.0, 409);
    assert_eq!(world.backend.coupon("TEN-1")["status"], "used");
    assert_eq!(world.apply("TEN-1").await["applied"], true, "it is this order's");
    assert_eq!(world.checkout().await.0, 200);
}

#[tokio::test]
async fn checkout_names_what_is_wrong() {
    let mut world = World::start().await;
    let (status, answer) = world.checkout().await;
    assert_eq!((status, &answer["code"]), (409, &json!("cart_empty")));

    let cart = world.add("dripper", 1).await;
    let cases = [
        ("name", "  "),
        ("name", "a\u{0}b"),
        ("email", "anna"),
        ("street", ""),
        ("postcode", "31120"),
        ("postcode", "ąą-000"),
    ];
    for (field, value) in cases {
        let mut body = form(&cart);
        body["address"] = address();
        body["address"][field] = json!(value);
        let (status, answer) = world.call("POST", "/api/checkout", body).await;
        assert_eq!((status, &answer["field"]), (422, &json!(field)), "{value:?}");
    }
    let mut stale = form(&cart);
    stale["version"] = json!(99);
    let (status, answer) = world.call("POST", "/api/checkout", stale).await;
    assert_eq!((status, &answer["code"]), (409, &json!("cart_changed")));
}

#[tokio::test]
async fn guest_buys_without_a_webhook() {
    let mut world = World::start().await;
    let order = world.buy("filters", 1).await;
    world.send(Utc::now()).await;
    assert!(world.backend.webhooks().is_empty());
    assert_eq!(world.call("GET", &format!("/api/orders/{order}"), Value::Null).await.0, 200);
}

#[tokio::test]
async fn name_full_of_markup_is_only_text() {
    let mut world = World::as_customer("nina").await;
    let cart = world.add("filters", 1).await;
    let mut body = form(&cart);
    body["address"]["name"] = json!("<img src=x onerror=alert(1)> ☕ \u{202e}");
    let placed = world.ok("POST", "/api/checkout", body.clone()).await;
    let path = format!("/api/orders/{}", placed["id"].as_str().unwrap());
    let order = world.ok("GET", &path, Value::Null).await;
    assert_eq!(order["address"]["name"], body["address"]["name"]);
}
