//! Friends who left, and members who left their friends.

use super::{REFERRAL, balance, code, friend, join_by, statuses};
use crate::server::Server;
use crate::transfer::rows;
use chrono::TimeDelta;
use serde_json::json;

#[test]
fn f1_the_reward_goes_back_with_the_order_of_a_friend_who_left() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let some = json!([{ "sku": "a", "quantity": 1 }]);
    for (order, friend_id, wait, back) in
        [("o-1", "ben", 3, None), ("o-2", "cleo", 20, None), ("o-3", "dora", 40, Some(some))]
    {
        friend(&server, &code, friend_id);
        let two = json!([{ "sku": "a", "category": "gear", "quantity": 2, "unit_price": 8000 }]);
        server.webhook(order, &server.paid_event(order, friend_id, two)).ok();
        server.pass(TimeDelta::days(wait));
        server.leave(friend_id).ok();
        let before = balance(&server, "anna");
        assert_eq!(before.0 + before.1, 400, "{order}: leaving takes nothing back");
        let refunded = server.refunded(&format!("r-{order}"), order, back).ok();
        assert_eq!(refunded["outcome"], "kept");
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}");
        assert!(statuses(&server, "anna").starts_with("refused"), "{order}");
        server.refunded(&format!("r2-{order}"), order, None).ok();
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}: taken back once");
    }
}

#[test]
fn f1_who_was_a_customer_is_no_new_friend_by_being_erased_first() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    server.paid("o-1", "cleo", "gear", 9000).ok();
    for _ in 0..2 {
        assert_eq!(server.leave("cleo").ok()["status"], "not_joined");
    }
    let cleo = friend(&server, &code, "cleo");
    assert_eq!(cleo["balance"]["available"], 100, "welcome as a member, but not as a friend");
    assert_eq!((&cleo["redemptions"], statuses(&server, "anna")), (&json!([]), "refused".into()));
    server.leave("dora").ok();
    let dora = friend(&server, &code, "dora");
    assert_eq!(dora["balance"]["available"], 140, "who had no order is new");
}

#[test]
fn f1_the_device_of_a_friend_who_left_is_still_known() {
    let mut server = Server::having(REFERRAL);
    let device = |customer: &str, device: &str| json!({ "sub": customer, "device": device });
    server.join("anna");
    let code = code(&server, "anna");
    join_by(&server, &code, &device("ben", "dev-1")).ok();
    server.paid("o-1", "ben", "gear", 9000).ok();
    let ben = server.get("member/export", "ben").ok()["held"]["members"][0]["member"].clone();
    server.leave("ben").ok();
    let emil = join_by(&server, &code, &device("emil", "dev-1")).ok();
    assert_eq!((&emil["balance"]["available"], &emil["redemptions"]), (&json!(100), &json!([])));
    assert_eq!(statuses(&server, "anna"), "refused ordered");
    let fresh = join_by(&server, &code, &device("fay", "dev-2")).ok();
    assert_eq!(fresh["balance"]["available"], 140);
    // For as long as a mark of who left is kept, and no longer.
    server.leave("emil").ok();
    server.leave("fay").ok();
    server.pass(TimeDelta::days(731));
    server.jobs();
    server.halt();
    let rows = rows(&server.data.place);
    let ben = ben.as_str().unwrap();
    let kept = |table: &str| rows.iter().filter(|it| it.starts_with(table)).collect::<Vec<_>>();
    assert_eq!(kept("marks "), [""; 0]);
    assert!(kept("referrals ").iter().all(|it| !it.contains(ben) && !it.contains("o-1")));
}

#[test]
fn f1_who_leaves_and_comes_back_may_not_bring_more_friends_nor_the_same_ones() {
    let mut server = Server::having(&REFERRAL.replace("per_day = 3", "per_day = 4"));
    let device = |customer: &str, device: &str| json!({ "sub": customer, "device": device });
    server.join("anna");
    let first = code(&server, "anna");
    join_by(&server, &first, &device("ben", "dev-1")).ok();
    join_by(&server, &first, &device("cleo", "dev-2")).ok();
    for friend in ["ben", "cleo"] {
        server.paid(&format!("o-{friend}"), friend, "gear", 9000).ok();
    }
    assert_eq!(balance(&server, "anna"), (600, 100));
    server.leave("ben").ok();
    server.leave("anna").ok();
    join_by(&server, &first, &json!({ "sub": "dora" })).problem(422, "referral_unknown");
    server.join("anna");
    assert_eq!(balance(&server, "anna"), (0, 0));
    let second = code(&server, "anna");
    let emil = join_by(&server, &second, &device("emil", "dev-1")).ok();
    assert_eq!(emil["balance"]["available"], 100, "a friend of before by another name");
    let fay = join_by(&server, &second, &device("fay", "dev-3")).ok();
    assert_eq!(fay["balance"]["available"], 140);
    let gil = join_by(&server, &second, &device("gil", "dev-4")).ok();
    assert_eq!(gil["balance"]["available"], 100, "four a day");
    server.paid("o-fay", "fay", "gear", 9000).ok();
    assert_eq!(balance(&server, "anna"), (0, 0), "two a month");
    server.refunded("r-1", "o-cleo", None).ok();
    assert_eq!(balance(&server, "anna"), (0, 0), "what she let go of is not taken twice");
    for friend in ["anna", "emil", "fay", "gil", "cleo"] {
        server.leave(friend).ok();
    }
    server.pass(TimeDelta::days(731));
    server.jobs();
    server.halt();
    let rows = rows(&server.data.place);
    assert!(!rows.iter().any(|it| it.starts_with("marks ") || it.starts_with("referrals ")));
}
