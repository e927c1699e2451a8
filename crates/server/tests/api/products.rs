//! P4: products for a member, from the shop's feed.

use crate::server::{ADMIN_KEY, Reply, Server};
use chrono::{Days, TimeDelta};
use serde_json::{Value, json};

const PRODUCTS: &str = r#"
[products]
consent = "suggest"

[[consent]]
id = "suggest"
version = "1"
title = "Suggest products to me"
"#;

fn server() -> Server {
    Server::having(PRODUCTS)
}

/// Joins with the consent, or without it.
fn join(server: &Server, customer: &str, agrees: bool) {
    let mut consents = vec![json!({ "id": "terms", "version": "2" })];
    consents.extend(agrees.then(|| json!({ "id": "suggest", "version": "1" })));
    server.post_as(customer, "member", &json!({ "consents": consents })).ok();
}

fn product(sku: &str, category: &str) -> Value {
    let name = json!({ "en": format!("The {sku}"), "pl": format!("Jest {sku}") });
    json!({ "sku": sku, "name": name, "category": category, "price": 1900,
            "url": format!("https://shop.example/{sku}"), "image": format!("/pictures/{sku}.svg") })
}

/// The same with other fields.
fn with(mut product: Value, more: Value) -> Value {
    product.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    product
}

fn feed(server: &Server, products: &[Value]) -> Reply {
    server.put("products", &json!({ "products": products }))
}

fn buy(server: &Server, order: &str, customer: &str, skus: &[&str]) {
    let line =
        |sku: &&str| json!({ "sku": sku, "category": "tea", "quantity": 1, "unit_price": 1000 });
    let lines = skus.iter().map(line).collect();
    server.webhook(&format!("paid-{order}"), &server.paid_event(order, customer, lines)).ok();
}

fn suggested(server: &Server, customer: &str) -> Vec<Value> {
    let products = server.get("member/products", customer).ok();
    products["items"].as_array().unwrap().clone()
}

/// `sku reason` of each.
fn told(server: &Server, customer: &str) -> Vec<String> {
    let word = |it: &Value| it.as_str().unwrap().to_owned();
    let one = |it: Value| format!("{} {}", word(&it["sku"]), word(&it["reason"]["code"]));
    suggested(server, customer).into_iter().map(one).collect()
}

fn outcomes(server: &Server) -> Value {
    let key = format!("Bearer {ADMIN_KEY}");
    server.send("GET", "admin/products", &[("authorization", &key)], None).ok()["outcomes"].clone()
}

fn click(server: &Server, customer: &str, id: &str) -> Reply {
    server.post_as(customer, &format!("member/products/{id}/click"), &json!({}))
}

/// Pot and cup go together in the orders of others; anna bought a pot.
fn tea_shop() -> Server {
    let server = server();
    feed(&server, &[product("pot", "tea"), product("cup", "tea"), product("soap", "bath")]).ok();
    for number in 0..4 {
        buy(&server, &format!("both-{number}"), "somebody", &["pot", "cup"]);
        buy(&server, &format!("soap-{number}"), "somebody", &["soap"]);
    }
    join(&server, "anna", true);
    buy(&server, "anna-1", "anna", &["pot"]);
    server
}

#[test]
fn p4_a_companion_is_suggested_with_its_reason_and_only_with_the_consent() {
    let server = tea_shop();
    join(&server, "bob", false);
    buy(&server, "bob-1", "bob", &["pot"]);
    assert_eq!(told(&server, "anna"), [] as [&str; 0], "nothing is counted yet");
    server.jobs();
    let found = suggested(&server, "anna");
    assert_eq!(found.len(), 1);
    let cup = &found[0];
    assert_eq!((&cup["sku"], &cup["name"]), (&json!("cup"), &json!("The cup")));
    assert_eq!(cup["price"], json!({ "amount": 1900, "currency": "PLN" }));
    assert_eq!(
        (&cup["url"], &cup["image"]),
        (&json!("https://shop.example/cup"), &json!("/pictures/cup.svg"))
    );
    assert_eq!(
        (&cup["reason"]["code"], &cup["reason"]["product"]),
        (&json!("companion"), &json!("The pot"))
    );
    let polish = server.get("member/products?lang=pl", "anna").ok();
    assert_eq!(polish["items"][0]["reason"]["product"], "Jest pot");
    let without = server.get("member/products", "bob").ok();
    assert_eq!(without, json!({ "consent": "suggest", "items": [] }));
    server.get("member/products", "nobody").problem(409, "not_joined");
    let agree = json!({ "consents": [{ "id": "suggest", "version": "1", "given": true }] });
    server.patch("bob", &agree).ok();
    assert_eq!(told(&server, "bob"), ["cup companion"]);
    let withdraw = json!({ "consents": [{ "id": "suggest", "version": "1", "given": false }] });
    server.patch("bob", &withdraw).ok();
    assert_eq!(server.get("member/products", "bob").ok()["consent"], "suggest");
}

