//! Surveys: asked once, answered once, paid once.

use crate::server::{Reply, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};

const SURVEYS: &str = r#"
[[survey]]
id = "recommend"
title = { en = "Would you recommend us?", pl = "Polecisz nas?" }
kind = "nps"
when = "joined"
points = 15

[[survey]]
id = "taste"
title = "How was it?"
kind = "choice"
choices = ["Good", "Bad"]
delay_days = 3
categories = ["africa"]
each_order = true
points = 20
anonymous = true

[[said]]
at = 2026-02-01
you_said = { en = "Too bitter.", pl = "Za gorzka." }
we_changed = { en = "We roast it lighter.", pl = "Palimy jaśniej." }

[[said]]
at = 2026-03-01
you_said = "Slow."
we_changed = "Parcels leave on the same day."
"#;

fn answer(server: &Server, survey: &str, body: Value) -> Reply {
    server.post_as("anna", &format!("surveys/{survey}/responses"), &body)
}

fn asked(server: &Server) -> String {
    let surveys = server.member("anna")["surveys"].clone();
    let word = |it: &Value| it["id"].as_str().unwrap().to_owned();
    surveys.as_array().unwrap().iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn n2_a_survey_is_offered_answered_and_paid_once() {
    let server = Server::having(SURVEYS);
    assert_eq!(asked(&server), "", "who has not joined is not asked");
    answer(&server, "recommend", json!({ "score": 9 })).problem(409, "not_joined");
    server.join("anna");
    let survey = server.get("member?lang=pl", "anna").ok()["surveys"][0].clone();
    let expected = json!({ "id": "recommend", "title": "Polecisz nas?", "kind": "nps",
        "choices": [], "points": 15, "order": null, "anonymous": false });
    assert_eq!(survey, expected);
    let reply = answer(&server, "recommend", json!({ "score": 9, "text": " Pyszna!\n" })).ok();
    assert_eq!(reply["points"], 15);
    assert_eq!(reply["member"]["balance"]["available"], 115);
    assert_eq!(reply["member"]["surveys"], json!([]));
    let again = answer(&server, "recommend", json!({ "score": 9, "text": "Pyszna!" })).ok();
    assert_eq!(
        (&again["points"], &again["member"]["balance"]),
        (&json!(15), &reply["member"]["balance"])
    );
    let line = server.get("member/transactions", "anna").ok()["items"][0].clone();
    assert_eq!((&line["kind"], &line["points"]), (&json!("earn"), &json!(15)));
    assert_eq!(line["parts"][0]["title"], "Would you recommend us?");
}

#[test]
fn n2_twenty_answers_at_once_are_paid_once() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    std::thread::scope(|scope| {
        for score in 0..20 {
            let server = &server;
            scope.spawn(move || answer(server, "recommend", json!({ "score": score % 2 })));
        }
    });
    assert_eq!(server.available("anna"), 115);
}

#[test]
fn n2_a_second_answer_that_says_something_else_is_refused() {
    let server = Server::having(&SURVEYS.replace("anonymous = true", ""));
    server.join("anna");
    answer(&server, "recommend", json!({ "score": 9 })).ok();
    for other in [json!({ "score": 2 }), json!({ "score": 9, "text": "Pyszna!" })] {
        answer(&server, "recommend", other).problem(409, "survey_answered");
    }
    assert_eq!(answer(&server, "recommend", json!({ "score": 9 })).ok()["points"], 15);
    let aside = answer(&server, "recommend", json!({ "dismissed": true })).ok();
    assert_eq!(aside["points"], 15, "there is nothing to put aside any more");
    // About each order there is an answer of its own.
    server.paid("o-1", "anna", "africa", 1000).ok();
    server.paid("o-2", "anna", "africa", 1000).ok();
    server.pass(TimeDelta::days(3));
    answer(&server, "taste", json!({ "order": "o-1", "choice": 0 })).ok();
    answer(&server, "taste", json!({ "order": "o-2", "choice": 1 })).ok();
    answer(&server, "taste", json!({ "order": "o-2", "choice": 1 })).ok();
    answer(&server, "taste", json!({ "order": "o-1", "choice": 1 }))
        .problem(409, "survey_answered");
}

#[test]
fn n2_what_an_anonymous_answer_said_is_not_known_of_the_member() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    server.paid("o-1", "anna", "africa", 1000).ok();
    server.pass(TimeDelta::days(3));
    let first = answer(&server, "taste", json!({ "order": "o-1", "choice": 1 })).ok();
    let other = answer(&server, "taste", json!({ "order": "o-1", "choice": 0 })).ok();
    assert_eq!(first["points"], other["points"]);
    let table = "CREATE TABLE counted (one BIGINT NOT NULL);
         INSERT INTO counted SELECT CASE WHEN COUNT(*) = 1 THEN 1 END FROM survey_answers";
    server.data.run(table).unwrap();
}

#[test]
fn n2_not_now_is_for_good_and_earns_nothing() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    let reply = answer(&server, "recommend", json!({ "dismissed": true })).ok();
    assert_eq!((&reply["points"], &reply["member"]["surveys"]), (&json!(0), &json!([])));
    answer(&server, "recommend", json!({ "dismissed": true })).ok();
    answer(&server, "recommend", json!({ "score": 9 })).problem(409, "survey_closed");
    assert_eq!((asked(&server), server.available("anna")), (String::new(), 100));
}

