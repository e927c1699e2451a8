//! The rules in plain words, as anybody reads them.

use crate::server::{PROGRAM, Server};
use serde_json::{Value, json};

fn texts(program: &Value) -> String {
    let rules = program["rules"].as_array().unwrap().iter();
    rules.map(|it| format!("{}\n", it["text"].as_str().unwrap())).collect()
}

#[test]
fn m7_the_rules_are_made_from_the_file_in_the_asked_language_and_follow_it() {
    let server = Server::start();
    let english = texts(&server.get("program?lang=en", "").ok());
    assert!(english.contains("Shopping: 1 point for every PLN\u{a0}1.00 paid."), "{english}");
    assert!(english.contains("It expires 100 days after"), "{english}");
    let polish = texts(&server.get("program?lang=pl", "").ok());
    assert!(polish.contains("Zakupy: 1 punkt za każde zapłacone 1,00\u{a0}zł."), "{polish}");
    assert!(polish.contains("Gold: od 1000 punktów."), "{polish}");
    let own = "\n[[rule]]\ntitle = \"Delivery\"\ntext = \"Delivery earns nothing.\"\n";
    let changed = PROGRAM.replacen("expiry = { days = 100 }", "expiry = { days = 200 }", 1);
    let server = server.restart(&format!("{changed}{own}"));
    let english = texts(&server.get("program?lang=en", "").ok());
    assert!(english.contains("It expires 200 days after"), "{english}");
    assert!(english.ends_with("Delivery earns nothing.\n"), "its own rules last: {english}");
}

#[test]
fn m7_terms_have_a_date_and_changes_are_announced_until_they_hold() {
    let more = r#"
[terms]
version = "2026-01"
valid_from = 2026-01-01
[[terms.next]]
from = 2020-01-01
text = "Past"
[[terms.next]]
from = 2099-07-01
text = { en = "Points will last longer.", pl = "Punkty będą ważne dłużej." }
[[question]]
question = "When?"
answer = { en = "At once.", pl = "Od razu." }
"#;
    let early = more.replace("2026-01-01", "2019-01-01");
    let help = "id = \"club\"\nhelp = { email = \"club@shop.example\" }";
    let program = PROGRAM.replacen("id = \"club\"", help, 1);
    let server = Server::start().restart(&format!("{program}{early}"));
    let program = server.get("program?lang=pl", "").ok();
    let next = json!([{ "from": "2099-06-30T22:00:00Z", "text": "Punkty będą ważne dłużej." }]);
    assert_eq!(program["terms"]["next"], next);
    assert_eq!(program["terms"]["valid_from"], "2018-12-31T23:00:00Z");
    assert_eq!(program["questions"], json!([{ "question": "When?", "answer": "Od razu." }]));
    assert_eq!(program["help"], "mailto:club@shop.example");
}