#[test]
fn p4_what_is_not_to_be_had_or_was_just_bought_is_not_suggested() {
    let server = tea_shop();
    server.jobs();
    assert_eq!(told(&server, "anna"), ["cup companion"]);
    let gone = with(product("cup", "tea"), json!({ "available": false }));
    let reply = feed(&server, &[product("pot", "tea"), gone, product("soap", "bath")]).ok();
    assert_eq!(reply, json!({ "products": 3, "available": 2 }));
    assert_eq!(told(&server, "anna"), [] as [&str; 0]);
    feed(&server, &[product("pot", "tea"), product("cup", "tea")]).ok();
    assert_eq!(told(&server, "anna"), ["cup companion"]);
    buy(&server, "anna-2", "anna", &["cup"]);
    assert_eq!(told(&server, "anna"), [] as [&str; 0]);
    feed(&server, &[product("pot", "tea")]).ok();
    assert_eq!(told(&server, "anna"), [] as [&str; 0]);
}

#[test]
fn p4_a_refill_is_due_and_news_come_in_the_favourite_category() {
    let server = server();
    join(&server, "anna", true);
    let today = server.now().date_naive();
    let since = |days| json!({ "since": (today - Days::new(days)).to_string() });
    feed(
        &server,
        &[
            with(product("beans", "tea"), json!({ "refill_days": 20 })),
            with(product("new", "tea"), since(3)),
            with(product("old", "tea"), since(300)),
            with(product("brush", "bath"), since(3)),
        ],
    )
    .ok();
    buy(&server, "o-1", "anna", &["beans"]);
    assert_eq!(told(&server, "anna"), ["new news"]);
    assert_eq!(suggested(&server, "anna")[0]["reason"]["category"], "tea");
    server.pass(TimeDelta::days(21));
    let found = suggested(&server, "anna");
    assert_eq!(
        found[0]["reason"],
        json!({ "code": "refill", "days": 21, "product": null, "category": null })
    );
    assert_eq!(told(&server, "anna"), ["beans refill", "new news"]);
    buy(&server, "o-2", "anna", &["beans"]);
    assert_eq!(told(&server, "anna"), ["new news"], "bought again");
}

#[test]
fn p4_clicks_count_once_a_day_and_a_purchase_within_a_week_once() {
    let server = tea_shop();
    server.jobs();
    let id = suggested(&server, "anna")[0]["id"].as_str().unwrap().to_owned();
    for _ in 0..3 {
        assert_eq!(click(&server, "anna", &id).status, 204);
    }
    assert_eq!(outcomes(&server), came(1, 1, 0));
    server.pass(TimeDelta::days(2));
    assert_eq!(click(&server, "anna", &id).status, 204);
    server.pass(TimeDelta::hours(1));
    buy(&server, "anna-2", "anna", &["cup"]);
    buy(&server, "anna-3", "anna", &["cup"]);
    for _ in 0..2 {
        server.pass(TimeDelta::hours(1));
        server.jobs();
    }
    assert_eq!(outcomes(&server), came(1, 2, 1));
    for wrong in ["companion-0000000000000000", "nonsense", "other-0000000000000000", "news-%00"] {
        click(&server, "anna", wrong).problem(404, "not_found");
    }
    join(&server, "bob", false);
    click(&server, "bob", &id).problem(404, "not_found");
}

#[test]
fn p4_whoever_leaves_is_in_no_click_and_the_sums_stay() {
    let server = tea_shop();
    server.jobs();
    let id = suggested(&server, "anna")[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(click(&server, "anna", &id).status, 204);
    let held = server.get("member/export", "anna").ok();
    assert_eq!(held["held"]["product_clicks"][0]["sku"], "cup");
    assert_eq!(held["held"]["product_shown"][0]["sku"], "cup");
    server.leave("anna").ok();
    none_left(&server);
    assert_eq!(outcomes(&server), came(1, 1, 0));
}

/// Nobody is in a click, and nobody was shown anything.
fn none_left(server: &Server) {
    let sql = "CREATE TABLE none_left (number BIGINT CHECK (number = 0));
               INSERT INTO none_left SELECT COUNT(*) FROM product_clicks;
               INSERT INTO none_left SELECT COUNT(*) FROM product_shown;";
    server.data.run(sql).unwrap();
}

/// What came of suggesting what goes with something else.
fn came(shown: i64, clicks: i64, purchases: i64) -> Value {
    let sums =
        json!({ "code": "companion", "shown": shown, "clicks": clicks, "purchases": purchases });
    json!([sums])
}

#[test]
fn p4_what_a_member_is_shown_counts_once_a_day_however_often_they_look() {
    let server = tea_shop();
    server.jobs();
    join(&server, "bob", false);
    buy(&server, "bob-1", "bob", &["pot"]);
    assert_eq!(outcomes(&server), json!([]), "nobody has looked");
    for _ in 0..3 {
        assert_eq!(told(&server, "anna"), ["cup companion"]);
        assert_eq!(told(&server, "bob"), [] as [&str; 0], "without the consent");
    }
    assert_eq!(outcomes(&server), came(1, 0, 0));
    server.pass(TimeDelta::days(1));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(told(&server, "anna"), ["cup companion"]));
        }
    });
    let agree = json!({ "consents": [{ "id": "suggest", "version": "1", "given": true }] });
    server.patch("bob", &agree).ok();
    assert_eq!(told(&server, "bob"), ["cup companion"]);
    assert_eq!(outcomes(&server), came(3, 0, 0));
    // Who was shown what is needed for the day alone; the sums stay as long as they can be asked for.
    server.pass(TimeDelta::days(3));
    server.jobs();
    none_left(&server);
    assert_eq!(outcomes(&server), came(3, 0, 0));
    server.pass(TimeDelta::days(366));
    server.jobs();
    let sql = "CREATE TABLE no_sum_left (number BIGINT CHECK (number = 0));
               INSERT INTO no_sum_left SELECT COUNT(*) FROM product_counts;";
    server.data.run(sql).unwrap();
}

