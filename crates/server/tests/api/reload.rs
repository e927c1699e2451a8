//! A changed program file is taken over without a restart; a wrong one is not.

use crate::server::{PROGRAM, Server};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

fn started(file: &Path) -> Server {
    std::fs::write(file, PROGRAM).unwrap();
    let file = file.to_owned();
    Server::with(|config| config.files = vec![file])
}

fn cost(server: &Server) -> Value {
    let program = server.send("GET", "program", &[], None).ok();
    let rewards = program["rewards"].as_array().unwrap().clone();
    rewards.into_iter().find(|it| it["id"] == "coffee-free").unwrap()["cost"].clone()
}

#[track_caller]
fn comes_to(server: &Server, expected: i64) {
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
        std::thread::sleep(Duration::from_millis(1300));
        assert_eq!(cost(&server), 50);
        server.send("GET", "/v1/other/program", &[], None).problem(404, "not_found");
    }
    std::fs::remove_file(&file).unwrap();
    std::thread::sleep(Duration::from_millis(1300));
    assert_eq!(cost(&server), 50);
    std::fs::write(&file, PROGRAM.replacen("cost = 50", "cost = 70", 1)).unwrap();
    comes_to(&server, 70);
}
