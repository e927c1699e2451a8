//! Returns.

use super::support::World;
use chrono::Utc;
use serde_json::{Value, json};

async fn with_order() -> (World, String) {
    let mut world = World::as_customer("anna").await;
    let worth = json!({ "kind": "amount_off", "value": { "amount": 1000, "currency": "PLN" } });
    world.backend.knows("TEN-1", worth);
    world.add("chocolate", 1).await;
    world.apply("TEN-1").await;
    let order = world.buy("filters", 2).await;
    (world, format!("/api/orders/{order}"))
}

#[tokio::test]
async fn parts_add_up_to_what_was_paid() {
    let (mut world, path) = with_order().await;
    let refunds = format!("{path}/refunds");
    let one = |sku: &str| json!({ "lines": [{ "sku": sku, "quantity": 1 }] });
    let mut sum = 0;
    for body in [one("filters"), one("chocolate"), json!({})] {
        sum += world.ok("POST", &refunds, body).await["amount"].as_i64().unwrap();
    }
    let order = world.ok("GET", &path, Value::Null).await;
    assert_eq!(order["total"], 7400 - 1000 + 1490);
    assert_eq!((json!(sum), &order["refunded"]), (order["total"].clone(), &order["total"]));
    let (status, answer) = world.call("POST", &refunds, json!({})).await;
    assert_eq!((status, &answer["code"]), (409, &json!("nothing_left")));
}

#[tokio::test]
async fn unit_goes_back_at_the_price_paid() {
    let (mut world, path) = with_order().await;
    let body = json!({ "lines": [{ "sku": "chocolate", "quantity": 1 }] });
    let refund = world.ok("POST", &format!("{path}/refunds"), body).await;
    // 26,00 zł less its share of the 10 zł taken off 74,00 zł.
    assert_eq!(refund["amount"], 2600 - 1000 + 1000 * 4800 / 7400);
}

#[tokio::test]
async fn refund_is_told_with_its_lines_or_whole() {
    let (mut world, path) = with_order().await;
    let body = json!({ "lines": [{ "sku": "filters", "quantity": 1 }] });
    let part = world.ok("POST", &format!("{path}/refunds"), body).await;
    let order = world.buy("dripper", 1).await;
    world.ok("POST", &format!("/api/orders/{order}/refunds"), json!({})).await;
    world.send(Utc::now()).await;
    let told: Vec<Value> = world
        .backend
        .webhooks()
        .into_iter()
        .map(|(_, told)| told)
        .filter(|told| told["type"] == "order.refunded")
        .map(|told| told["data"].clone())
        .collect();
    assert_eq!(told[0]["refund"], part["id"]);
    assert_eq!(told[0]["lines"], json!([{ "sku": "filters", "quantity": 1 }]));
    assert_eq!((&told[1]["order"], &told[1]["lines"]), (&json!(order), &Value::Null));
}

#[tokio::test]
async fn too_much_or_too_little_cannot_go_back() {
    let (mut world, path) = with_order().await;
    let cases = [
        json!([]),
        json!([{ "sku": "filters", "quantity": 3 }]),
        json!([{ "sku": "filters", "quantity": 0 }]),
        json!([{ "sku": "filters", "quantity": -1 }]),
        json!([{ "sku": "grinder", "quantity": 1 }]),
        json!([{ "sku": "filters", "quantity": 1 }, { "sku": "filters", "quantity": 2 }]),
    ];
    for lines in cases {
        let body = json!({ "lines": lines });
        let (status, answer) = world.call("POST", &format!("{path}/refunds"), body).await;
        assert_eq!((status, &answer["code"]), (409, &json!("not_returnable")), "{lines}");
    }
}
