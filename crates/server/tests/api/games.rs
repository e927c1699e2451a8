//! Games of chance: one play an entitlement, drawn by the server, with stock that holds.

use crate::server::{Reply, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const GAMES: &str = r#"
[[game]]
id = "scratch"
name = { en = "Scratch card", pl = "Zdrapka" }
order_from = 5000

[[game.prize]]
id = "ten"
points = 10
odds = 1000000
stock = 3

[[game]]
id = "weekly"
name = "Every week"
every = "week"

[[game.prize]]
id = "parcel"
reward = "delivery"
odds = 1000000

[[game]]
id = "never"
name = "Hardly ever"
every = "day"

[[game.prize]]
id = "jackpot"
points = 1000000
odds = 1
"#;

fn play(server: &Server, customer: &str, game: &str, play: &str) -> Reply {
    server.post_as(customer, &format!("games/{game}/plays"), &json!({ "play": play }))
}

/// What a customer may play of a game.
fn plays(server: &Server, customer: &str, game: &str) -> Vec<String> {
    let games = server.member(customer)["games"].clone();
    let found = games.as_array().unwrap().iter().find(|it| it["id"] == game).cloned();
    let plays = found.map_or(json!([]), |it| it["plays"].clone());
    plays.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn g5_a_card_for_each_order_is_drawn_once_and_booked() {
    let server = Server::having(GAMES);
    server.join("anna");
    server.paid("o-1", "anna", "gear", 4999).ok();
    server.paid("o-2", "anna", "gear", 5000).ok();
    assert_eq!(plays(&server, "anna", "scratch"), ["o-2"]);
    let before = server.available("anna");
    let first = play(&server, "anna", "scratch", "o-2").ok();
    assert_eq!((&first["prize"], &first["points"]), (&json!("ten"), &json!(10)));
    assert_eq!(first["member"]["balance"]["available"], before + 10);
    let again = play(&server, "anna", "scratch", "o-2").ok();
    assert_eq!(again["prize"], "ten");
    assert_eq!(
        (server.available("anna"), plays(&server, "anna", "scratch").len()),
        (before + 10, 0)
    );
    for other in ["o-1", "o-99", ""] {
        play(&server, "anna", "scratch", other).problem(409, "play_closed");
    }
    play(&server, "anna", "none", "o-2").problem(404, "not_found");
    play(&server, "nina", "scratch", "o-2").problem(409, "not_joined");
    let line = server.get("member/transactions?lang=pl", "anna").ok()["items"][0].clone();
    assert_eq!(line["parts"][0]["title"], "Zdrapka");
}

#[test]
fn g5_twenty_at_once_for_three_prizes_win_three() {
    let server = Server::having(GAMES);
    for it in 0..20 {
        server.join(&format!("c-{it}"));
        server.paid(&format!("o-{it}"), &format!("c-{it}"), "gear", 5000).ok();
    }
    let won: Vec<Value> = std::thread::scope(|scope| {
        let server = &server;
        let threads: Vec<_> = (0..20)
            .map(|it| {
                scope.spawn(move || {
                    play(server, &format!("c-{it}"), "scratch", &format!("o-{it}")).ok()["prize"]
                        .clone()
                })
            })
            .collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(won.iter().filter(|it| !it.is_null()).count(), 3);
    let left = server.send("GET", "games/scratch", &[], None).ok();
    let expected = json!([{ "id": "ten", "odds": 1_000_000, "left": 0 }]);
    assert_eq!(left, json!({ "id": "scratch", "prizes": expected }));
    server.send("GET", "games/none", &[], None).problem(404, "not_found");
}

#[test]
fn g5_one_play_from_many_tabs_is_one_play() {
    let server = Server::having(GAMES);
    server.join("anna");
    let week = plays(&server, "anna", "weekly").remove(0);
    let ids: BTreeSet<String> = std::thread::scope(|scope| {
        let (server, week) = (&server, &week);
        let threads: Vec<_> = (0..10)
            .map(|_| scope.spawn(move || play(server, "anna", "weekly", week).ok()))
            .collect();
        let replies = threads.into_iter().map(|it| it.join().unwrap());
        replies.map(|it| it["redemption"].as_str().unwrap().to_owned()).collect()
    });
    assert_eq!(ids.len(), 1);
    let member = server.member("anna");
    let prize = &member["redemptions"][0];
    assert_eq!((&prize["reward"], &prize["cost"]), (&json!("delivery"), &json!(0)));
    assert_eq!(member["balance"]["available"], 100);
    server.use_code(prize["code"].as_str().unwrap(), "o-1").ok();
    assert_eq!(member["redemptions"].as_array().unwrap().len(), 1);
}

#[test]
fn g5_a_play_without_a_prize_says_so_and_the_odds_are_published() {
    let server = Server::having(GAMES);
    server.join("anna");
    let day = plays(&server, "anna", "never").remove(0);
    let reply = play(&server, "anna", "never", &day).ok();
    assert_eq!((&reply["prize"], &reply["points"]), (&json!(null), &json!(null)));
    assert!(plays(&server, "anna", "never").is_empty());
    let game = server.send("GET", "program", &[], None).ok()["games"][0].clone();
    let prize = json!({ "id": "ten", "points": 10, "reward": null, "odds": 1_000_000, "stock": 3 });
    let expected = json!({ "id": "scratch", "name": "Scratch card", "description": null,
        "icon": null, "order_from": { "amount": 5000, "currency": "PLN" }, "every": null,
        "prizes": [prize], "ends_at": null });
    assert_eq!(game, expected);
}

#[test]
fn g5_of_many_orders_ten_can_be_seen_to_play_for_and_each_can_be_played() {
    let server = Server::having(GAMES);
    server.join("anna");
    for it in 10..70 {
        server.paid(&format!("o-{it}"), "anna", "gear", 5000).ok();
        server.pass(TimeDelta::minutes(1));
    }
    let shown = |from: usize| {
        let orders = (from - 9..=from).rev().map(|it| format!("o-{it}"));
        assert_eq!(plays(&server, "anna", "scratch"), orders.collect::<Vec<_>>());
    };
    shown(69);
    play(&server, "anna", "scratch", "o-69").ok();
    shown(68);
    assert_eq!(play(&server, "anna", "scratch", "o-10").ok()["prize"], "ten");
    server.join("nina");
    play(&server, "nina", "scratch", "o-11").problem(409, "play_closed");
}
