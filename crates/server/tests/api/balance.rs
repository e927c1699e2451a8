//! Balances, history, expiry and refunds.

use crate::server::Server;
use chrono::TimeDelta;
use serde_json::json;

#[test]
fn b1_the_snapshot_has_an_etag_that_changes_with_effects_and_with_time() {
    let server = Server::start();
    server.join("anna");
    let etag = |known: &str| {
        let token = server.token("anna");
        let headers = [("authorization", token.as_str()), ("if-none-match", known)];
        let reply = server.send("GET", "member", &headers, None);
        (reply.status, reply.header("etag").to_owned(), reply.header("cache-control").to_owned())
    };
    let (status, first, cache) = etag("\"other\"");
    assert_eq!((status, cache.as_str()), (200, "private, no-store"));
    assert_eq!(etag(&first).0, 304);
    assert_eq!(etag(&format!("W/{first}, \"x\"")).0, 304);
    server.paid("o-1", "anna", "gear", 1000).ok();
    let (status, second, _) = etag(&first);
    assert_eq!(status, 200);
    server.pass(TimeDelta::days(120));
    let (status, third, _) = etag(&second);
    assert_eq!(status, 200, "points expired though nothing was written");
    assert_eq!(etag(&third).0, 304);
}

#[test]
fn b3_points_expire_as_of_now_whether_or_not_they_were_booked() {
    let server = Server::start();
    let joined = server.join("anna");
    assert_eq!(joined["expiring"][0]["points"], 100);
    server.pass(TimeDelta::days(120));
    let member = server.member("anna");
    assert_eq!(
        (&member["balance"]["available"], &member["balance"]["expired"]),
        (&json!(0), &json!(100))
    );
    assert_eq!(member["version"], joined["version"], "a read writes nothing");
    let page = server.get("member/transactions", "anna").ok();
    assert_eq!(page["items"][0]["kind"], "expire");
    assert_eq!(
        (&page["items"][0]["points"], &page["items"][0]["balance"]),
        (&json!(-100), &json!(0))
    );
}

#[test]
fn b2_history_explains_each_line_and_pages_through_all_of_them() {
    let server = Server::start();
    server.join("anna");
    for order in 0..25 {
        server.paid(&format!("o-{order}"), "anna", "africa", 1000 + order).ok();
    }
    let (mut cursor, mut lines, mut pages) = (String::new(), Vec::new(), 0);
    loop {
        let page =
            server.get(&format!("member/transactions?limit=10&lang=pl{cursor}"), "anna").ok();
        lines.extend(page["items"].as_array().unwrap().clone());
        pages += 1;
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((lines.len(), pages), (26, 3));
    assert_eq!(lines[0]["order"], "o-24");
    assert_eq!(lines[0]["parts"][1]["title"], "Kawa podwójnie");
    assert_eq!(lines[25]["parts"][0]["rule"], "welcome");
    for pair in lines.windows(2) {
        let number = |line: &serde_json::Value, field: &str| line[field].as_i64().unwrap();
        let before = number(&pair[1], "balance");
        assert_eq!(number(&pair[0], "balance"), before + number(&pair[0], "points"));
    }
    assert_eq!(lines[0]["balance"], server.available("anna"));
    for wrong in ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=-1"] {
        let path = format!("member/transactions?{wrong}");
        server.get(&path, "anna").problem(422, "invalid_field");
    }
}

#[test]
fn b4_refunds_in_parts_take_back_what_the_whole_earned() {
    let server = Server::start();
    server.join("anna");
    let lines = json!([{ "sku": "a", "category": "africa", "quantity": 3, "unit_price": 3333 }]);
    let earned = server.webhook("w", &server.paid_event("o-1", "anna", lines)).ok();
    assert_eq!(earned["points"], 199);
    let one = || Some(json!([{ "sku": "a", "quantity": 1 }]));
    let mut back = 0;
    for refund in ["r-1", "r-2", "r-3"] {
        back += server.refunded(refund, "o-1", one()).ok()["points"].as_i64().unwrap();
    }
    assert_eq!(back, -199);
    assert_eq!(server.available("anna"), 100);
    let resent = server.refunded("r-3", "o-1", one()).ok();
    assert_eq!(resent["outcome"], "duplicate");
    let more = server.refunded("r-4", "o-1", one()).problem(422, "invalid_field");
    assert_eq!(more["field"], "data.lines");
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn b4_points_spent_before_the_refund_become_a_debt_that_the_next_order_pays() {
    let server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "gear", 5000).ok();
    server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    server.refunded("r-1", "o-1", None).ok();
    let balance = &server.member("anna")["balance"];
    assert_eq!((&balance["available"], &balance["debt"]), (&json!(20), &json!(0)));
    server.paid("o-2", "anna", "gear", 5000).ok();
    server.redeem_now("anna", "k-2", "coffee-free", 50).ok();
    server.refunded("r-2", "o-2", None).ok();
    let balance = &server.member("anna")["balance"];
    assert_eq!((&balance["available"], &balance["debt"]), (&json!(0), &json!(30)));
    server.paid("o-3", "anna", "gear", 5000).ok();
    let balance = &server.member("anna")["balance"];
    assert_eq!((&balance["available"], &balance["debt"]), (&json!(20), &json!(0)));
}

#[test]
fn b4_a_refund_before_its_order_is_to_be_sent_again() {
    let server = Server::start();
    let problem = server.refunded("r-1", "o-1", None).problem(404, "unknown_order");
    assert_eq!(problem["retryable"], true);
    server.join("anna");
    server.paid("o-1", "anna", "gear", 5000).ok();
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["points"], -50);
}

#[test]
fn b4_a_refund_counts_by_the_rules_of_its_orders_day() {
    let server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "gear", 5000).ok();
    let doubled =
        crate::server::PROGRAM.replace("points = 1\nper = 100\n\n", "points = 2\nper = 100\n\n");
    assert_ne!(doubled, crate::server::PROGRAM);
    let server = server.restart(&doubled);
    assert_eq!(server.paid("o-2", "anna", "gear", 5000).ok()["points"], 100);
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["points"], -50);
    assert_eq!(server.refunded("r-2", "o-2", None).ok()["points"], -100);
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn b4_refunds_are_numbered_within_their_order() {
    let server = Server::start();
    server.join("anna");
    for order in ["o-1", "o-2"] {
        server.paid(order, "anna", "gear", 5000).ok();
    }
    let before = server.available("anna");
    for order in ["o-1", "o-2"] {
        let event = json!({
            "type": "order.refunded", "timestamp": server.now().to_rfc3339(),
            "data": { "order": order, "refund": "1" },
        });
        assert_eq!(server.webhook(&format!("w-{order}"), &event).ok()["outcome"], "applied");
        let again = server.webhook(&format!("again-{order}"), &event).ok();
        assert_eq!(again["outcome"], "duplicate");
    }
    assert_eq!(server.available("anna"), before - 100);
}
