//! The server is killed under load, again and again: what it acknowledged is there, nothing is
//! there twice, and the books add up. More rounds by STEMPEL_CRASH_ROUNDS.
//!
//! A killed process does not prove what a power cut does: that the disk is waited for is asserted
//! by itself.

use crate::database::Data;
use crate::process::Running;
use crate::server::{Reply, Server};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use stempel_server::store::{Place, Store, verify};

const CUSTOMERS: usize = 6;

/// A customer and the shop, who say each thing until it is acknowledged, then the next.
struct Customer {
    name: String,
    /// How many orders and redemptions were acknowledged.
    orders: i64,
    /// The points that the acknowledgements named.
    earned: i64,
    redemptions: Vec<Value>,
    /// A redemption that was asked for and not answered: it is asked for again as it was.
    open: Option<i64>,
}

impl Customer {
    /// Does one thing; `None` when no answer came.
    fn act(&mut self, server: &Server) -> Option<()> {
        if self.open.is_some() || self.orders % 3 == 2 && self.orders / 3 >= self.redeemed() {
            return self.redeem(server);
        }
        let order = format!("{}-{}", self.name, self.orders);
        let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 10_000 }]);
        let event = server.paid_event(&order, &self.name, line);
        let reply = server.try_webhook(&format!("paid-{order}"), &event)?;
        answered(&reply)?;
        self.orders += 1;
        self.earned += reply.json()["points"].as_i64()?;
        Some(())
    }

    fn redeem(&mut self, server: &Server) -> Option<()> {
        let version = match self.open {
            Some(version) => version,
            None => {
                let reply = server.try_get("member", &self.name)?;
                answered(&reply)?;
                reply.json()["version"].as_i64()?
            }
        };
        self.open = Some(version);
        let key = format!("key-{}", self.redeemed());
        let reply = server.try_redeem(&self.name, &key, "minus-10", 80, version)?;
        answered(&reply)?;
        self.redemptions.push(reply.json()["redemption"]["id"].clone());
        self.open = None;
        Some(())
    }

    fn redeemed(&self) -> i64 {
        i64::try_from(self.redemptions.len()).unwrap()
    }

    /// Says everything again: each has its old answer. Then what they have is what they did.
    fn check(&self, server: &Server) {
        for (number, id) in self.redemptions.iter().enumerate() {
            let version = 0;
            let reply =
                server.redeem(&self.name, &format!("key-{number}"), "minus-10", 80, version);
            // The same key with another version is another body: known, and refused as that.
            reply.problem(422, "key_reused");
            let member = server.member(&self.name);
            let open = member["redemptions"].as_array().unwrap().clone();
            assert!(open.iter().any(|it| it["id"] == *id), "an acknowledged redemption is lost");
        }
        for number in 0..self.orders {
            let order = format!("{}-{number}", self.name);
            let reply = server.paid(&order, &self.name, "gear", 10_000).ok();
            assert_eq!(reply["outcome"], "duplicate", "{order}: an acknowledged order is lost");
        }
        let balance = &server.member(&self.name)["balance"];
        assert_eq!(balance["lifetime"], self.earned, "{}", self.name);
        assert_eq!(balance["available"], self.earned - self.redeemed() * 80, "{}", self.name);
        assert_eq!(balance["reserved"], self.redeemed() * 80, "{}", self.name);
    }
}

fn answered(reply: &Reply) -> Option<()> {
    // 503 is an honest answer of a server that is going down.
    (reply.status != 503).then(|| drop(reply.ok()))
}

#[test]
fn b2_killed_under_load_again_and_again_it_loses_and_doubles_nothing() {
    let rounds = std::env::var("STEMPEL_CRASH_ROUNDS").ok().and_then(|it| it.parse().ok());
    let (data, folder) = (Data::new(), tempfile::tempdir().unwrap());
    let customer = |number: usize| Customer {
        name: format!("customer-{number}"),
        orders: 0,
        earned: 100,
        redemptions: Vec::new(),
        open: None,
    };
    let mut customers: Vec<Customer> = (0..CUSTOMERS).map(customer).collect();
    let first = Running::start(folder.path(), &data.place, |_| {});
    let server = Server::at(&first.root);
    customers.iter().for_each(|it| drop(server.join(&it.name)));
    drop(first);
    let rounds_here = match data.place {
        Place::Folder(_) => 50,
        Place::Postgres(_) => 20,
    };
    for _ in 0..rounds.unwrap_or(rounds_here) {
        let mut running = Running::start(folder.path(), &data.place, |_| {});
        load_until_killed(&mut running, &mut customers);
        let store = Store::open(&data.place, 1).unwrap();
        let broken = store.readers.read_blocking(verify::broken).unwrap();
        let broken: Vec<String> = broken.into_iter().flat_map(|it| it.rows).collect();
        assert_eq!(broken, [""; 0]);
    }
    let last = Running::start(folder.path(), &data.place, |_| {});
    let server = Server::at(&last.root);
    for customer in &mut customers {
        while customer.open.is_some() {
            customer.act(&server).unwrap();
        }
        // The order that had no answer is sent once more, as a shop's outbox does.
        customer.act(&server).unwrap();
        customer.check(&server);
    }
}

/// So much is acknowledged in each round before the server is killed, however slow the machine is.
const LEAST: usize = 10;
/// But a round ends: a server that answers nothing is killed as well, and fails the test later.
const MOST: Duration = Duration::from_secs(20);

fn load_until_killed(running: &mut Running, customers: &mut [Customer]) {
    let (killed, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let root = running.root.clone();
    std::thread::scope(|scope| {
        for customer in customers {
            let (killed, done, root) = (&killed, &done, &root);
            scope.spawn(move || {
                let server = Server::at(root);
                while !killed.load(Ordering::Relaxed) {
                    done.fetch_add(usize::from(customer.act(&server).is_some()), Ordering::Relaxed);
                }
            });
        }
        let begun = Instant::now();
        while done.load(Ordering::Relaxed) < LEAST && begun.elapsed() < MOST {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(getrandom::u64().unwrap() % 150));
        // SIGKILL: nothing is flushed, nothing is finished.
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        killed.store(true, Ordering::Relaxed);
    });
    assert!(done.into_inner() >= LEAST, "hardly anything was answered");
}

#[test]
fn b2_a_commit_waits_for_the_disk() {
    let data = Data::new();
    let store = Store::open(&data.place, 1).unwrap();
    let ask = |sql: &'static str| {
        store.writer.write_blocking(move |tx| {
            let one =
                tx.query_one(sql, &[], |row| row.text(0).or_else(|_| Ok(row.int(0)?.to_string())));
            Ok::<_, stempel_server::store::WriteError>(one?)
        })
    };
    let settings: &[(&str, &str)] = match data.place {
        Place::Folder(_) => &[("PRAGMA synchronous", "2"), ("PRAGMA journal_mode", "wal")],
        Place::Postgres(_) => &[("SHOW synchronous_commit", "on")],
    };
    for (sql, expected) in settings {
        assert_eq!(ask(sql).unwrap().as_deref(), Some(*expected), "{sql}");
    }
}
