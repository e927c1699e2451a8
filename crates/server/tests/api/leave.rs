//! Taking one's data along, leaving, and coming back.

#[path = "leave/again.rs"]
mod again;
#[path = "leave/export.rs"]
mod export;
#[path = "leave/left.rs"]
mod left;
#[path = "leave/owed.rs"]
mod owed;

use crate::server::Server;
use serde_json::json;

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
