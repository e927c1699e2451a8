//! Leaderboards: by choice, by alias, hidden while there are few.

use crate::server::{Reply, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};

const BOARD: &str = r#"
[[leaderboard]]
id = "month"
name = { en = "This month", pl = "Ten miesiąc" }
every = "month"
places = 3
"#;

fn enter(server: &Server, customer: &str, alias: &str) -> Reply {
    server.post_as(customer, "leaderboards/month/entry", &json!({ "alias": alias }))
}

fn read(server: &Server, customer: &str) -> Value {
    server.get("leaderboards/month", customer).ok()
}

#[test]
fn g3_who_takes_part_is_seen_by_alias_once_there_are_ten() {
    let server = Server::having(BOARD);
    for it in 0..11 {
        server.join(&format!("c-{it}"));
    }
    for it in 0..9 {
        let reply = enter(&server, &format!("c-{it}"), &format!("Cat {it}")).ok();
        assert_eq!((&reply["hidden"], &reply["top"]), (&json!(true), &json!([])));
    }
    server.paid("o-1", "c-3", "gear", 9000).ok();
    server.paid("o-2", "c-4", "gear", 9000).ok();
    server.pass(TimeDelta::seconds(6));
    let hidden = read(&server, "c-3");
    let own = json!({ "place": null, "alias": "Cat 3", "points": 190, "own": true });
    assert_eq!((&hidden["people"], &hidden["own"]), (&json!(9), &own));
    enter(&server, "c-9", "Cat 9").ok();
    assert_eq!(read(&server, "c-9")["own"]["alias"], "Cat 9", "one's own is always of now");
    server.pass(TimeDelta::seconds(6));
    let board = read(&server, "c-4");
    let place = |place: i64, alias: &str, points: i64, own: bool| json!({ "place": place, "alias": alias, "points": points, "own": own });
    let top = json!([
        place(1, "Cat 3", 190, false),
        place(1, "Cat 4", 190, true),
        place(3, "Cat 0", 100, false)
    ]);
    assert_eq!((&board["hidden"], &board["top"]), (&json!(false), &top));
    assert_eq!(read(&server, "c-9")["own"], place(3, "Cat 9", 100, true));
    let watching = read(&server, "c-10");
    assert_eq!((&watching["own"], &watching["people"]), (&json!(null), &json!(10)));
    let told = server.get("leaderboards/month", "c-10").text;
    assert!(!told.contains("c-3"), "an alias and nothing else");
}

#[test]
fn g3_who_leaves_is_gone_and_their_name_is_free() {
    let server = Server::having(BOARD);
    server.join("anna");
    server.join("ben");
    enter(&server, "anna", "Kot").ok();
    enter(&server, "ben", " k o t ").problem(409, "alias_taken");
    assert_eq!(enter(&server, "anna", "Kocur").ok()["own"]["alias"], "Kocur");
    enter(&server, "ben", "Kot").ok();
    let token = server.token("anna");
    let leave = || {
        let headers = [("authorization", token.as_str())];
        server.send("DELETE", "leaderboards/month/entry", &headers, None).ok()
    };
    server.pass(TimeDelta::seconds(6));
    let left = leave();
    assert_eq!((&left["own"], &left["people"]), (&json!(null), &json!(1)));
    assert_eq!(leave(), left);
}

#[test]
fn g3_nobody_is_seen_under_anothers_name_or_under_none() {
    let server = Server::having(BOARD);
    server.join("anna");
    server.join("ben");
    enter(&server, "anna", "Kot Wąs").ok();
    for same in [
        "kot wąs",
        "Kot\u{200B} Wąs",
        "K\u{AD}ot Wąs",
        "Ko\u{200D}t\u{FE0F} Wąs",
        "Kot\u{3000}Wąs\u{2800}",
        "Kot Wa\u{328}s",
        "Ｋｏｔ Ｗąｓ",
        "Kot\u{E0041} Wąs\u{3164}",
    ] {
        enter(&server, "ben", same).problem(409, "alias_taken");
    }
    for none in [
        "\u{200B}\u{200B}",
        "\u{3164}\u{3164}",
        "a\u{AD}\u{200D}",
        "\u{301}\u{301}",
        "\u{2800} \u{2800}",
    ] {
        let problem = enter(&server, "ben", none).problem(422, "invalid_field");
        assert_eq!(problem["detail"], "a name has 2 to 24 characters that can be seen", "{none:?}");
    }
    for (typed, shown) in [("B\u{200B}en\u{AD}", "Ben"), ("👩‍👩‍👧 ❤️", "👩‍👩‍👧 ❤️"), ("कि", "कि")]
    {
        assert_eq!(enter(&server, "ben", typed).ok()["own"]["alias"], shown);
    }
}

#[test]
fn g3_a_name_that_leads_to_a_person_is_refused() {
    let server = Server::having(BOARD);
    server.join("anna");
    for alias in ["", "a", "anna@shop.example", "600 700 800", "６００ ７００ ８００", "\u{202E}"]
    {
        let problem = enter(&server, "anna", alias).problem(422, "invalid_field");
        assert_eq!(problem["field"], "alias", "{alias:?}");
    }
    enter(&server, "nina", "Nina").problem(409, "not_joined");
    server.get("leaderboards/none", "anna").problem(404, "not_found");
    server.get("leaderboards/month", "nina").problem(409, "not_joined");
    let boards = server.send("GET", "program?lang=pl", &[], None).ok()["leaderboards"].clone();
    assert_eq!(boards, json!([{ "id": "month", "name": "Ten miesiąc" }]));
}
