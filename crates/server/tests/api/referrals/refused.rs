//! Who is no friend, or one too many.

use super::{REFERRAL, balance, code, friend, join_by, statuses};
use crate::server::Server;
use chrono::TimeDelta;
use serde_json::json;

#[test]
fn f1_who_ordered_before_joining_is_no_friend_however_late_that_is_told() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let late = |order: &str, friend_id: &str, ago: TimeDelta| {
        let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 9000 }]);
        let mut paid = server.paid_event(order, friend_id, line);
        paid["timestamp"] = json!((server.now() - ago).to_rfc3339());
        server.webhook(order, &paid).ok()["outcome"].as_str().unwrap().to_owned()
    };
    // Before their next order, after one that counted, and of an order too old to earn.
    friend(&server, &code, "ben");
    assert_eq!(late("ben-1", "ben", TimeDelta::minutes(1)), "applied");
    assert_eq!(statuses(&server, "anna"), "refused");
    assert_eq!(server.available("ben"), 100 + 40 + 90, "what they got for joining stays");
    friend(&server, &code, "cleo");
    server.paid("cleo-2", "cleo", "gear", 9000).ok();
    assert_eq!(balance(&server, "anna"), (300, 100));
    assert_eq!(late("cleo-1", "cleo", TimeDelta::minutes(1)), "applied");
    assert_eq!(
        (statuses(&server, "anna"), balance(&server, "anna")),
        ("refused refused".into(), (0, 100))
    );
    friend(&server, &code, "dora");
    assert_eq!(late("dora-1", "dora", TimeDelta::days(60)), "kept");
    assert_eq!(statuses(&server, "anna"), "refused refused refused");
    for friend_id in ["ben", "cleo", "dora"] {
        server.paid(&format!("{friend_id}-3"), friend_id, "gear", 9000).ok();
    }
    assert_eq!(balance(&server, "anna"), (0, 100));
    server.refunded("r-1", "cleo-2", None).ok();
    assert_eq!(balance(&server, "anna"), (0, 100), "what was taken back is not taken twice");
}

#[test]
fn f1_fraud_is_refused_without_a_word_to_the_friend() {
    let server = Server::having(REFERRAL);
    let device = |customer: &str, device: &str| json!({ "sub": customer, "device": device });
    server.join("anna");
    let anna = server.token_with(&device("anna", "phone-1"));
    let invite = server.post("invites", &[("authorization", &anna)], &json!({})).ok();
    let code = invite["code"].as_str().unwrap();
    // Their own code: they are a member, and stay as they were.
    let own = friend(&server, code, "anna");
    assert_eq!(
        (&own["balance"]["available"], &own["referral"]["invited"]),
        (&json!(100), &json!([]))
    );
    // The same device.
    let ben = join_by(&server, code, &device("ben", "phone-1")).ok();
    assert_eq!((&ben["balance"]["available"], &ben["redemptions"]), (&json!(100), &json!([])));
    assert_eq!(statuses(&server, "anna"), "refused");
    // A customer before.
    server.paid("old", "cleo", "gear", 5000).ok();
    assert_eq!(friend(&server, code, "cleo")["balance"]["available"], 100 + 50);
    // The device of another friend, seen with the order alone.
    join_by(&server, code, &device("dora", "phone-2")).ok();
    server.pass(TimeDelta::days(1));
    friend(&server, code, "emil");
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 9000 }]);
    let mut event = server.paid_event("o-1", "emil", line);
    event["data"]["device"] = json!("phone-2");
    server.webhook("o-1", &event).ok();
    assert_eq!(statuses(&server, "anna"), "refused joined refused refused");
    assert_eq!(balance(&server, "anna"), (0, 100));
    // None of it is kept as it was said.
    let none = "CREATE TABLE counted (one BIGINT NOT NULL);
        INSERT INTO counted SELECT CASE WHEN COUNT(*) = 0 THEN 1 END FROM marks
        WHERE mark LIKE '%phone%'";
    server.data.run(none).unwrap();
}

#[test]
fn f1_too_many_in_a_day_or_a_month_do_not_count() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let offers = (0..5).map(|it| friend(&server, &code, &format!("friend-{it}")));
    let offers: Vec<i64> = offers.map(|it| it["balance"]["available"].as_i64().unwrap()).collect();
    assert_eq!(offers, [140, 140, 140, 100, 100]);
    for it in 0..5 {
        server.paid(&format!("o-{it}"), &format!("friend-{it}"), "gear", 5000).ok();
    }
    assert_eq!(balance(&server, "anna"), (600, 100), "two a month");
    assert_eq!(statuses(&server, "anna"), "refused refused refused ordered ordered");
}
