//! Consents after joining, and how one wants to be written to.

use crate::server::Server;
use crate::transfer::rows;
use serde_json::{Value, json};

fn decide(server: &Server, id: &str, version: &str, given: bool) -> crate::server::Reply {
    let decision = json!({ "id": id, "version": version, "given": given });
    server.patch("nina", &json!({ "consents": [decision] }))
}

fn held(member: &Value) -> Vec<&str> {
    let consents = member["consents"].as_array().unwrap();
    consents.iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[test]
fn m5_consents_are_given_and_withdrawn_in_the_version_that_was_seen() {
    let mut server = Server::start();
    server.join("nina");
    assert_eq!(
        decide(&server, "marketing", "0", true).problem(422, "consent")["field"],
        "consents"
    );
    let given = decide(&server, "marketing", "1", true).ok();
    assert_eq!(held(&given), ["terms", "marketing"]);
    let again = decide(&server, "marketing", "1", true).ok();
    assert_eq!(again["version"], given["version"], "given already");
    let withdrawn = decide(&server, "marketing", "1", false).ok();
    assert_eq!(held(&withdrawn), ["terms"]);
    assert_eq!(decide(&server, "marketing", "1", false).ok()["version"], withdrawn["version"]);
    assert_eq!(held(&decide(&server, "marketing", "1", true).ok()), ["terms", "marketing"]);
    server.halt();
    let all = rows(&server.data.place);
    let of_it = |it: &&String| it.starts_with("consents ") && it.contains("\"marketing\"");
    let all: Vec<&String> = all.iter().filter(of_it).collect();
    let open = all.iter().filter(|it| it.ends_with("Null]")).count();
    assert_eq!((all.len(), open), (2, 1), "when each held can be proven: {all:?}");
}

#[test]
fn m5_a_consent_that_membership_needs_is_not_withdrawn_alone() {
    let server = Server::start();
    server.join("nina");
    let problem = decide(&server, "terms", "2", false).problem(409, "consent_required");
    assert_eq!(problem["field"], "consents[0]");
    let both = json!({ "nickname": "Nina", "consents": [
        { "id": "marketing", "version": "1", "given": true },
        { "id": "terms", "version": "2", "given": false },
    ] });
    server.patch("nina", &both).problem(409, "consent_required");
    let member = server.member("nina");
    assert_eq!((held(&member), &member["name"]), (vec!["terms"], &json!(null)));
    for (decisions, field) in [
        (json!([{ "id": "soul", "version": "1", "given": true }]), "consents[0].id"),
        (json!([{ "id": "marketing", "version": "1" }]), "consents[0].given"),
        (
            json!([{ "id": "marketing", "version": "1", "given": true },
                   { "id": "marketing", "version": "1", "given": false }]),
            "consents[1].id",
        ),
    ] {
        let refused = server.patch("nina", &json!({ "consents": decisions }));
        assert_eq!(refused.problem(422, "invalid_field")["field"], field);
    }
}

#[test]
fn m5_a_new_version_of_a_consent_replaces_the_old_one() {
    let server = Server::start();
    server.join("nina");
    let newer = crate::server::PROGRAM.replace("version = \"2\"", "version = \"3\"");
    let server = server.restart(&newer);
    assert_eq!(server.member("nina")["consents"][0]["version"], "2", "what was agreed to");
    let old = decide(&server, "terms", "2", true).problem(422, "consent");
    let detail = "the consent `terms` can be given in its current version only, which is `3`";
    assert_eq!(old["detail"], detail);
    let optional = decide(&server, "marketing", "0", true).problem(422, "consent");
    assert_eq!(optional["detail"], detail.replace("terms", "marketing").replace('3', "1"));
    let renewed = decide(&server, "terms", "3", true).ok();
    assert_eq!((held(&renewed), &renewed["consents"][0]["version"]), (vec!["terms"], &json!("3")));
}

#[test]
fn m5_channels_and_frequency_are_chosen_from_those_of_the_program() {
    let server = Server::start();
    server.join("nina");
    let program = server.send("GET", "program", &[], None).ok();
    let offered = json!({ "channels": ["email", "push"], "frequencies": ["every", "monthly"] });
    assert_eq!(program["contact"], offered);
    let choice = json!({ "channels": ["push"], "frequency": "monthly" });
    let told = server.patch("nina", &json!({ "contact": choice })).ok();
    assert_eq!(told["profile"]["contact"], choice);
    assert_eq!(server.member("nina")["profile"]["contact"], choice);
    for (contact, field) in [
        (json!({ "channels": ["sms"] }), "contact.channels[0]"),
        (json!({ "channels": ["push", "push"] }), "contact.channels[1]"),
        (json!({ "channels": [], "frequency": "weekly" }), "contact.frequency"),
    ] {
        let refused = server.patch("nina", &json!({ "contact": contact }));
        assert_eq!(refused.problem(422, "invalid_field")["field"], field);
    }
    let none = server.patch("nina", &json!({ "contact": null })).ok();
    assert_eq!(none["profile"]["contact"], json!(null));
}
