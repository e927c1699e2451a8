//! The feed of products.

use super::support::World;
use crate::demo::feed::tell_once;
use crate::service::product;
use stempel_protocol::ProductFeed;

#[tokio::test]
async fn p4_the_shop_tells_every_product_and_the_backend_can_take_each() {
    let world = World::start().await;
    world.backend.fail(true);
    assert!(tell_once(&world.shop.loyalty).await.is_err());
    world.backend.fail(false);
    tell_once(&world.shop.loyalty).await.unwrap();
    let told = world.backend.feed();
    let feed: ProductFeed = serde_json::from_value(told).unwrap();
    let count = feed.products.len();
    assert_eq!(product::checked(feed).map(|it| it.len()).ok(), Some(count));
    for product in crate::demo::catalogue::view("en") {
        let told = &world.backend.feed()["products"];
        let sku = serde_json::to_value(product).unwrap()["sku"].clone();
        let one = told.as_array().unwrap().iter().find(|it| it["sku"] == sku).unwrap();
        assert!(one["name"]["pl"].is_string() && one["price"].as_i64() > Some(0));
    }
}
