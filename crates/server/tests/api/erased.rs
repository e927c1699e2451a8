//! What stays of somebody who left leads nobody back to them: neither the ids that the shop makes for
//! its events, nor the instants at which something was booked.

use crate::activities::event;
use crate::database::Data;
use crate::server::{Reply, Server};
use crate::transfer::rows;
use serde_json::{Value, json};
use stempel_server::store::Place;

const CUSTOMER: &str = "c-7f3a91";

const EVENING: &str = r#"
[[activity]]
id = "evening"
kind = "event"
every = "day"
title = "A tasting"
points = 5
"#;

/// The numbered steps that a database from before had, each for both and for one of the two.
const BEFORE: [[&str; 3]; 19] = [
    [
        include_str!("../../src/store/migrations/0001_ledger.sql"),
        include_str!("../../src/store/migrations/0001_append_only.sqlite.sql"),
        include_str!("../../src/store/migrations/0001_append_only.postgres.sql"),
    ],
    [include_str!("../../src/store/migrations/0002_record.sql"), "", ""],
    [include_str!("../../src/store/migrations/0003_wallets.sql"), "", ""],
    [include_str!("../../src/store/migrations/0004_surveys.sql"), "", ""],
    [include_str!("../../src/store/migrations/0005_referrals.sql"), "", ""],
    [include_str!("../../src/store/migrations/0006_games.sql"), "", ""],
    [include_str!("../../src/store/migrations/0007_profile.sql"), "", ""],
    [include_str!("../../src/store/migrations/0008_person.sql"), "", ""],
    [include_str!("../../src/store/migrations/0009_years.sql"), "", ""],
    [include_str!("../../src/store/migrations/0010_grants.sql"), "", ""],
    [include_str!("../../src/store/migrations/0011_messages.sql"), "", ""],
    [include_str!("../../src/store/migrations/0012_card.sql"), "", ""],
    [include_str!("../../src/store/migrations/0013_products.sql"), "", ""],
    [include_str!("../../src/store/migrations/0014_draws.sql"), "", ""],
    [include_str!("../../src/store/migrations/0015_had.sql"), "", ""],
    [include_str!("../../src/store/migrations/0016_grace.sql"), "", ""],
    [include_str!("../../src/store/migrations/0017_stock.sql"), "", ""],
    [include_str!("../../src/store/migrations/0018_indexes.sql"), "", ""],
    [include_str!("../../src/store/migrations/0019_product_shown.sql"), "", ""],
];

/// What a shop may send whose ids have its customer's in them.
fn told(server: &Server, delivery: &str, at: &str) -> [Reply; 4] {
    let send = |what: &str, kind: &str, mut data: Value| {
        data["customer"] = CUSTOMER.into();
        let event = json!({ "type": kind, "timestamp": at, "data": data });
        server.webhook(&format!("{delivery}-{what}-{CUSTOMER}"), &event)
    };
    let subject = format!("evening-1/{CUSTOMER}");
    [
        send("evening", "activity.completed", json!({ "activity": "evening", "subject": subject })),
        send("review", "review.published", json!({ "review": format!("rev/{CUSTOMER}") })),
        send("cart", "cart.updated", json!({ "cart": format!("cart-{CUSTOMER}"), "units": 3 })),
        send("paid", "membership.started", json!({ "membership": format!("S-{CUSTOMER}") })),
    ]
}

fn adjust(server: &Server) -> Reply {
    let made = json!({ "id": format!("T-{CUSTOMER}"), "points": 25, "reason": "Sorry" });
    server.admin(&format!("{CUSTOMER}/adjustments"), Some(&made))
}

