//! What members hold in a store does not become something else by another program file, however the
//! file gets there.

use crate::modes::test_join;
use crate::process::Running;
use crate::server::{PROGRAM, SHOP_KEY, Server, TOKEN_SECRET, WEBHOOK_SECRET};
use std::path::Path;
use std::process::Command;
use stempel_server::store::Place;

const CASH: &str = r#"
[[wallet]]
id = "cash"
name = { en = "Cash", pl = "Gotówka" }
kind = "money"
"#;

const CURRENCY: &str = "program.currency: was \"PLN\", in which all money of members is";
const KIND: &str = "wallet \"cash\".kind: was another; give what is new an id of its own";

fn in_euro(program: &str) -> String {
    program.replacen("currency = \"PLN\"", "currency = \"EUR\"", 1)
}

fn in_stamps(program: &str) -> String {
    let unit = r#"
[wallet.unit]
en = { one = "star", other = "stars" }
pl = { one = "a", few = "b", many = "c", other = "d" }
[[purchase]]
id = "cash-rule"
title = "Cash"
wallet = "cash"
points = 1
per_order = true
"#;
    program.replacen("kind = \"money\"", "kind = \"stamps\"\ncard = 9", 1) + unit
}

#[track_caller]
fn refuses(server: &mut Server, program: &str, mistake: &str) {
    let said = server.refused(program);
    assert!(said.starts_with("program.toml: line ") && said.contains(mistake), "{said}");
    assert!(!said.contains('\n'), "one mistake: {said}");
}

#[test]
fn a2_a_start_refuses_another_currency_and_another_kind_of_a_wallet() {
    let program = format!("{PROGRAM}{CASH}");
    let mut server = Server::having(CASH);
    server.join("anna");
    server.paid("o-1", "anna", "gear", 5000).ok();
    refuses(&mut server, &in_euro(&program), CURRENCY);
    refuses(&mut server, &in_stamps(&program), KIND);
    // A wallet that was gone for a while is still known.
    let mut server = server.restart(PROGRAM);
    refuses(&mut server, &in_stamps(&program), KIND);
    let server = server.restart(&program);
    assert_eq!(server.available("anna"), 150);
}

#[test]
fn a2_books_without_an_entry_take_any_currency_and_go_by_the_last_one_then() {
    let euro = in_euro(PROGRAM);
    let mut server = Server::start().restart(&euro).restart(PROGRAM);
    // Kept for when they join: money of theirs, though nothing is booked.
    server.paid("o-1", "ben", "gear", 5000).ok();
    refuses(&mut server, &euro, CURRENCY);
    let server = server.restart(PROGRAM);
    server.join("ben");
    assert_eq!(server.available("ben"), 150);
}

#[test]
fn a2_test_books_hold_a_program_to_its_currency_too() {
    let mut server = Server::start();
    test_join(&server, "anna");
    refuses(&mut server, &in_euro(PROGRAM), CURRENCY);
}

fn run(arguments: &[&str], place: &Place) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
    command
        .env_remove("DATABASE_URL")
        .env("STEMPEL_TOKEN_SECRET", TOKEN_SECRET)
        .env("STEMPEL_WEBHOOK_SECRET", WEBHOOK_SECRET)
        .env("STEMPEL_SHOP_KEY", SHOP_KEY)
        .args(arguments);
    match place {
        Place::Folder(data) => command.arg("--data").arg(data),
        Place::Postgres(url) => command.env("DATABASE_URL", url),
    };
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

fn wrote(path: &Path, text: &str) -> String {
    std::fs::write(path, text).unwrap();
    path.display().to_string()
}

#[test]
fn a2_serve_and_import_say_so_with_the_file_and_end_before_they_do_anything() {
    let mut server = Server::start();
    server.join("anna");
    server.halt();
    let place = &server.data.place;
    let folder = tempfile::tempdir().unwrap();
    let euro = wrote(&folder.path().join("euro.toml"), &in_euro(PROGRAM));
    let past = wrote(&folder.path().join("past.jsonl"), "");
    // A port that is in use would be complained of first, were it listened on.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for arguments in [
        ["serve", "--listen", &address, "--program", &euro].as_slice(),
        &["import", "--program", &euro, &past],
    ] {
        let (code, said) = run(arguments, place);
        assert_eq!(code, Some(1), "{said}");
        let begins = format!("stempel-server: {euro}: line 6, column 12: {CURRENCY}");
        assert!(said.starts_with(&begins), "{said}");
    }
    drop(Running::start(folder.path(), place, |_| {}));
}

const THREE: &str = r#"
[[challenge]]
id = "three"
name = { en = "Three", pl = "Trzy" }
goal = { orders = 3 }
points = 7
"#;

#[test]
fn g1_an_order_paid_while_a_challenge_was_out_of_the_program_counts_once_it_is_back() {
    let with = format!("{PROGRAM}{THREE}");
    let server = Server::having(THREE);
    let reached = |server: &Server| {
        let member = server.member("anna");
        let all = member["challenges"].as_array().unwrap().clone();
        let three = all.into_iter().find(|it| it["id"] == "three").unwrap();
        (three["progress"].as_i64().unwrap(), three["status"] == "completed")
    };
    server.join("anna");
    server.paid("o-1", "anna", "gear", 100).ok();
    let server = server.restart(PROGRAM);
    server.paid("o-2", "anna", "gear", 100).ok();
    let server = server.restart(&with);
    assert_eq!(reached(&server), (2, false));
    let server = server.restart(PROGRAM);
    server.refunded("r-2", "o-2", None).ok();
    let server = server.restart(&with);
    server.paid("o-3", "anna", "gear", 100).ok();
    assert_eq!(reached(&server), (2, false));
    server.paid("o-4", "anna", "gear", 100).ok();
    assert_eq!(reached(&server), (3, true));
}
