//! Reviews and the paid membership, as they are told to the loyalty backend.

use super::support::World;
use crate::demo::plus;
use chrono::{Days, Utc};
use serde_json::{Value, json};

const REVIEWS: &str = "/api/products/kettle/reviews";

async fn told(world: &World, kind: &str) -> Vec<Value> {
    world.send(Utc::now()).await;
    let all = world.backend.webhooks().into_iter().map(|(_, told)| told);
    all.filter(|told| told["type"].as_str().unwrap().starts_with(kind)).collect()
}

#[tokio::test]
async fn review_is_for_who_bought_it_once_and_told() {
    let mut world = World::as_customer("nina").await;
    let words = json!({ "stars": 5, "text": " Pours well. " });
    let (status, refused) = world.call("POST", REVIEWS, words.clone()).await;
    assert_eq!((status, &refused["code"]), (409, &json!("not_bought")));
    world.buy("kettle", 1).await;
    let before = world.ok("GET", REVIEWS, Value::Null).await;
    assert_eq!(before, json!({ "reviews": [], "standing": "may" }));
    let after = world.ok("POST", REVIEWS, words.clone()).await;
    assert_eq!(after["standing"], "written");
    assert_eq!(after["reviews"][0]["text"], "Pours well.");
    let (status, refused) = world.call("POST", REVIEWS, words).await;
    assert_eq!((status, &refused["code"]), (409, &json!("already_reviewed")));
    let reviews = told(&world, "review").await;
    let data = json!({ "customer": "c-5d20b7e4", "review": "review-1" });
    assert_eq!(reviews.iter().map(|it| &it["data"]).collect::<Vec<_>>(), [&data]);
}

#[tokio::test]
async fn review_that_is_none_names_its_field_and_a_guest_only_reads() {
    let mut world = World::as_customer("nina").await;
    let order = world.buy("kettle", 1).await;
    for (field, body) in [
        ("stars", json!({ "stars": 6, "text": "Good" })),
        ("text", json!({ "stars": 4, "text": "  " })),
        ("text", json!({ "stars": 4, "text": "x".repeat(1_001) })),
    ] {
        let (status, refused) = world.call("POST", REVIEWS, body).await;
        assert_eq!((status, &refused["field"]), (422, &json!(field)));
    }
    world.ok("POST", &format!("/api/orders/{order}/refunds"), json!({})).await;
    assert_eq!(world.ok("GET", REVIEWS, Value::Null).await["standing"], "not_bought");
    world.forget();
    assert_eq!(world.ok("GET", REVIEWS, Value::Null).await["standing"], "guest");
    let (status, _) = world.call("POST", REVIEWS, json!({ "stars": 4, "text": "Good" })).await;
    assert_eq!(status, 401);
    assert_eq!(world.call("GET", "/api/products/no/reviews", Value::Null).await.0, 404);
}

#[tokio::test]
async fn membership_goes_through_its_states_and_each_is_told() {
    let mut world = World::as_customer("anna").await;
    let none = world.ok("GET", "/api/plus", Value::Null).await;
    assert_eq!(none, json!({ "status": "none", "until": null, "price": 1900 }));
    for (step, status) in [
        ("start", "active"),
        ("pause", "paused"),
        ("resume", "active"),
        ("end", "ended"),
        ("start", "active"),
    ] {
        let now = world.ok("POST", "/api/plus", json!({ "step": step })).await;
        assert_eq!(now["status"], status);
        assert_eq!(now["until"].is_string(), status == "active");
        let (refused, _) = world.call("POST", "/api/plus", json!({ "step": step })).await;
        assert_eq!(refused, 409, "{step} twice");
    }
    let told = told(&world, "membership").await;
    let kinds: Vec<_> = told.iter().map(|it| it["type"].as_str().unwrap()).collect();
    let expected = ["started", "paused", "resumed", "ended", "started"];
    assert_eq!(kinds, expected.map(|it| format!("membership.{it}")));
    assert_eq!(told[0]["data"]["membership"], "plus-1");
}

#[tokio::test]
async fn membership_is_renewed_when_its_time_has_run_out() {
    let mut world = World::as_customer("anna").await;
    world.ok("POST", "/api/plus", json!({ "step": "start" })).await;
    let renew = |days| world.db().run_now(|tx| plus::renew(tx, Utc::now() + Days::new(days)));
    assert_eq!([29, 31, 32].map(|days| renew(days).unwrap()), [0, 1, 0]);
    let sql = "SELECT body FROM outbox ORDER BY seq DESC LIMIT 1";
    let last: String =
        world.db().run_now(|tx| Ok(tx.query_row(sql, [], |row| row.get(0))?)).unwrap();
    let told: Value = serde_json::from_str(&last).unwrap();
    assert_eq!(
        (&told["type"], &told["data"]["membership"]),
        (&json!("membership.renewed"), &json!("plus-1"))
    );
}
