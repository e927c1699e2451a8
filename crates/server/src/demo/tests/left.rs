//! Carts that the loyalty backend is told of.

use super::support::World;
use crate::demo::left::tell;
use chrono::Utc;
use serde_json::json;

/// Tells what changed; what the backend heard of carts so far, by their units.
async fn told(world: &World) -> Vec<i64> {
    let now = Utc::now();
    world.shop.db.run(move |tx| tell(tx, now)).await.unwrap();
    world.send(now).await;
    let all = world.backend.webhooks().into_iter().map(|(_, it)| it);
    let carts = all.filter(|it| it["type"] == "cart.updated");
    carts.map(|it| it["data"]["units"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn p1_each_change_of_a_customers_cart_is_told_once_and_a_guests_never() {
    let mut world = World::start().await;
    world.add("dripper", 1).await;
    assert_eq!(told(&world).await, [] as [i64; 0]);
    world.ok("POST", "/api/account/sign-in", json!({ "customer": "anna" })).await;
    world.add("dripper", 2).await;
    assert_eq!(told(&world).await.len(), 1);
    assert_eq!(told(&world).await.len(), 1, "nothing changed");
    world.add("chocolate", 1).await;
    let units = told(&world).await;
    assert_eq!(units.len(), 2);
    assert_eq!(units[1], units[0] + 1);
    let heard = world.backend.webhooks();
    let data = &heard.last().unwrap().1["data"];
    assert_eq!(data["customer"], "c-7f3a91c6");
    world.checkout().await;
    assert_eq!(told(&world).await.len(), 2, "an order tells for itself");
}