#[test]
fn m5_ids_that_the_shop_makes_lead_to_nobody_who_left_and_count_once_all_the_same() {
    let server = Server::having(EVENING);
    server.join(CUSTOMER);
    let at = server.now().to_rfc3339();
    let outcomes = told(&server, "1", &at).map(|it| it.ok()["outcome"].clone());
    assert_eq!((&outcomes[0], &outcomes[3]), (&json!("applied"), &json!("applied")));
    adjust(&server).ok();
    server.paid("o-1", CUSTOMER, "gear", 5000).ok();
    let export = server.get("member/export", CUSTOMER).ok();
    let member = export["held"]["members"][0]["member"].as_str().unwrap().to_owned();
    server.leave(CUSTOMER).ok();

    let all = rows(&server.data.place);
    for row in &all {
        assert!(!row.contains(CUSTOMER), "{row}");
    }
    let instants = booked_at(&all, &member);
    assert!(instants.len() > 3, "{instants:?}");
    let books = ["transactions", "accounts", "adjustments", "redemptions", "orders", "entries"];
    for row in all.iter().filter(|it| !books.iter().any(|book| it.starts_with(book))) {
        for at in &instants {
            assert!(!row.contains(at), "the instant {at} leads from {row} to their ledger");
        }
    }

    for reply in told(&server, "2", &at) {
        assert_eq!(reply.ok()["outcome"], "duplicate", "told again, by another delivery");
    }
    let data = json!({ "customer": "ben", "review": "another" });
    let reused =
        server.webhook(&format!("1-review-{CUSTOMER}"), &event(&server, "review.published", data));
    reused.problem(422, "key_reused");
    server.join(CUSTOMER);
    adjust(&server).problem(422, "key_reused");
}

/// When something of a member was booked, as rows say it.
fn booked_at(rows: &[String], member: &str) -> Vec<String> {
    let theirs = rows.iter().filter(|it| it.starts_with("transactions ") && it.contains(member));
    let instant = |row: &String| {
        let numbers = row.split("Number(").skip(1).filter_map(|it| it.split(')').next());
        numbers.map(str::to_owned).find(|it| it.len() == 13).unwrap()
    };
    theirs.map(instant).collect()
}

/// A database from before, with events as they were kept: under the shop's own ids.
fn before() -> Data {
    let data = Data::new();
    let postgres = matches!(data.place, Place::Postgres(_));
    data.run("CREATE TABLE migrations (number BIGINT PRIMARY KEY, applied_at TEXT NOT NULL)")
        .unwrap();
    for (number, [both, sqlite, own]) in (1..).zip(BEFORE) {
        data.run(both).unwrap();
        data.run(if postgres { own } else { sqlite }).unwrap();
        data.run(&format!("INSERT INTO migrations VALUES ({number}, 'before')")).unwrap();
    }
    let at = 1_790_000_000_123_i64;
    let event = |id: &str, kind: &str, subject: &str, points: i64| {
        format!("('club', '{id}', '{kind}', '{subject}', 'applied', {points}, {at})")
    };
    // More than are read at once.
    let many = (0..2500).map(|number| {
        event(&format!("wh-{number}"), "review.published", &format!("many-{number}"), 1)
    });
    let named = [
        event("wh-a", "activity.completed", &format!("evening/evening-1/{CUSTOMER}"), 5),
        event(&format!("wh-{CUSTOMER}"), "review.published", &format!("rev/{CUSTOMER}"), 7),
    ];
    let events: Vec<String> = many.chain(named).collect();
    data.run(&format!("INSERT INTO events VALUES {}", events.join(", "))).unwrap();
    for program in ["club", "club~test"] {
        data.run(&format!("INSERT INTO departed VALUES ('{program}', 'm', 4, {at}, NULL)"))
            .unwrap();
    }
    let made = format!("'club', 'T-{CUSTOMER}', 'gone', 1, 25, '', 'key', {at}");
    data.run(&format!("INSERT INTO adjustments VALUES ({made})")).unwrap();
    data
}

#[test]
fn m5_a_database_from_before_loses_the_names_and_goes_on_counting_once() {
    let server = Server::over(before(), EVENING);
    let all = rows(&server.data.place);
    for row in &all {
        assert!(!row.contains(CUSTOMER), "{row}");
        assert!(row.starts_with("adjustments ") || !row.contains("1790000000123"), "{row}");
    }
    assert_eq!(all.iter().filter(|it| it.starts_with("events ")).count(), 2502);
    server.join(CUSTOMER);
    let at = server.now().to_rfc3339();
    let again = told(&server, "2", &at).map(|it| it.ok());
    let applied = again.map(|it| (it["outcome"].clone(), it["points"].clone()));
    assert_eq!(applied[0], (json!("duplicate"), json!(5)));
    assert_eq!(applied[1], (json!("duplicate"), json!(7)));
    let many = event(&server, "review.published", json!({ "customer": "ben", "review": "many-9" }));
    assert_eq!(server.webhook("another", &many).ok()["outcome"], "duplicate");
    adjust(&server).problem(422, "key_reused");
}
