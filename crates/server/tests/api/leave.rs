//! Taking one's data along, leaving, and coming back.

use crate::activities::event;
use crate::ledger::broken;
use crate::referrals::{REFERRAL, code, join_by};
use crate::server::{PROGRAM, Server};
use crate::transfer::rows;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stempel_server::store::Place;

const CUSTOMER: &str = "c-Żaneta-4711";

/// Everything that a member gets once, or once in a while.
pub const ONCE: &str = r#"
[[game]]
id = "daily"
name = "Every day"
every = "day"

[[game.prize]]
id = "ten"
points = 10
odds = 1000000

[[survey]]
id = "recommend"
title = "Would you recommend us?"
kind = "nps"
when = "joined"
points = 15

[[activity]]
id = "app"
kind = "event"
title = "The app"
points = 30

[[activity]]
id = "bag"
kind = "event"
every = "day"
title = "A bag brought back"
points = 5

[[activity]]
id = "visits"
kind = "visits"
days = 2
title = "Two days in a row"
points = 4

[[segment]]
id = "all"
name = "All"
when = { orders_max = 1000 }

[[reward]]
id = "gift"
name = "A gift"
kind = "free_shipping"
cost = 0
segments = ["all"]
per_member_limit = 1
code_prefix = "GIFT"

[[reward]]
id = "monthly"
name = "Once a month"
kind = "free_shipping"
cost = 0
segments = ["all"]
per_member_limit = 1
every = "month"
code_prefix = "MONTH"

[[challenge]]
id = "first"
name = "The first order"
goal = { orders = 1 }
points = 70

[[wallet]]
id = "cash"
name = "Cash back"
kind = "money"

[[purchase]]
id = "back"
title = "Cash back"
wallet = "cash"
points = 1
per = 100
"#;

fn busy(server: &Server) {
    server.join(CUSTOMER);
    let told = json!({ "nickname": "Żanetka", "birthday": "02-29", "lang": "pl",
                       "interests": ["gear"], "contact": { "channels": ["email"] },
                       "consents": [{ "id": "marketing", "version": "1", "given": true }] });
    server.patch(CUSTOMER, &told).ok();
    server.paid("o-1", CUSTOMER, "africa", 12_345).ok();
    server.paid("o-2", CUSTOMER, "gear", 5000).ok();
    let used = server.redeem_now(CUSTOMER, "k-1", "minus-10", 80).ok();
    server.use_code(used["redemption"]["code"].as_str().unwrap(), "o-2").ok();
    server.redeem_now(CUSTOMER, "k-2", "rare", 5).ok();
    let gift = json!({ "id": "a-1", "points": 25, "reason": "Dla Żanetki, przepraszamy" });
    server.admin(&format!("{CUSTOMER}/adjustments"), Some(&gift)).ok();
}

