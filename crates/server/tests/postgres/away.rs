//! A database that is away for a while, or takes nothing.

use crate::reload::{comes_to, cost, started};
use crate::server::{PROGRAM, Server};
use std::time::Duration;

/// Ends every connection, and has the database take nothing, or something again, on new ones.
fn interrupt(server: &Server, read_only: bool) {
    let set = "EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ";
    let word = if read_only { "on" } else { "off" };
    // What was set holds for this connection as well.
    let set = format!("DO $$ BEGIN {set}{word}', current_database()); END $$");
    let sql = format!("BEGIN READ WRITE; {set}; COMMIT");
    server.data.run(&sql).unwrap();
    let end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    server.data.run(end).unwrap();
}

#[test]
fn connections_that_were_cut_are_opened_again_and_nobody_is_refused_for_it() {
    let server = Server::start();
    server.join("anna");
    for round in 0..3 {
        interrupt(&server, false);
        for number in 0..12 {
            server.get("member", "anna").ok();
            server.paid(&format!("o-{round}-{number}"), "anna", "gear", 100).ok();
        }
    }
    assert_eq!(server.available("anna"), 136);
}

#[test]
fn not_ready_as_long_as_nothing_can_be_written() {
    let server = Server::start();
    let ready = || {
        // An answer holds for half a second.
        std::thread::sleep(Duration::from_millis(600));
        server.send("GET", "/readyz", &[], None)
    };
    assert_eq!(ready().text, "ready");
    interrupt(&server, true);
    for _ in 0..3 {
        ready().problem(503, "unavailable");
    }
    interrupt(&server, false);
    assert_eq!(ready().text, "ready");
}

#[test]
fn a2_a_program_that_changed_while_the_database_was_away_is_taken_over_once_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.toml");
    let server = started(&file);
    interrupt(&server, true);
    std::fs::write(&file, PROGRAM.replacen("cost = 50", "cost = 60", 1)).unwrap();
    std::thread::sleep(Duration::from_secs(4));
    assert_eq!(cost(&server), 50, "not kept, so not served");
    interrupt(&server, false);
    comes_to(&server, 60);
}
