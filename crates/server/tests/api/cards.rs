//! The member's card: its number, and what a till tells by it.

use crate::activities::{ACTIVITIES, event, with};
use crate::server::Server;
use serde_json::{Value, json};
use stempel_engine::card;

fn card_of(member: &Value) -> String {
    member["card"].as_str().unwrap().to_owned()
}

/// An order at the till, of a card.
fn sale(server: &Server, order: &str, number: &str) -> Value {
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    let data = json!({ "order": order, "card": number, "currency": "PLN", "lines": line });
    event(server, "order.paid", data)
}

#[test]
fn m3_every_member_has_a_card_of_their_own_with_a_check_digit() {
    let server = Server::start();
    let token = server.token("anna");
    let guest = server.send("GET", "member", &[("authorization", &token)], None).ok();
    assert_eq!(guest["card"], json!(null), "before joining");
    let (anna, marek) = (card_of(&server.join("anna")), card_of(&server.join("marek")));
    assert_eq!((anna.len(), marek.len()), (13, 13));
    let (first, second) = (card::serial(&anna).unwrap(), card::serial(&marek).unwrap());
    assert_ne!(first, second);
    assert_eq!(card_of(&server.member("anna")), anna, "it stays");
}

#[test]
fn m3_members_who_join_at_once_have_different_cards() {
    let server = Server::start();
    let cards: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
        let join = |n: usize| {
            let server = &server;
            scope.spawn(move || card_of(&server.join(&format!("customer-{n}"))))
        };
        let all: Vec<_> = (0..12).map(join).collect();
        all.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(cards.len(), 12);
}

#[test]
fn m3_a_sale_at_the_till_earns_once_by_the_cards_number() {
    let server = with(ACTIVITIES);
    let number = card_of(&server.join("anna"));
    let told = server.webhook("w-1", &sale(&server, "till-1", &number)).ok();
    assert_eq!((&told["outcome"], &told["points"]), (&json!("applied"), &json!(50)));
    // The same sale told by the shop's own server, which knows the customer.
    assert_eq!(server.paid("till-1", "anna", "gear", 5000).ok()["outcome"], "duplicate");
    let spaced = format!(" {} {}", &number[..6], &number[6..]);
    let bag = json!({ "card": spaced, "activity": "recycling", "subject": "b-1" });
    let told = server.webhook("w-2", &event(&server, "activity.completed", bag)).ok();
    assert_eq!(told["points"], 5);
    assert_eq!(server.refunded("r-1", "till-1", None).ok()["points"], -50);
    assert_eq!(server.available("anna"), 105);
}

#[test]
fn m3_a_slip_of_the_finger_is_told_from_a_card_nobody_has() {
    let server = Server::start();
    let number = card_of(&server.join("anna"));
    let last = number.chars().last().unwrap().to_digit(10).unwrap();
    let wrong = format!("{}{}", &number[..12], (last + 1) % 10);
    for slip in [wrong.as_str(), "29", "", "5901234123457", "29000000000zz"] {
        let problem = server.webhook("w", &sale(&server, "t-1", slip)).problem(422, "card_number");
        assert_eq!(problem["field"], "data.card", "{slip}");
    }
    let nobody = card::number(999_999).unwrap();
    let problem = server.webhook("w", &sale(&server, "t-1", &nobody)).problem(404, "unknown_card");
    assert_eq!(problem["retryable"], false);
    let mut both = sale(&server, "t-1", &number);
    both["data"]["customer"] = json!("anna");
    assert_eq!(server.webhook("w", &both).problem(422, "invalid_field")["field"], "data.customer");
    both["data"].as_object_mut().unwrap().retain(|key, _| key != "customer" && key != "card");
    assert_eq!(server.webhook("w", &both).problem(422, "invalid_field")["field"], "data.customer");
    assert_eq!(server.available("anna"), 100, "nothing was booked");
}

#[test]
fn m3_members_from_before_cards_get_theirs_when_the_store_is_opened() {
    let mut server = Server::start();
    let old = card_of(&server.join("anna"));
    server.join("marek");
    server.halt();
    // As the store was before the step that brought cards.
    server
        .data
        .run(
            "DROP INDEX members_by_card;
             ALTER TABLE members DROP COLUMN card;
             ALTER TABLE orders DROP COLUMN membership;
             DROP TABLE counters;
             DROP TABLE guests",
        )
        .unwrap();
    server.data.run(include_str!("../../src/store/migrations/0012_card.sql")).unwrap();
    let server = server.restart(crate::server::PROGRAM);
    let cards = [card_of(&server.member("anna")), card_of(&server.member("marek"))];
    assert_eq!(cards[0], old, "in the order in which they joined");
    let next = card_of(&server.join("nina"));
    assert!(!cards.contains(&next) && cards[0] != cards[1]);
}