#[test]
fn n2_each_order_is_asked_about_some_days_later_and_an_anonymous_answer_names_nobody() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    answer(&server, "recommend", json!({ "dismissed": true })).ok();
    server.paid("o-1", "anna", "africa", 1000).ok();
    server.paid("o-2", "anna", "gear", 1000).ok();
    assert_eq!(asked(&server), "");
    answer(&server, "taste", json!({ "order": "o-1", "choice": 1 })).problem(409, "survey_closed");
    server.pass(TimeDelta::days(3));
    assert_eq!(server.member("anna")["surveys"][0]["order"], "o-1");
    for order in [json!("o-2"), json!("nobody's"), json!(null)] {
        answer(&server, "taste", json!({ "order": order, "choice": 1 }))
            .problem(409, "survey_closed");
    }
    let before = server.available("anna");
    answer(&server, "taste", json!({ "order": "o-1", "choice": 1, "text": "Meh" })).ok();
    answer(&server, "taste", json!({ "order": "o-1", "choice": 1, "text": "Meh" })).ok();
    assert_eq!((asked(&server), server.available("anna")), (String::new(), before + 20));
    // One such row, or a NULL that the column refuses.
    let table = "CREATE TABLE counted (one BIGINT NOT NULL);
         INSERT INTO counted SELECT CASE WHEN COUNT(*) = 1 THEN 1 END FROM survey_answers
         WHERE survey = 'taste' AND choice = 1 AND text = 'Meh'
           AND member IS NULL AND order_id IS NULL AND at % 3600000 = 0";
    server.data.run(table).unwrap();
    server.paid("o-3", "anna", "africa", 1000).ok();
    server.pass(TimeDelta::days(4));
    assert_eq!(server.member("anna")["surveys"][0]["order"], "o-3");
}

#[test]
fn n2_an_order_is_found_by_a_category_of_any_signs() {
    let odd = r#"kawa "x" 100%_!\ żółta"#;
    let named = format!("categories = [{}]", json!(odd));
    let server = Server::having(&SURVEYS.replace("categories = [\"africa\"]", &named));
    server.join("anna");
    answer(&server, "recommend", json!({ "dismissed": true })).ok();
    server.paid("o-1", "anna", odd, 1000).ok();
    for (order, other) in [("o-2", "kawa"), ("o-3", "KAWA \"X\" 100%_!\\ ŻÓŁTA")] {
        server.paid(order, "anna", other, 1000).ok();
    }
    server.pass(TimeDelta::days(3));
    assert_eq!(server.member("anna")["surveys"][0]["order"], "o-1");
}

#[test]
fn n2_each_order_is_asked_about_the_newest_first() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    answer(&server, "recommend", json!({ "dismissed": true })).ok();
    for order in ["o-1", "o-2", "o-3"] {
        server.paid(order, "anna", "africa", 1000).ok();
        server.pass(TimeDelta::hours(1));
    }
    server.pass(TimeDelta::days(3));
    for order in ["o-3", "o-2", "o-1"] {
        assert_eq!(server.member("anna")["surveys"][0]["order"], order);
        answer(&server, "taste", json!({ "order": order, "choice": 1 })).ok();
    }
    assert_eq!(asked(&server), "");
}

#[test]
fn n2_an_answer_that_is_none_names_its_field() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    let long = "x".repeat(1001);
    for (body, field) in [
        (json!({}), "score"),
        (json!({ "score": 11 }), "score"),
        (json!({ "score": "9" }), "score"),
        (json!({ "score": 9, "choice": 0 }), "choice"),
        (json!({ "score": 9, "text": long }), "text"),
    ] {
        let problem = answer(&server, "recommend", body.clone()).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{body}");
    }
    answer(&server, "no-such", json!({ "score": 9 })).problem(404, "not_found");
    assert_eq!(asked(&server), "recommend", "nothing was taken for an answer");
}

#[test]
fn n2_what_was_changed_is_published_newest_first() {
    let server = Server::having(SURVEYS);
    let said = server.send("GET", "program?lang=pl", &[], None).ok()["said"].clone();
    assert_eq!(said[0]["you_said"], "Slow.");
    assert_eq!(
        said[1],
        json!({ "at": "2026-01-31T23:00:00Z", "you_said": "Za gorzka.",
        "we_changed": "Palimy jaśniej." })
    );
}

#[test]
fn n2_what_many_members_answer_is_true_in_the_books() {
    let server = Server::having(SURVEYS);
    for name in ["anna", "ben"] {
        server.join(name);
        let path = "surveys/recommend/responses";
        assert_eq!(server.post_as(name, path, &json!({ "score": 9 })).ok()["points"], 15);
    }
    assert_eq!(crate::ledger::broken(&server), [""; 0]);
}

#[test]
fn n2_an_order_is_asked_about_however_many_came_after_it() {
    let server = Server::having(SURVEYS);
    server.join("anna");
    answer(&server, "recommend", json!({ "dismissed": true })).ok();
    server.paid("due", "anna", "africa", 1000).ok();
    for it in 0..6 {
        // What is due as well, but of a category that is not asked about.
        server.paid(&format!("other-{it}"), "anna", "gear", 1000).ok();
    }
    server.pass(TimeDelta::days(2));
    for it in 0..60 {
        server.paid(&format!("later-{it}"), "anna", "africa", 1000).ok();
    }
    server.pass(TimeDelta::days(1));
    assert_eq!(server.member("anna")["surveys"][0]["order"], "due");
    answer(&server, "taste", json!({ "order": "later-0", "choice": 1 }))
        .problem(409, "survey_closed");
    answer(&server, "taste", json!({ "order": "due", "choice": 1 })).ok();
    assert_eq!(asked(&server), "");
}
