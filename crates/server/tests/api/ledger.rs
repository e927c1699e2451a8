//! What the database itself guarantees.

use crate::server::{PROGRAM, Server};
use rusqlite::Connection;
use serde_json::json;

fn busy_member(server: &Server) {
    server.join("anna");
    server.paid("o-1", "anna", "africa", 12_345).ok();
    let redeemed = server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    server.use_code(redeemed["redemption"]["code"].as_str().unwrap(), "o-2").ok();
    let redeemed = server.redeem_now("anna", "k-2", "coffee-free", 50).ok();
    server.cancel("anna", "c-1", redeemed["redemption"]["id"].as_str().unwrap()).ok();
    server.refunded("r-1", "o-1", None).ok();
}

fn open(server: &Server) -> Connection {
    let connection = Connection::open(server.data.path().join("stempel.db")).unwrap();
    connection.pragma_update(None, "recursive_triggers", true).unwrap();
    connection
}

#[test]
fn b2_the_ledger_refuses_update_delete_and_replace() {
    let server = Server::start();
    busy_member(&server);
    let database = open(&server);
    for sql in [
        "UPDATE entries SET amount = amount + 1",
        "DELETE FROM entries",
        "UPDATE transactions SET change = 0",
        "DELETE FROM transactions",
        "REPLACE INTO entries SELECT * FROM entries LIMIT 1",
        "REPLACE INTO transactions SELECT * FROM transactions LIMIT 1",
    ] {
        let error = database.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
}

#[test]
fn b2_entries_sum_to_zero_and_prove_the_balances() {
    let server = Server::start();
    busy_member(&server);
    let database = open(&server);
    let unbalanced: i64 = database
        .query_row(
            "SELECT COUNT(*) FROM (SELECT 1 FROM entries
             GROUP BY program, transaction_id, wallet HAVING SUM(amount) <> 0)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(unbalanced, 0);
    let proven: Vec<(String, i64)> = database
        .prepare(
            "SELECT account, SUM(amount) FROM entries
             WHERE account IN ('pending', 'available', 'reserved') GROUP BY account",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let balance = &server.member("anna")["balance"];
    for (account, sum) in proven {
        let debt = if account == "available" { balance["debt"].as_i64().unwrap() } else { 0 };
        assert_eq!(balance[&account].as_i64().unwrap() - debt, sum, "{account}");
    }
}

#[test]
fn r7_a_restart_keeps_everything() {
    let server = Server::start();
    busy_member(&server);
    let before = server.member("anna");
    let history = server.get("member/transactions", "anna").ok();
    let server = server.restart(PROGRAM);
    let mut after = server.member("anna");
    after["as_of"] = before["as_of"].clone();
    assert_eq!(after, before);
    assert_eq!(server.get("member/transactions", "anna").ok(), history);
    let version = json!(1);
    assert_ne!(after["version"], version);
    assert_eq!(server.paid("o-1", "anna", "africa", 12_345).ok()["outcome"], "duplicate");
}

#[test]
fn a_database_of_a_newer_version_is_not_touched() {
    let server = Server::start();
    open(&server)
        .execute("INSERT INTO migrations (number, applied_at) VALUES (999, 'x')", [])
        .unwrap();
    let error = stempel_server::store::Store::open(server.data.path(), 1).err().unwrap();
    assert!(error.to_string().contains("999"), "{error}");
}
