//! B5: money back and a stamp card beside points, through every call.

use crate::database::Data;
use crate::server::{PROGRAM, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};
use stempel_server::catalogue::Definition;
use stempel_server::store::{Store, verify};

const WALLETS: &str = include_str!("wallets.toml");

fn server() -> Server {
    let program = format!("{PROGRAM}{WALLETS}");
    let definition = Definition::read("program.toml", program).unwrap();
    Server::with(|config| config.programs = vec![definition])
}

/// Three pieces of gear and two coffees: 3 stamps, 300 grosze back.
fn lines() -> Value {
    json!([
        { "sku": "a", "category": "africa", "quantity": 2, "unit_price": 5000 },
        { "sku": "g", "category": "gear", "quantity": 3, "unit_price": 1000 },
    ])
}

fn pay(server: &Server, order: &str) {
    server.webhook(&format!("paid-{order}"), &server.paid_event(order, "anna", lines())).ok();
}

/// `available pending reserved debt` of a further wallet.
fn stands(member: &Value, wallet: &str) -> String {
    let wallets = member["wallets"].as_array().unwrap();
    let balance = &wallets.iter().find(|it| it["id"] == wallet).unwrap()["balance"];
    let states = ["available", "pending", "reserved", "debt"];
    states.map(|it| balance[it].to_string()).join(" ")
}

fn assert_whole(data: &Data) {
    let store = Store::open(&data.place, 1).unwrap();
    let broken = store.readers.read_blocking(verify::broken).unwrap();
    let rows: Vec<_> = broken.into_iter().map(|it| (it.promise, it.rows)).collect();
    assert_eq!(rows, []);
}

#[test]
fn b5_the_program_names_its_wallets_and_what_fills_and_empties_them() {
    let server = server();
    let program = server.send("GET", "program?lang=pl", &[], None).ok();
    assert_eq!(
        program["wallets"][0],
        json!({ "id": "cash", "name": "Zwrot", "kind": "money", "unit": null, "card": null })
    );
    let card = &program["wallets"][1];
    assert_eq!((&card["kind"], &card["card"]), (&json!("stamps"), &json!(9)));
    assert_eq!(card["unit"]["many"], "pieczątek");
    let wallet = |list: &str, id: &str| {
        let all = program[list].as_array().unwrap();
        all.iter().find(|it| it["id"] == id).unwrap()["wallet"].clone()
    };
    let stamp = program["earn"].as_array().unwrap().iter().find(|it| it["id"] == "stamp");
    assert_eq!(stamp.unwrap()["per"], json!(null), "it is for a piece, not for money");
    assert_eq!((wallet("earn", "stamp"), wallet("earn", "coffee")), (json!("card"), json!(null)));
    assert_eq!(
        (wallet("rewards", "tenth"), wallet("rewards", "rare")),
        (json!("card"), json!(null))
    );
}

#[test]
fn b5_a_quote_says_what_each_wallet_earns_and_the_order_brings_just_that() {
    let server = server();
    let joined = server.join("anna");
    assert_eq!(stands(&joined, "card"), "0 0 0 0");
    let cart = json!({ "currency": "PLN", "lines": lines(), "discount": null });
    let quote = server.post("quotes", &[], &json!({ "cart": cart })).ok();
    assert_eq!(quote["points"], 230);
    let of = |index: usize| {
        (quote["wallets"][index]["id"].clone(), quote["wallets"][index]["points"].clone())
    };
    assert_eq!((of(0), of(1)), ((json!("cash"), json!(300)), (json!("card"), json!(3))));
    assert_eq!(quote["wallets"][1]["parts"][0]["title"], "A stamp for each piece of gear");

    pay(&server, "o-1");
    let member = server.member("anna");
    assert_eq!(member["balance"]["available"], 330);
    assert_eq!(
        (stands(&member, "cash"), stands(&member, "card")),
        ("0 300 0 0".into(), "3 0 0 0".into())
    );
    // The cashback waits a day, and expires; the points have their own date, stamps have none.
    assert_eq!(member["wallets"][0]["expiring"][0]["points"], 300);
    assert_eq!(member["wallets"][1]["expiring"], json!([]));
    assert_eq!(member["expiring"][0]["points"], 330);
    server.pass(TimeDelta::days(1));
    assert_eq!(stands(&server.member("anna"), "cash"), "300 0 0 0");
    server.pass(TimeDelta::days(31));
    let member = server.member("anna");
    assert_eq!(
        (stands(&member, "cash"), stands(&member, "card")),
        ("0 0 0 0".into(), "3 0 0 0".into())
    );
    assert_eq!(member["wallets"][0]["balance"]["expired"], 300);
}

#[test]
fn b5_a_full_card_buys_the_tenth_and_each_wallet_has_its_own_history() {
    let mut server = server();
    server.join("anna");
    for order in ["o-1", "o-2"] {
        pay(&server, order);
    }
    let refused = server.redeem_now("anna", "k-1", "tenth", 9).problem(409, "not_redeemable");
    assert_eq!(
        refused["reasons"][0],
        json!({ "code": "missing_points", "points": 3, "tier": null, "at": null, "money": null, "limit": null })
    );
    pay(&server, "o-3");
    let taken = server.redeem_now("anna", "k-2", "tenth", 9).ok();
    assert_eq!(taken["redemption"]["wallet"], "card");
    assert_eq!(stands(&taken["member"], "card"), "0 0 9 0");
    assert_eq!(taken["member"]["balance"]["available"], 790);
    let id = taken["redemption"]["id"].as_str().unwrap();
    let back = server.cancel("anna", "c-1", id).ok();
    assert_eq!(stands(&back["member"], "card"), "9 0 0 0");
    let taken = server.redeem_now("anna", "k-3", "tenth", 9).ok();
    server.use_code(taken["redemption"]["code"].as_str().unwrap(), "checkout").ok();
    // An order goes back whose stamps are spent: the next stamps pay for it; points are not touched
    // by that, nor is the money, which is forgiven what is missing.
    server.refunded("r-1", "o-1", None).ok();
    let member = server.member("anna");
    assert_eq!(
        (stands(&member, "card"), stands(&member, "cash")),
        ("0 0 0 3".into(), "0 600 0 0".into())
    );
    assert_eq!(member["balance"]["available"], 560);

    let history = server.get("member/transactions?limit=200", "anna").ok();
    let line = |it: &Value| {
        format!("{} {} {} {}", it["wallet"], it["kind"], it["points"], it["balance"])
            .replace('"', "")
    };
    let card: Vec<String> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["wallet"] == "card")
        .map(line)
        .collect();
    assert_eq!(
        card,
        [
            "card refund -3 -3",
            "card redeem -9 0",
            "card cancel 9 9",
            "card redeem -9 0",
            "card earn 3 9",
            "card earn 3 6",
            "card earn 3 3",
        ]
    );
    server.halt();
    assert_whole(&server.data);
}

#[test]
fn b5_a_wallet_that_the_file_gives_up_keeps_what_it_holds() {
    let server = server();
    server.join("anna");
    pay(&server, "o-1");
    let mut server = server.restart(PROGRAM);
    assert_eq!(server.member("anna")["wallets"], json!([]));
    server.refunded("r-1", "o-1", Some(json!([{ "sku": "g", "quantity": 1 }]))).ok();
    let history = server.get("member/transactions", "anna").ok();
    assert_eq!(history["items"][0]["wallet"], "card");
    assert_eq!(history["items"][0]["balance"], 2);
    server.halt();
    assert_whole(&server.data);
}
