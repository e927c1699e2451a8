//! Coming back: a new beginning, in which nothing is given a second time.

use super::{CUSTOMER, ONCE, busy};
use crate::activities::event;
use crate::ledger::broken;
use crate::server::Server;
use crate::transfer::rows;
use chrono::TimeDelta;
use serde_json::{Value, json};

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
