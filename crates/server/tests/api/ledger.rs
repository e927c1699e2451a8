//! What the database itself guarantees.

use crate::KIND;
use crate::database::Kind;
use crate::leave::ONCE;
use crate::referrals::{REFERRAL, code, join_by};
use crate::server::{PROGRAM, Server};
use serde_json::json;
use stempel_server::store::{Store, verify};

fn busy_member(server: &Server) {
    server.join("anna");
    server.paid("o-1", "anna", "africa", 12_345).ok();
    let redeemed = server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    server.use_code(redeemed["redemption"]["code"].as_str().unwrap(), "o-2").ok();
    let redeemed = server.redeem_now("anna", "k-2", "coffee-free", 50).ok();
    server.cancel("anna", "c-1", redeemed["redemption"]["id"].as_str().unwrap()).ok();
    server.refunded("r-1", "o-1", None).ok();
}

#[test]
fn b2_the_ledger_refuses_to_change_or_lose_what_was_booked() {
    let server = Server::start();
    busy_member(&server);
    let sqlite = [
        "REPLACE INTO entries SELECT * FROM entries LIMIT 1",
        "REPLACE INTO transactions SELECT * FROM transactions LIMIT 1",
    ];
    let postgres = ["TRUNCATE entries", "TRUNCATE transactions CASCADE"];
    let both = [
        "UPDATE entries SET amount = amount + 1",
        "DELETE FROM entries",
        "UPDATE transactions SET change = 0",
        "DELETE FROM transactions",
    ];
    for sql in both.into_iter().chain(if KIND == Kind::Sqlite { sqlite } else { postgres }) {
        let error = server.data.run(sql).unwrap_err();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
}

/// What `verify` finds.
pub fn broken(server: &Server) -> Vec<String> {
    let store = Store::open(&server.data.place, 1).unwrap();
    let found = store.readers.read_blocking(verify::broken).unwrap();
    found
        .into_iter()
        .flat_map(|it| it.rows.into_iter().map(move |row| format!("{}: {row}", it.promise)))
        .collect()
}

#[test]
fn b2_a_database_proves_itself_and_names_each_row_that_was_tampered_with() {
    let mut server = Server::start();
    busy_member(&server);
    server.redeem_now("anna", "k-3", "rare", 5).ok();
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
    let no_guard = if KIND == Kind::Sqlite {
        "DROP TRIGGER entries_no_update; DROP TRIGGER transactions_no_update"
    } else {
        "DROP TRIGGER entries_append_only ON entries;
         DROP TRIGGER transactions_append_only ON transactions"
    };
    server.data.run(no_guard).unwrap();
    for (harm, undo, words) in [
        (
            "UPDATE entries SET amount = amount + 1 WHERE account = 'issued'",
            "UPDATE entries SET amount = amount - 1 WHERE account = 'issued'",
            "entries of a transaction sum to zero",
        ),
        (
            "UPDATE accounts SET available = available + 1",
            "UPDATE accounts SET available = available - 1",
            "balances equal the entries",
        ),
        (
            "UPDATE accounts SET spent = spent + 1",
            "UPDATE accounts SET spent = spent - 1",
            "balances equal the entries",
        ),
        (
            "UPDATE lots SET available = available - 100000",
            "UPDATE lots SET available = available + 100000",
            "no lot holds less than nothing",
        ),
        (
            "UPDATE expiries SET points = points + 1",
            "UPDATE expiries SET points = points - 1",
            "what expires when",
        ),
        (
            "UPDATE transactions SET wallet = 'card' WHERE number = 2",
            "UPDATE transactions SET wallet = 'points' WHERE number = 2",
            "entries are of its wallet",
        ),
        (
            "UPDATE qualifying_years SET orders = orders + 1",
            "UPDATE qualifying_years SET orders = orders - 1",
            "what qualified in a year",
        ),
        (
            "UPDATE lots SET reserved = reserved + 1",
            "UPDATE lots SET reserved = reserved - 1",
            "open lots are",
        ),
        (
            "UPDATE redemptions SET cost = cost + 1 WHERE status = 'issued'",
            "UPDATE redemptions SET cost = cost - 1 WHERE status = 'issued'",
            "what is reserved",
        ),
        (
            "UPDATE transactions SET balance = balance + 1 WHERE number = 2",
            "UPDATE transactions SET balance = balance - 1 WHERE number = 2",
            "numbered without a gap",
        ),
        (
            "UPDATE redemptions SET status = 'issued' WHERE status = 'cancelled'",
            "UPDATE redemptions SET status = 'cancelled' WHERE reward = 'coffee-free'",
            "closed as its status says",
        ),
        (
            "UPDATE idempotency SET redemption = redemption || 'x'",
            "UPDATE idempotency SET redemption = SUBSTR(redemption, 1, LENGTH(redemption) - 1)",
            "one key has one effect",
        ),
        (
            "UPDATE orders SET order_id = 'x' || order_id",
            "UPDATE orders SET order_id = SUBSTR(order_id, 2)",
            "every order that the ledger names is there",
        ),
        (
            "UPDATE orders SET member = member || 'x'",
            "UPDATE orders SET member = SUBSTR(member, 1, LENGTH(member) - 1)",
            "credited to that member",
        ),
        (
            "UPDATE transactions SET kind = 'redeem' WHERE kind = 'use'",
            "UPDATE transactions SET kind = 'use' WHERE kind = 'redeem' AND change = 0",
            "a redemption is booked once",
        ),
        (
            "UPDATE transactions SET kind = 'release' WHERE kind = 'use'",
            "UPDATE transactions SET kind = 'use' WHERE kind = 'release'",
            "used or given back once, unless it was freed",
        ),
    ] {
        server.data.run(harm).unwrap();
        let found = broken(&server);
        assert!(found.iter().any(|it| it.contains(words)), "{harm}: {found:?}");
        server.data.run(undo).unwrap();
        assert_eq!(broken(&server), [""; 0], "{undo}");
    }
}

#[test]
fn b2_what_is_credited_twice_to_a_member_is_named() {
    let mut server = Server::having(&format!("{ONCE}{REFERRAL}"));
    server.join("anna");
    let play = server.member("anna")["games"][0]["plays"][0].clone();
    server.post_as("anna", "games/daily/plays", &json!({ "play": play })).ok();
    server.post_as("anna", "surveys/recommend/responses", &json!({ "score": 9 })).ok();
    // An id with all that JSON writes otherwise.
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 9000 }]);
    server.webhook("odd", &server.paid_event("o-\"\\\"\\\\-ż", "anna", line)).ok();
    join_by(&server, &code(&server, "anna"), &json!({ "sub": "ola" })).ok();
    server.paid("o-ola", "ola", "gear", 9000).ok();
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
    let no_guard = if KIND == Kind::Sqlite {
        "DROP TRIGGER transactions_no_update"
    } else {
        "DROP TRIGGER transactions_append_only ON transactions"
    };
    let first = "number = 1 AND member = (SELECT member FROM members WHERE customer = 'anna')";
    let keep = format!("CREATE TABLE kept AS SELECT source FROM transactions WHERE {first}");
    server.data.run(&format!("{no_guard}; {keep}")).unwrap();
    for kind in ["game", "survey", "referral", "challenge"] {
        let another = format!(
            "SELECT source FROM transactions t WHERE t.source LIKE '{{\"type\":\"{kind}\"%'
                AND t.member = transactions.member"
        );
        server
            .data
            .run(&format!("UPDATE transactions SET source = ({another}) WHERE {first}"))
            .unwrap();
        let found = broken(&server);
        assert!(found.iter().any(|it| it.contains("2 credits of")), "{kind}: {found:?}");
        let undo =
            format!("UPDATE transactions SET source = (SELECT source FROM kept) WHERE {first}");
        server.data.run(&undo).unwrap();
        assert_eq!(broken(&server), [""; 0], "{kind}");
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
    server.data.run("INSERT INTO migrations (number, applied_at) VALUES (999, 'x')").unwrap();
    let error = Store::open(&server.data.place, 1).err().unwrap();
    assert!(error.to_string().contains("999"), "{error}");
}
