//! What the shop gives at its till, and what opens earlier to whom.

use crate::server::{PROGRAM, SHOP_KEY, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};
use stempel_server::catalogue::Definition;

/// Gold has five percent, free delivery, and the sale a day before the others, who have it in two.
fn start() -> Server {
    let opens = chrono::Utc::now() + TimeDelta::days(2);
    let program = PROGRAM.replace(
        "multiplier = 1.5",
        "multiplier = 1.5\ndiscount_percent = 5\nfree_shipping = true",
    ) + &format!(
        "[[access]]\nid = \"sale\"\ntitle = {{ en = \"Sale\", pl = \"Promocja\" }}\nstarts = {}\n\
         early = [{{ tier = \"gold\", hours = 24 }}]\n\
         [[reward]]\nid = \"sale-early\"\nname = \"Earlier\"\nkind = \"early_access\"\n\
         access = \"sale\"\nhours = 36\ncost = 30\n",
        opens.format("%Y-%m-%dT%H:%M:%S")
    );
    // So that the file says the hour as the test does.
    let program = program.replace("Europe/Warsaw", "UTC");
    Server::with(|config| {
        config.programs = vec![Definition::read("program.toml", program).unwrap()];
    })
}

fn benefits(server: &Server, customer: &str) -> Value {
    let key = format!("Bearer {SHOP_KEY}");
    let path = format!("members/{customer}/benefits");
    server.send("GET", &path, &[("authorization", &key)], None).ok()
}

#[test]
fn t1_the_shop_learns_what_a_member_is_entitled_to_now() {
    let server = start();
    let nobody = benefits(&server, "nina");
    assert_eq!((&nobody["status"], &nobody["tier"]), (&json!("not_joined"), &json!(null)));
    assert_eq!((&nobody["discount_percent"], &nobody["free_shipping"]), (&json!(0), &json!(false)));
    server.join("nina");
    assert_eq!(benefits(&server, "nina")["tier"], "basic");
    server.paid("o-1", "nina", "gear", 100_000).ok();
    let gold = benefits(&server, "nina");
    assert_eq!((&gold["tier"], &gold["membership"]), (&json!("gold"), &json!(false)));
    assert_eq!(gold["discounts"], json!([{ "tier": "gold", "percent": 5 }]));
    assert_eq!((&gold["discount_percent"], &gold["free_shipping"]), (&json!(5), &json!(true)));
    let token = server.token("nina");
    let headers = [("authorization", token.as_str())];
    let quote = server.post("quotes", &headers, &json!({ "cart": null })).ok();
    assert_eq!((&quote["discount_percent"], &quote["free_shipping"]), (&json!(5), &json!(true)));
    let guest = server.post("quotes", &[], &json!({ "cart": null })).ok();
    assert_eq!(
        (&guest["discount_percent"], &guest["free_shipping"]),
        (&json!(null), &json!(false))
    );
    let refused = server.send("GET", "members/nina/benefits", &headers, None);
    refused.problem(401, "unauthenticated");
}

#[test]
fn t3_a_sale_opens_earlier_to_a_tier_and_then_to_everybody() {
    let server = start();
    server.join("nina");
    server.join("gus");
    server.paid("o-1", "gus", "gear", 100_000).ok();
    let open = |customer: &str| {
        let sale = &benefits(&server, customer)["access"][0];
        assert_eq!(sale["id"], "sale");
        sale["open"].as_bool().unwrap()
    };
    let program = server.send("GET", "program?lang=pl", &[], None).ok();
    assert_eq!(program["access"][0]["title"], "Promocja");
    let opens = |customer: &str| server.member(customer)["access"][0]["opens_at"].clone();
    assert_eq!(opens("nina"), program["access"][0]["opens_at"]);
    assert!(opens("gus").as_str() < opens("nina").as_str());
    assert_eq!(benefits(&server, "gus")["valid_until"], opens("gus"), "until then nothing changes");
    assert_eq!([open("nina"), open("gus"), open("guest")], [false, false, false]);
    server.pass(TimeDelta::hours(25));
    assert_eq!([open("nina"), open("gus"), open("guest")], [false, true, false]);
    server.pass(TimeDelta::hours(24));
    assert_eq!([open("nina"), open("gus"), open("guest")], [true, true, true]);
}

#[test]
fn t3_a_reward_opens_the_sale_earlier_to_who_took_it_and_to_nobody_else() {
    let server = start();
    server.join("nina");
    server.join("otto");
    let opens = |customer: &str| server.member(customer)["access"][0]["opens_at"].clone();
    let for_all = opens("otto");
    assert_eq!(opens("nina"), for_all);
    let reply = server.redeem_now("nina", "k-1", "sale-early", 30).ok();
    let redemption = &reply["redemption"];
    assert_eq!((&redemption["status"], &redemption["code"]), (&json!("used"), &json!(null)));
    assert_eq!(redemption["kind"], "early_access");
    let earlier = &reply["member"]["access"][0]["opens_at"];
    assert!(earlier.as_str() < for_all.as_str(), "the reply itself says so");
    assert_eq!((&opens("nina"), &opens("otto")), (earlier, &for_all));
    let id = redemption["id"].as_str().unwrap();
    server.cancel("nina", "c-1", id).problem(409, "not_cancellable");
    let again = server.redeem_now("nina", "k-2", "sale-early", 30).problem(409, "not_redeemable");
    assert_eq!(again["reasons"][0]["code"], "limit");
    server.pass(TimeDelta::hours(13));
    let access = |customer: &str| benefits(&server, customer)["access"][0].clone();
    assert_eq!((&access("nina")["open"], &access("otto")["open"]), (&json!(true), &json!(false)));
    assert_eq!(access("nina")["opens_at"], *earlier);
    // It stays through what else happens to them, and goes with them.
    server.paid("o-1", "nina", "gear", 1000).ok();
    assert_eq!(access("nina")["open"], true);
    server.leave("nina").ok();
    assert_eq!(access("nina")["open"], false);
    server.pass(TimeDelta::hours(36));
    let late = server.redeem_now("otto", "k-1", "sale-early", 30).problem(409, "not_redeemable");
    assert_eq!(late["reasons"][0]["code"], "over");
}