#[test]
fn m5_everything_held_can_be_taken_along() {
    let server = Server::start();
    busy(&server);
    let reply = server.get("member/export", CUSTOMER);
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"club.json\"");
    assert!(reply.header("cache-control").contains("no-store"));
    let export = reply.ok();
    assert_eq!(export["customer"], CUSTOMER);
    let held = &export["held"];
    assert_eq!(held["members"][0]["nickname"], "Żanetka");
    assert_eq!(held["profiles"][0]["birthday"], "02-29");
    assert_eq!(held["profiles"][0]["contact"]["channels"][0], "email");
    assert_eq!(held["adjustments"][0]["reason"], "Dla Żanetki, przepraszamy");
    assert_eq!(held["orders"][0]["cart"]["lines"][0]["unit_price"], 12_345);
    assert_eq!(held["redemptions"].as_array().unwrap().len(), 2);
    assert_eq!(held["consents"].as_array().unwrap().len(), 2);
    for table in ["transactions", "lots", "accounts", "idempotency", "qualifying"] {
        assert_ne!(held[table], json!([]), "{table}");
    }
    let other = server.get("member/export", "nobody").ok();
    assert!(!other.to_string().contains("anetk"));
    assert_eq!(other["held"]["orders"], json!([]));
}

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
fn m5_who_comes_back_begins_anew_and_no_order_counts_twice() {
    let server = Server::start();
    busy(&server);
    server.paid("o-3", "late", "gear", 7000).ok();
    assert_eq!(server.leave("late").ok()["status"], "not_joined", "what waited is erased, too");
    let code = server.member(CUSTOMER)["redemptions"][0]["code"].as_str().unwrap().to_owned();
    let left = server.leave(CUSTOMER).ok();
    server.use_code(&code, "o-5").problem(409, "code_closed");
    let again = server.paid("o-1", CUSTOMER, "africa", 12_345);
    assert_eq!(again.ok()["outcome"], "duplicate");
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["outcome"], "kept");
    let back = server.join(CUSTOMER);
    assert_eq!(back["balance"]["available"], 0, "neither old orders nor a second welcome");
    assert!(back["version"].as_i64() > left["version"].as_i64());
    assert_eq!(back["profile"]["nickname"], json!(null));
    assert_eq!(server.member(CUSTOMER)["balance"]["lifetime"], 0);
    server.paid("o-6", CUSTOMER, "gear", 5000).ok();
    assert_eq!(server.available(CUSTOMER), 50);
    assert_eq!(server.join("late")["balance"]["available"], 100, "who was no member is welcome");
    let rare = server.member(CUSTOMER);
    let rare = rare["rewards"].as_array().unwrap().iter().find(|it| it["id"] == "rare").unwrap();
    assert_eq!(rare["reasons"], json!([]), "an open one that leaving gave back is free again");
    server.pass(TimeDelta::days(800));
    assert_eq!(server.leave(CUSTOMER).ok()["status"], "not_joined");
}

#[test]
fn m5_leaving_needs_a_token_that_may_spend() {
    let server = Server::start();
    server.join("nina");
    let reading = server.token_with(&json!({ "sub": "nina", "scope": "read" }));
    let refused = server.send("DELETE", "member", &[("authorization", &reading)], None);
    refused.problem(403, "scope");
    assert_eq!(server.member("nina")["status"], "active");
}

#[test]
fn m5_what_was_used_before_leaving_answers_the_same_again() {
    let server = Server::start();
    server.join("nina");
    let taken = server.redeem_now("nina", "k-1", "minus-10", 80).ok();
    let code = taken["redemption"]["code"].as_str().unwrap();
    let used = server.use_code(code, "o-1").ok();
    server.leave("nina").ok();
    assert_eq!(server.use_code(code, "o-1").ok(), used);
    server.use_code(code, "o-2").problem(409, "code_used");
}

#[test]
fn m5_what_is_taken_along_tells_nothing_of_others_and_of_no_doubt() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let device = |customer: &str| json!({ "sub": customer, "device": "the same" });
    join_by(&server, &code, &device("ben")).ok();
    join_by(&server, &code, &device("cleo")).ok();
    server.paid("o-ben", "ben", "gear", 9000).ok();
    let gift = json!({ "id": "a-1", "points": 25, "reason": "Sorry" });
    server.admin("anna/adjustments", Some(&gift)).ok();
    let anna = server.get("member/export", "anna").ok()["held"].clone();
    let fields = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let told = ["changed_at", "due_at", "joined_at", "points", "program", "referrer", "status"];
    assert_eq!(fields(&anna["referrals"][0]), told);
    assert_eq!(anna["referrals"].as_array().unwrap().len(), 2);
    assert_eq!(anna["adjustments"][0]["reason"], "Sorry");
    assert_eq!(anna["adjustments"][0]["key_id"], json!(null));
    let ben = server.get("member/export", "ben").ok()["held"]["members"][0]["member"].clone();
    for trace in ["household", "o-ben", ben.as_str().unwrap(), "key_id"] {
        assert!(!anna.to_string().contains(trace), "{trace}: {anna}");
    }
    for friend in ["ben", "cleo"] {
        let held = server.get("member/export", friend).ok()["held"].clone();
        assert_eq!(fields(&held["invited_by_a_member"][0]), ["joined_at"], "{friend}");
        assert_eq!(held["referrals"], json!([]));
        assert!(!held.to_string().contains("household"), "{friend}: {held}");
    }
}