#[test]
fn p4_what_cannot_be_counted_is_shown_all_the_same() {
    let server = tea_shop();
    server.jobs();
    server.data.run("ALTER TABLE product_counts RENAME TO gone").unwrap();
    assert_eq!(told(&server, "anna"), ["cup companion"]);
    server.data.run("ALTER TABLE gone RENAME TO product_counts").unwrap();
    assert_eq!(told(&server, "anna"), ["cup companion"]);
    assert_eq!(outcomes(&server), came(1, 0, 0), "the next time it is");
}

#[test]
fn p4_a_feed_is_refused_whole_by_the_place_and_field_of_its_mistake() {
    let server = server();
    feed(&server, &[product("pot", "tea")]).ok();
    let long = "x".repeat(201);
    for (field, more) in [
        ("products[1].sku", json!({ "sku": "" })),
        ("products[1].sku", json!({ "sku": "pot" })),
        ("products[1].name", json!({ "name": " " })),
        ("products[1].name", json!({ "name": {} })),
        ("products[1].name", json!({ "name": long })),
        ("products[1].name", json!({ "name": 7 })),
        ("products[1].category", json!({ "category": "a\nb" })),
        ("products[1].price", json!({ "price": -1 })),
        ("products[1].price", json!({ "price": 1.5 })),
        ("products[1].url", json!({ "url": "http://shop.example/cup" })),
        ("products[1].url", json!({ "url": "javascript:alert(1)" })),
        ("products[1].image", json!({ "image": "data:image/png;base64,AAAA" })),
        ("products[1].since", json!({ "since": "2026-02-30" })),
        ("products[1].refill_days", json!({ "refill_days": 0 })),
        ("products[1].refil_days", json!({ "refil_days": 30 })),
    ] {
        let wrong = with(product("cup", "tea"), more);
        let problem = feed(&server, &[product("pot", "tea"), wrong]).problem(422, "invalid_field");
        assert_eq!(problem["field"], field);
    }
    let many: Vec<Value> = (0..5001).map(|it| product(&it.to_string(), "tea")).collect();
    assert_eq!(feed(&server, &many).problem(422, "invalid_field")["field"], "products");
    assert_eq!(feed(&server, &many[..5000]).ok()["products"], 5000);
    let large =
        json!({ "products": [with(product("a", "tea"), json!({ "name": "x".repeat(5 << 20) }))] });
    let problem = server.put("products", &large).problem(413, "too_large");
    assert!(problem["detail"].as_str().unwrap().contains("4096 KB"));
    server.put("products", &json!([])).problem(422, "invalid_field");
    let key = format!("Bearer {ADMIN_KEY}");
    let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
    server.send("PUT", "products", &headers, Some(b"{}")).problem(401, "unauthenticated");
}

#[test]
fn p4_a_program_without_products_suggests_none() {
    let server = Server::start();
    server.join("anna");
    feed(&server, &[product("pot", "tea")]).ok();
    buy(&server, "o-1", "anna", &["pot"]);
    server.jobs();
    let found = server.get("member/products", "anna").ok();
    assert_eq!(found, json!({ "consent": null, "items": [] }));
}

#[test]
fn p4_a_job_is_done_by_one_process_in_its_time() {
    let server = tea_shop();
    server.jobs();
    server.data.run("DELETE FROM companions").unwrap();
    server.jobs();
    assert_eq!(told(&server, "anna"), [] as [&str; 0], "not again within the hour");
    server.pass(TimeDelta::minutes(61));
    server.jobs();
    assert_eq!(told(&server, "anna"), ["cup companion"]);
}

#[test]
fn p4_a_clock_that_was_ahead_for_a_while_keeps_no_job_waiting() {
    let server = tea_shop();
    server.pass(TimeDelta::days(300));
    server.jobs();
    server.pass(-TimeDelta::days(300));
    server.data.run("DELETE FROM companions").unwrap();
    server.jobs();
    assert_eq!(told(&server, "anna"), ["cup companion"]);
    server.data.run("DELETE FROM companions").unwrap();
    server.pass(-TimeDelta::seconds(30));
    server.jobs();
    assert_eq!(told(&server, "anna"), [] as [&str; 0], "clocks differ a little");
}
