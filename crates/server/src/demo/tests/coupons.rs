//! Codes in the cart.

use super::support::World;
use serde_json::{Value, json};

fn ten_off() -> Value {
    json!({ "kind": "amount_off", "value": { "amount": 1000, "currency": "PLN" } })
}

#[tokio::test]
async fn coupon_is_applied_as_typed_and_taken_out_again() {
    let mut world = World::start().await;
    world.backend.knows("KAWA-7QF4", ten_off());
    world.add("dripper", 1).await;
    let answer = world.apply(" kawa-7qf4 ").await;
    assert_eq!((&answer["applied"], &answer["cart"]["discount"]), (&json!(true), &json!(1000)));
    assert_eq!(world.backend.coupon("KAWA-7QF4")["status"], "issued", "only looked at");
    let cart = world.ok("DELETE", "/cart/coupon/KAWA-7QF4", Value::Null).await;
    assert_eq!((&cart["discount"], &cart["coupons"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn coupon_refused_says_why() {
    let mut world = World::start().await;
    world
        .backend
        .knows("USED-1", json!({ "kind": "free_shipping", "status": "used", "order": "X" }));
    world.backend.knows("OVER-1", json!({ "kind": "free_shipping", "status": "expired" }));
    world.backend.knows("NEW-KIND", json!({ "kind": "free_hug" }));
    world.add("dripper", 1).await;
    let cases = [
        ("NO-SUCH", "coupon_unknown"),
        ("../../admin", "coupon_unknown"),
        ("<b>", "coupon_unknown"),
        ("USED-1", "coupon_used"),
        ("OVER-1", "coupon_over"),
        ("NEW-KIND", "coupon_not_ours"),
    ];
    for (code, why) in cases {
        let answer = world.apply(code).await;
        assert_eq!((&answer["applied"], &answer["code"]), (&json!(false), &json!(why)), "{code}");
    }
}

#[tokio::test]
async fn backend_down_is_said_and_the_cart_stays() {
    let mut world = World::start().await;
    world.add("dripper", 1).await;
    world.backend.fail(true);
    let answer = world.apply("KAWA-7QF4").await;
    assert_eq!((&answer["applied"], &answer["code"]), (&json!(false), &json!("coupon_unchecked")));
    let cart = world.ok("GET", "/api/cart", Value::Null).await;
    assert_eq!(cart["goods"], 8900);
}

#[tokio::test]
async fn second_discount_does_not_stack() {
    let mut world = World::start().await;
    world.backend.knows("TEN-1", ten_off());
    world.backend.knows("PER-1", json!({ "kind": "percent_off", "percent": 15 }));
    world.backend.knows("GIFT-1", json!({ "kind": "free_product", "sku": "cold-brew" }));
    world.add("dripper", 1).await;
    assert_eq!(world.apply("TEN-1").await["applied"], true);
    assert_eq!(world.apply("TEN-1").await["applied"], true, "the same one again changes nothing");
    assert_eq!(world.apply("PER-1").await["code"], "coupon_clash");
    assert_eq!(world.apply("GIFT-1").await["cart"]["gifts"][0]["sku"], "cold-brew");
}
