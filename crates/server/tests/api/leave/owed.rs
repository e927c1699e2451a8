//! What was owed, or comes to be owed, by who left.

use crate::ledger::broken;
use crate::server::{PROGRAM, Server};
use serde_json::json;

/// Takes 10 off for 80 points, uses it, and gives the code's id.
fn spend(server: &Server, who: &str, key: &str) {
    let taken = server.redeem_now(who, key, "minus-10", 80).ok();
    server.use_code(taken["redemption"]["code"].as_str().unwrap(), key).ok();
}

fn owed(server: &Server, who: &str) -> (i64, i64) {
    let balance = &server.member(who)["balance"];
    (balance["available"].as_i64().unwrap(), balance["debt"].as_i64().unwrap())
}

#[test]
fn m5_what_is_owed_is_owed_again_by_who_comes_back() {
    let mut server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "gear", 10_000).ok();
    spend(&server, "anna", "k-1");
    spend(&server, "anna", "k-2");
    server.refunded("r-1", "o-1", None).ok();
    assert_eq!(owed(&server, "anna"), (0, 60));
    for _ in 0..2 {
        server.leave("anna").ok();
        let kept = server.get("member/export", "anna").ok()["held"]["departed"][0]["had"].clone();
        assert_eq!(kept["left"], json!({ "points": -60 }), "and it can be read by them");
        server.join("anna");
        assert_eq!(owed(&server, "anna"), (0, 60));
    }
    server.paid("o-2", "anna", "gear", 10_000).ok();
    assert_eq!(owed(&server, "anna"), (40, 0), "the next points pay");
    server.leave("anna").ok();
    server.join("anna");
    assert_eq!(owed(&server, "anna"), (0, 0), "it is paid once");
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn m5_a_refund_that_comes_after_leaving_is_owed_by_who_comes_back() {
    let mut server = Server::start();
    for who in ["before", "after"] {
        server.join(who);
        let line = json!({ "sku": "a", "category": "gear", "quantity": 4, "unit_price": 2500 });
        let order = format!("o-{who}");
        server.webhook(&order, &server.paid_event(&order, who, json!([line]))).ok();
        spend(&server, who, &format!("{who}-1"));
        spend(&server, who, &format!("{who}-2"));
        assert_eq!(owed(&server, who), (40, 0));
        server.leave(who).ok();
    }
    let part = json!([{ "sku": "a", "quantity": 2 }]);
    server.refunded("r-1", "o-before", Some(part.clone())).ok();
    server.refunded("r-2", "o-before", None).ok();
    server.join("before");
    assert_eq!(owed(&server, "before"), (0, 60), "what was left when they left pays 40");
    server.join("after");
    assert_eq!(owed(&server, "after"), (0, 0));
    let half = server.refunded("a-1", "o-after", Some(part)).ok();
    assert_eq!((&half["outcome"], &half["points"]), (&json!("applied"), &json!(-10)));
    assert_eq!(owed(&server, "after"), (0, 10));
    server.paid("o-3", "after", "gear", 3000).ok();
    assert_eq!(server.refunded("a-2", "o-after", None).ok()["points"], -50);
    assert_eq!(owed(&server, "after"), (0, 30));
    assert_eq!(
        server.refunded("a-3", "o-after", None).ok()["outcome"],
        "kept",
        "nothing is left of it"
    );
    server.leave("after").ok();
    server.join("after");
    assert_eq!(owed(&server, "after"), (0, 30));
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn m5_a_program_that_forgives_forgives_who_left_too() {
    let debt = "spent_on_refund = \"debt\"";
    let forgives = PROGRAM.replace(debt, "spent_on_refund = \"forgive\"");
    let server = Server::start().restart(&forgives);
    server.join("anna");
    server.paid("o-1", "anna", "gear", 10_000).ok();
    spend(&server, "anna", "k-1");
    spend(&server, "anna", "k-2");
    server.leave("anna").ok();
    server.refunded("r-1", "o-1", None).ok();
    server.join("anna");
    assert_eq!(owed(&server, "anna"), (0, 0));
}
