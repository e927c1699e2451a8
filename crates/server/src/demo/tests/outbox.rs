//! Webhooks that wait.

use super::support::{World, nobody};
use crate::demo::outbox::{pause, send_next};
use chrono::{TimeDelta, Utc};
use serde_json::json;

#[tokio::test]
async fn webhook_waits_out_a_backend_that_is_down() {
    let mut world = World::as_customer("marek").await;
    world.backend.fail(true);
    let order = world.buy("dripper", 1).await;
    let now = Utc::now();
    world.send(now).await;
    assert!(world.backend.webhooks().is_empty());

    world.backend.fail(false);
    world.send(now).await;
    assert!(world.backend.webhooks().is_empty(), "not before its pause is over");
    world.send(now + pause(0)).await;
    world.send(now + TimeDelta::days(1)).await;
    let told = world.backend.webhooks();
    assert_eq!(told.len(), 1, "and only once");
    assert_eq!(told[0].1["data"]["order"], order);
}

#[tokio::test]
async fn every_attempt_has_the_same_id() {
    let mut world = World::as_customer("marek").await;
    world.buy("dripper", 1).await;
    let now = Utc::now();
    assert!(send_next(world.db(), &nobody(), now).await.unwrap());
    let before: String = world
        .db()
        .run(|tx| Ok(tx.query_row("SELECT id FROM outbox", [], |row| row.get(0))?))
        .await
        .unwrap();
    world.send(now + pause(0)).await;
    assert_eq!(world.backend.webhooks()[0].0["webhook-id"], before);
}

#[tokio::test]
async fn events_of_an_order_leave_in_order() {
    let mut world = World::as_customer("marek").await;
    let order = world.buy("dripper", 1).await;
    let now = Utc::now();
    assert!(send_next(world.db(), &nobody(), now).await.unwrap(), "the first attempt fails");
    world.ok("POST", &format!("/api/orders/{order}/refunds"), json!({})).await;
    world.send(Utc::now()).await;
    assert!(world.backend.webhooks().is_empty(), "the refund waits for the order");
    world.send(now + TimeDelta::minutes(1)).await;
    let kinds: Vec<String> =
        world.backend.webhooks().iter().map(|(_, told)| told["type"].to_string()).collect();
    assert_eq!(kinds, ["\"order.paid\"", "\"order.refunded\""]);
}

#[test]
fn pause_doubles_up_to_five_minutes() {
    let seconds: Vec<i64> = [0, 1, 2, 8, 9, 60].map(|n| pause(n).num_seconds()).into();
    assert_eq!(seconds, [1, 2, 4, 256, 300, 300]);
}
