//! `import`: what happened before, told again.

use crate::server::{PROGRAM, Server};
use stempel_server::catalogue::{Catalogue, Definition};
use stempel_server::import::import;
use stempel_server::store::Store;

const PAST: &str = r#"
{"at":"2026-01-10T10:00:00Z","type":"order.paid","data":{"order":"o-0","customer":"anna","currency":"PLN","lines":[{"sku":"a","category":"gear","quantity":1,"unit_price":3000}]}}
{"at":"2026-01-12T10:00:00Z","type":"member.joined","data":{"customer":"anna","name":"Anna","consents":["terms"]}}
{"at":"2026-02-01T10:00:00Z","type":"order.paid","data":{"order":"o-1","customer":"anna","currency":"PLN","lines":[{"sku":"a","category":"africa","quantity":2,"unit_price":4000}]}}
{"at":"2026-02-05T10:00:00Z","type":"order.refunded","data":{"order":"o-1","refund":"r-1","lines":[{"sku":"a","quantity":1}]}}
{"at":"2026-02-10T10:00:00Z","type":"reward.redeemed","data":{"customer":"anna","reward":"minus-10","key":"first","order":"o-2"}}
{"at":"2026-02-11T10:00:00Z","type":"reward.redeemed","data":{"customer":"anna","reward":"delivery","key":"second"}}
"#;

fn tell(server: &Server, text: &str) -> Result<usize, String> {
    tell_by(PROGRAM, server, text)
}

fn tell_by(program: &str, server: &Server, text: &str) -> Result<usize, String> {
    let store = Store::open(&server.data.place, 1).unwrap();
    let definition = Definition::read("program.toml", program.to_owned()).unwrap();
    import(&store, Catalogue::new(definition), text).map_err(|mistake| mistake.to_string())
}

#[test]
fn a6_an_import_tells_the_past_and_twice_changes_nothing() {
    let server = Server::start();
    assert_eq!(tell(&server, PAST).unwrap(), 6);
    let member = server.member("anna");
    assert_eq!(member["name"], "Anna");
    assert_eq!(member["joined_at"], "2026-01-12T10:00:00Z");
    let history = server.get("member/transactions", "anna").ok();
    let lines = history["items"].as_array().unwrap();
    let kinds: Vec<&str> = lines.iter().rev().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(&kinds[..6], ["earn", "earn", "earn", "refund", "redeem", "redeem"]);
    assert_eq!(lines[lines.len() - 1]["at"], "2026-01-12T10:00:00Z");
    assert_eq!(member["balance"]["spent"], 80);

    let version = server.member("anna")["version"].clone();
    assert_eq!(tell(&server, PAST).unwrap(), 6);
    assert_eq!(server.member("anna")["version"], version);
    assert_eq!(server.get("member/transactions", "anna").ok(), history);
}

const DEEDS: &str = r#"
{"at":"2026-01-12T10:00:00Z","type":"member.joined","data":{"customer":"anna","consents":["terms"]}}
{"at":"2026-01-13T10:00:00Z","type":"review.published","data":{"customer":"anna","review":"1"}}
{"at":"2026-01-14T10:00:00Z","type":"activity.completed","data":{"customer":"anna","activity":"recycling","subject":"1"}}
{"at":"2026-01-14T11:00:00Z","type":"activity.completed","data":{"customer":"anna","activity":"recycling","subject":"2"}}
"#;

#[test]
fn a6_reviews_and_activities_of_the_past_are_imported_once_within_their_limits() {
    let server = Server::start();
    let program = format!("{PROGRAM}{}", crate::activities::ACTIVITIES);
    for _ in 0..2 {
        assert_eq!(tell_by(&program, &server, DEEDS).unwrap(), 4);
        let lifetime = server.member("anna")["balance"]["lifetime"].as_i64().unwrap();
        assert_eq!(lifetime, 100 + 70 + 5);
    }
}

#[test]
fn a6_a_mistake_names_its_line_and_leaves_its_batch_undone() {
    let server = Server::start();
    let wrong = |line: &str| tell(&server, &format!("{PAST}{line}\n")).unwrap_err();
    for (line, expected) in [
        ("{", "line 8: the body is not JSON"),
        (r#"{"at":"2026-03-01T00:00:00Z","type":"x","data":{}}"#, "line 8:"),
        (
            r#"{"at":"2099-01-01T00:00:00Z","type":"member.joined","data":{"customer":"b","consents":["terms"]}}"#,
            "line 8: it has not happened yet",
        ),
        (
            r#"{"at":"2026-03-01T00:00:00Z","type":"member.joined","data":{"customer":"b"}}"#,
            "line 8: the consent `terms`",
        ),
        (
            r#"{"at":"2026-03-01T00:00:00Z","type":"order.refunded","data":{"order":"zzz","refund":"r"}}"#,
            "line 8: the order is not known",
        ),
        (
            r#"{"at":"2026-03-01T00:00:00Z","type":"reward.redeemed","data":{"customer":"anna","reward":"percent-15","key":"k"}}"#,
            "line 8: the reward cannot be redeemed",
        ),
    ] {
        let error = wrong(line);
        assert!(error.starts_with(expected), "{error}");
        assert_eq!(server.member("anna")["status"], "not_joined");
    }
}
