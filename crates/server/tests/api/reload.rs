//! A changed program file is taken over without a restart; a wrong one is not.

use crate::process::Running;
use crate::server::{PROGRAM, Server};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use stempel_engine::Program;
use stempel_server::catalogue::Definition;
use stempel_server::store::Place;

/// By then a file that has changed was looked at twice.
const SEEN: Duration = Duration::from_millis(2300);

pub fn started(file: &Path) -> Server {
    std::fs::write(file, PROGRAM).unwrap();
    let file = file.to_owned();
    Server::with(|config| config.files = vec![file])
}

pub fn cost(server: &Server) -> Value {
    let program = server.send("GET", "program", &[], None).ok();
    let rewards = program["rewards"].as_array().unwrap().clone();
    rewards.into_iter().find(|it| it["id"] == "coffee-free").unwrap()["cost"].clone()
}

#[track_caller]
pub fn comes_to(server: &Server, expected: i64) {
    let until = Instant::now() + Duration::from_secs(10);
    while cost(server) != expected {
        assert!(Instant::now() < until, "still {}", cost(server));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a2_a_changed_file_counts_without_a_restart_and_an_order_keeps_the_rules_of_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.toml");
    let server = started(&file);
    server.join("anna");
    server.paid("o-1", "anna", "gear", 5000).ok();
    assert_eq!(server.available("anna"), 150);
    let dearer = PROGRAM.replacen("cost = 50", "cost = 60", 1);
    let richer = dearer.replacen("points = 1\n", "points = 3\n", 1);
    assert_ne!(richer, dearer);
    std::fs::write(&file, richer).unwrap();
    comes_to(&server, 60);
    server.paid("o-2", "anna", "gear", 5000).ok();
    assert_eq!(server.available("anna"), 300, "three points for each unit of money");
    let version = server.member("anna")["version"].as_i64().unwrap();
    server.redeem("anna", "k", "coffee-free", 50, version).problem(409, "changed");
    server.refunded("r-1", "o-1", None).ok();
    assert_eq!(server.available("anna"), 250, "the first order earned by the first rules");
}

#[test]
fn a2_a_wrong_file_is_refused_and_the_one_before_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.toml");
    let server = started(&file);
    for wrong in [
        PROGRAM.replacen("cost = 50", "cost = \"sixty\"", 1),
        PROGRAM.replacen("id = \"club\"", "id = \"other\"", 1),
        PROGRAM[..PROGRAM.len() / 2].to_owned(),
        String::new(),
    ] {
        std::fs::write(&file, wrong).unwrap();
        std::thread::sleep(SEEN);
        assert_eq!(cost(&server), 50);
        server.send("GET", "/v1/other/program", &[], None).problem(404, "not_found");
    }
    std::fs::remove_file(&file).unwrap();
    std::thread::sleep(SEEN);
    assert_eq!(cost(&server), 50);
    std::fs::write(&file, PROGRAM.replacen("cost = 50", "cost = 70", 1)).unwrap();
    comes_to(&server, 70);
}

#[test]
fn a2_a_file_that_is_still_being_written_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.toml");
    let server = started(&file);
    let dearer = PROGRAM.replacen("cost = 50", "cost = 60", 1);
    // Its first half is a program, too.
    let half = dearer.find("[[activity]]").unwrap();
    assert!(Program::parse(&dearer[..half]).is_ok());
    let mut written = std::fs::File::create(&file).unwrap();
    for part in [&dearer[..half], "#\n", "#\n", "#\n", "#\n", "\n", &dearer[half..]] {
        written.write_all(part.as_bytes()).unwrap();
        written.flush().unwrap();
        std::thread::sleep(Duration::from_millis(600));
        let program = server.send("GET", "program", &[], None).ok();
        assert!(!program["rewards"].as_array().unwrap().is_empty(), "half of it is served");
    }
    comes_to(&server, 60);
}

/// A program with a further wallet.
const WITH_WALLET: &str = r#"
[[wallet]]
id = "cash"
name = { en = "Cash", pl = "Gotówka" }
kind = "money"
"#;

/// What it needs when it holds points.
const UNIT: &str = r#"
[wallet.unit]
en = { one = "star", other = "stars" }
pl = { one = "a", few = "b", many = "c", other = "d" }
"#;

#[test]
fn a2_what_members_hold_does_not_become_something_else_and_what_is_gone_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Folder(folder.path().join("data"));
    let mut server = Running::start(folder.path(), &place, |_| {});
    let file = folder.path().join("program.toml");
    let whole = PROGRAM.to_owned() + WITH_WALLET;
    let without_tier = whole.replacen("id = \"gold\"", "id = \"golden\"", 1);
    let without_tier = without_tier.replace("tier = \"gold\"", "tier = \"golden\"");
    for text in [
        whole.as_str(),
        &whole.replacen("currency = \"PLN\"", "currency = \"EUR\"", 1),
        &(whole.replacen("kind = \"money\"", "kind = \"points\"", 1) + UNIT),
        PROGRAM,
        &without_tier,
    ] {
        std::thread::sleep(SEEN);
        std::fs::write(&file, text).unwrap();
    }
    std::thread::sleep(SEEN);
    std::fs::remove_file(&file).unwrap();
    std::thread::sleep(SEEN + Duration::from_millis(200));
    server.child.kill().unwrap();
    let (_, log) = server.ended();
    for (said, times) in [
        ("program.currency: was \\\"PLN\\\", in which all money of members is", 1),
        ("wallet \\\"cash\\\".kind: was another; give what is new an id of its own", 1),
        ("refused: the program from before stays", 2),
        ("the program has changed", 3),
        ("wallet \\\"cash\\\": members keep what is in it, under the rules of [points]", 1),
        ("tier \\\"gold\\\": its members are in the tier that they reach now", 1),
        ("the file is gone: the program from before stays", 1),
    ] {
        assert_eq!(log.matches(said).count(), times, "{said}\nin {log}");
    }
}

#[test]
fn a2_a_file_that_is_not_utf_8_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.toml");
    std::fs::write(&file, b"[program]\nid = \"club\"\nname = \"Zo\xb3ty\"\n").unwrap();
    let fault = Definition::open(&file).err().unwrap().fault;
    assert_eq!(fault, "line 3: is not UTF-8: save the file as UTF-8");
}
