//! A database that is there and does not go on: every call is answered all the same.

use crate::server::Server;
use postgres::{Client, NoTls};
use std::process::Command;
use std::time::{Duration, Instant};
use stempel_server::bounds::Bounds;
use stempel_server::store::Place;

const SHORT: Duration = Duration::from_millis(300);
/// By then something has happened however slow the machine is; nothing that hangs ends by then.
const LONG: Duration = Duration::from_secs(25);

fn server(change: impl FnOnce(&mut Bounds)) -> Server {
    Server::with(|config| change(&mut config.bounds))
}

fn client(server: &Server) -> Client {
    let Place::Postgres(url) = &server.data.place else { unreachable!() };
    Client::connect(url, NoTls).unwrap()
}

/// The processes that serve a server's connections, at a stand until dropped.
struct Stalled(Vec<String>);

impl Stalled {
    fn of(server: &Server) -> Self {
        let sql = "SELECT pid::text FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let rows = client(server).query(sql, &[]).unwrap();
        let stalled = Self(rows.iter().map(|row| row.get(0)).collect());
        stalled.signal("-STOP");
        stalled
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").arg(name).args(&self.0).status().unwrap().success());
    }
}

impl Drop for Stalled {
    fn drop(&mut self) {
        self.signal("-CONT");
    }
}

#[test]
fn a4_a_database_that_stalls_is_unavailable_and_well_again_once_it_goes_on() {
    let server = server(|it| (it.database, it.probe) = (SHORT, SHORT));
    let stalled = Stalled::of(&server);
    let begun = Instant::now();
    server.get("member", "anna").problem(503, "unavailable");
    let refused = server.paid("o-1", "anna", "gear", 100);
    refused.problem(503, "unavailable");
    assert_eq!(refused.json()["retryable"], true);
    assert_ne!(refused.header("retry-after"), "");
    server.send("GET", "/readyz", &[], None).problem(503, "unavailable");
    assert!(begun.elapsed() < LONG);
    drop(stalled);
    let ready = || server.send("GET", "/readyz", &[], None).status == 200;
    while !ready() {
        assert!(begun.elapsed() < 2 * LONG, "never ready again");
    }
}

#[test]
fn a4_the_server_ends_while_its_database_stalls_and_answers_who_waits() {
    let mut server = server(|it| it.stop = SHORT);
    let stalled = Stalled::of(&server);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| {
            Server::at(&format!("http://{}", server.address())).paid("o-1", "anna", "gear", 100)
        });
        std::thread::sleep(SHORT);
        server.stop();
        waits.join().unwrap().problem(503, "unavailable");
    });
    server.halt();
    assert!(begun.elapsed() < LONG);
    drop(stalled);
}

#[test]
fn a4_what_another_one_holds_is_waited_for_so_long_and_others_are_served() {
    let server = server(|it| it.lock = SHORT);
    server.join("anna");
    server.join("ben");
    let mut holder = client(&server);
    let mut held = holder.transaction().unwrap();
    let lock = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended($1, 0))";
    held.execute(lock, &[&"customer\nclub\nanna"]).unwrap();
    let begun = Instant::now();
    server.paid("o-1", "anna", "gear", 100).problem(503, "unavailable");
    assert!(begun.elapsed() < LONG);
    server.paid("o-2", "ben", "gear", 100).ok();
    held.rollback().unwrap();
    assert_eq!(server.paid("o-1", "anna", "gear", 100).ok()["outcome"], "applied");
}
