//! The demo's past.

use crate::demo::seed::seed_at;
use crate::demo::{DemoError, catalogue};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

fn today() -> DateTime<Utc> {
    "2026-11-22T09:30:00Z".parse().unwrap()
}

fn seeded(now: DateTime<Utc>) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("past.jsonl");
    seed_at(folder.path(), &out, now).unwrap();
    let text = std::fs::read_to_string(out).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn at(event: &Value) -> DateTime<Utc> {
    event["at"].as_str().unwrap().parse().unwrap()
}

#[test]
fn seed_is_the_same_every_time_and_moves_with_the_day() {
    let (first, later) = (seeded(today()), seeded(today() + TimeDelta::days(1)));
    assert_eq!(first, seeded(today()));
    let moved = first.iter().zip(&later).all(|(a, b)| at(b) - at(a) == TimeDelta::days(1));
    assert!(moved && first.len() == later.len());
}

#[test]
fn seed_tells_a_past_in_its_order() {
    let told = seeded(today());
    assert!(told.windows(2).all(|pair| at(&pair[0]) <= at(&pair[1])));
    assert!(told.iter().all(|event| at(event) < today()));
    let count = |kind: &str, customer: &str| {
        let of = |event: &&Value| event["data"]["customer"] == customer && event["type"] == kind;
        told.iter().filter(of).count()
    };
    assert_eq!((count("member.joined", "c-7f3a91c6"), count("order.paid", "c-7f3a91c6")), (1, 12));
    assert_eq!((count("member.joined", "c-b86e04d9"), count("order.paid", "c-b86e04d9")), (1, 46));
    assert!(count("reward.redeemed", "c-b86e04d9") >= 5);
    assert_eq!(told.iter().filter(|event| event["type"] == "order.refunded").count(), 1);
}

#[test]
fn anna_has_tasted_two_of_three_origins() {
    let told = seeded(today());
    let annas = told.iter().filter(|event| event["data"]["customer"] == "c-7f3a91c6");
    let lines = annas.filter_map(|event| event["data"]["lines"].as_array()).flatten();
    let mut origins: Vec<&str> = lines
        .filter_map(|line| catalogue::product(line["sku"].as_str()?))
        .map(|product| &*product.category)
        .filter(|category| ["africa", "america", "asia"].contains(category))
        .collect();
    origins.sort_unstable();
    origins.dedup();
    assert_eq!(origins, ["africa", "america"]);
}

#[test]
fn seed_refuses_a_shop_that_has_a_past() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("past.jsonl");
    seed_at(folder.path(), &out, today()).unwrap();
    let again = seed_at(folder.path(), &out, today());
    assert!(matches!(again, Err(DemoError::AlreadySeeded)));
}
