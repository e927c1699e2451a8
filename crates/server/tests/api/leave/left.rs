//! What is left of who left, in the tables and in the database's file.

use super::{CUSTOMER, ONCE, busy};
use crate::activities::event;
use crate::ledger::broken;
use crate::referrals::{REFERRAL, code, join_by};
use crate::server::Server;
use crate::transfer::rows;
use serde_json::json;
use std::collections::BTreeSet;
use stempel_server::store::Place;

#[test]
fn m5_after_leaving_no_row_names_the_person_and_the_books_are_whole() {
    let mut server = Server::having(&format!("{ONCE}{REFERRAL}"));
    let member = busier(&server);
    server.paid("o-9", "ben", "gear", 5000).ok();
    let begun = |id: &str, who: &str| {
        let began = json!({ "customer": who, "membership": "S-1" });
        server.webhook(id, &event(&server, "membership.started", began)).ok()["outcome"].clone()
    };
    assert_eq!(begun("m-1", CUSTOMER), "applied");
    assert_eq!(
        (begun("m-2", "guest-left"), begun("m-3", "guest-stays")),
        (json!("kept"), json!("kept"))
    );
    let held = server.get("member/export", "guest-left").ok()["held"].clone();
    assert_eq!(held["guests"][0]["customer"], "guest-left");
    assert_eq!(server.leave("guest-left").ok()["membership"], json!(null));
    let before = server.member(CUSTOMER)["version"].as_i64().unwrap();
    let left = server.leave(CUSTOMER).ok();
    assert_eq!((&left["status"], &left["profile"]), (&json!("not_joined"), &json!(null)));
    assert!(left["version"].as_i64().unwrap() > before, "an open panel takes it for newer");
    assert_eq!(server.leave(CUSTOMER).ok()["status"], "not_joined", "leaving twice is no error");
    server.get("member/transactions", CUSTOMER).problem(409, "not_joined");
    server.patch(CUSTOMER, &json!({ "lang": "pl" })).problem(409, "not_joined");
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
    let rows = rows(&server.data.place);
    let rest = rows.iter().filter(|it| !it.starts_with("programs ")).cloned().collect::<String>();
    for trace in
        [CUSTOMER, "anetk", "aneta", "02-29", "k-1", "k-2", "k-gift", "12345", "guest-left"]
    {
        assert!(!rest.contains(trace), "{trace}: {rest}");
    }
    assert!(rest.contains("ben") && rest.contains("o-1"), "others stay, and ids of orders");
    assert!(rest.contains("guest-stays"), "and what is known of other guests");
    bound_to_the_mark_alone(&rows, &member);
}

/// Comes by ben's code, brings ola, plays, answers, earns in another wallet; says our own id of them.
fn busier(server: &Server) -> String {
    server.join("ben");
    let device = |customer: &str| json!({ "sub": customer, "device": format!("of-{customer}") });
    join_by(server, &code(server, "ben"), &device(CUSTOMER)).ok();
    busy(server);
    join_by(server, &code(server, CUSTOMER), &device("ola")).ok();
    server.paid("o-ola", "ola", "gear", 9000).ok();
    let play = server.member(CUSTOMER)["games"][0]["plays"][0].clone();
    server.post_as(CUSTOMER, "games/daily/plays", &json!({ "play": play })).ok();
    let answer = json!({ "score": 9, "text": "Żaneta poleca" });
    server.post_as(CUSTOMER, "surveys/recommend/responses", &answer).ok();
    let gift = server.redeem_now(CUSTOMER, "k-gift", "gift", 0).ok();
    server.use_code(gift["redemption"]["code"].as_str().unwrap(), "o-2").ok();
    let export = server.get("member/export", CUSTOMER).ok();
    let held = &export["held"];
    for (table, rows) in [("accounts", 2), ("game_plays", 1), ("survey_answers", 1), ("invites", 1)]
    {
        assert_eq!(held[table].as_array().unwrap().len(), rows, "{table}");
    }
    assert!(server.member("ben")["balance"]["pending"].as_i64() >= Some(300), "they counted");
    held["members"][0]["member"].as_str().unwrap().to_owned()
}

/// Our own id of somebody who left stands in the books, and nowhere else; what else is kept hangs on
/// a mark that the books do not have.
fn bound_to_the_mark_alone(rows: &[String], member: &str) {
    let table = |row: &String| row.split(' ').next().unwrap_or("").to_owned();
    let naming: BTreeSet<String> =
        rows.iter().filter(|it| it.contains(member)).map(table).collect();
    let books = ["accounts", "adjustments", "orders", "redemptions", "transactions"];
    assert_eq!(naming, books.map(str::to_owned).into());
    let left: Vec<&String> = rows.iter().filter(|it| it.starts_with("departed ")).collect();
    let [left] = left[..] else { panic!("{left:?}") };
    assert!(
        left.contains("gift") && left.contains("recommend") && left.contains("daily"),
        "{left}"
    );
    let mark = left.split('"').nth(3).unwrap();
    assert_eq!(mark.len(), 64);
    let marked: BTreeSet<String> = rows.iter().filter(|it| it.contains(mark)).map(table).collect();
    assert_eq!(marked, ["departed", "late_returns", "referrals"].map(str::to_owned).into());
}

#[test]
fn m5_the_file_of_the_database_holds_nothing_of_who_left() {
    let mut server = Server::start();
    let Place::Folder(folder) = server.data.place.clone() else { return };
    server.join(CUSTOMER);
    let told = json!({ "nickname": "Nickname-zz" });
    server.patch(CUSTOMER, &told).ok();
    let message = json!({ "text": "Message-zz, only for the shop" });
    server.post_as(CUSTOMER, "member/messages", &message).ok();
    let line = json!([{ "sku": "sku-zz", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    server.webhook("1", &server.paid_event("o-1", CUSTOMER, line)).ok();
    server.leave(CUSTOMER).ok();
    server.halt();
    for file in std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap();
        for trace in [CUSTOMER, "Nickname-zz", "Message-zz", "sku-zz"] {
            let found = bytes.windows(trace.len()).any(|it| it == trace.as_bytes());
            assert!(!found, "{trace} in {}", file.display());
        }
    }
}