/// Takes everything there is to take, as often as there is any; says what it came to.
fn take_all(server: &Server, round: &str, known: &mut Vec<Value>) -> Value {
    let who = "anna";
    server.join(who);
    let patch = server.patch(who, &json!({ "birthday": "06-15" })).status == 200;
    let plays = server.member(who)["games"][0]["plays"].clone();
    let played = plays.as_array().map_or(0, Vec::len);
    known.extend(plays.as_array().into_iter().flatten().cloned());
    for play in &known[known.len() - 1..] {
        server.post_as(who, "games/daily/plays", &json!({ "play": play })).ok();
    }
    let answer = json!({ "score": 9 });
    let paid = server.post_as(who, "surveys/recommend/responses", &answer).ok()["points"].clone();
    let mut told = Vec::new();
    for activity in ["app", "bag"] {
        let id = format!("{activity}-{round}");
        let data = json!({ "customer": who, "activity": activity, "subject": id });
        let event = event(server, "activity.completed", data);
        told.push(server.webhook(&id, &event).ok()["outcome"].clone());
    }
    server.post_as(who, "member/visits", &json!({})).ok();
    let mut gifts = 0;
    for reward in ["gift", "monthly"] {
        let taken = server.redeem_now(who, &format!("{reward}-{round}"), reward, 0);
        if taken.status == 201 {
            let code = taken.json()["redemption"]["code"].as_str().unwrap().to_owned();
            server.use_code(&code, &format!("{reward}-{round}")).ok();
            gifts += 1;
        }
    }
    server.paid(&format!("o-{round}"), who, "gear", 1000).ok();
    let lifetime = server.member(who)["balance"]["lifetime"].clone();
    server.leave(who).ok();
    json!({ "birthday": patch, "plays": played, "survey": paid, "told": told, "gifts": gifts,
            "lifetime": lifetime })
}

#[test]
fn m5_leaving_and_coming_back_gives_nothing_a_second_time() {
    let mut server = Server::having(ONCE);
    let mut known = Vec::new();
    let first = take_all(&server, "1", &mut known);
    let all = json!({ "birthday": true, "plays": 1, "survey": 15, "told": ["applied", "applied"],
                      "gifts": 2, "lifetime": 100 + 10 + 15 + 30 + 5 + 70 + 10 });
    assert_eq!(first, all);
    for round in ["2", "3"] {
        let again = json!({ "birthday": false, "plays": 0, "survey": 0, "told": ["limit", "limit"],
                            "gifts": 0, "lifetime": 10 });
        assert_eq!(
            take_all(&server, round, &mut known),
            again,
            "what the order of this round earns"
        );
    }
    let kept = server.get("member/export", "anna").ok()["held"]["departed"][0]["had"].clone();
    assert_eq!(kept["rewards"].as_object().unwrap().len(), 2, "and it can be read by them: {kept}");
    assert!(!kept.to_string().contains("06-15"), "not which day: {kept}");
    // What comes again each day or month comes again; what comes once does not.
    server.pass(TimeDelta::days(32));
    let later = take_all(&server, "4", &mut known);
    let fresh = json!({ "birthday": false, "plays": 1, "survey": 0, "told": ["limit", "applied"],
                        "gifts": 1, "lifetime": 10 + 5 + 10 });
    assert_eq!(later, fresh);
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
}

#[test]
fn m5_two_years_after_leaving_nothing_is_kept() {
    let mut server = Server::having(ONCE);
    take_all(&server, "1", &mut Vec::new());
    server.pass(TimeDelta::days(731));
    server.jobs();
    server.halt();
    assert!(!rows(&server.data.place).iter().any(|it| it.starts_with("departed")));
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
