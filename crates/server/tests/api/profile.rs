//! What a member tells of themselves.

use crate::server::Server;
use chrono::TimeDelta;
use serde_json::{Value, json};

#[test]
fn m4_a_profile_is_changed_part_by_part_and_taken_back_by_null() {
    let server = Server::start();
    server.patch("nina", &json!({ "lang": "pl" })).problem(409, "not_joined");
    let joined = server.join("nina");
    let empty = json!({ "nickname": null, "birthday": null, "birthday_from": null, "lang": null,
                        "interests": [], "contact": null });
    assert_eq!(joined["profile"], empty);
    let all = json!({ "nickname": " Nina ", "birthday": "02-29", "lang": "pl",
                      "interests": ["gear", "africa"] });
    let told = server.patch("nina", &all).ok();
    assert_eq!(told["name"], "Nina");
    let profile = &told["profile"];
    assert_eq!((&profile["nickname"], &profile["birthday"]), (&json!("Nina"), &json!("02-29")));
    assert_eq!((&profile["lang"], &profile["interests"]), (&json!("pl"), &all["interests"]));
    assert_eq!(server.member("nina")["profile"], *profile);
    let version = |member: &Value| member["version"].as_i64().unwrap();
    assert_eq!(version(&told), version(&joined) + 1);

    let same = server.patch("nina", &json!({ "lang": "pl", "birthday": "02-29" })).ok();
    assert_eq!(version(&same), version(&told), "nothing changed");
    let less = server.patch("nina", &json!({ "nickname": null, "interests": null })).ok();
    assert_eq!((&less["name"], &less["profile"]["interests"]), (&json!(null), &json!([])));
    assert_eq!(less["profile"]["birthday"], "02-29", "what is not named stays");
    let none = server.patch("nina", &json!({ "birthday": null, "lang": null })).ok();
    assert_eq!(
        (&none["profile"]["birthday"], &none["profile"]["lang"]),
        (&json!(null), &json!(null))
    );
}

#[test]
fn m4_a_wrong_value_of_a_profile_is_named_and_nothing_changes() {
    let server = Server::start();
    server.join("nina");
    for (body, field) in [
        (json!({ "nickname": "ż".repeat(61) }), "nickname"),
        (json!({ "nickname": " \u{202E} " }), "nickname"),
        (json!({ "nickname": 7 }), "nickname"),
        (json!({ "birthday": "02-30" }), "birthday"),
        (json!({ "birthday": "2-29" }), "birthday"),
        (json!({ "birthday": "1990-02-28" }), "birthday"),
        (json!({ "birthday": "+2-+1" }), "birthday"),
        (json!({ "birthday": "" }), "birthday"),
        (json!({ "lang": "de" }), "lang"),
        (json!({ "interests": ["gear", "cars"] }), "interests[1]"),
        (json!({ "interests": ["gear", "gear"] }), "interests[1]"),
        (json!({ "interests": "gear" }), "interests"),
        (json!({ "nickname": "Nina", "email": "nina@shop.example" }), "email"),
    ] {
        let problem = server.patch("nina", &body).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{body}");
    }
    assert_eq!(server.member("nina")["name"], json!(null));
    let read_only = server.token_with(&json!({ "sub": "nina", "scope": "" }));
    let headers = [("authorization", read_only.as_str()), ("content-type", "application/json")];
    server.send("PATCH", "member", &headers, Some(b"{}")).problem(403, "scope");
}

#[test]
fn m4_a_birthday_becomes_another_once_a_year() {
    let server = Server::start();
    server.join("nina");
    let free = server.patch("nina", &json!({ "birthday": "05-04" })).ok();
    assert_ne!(free["profile"]["birthday_from"], json!(null));
    let problem =
        server.patch("nina", &json!({ "birthday": "05-05" })).problem(409, "birthday_fixed");
    assert_eq!(problem["field"], "birthday");
    server.patch("nina", &json!({ "birthday": null })).ok();
    server.patch("nina", &json!({ "birthday": "05-05" })).problem(409, "birthday_fixed");
    server.pass(TimeDelta::days(366));
    let other = server.patch("nina", &json!({ "birthday": "05-05" })).ok();
    assert_eq!(other["profile"]["birthday"], "05-05");
}

#[test]
fn m4_a_page_may_change_a_profile_from_a_listed_origin() {
    let server = Server::start();
    let asking = [("origin", crate::server::ORIGIN), ("access-control-request-method", "PATCH")];
    let allowed = server.send("OPTIONS", "member", &asking, None);
    assert!(allowed.header("access-control-allow-methods").contains("PATCH"));
    let program = server.send("GET", "program?lang=pl", &[], None).ok();
    assert_eq!(program["interests"][1], json!({ "id": "gear", "name": "Sprzęt" }));
}
