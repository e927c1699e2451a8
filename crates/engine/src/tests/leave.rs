//! M5: leaving lets go of everything, and the books stay whole.

use super::support::{at, check_books, joined, order, pay, program};
use crate::former::{Had, expired_of};
use crate::ledger::{TransactionKind, Wallet};
use crate::member::{self, Member, Redeem, Refused, Return};
use crate::reward::Taken;
use std::collections::BTreeMap;

const REST: &str = r#"
[points]
pending_days = 14
[[purchase]]
id = "all"
title = "Shopping"
points = 1
per = 100
[[activity]]
id = "welcome"
kind = "join"
title = "Welcome"
points = 100
[[reward]]
id = "ten"
name = "Ten"
kind = "free_shipping"
cost = 60
code_prefix = "TEN"
"#;

#[test]
fn m5_leaving_closes_what_is_open_and_lets_go_of_all_points() {
    let program = program(REST);
    let mut member = joined(&program, "2026-01-01");
    member::settle(&program, &mut member, at("2026-01-20"));
    pay(&program, &mut member, order("o1", "2026-01-20", "1x5000"));
    let taken = Taken::default();
    let command = Redeem { redemption: "r1", reward: "ten", cart: None, taken: &taken };
    member::redeem(&program, &mut member, command, at("2026-01-21")).unwrap();
    let before = member.account.balance();
    assert_eq!((before.available, before.pending, before.reserved), (40, 50, 60));
    let effect = member::leave(&program, &mut member, at("2026-01-22")).unwrap();
    check_books(&member.account, &effect.transactions);
    let kinds: Vec<_> = effect.transactions.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [TransactionKind::Cancel, TransactionKind::Expire]);
    let after = member.account.balance();
    assert_eq!((after.available, after.pending, after.reserved, after.expired), (0, 0, 0, 150));
    let again = member::leave(&program, &mut member, at("2026-01-22"));
    assert_eq!(again, Err(Refused::NotJoined));
}

#[test]
fn m5_leaving_writes_off_what_is_owed() {
    let program = program(&REST.replace("pending_days = 14", "pending_days = 0"));
    let mut member = joined(&program, "2026-01-01");
    pay(&program, &mut member, order("o1", "2026-01-02", "1x8000"));
    let taken = Taken::default();
    for redemption in ["r1", "r2", "r3"] {
        let command = Redeem { redemption, reward: "ten", cart: None, taken: &taken };
        member::redeem(&program, &mut member, command, at("2026-01-03")).unwrap();
        member::consume(&program, &mut member, redemption, at("2026-01-03")).unwrap();
    }
    let now = at("2026-01-04");
    member::order_refunded(&program, &program, &mut member, "o1", Return::All, now).unwrap();
    assert_eq!(member.account.balance().debt, 80);
    let effect = member::leave(&program, &mut member, at("2026-01-05")).unwrap();
    check_books(&member.account, &effect.transactions);
    assert_eq!((member.account.balance().debt, member.account.adjusted), (0, 80));
}

#[test]
fn m5_what_is_left_does_not_hang_on_the_order_in_which_codes_are_given_back() {
    let short = "pending_days = 0\nexpiry = { days = 30 }\ngrace_days = 0";
    let program = program(&REST.replace("pending_days = 14", short));
    let mut member = joined(&program, "2026-01-01");
    pay(&program, &mut member, order("o1", "2026-01-02", "1x8000"));
    for redemption in ["r1", "r2"] {
        let taken = Taken::default();
        let command = Redeem { redemption, reward: "ten", cart: None, taken: &taken };
        member::redeem(&program, &mut member, command, at("2026-01-03")).unwrap();
    }
    pay(&program, &mut member, order("o2", "2026-03-01", "1x2000"));
    let mut reversed = member.clone();
    reversed.account.holds.reverse();
    let left = |mut member: Member| {
        let now = at("2026-03-02");
        let effect = member::leave(&program, &mut member, now).unwrap();
        let had = Had::of(&program, &member, &effect, &BTreeMap::new(), now);
        let expired = expired_of(&member, &effect, &Wallet::default(), "o1");
        (had.left, expired, member.account.expired)
    };
    assert_eq!(left(member.clone()), left(reversed));
    assert!(left(member).1 >= 80, "what returns too late has expired, and is not left");
}

#[test]
fn m5_nothing_is_remembered_of_what_was_forgiven_to_who_left() {
    let forgives = "spent_on_refund = \"forgive\"\npending_days = 0";
    let program = program(&REST.replace("pending_days = 14", forgives));
    let mut member = joined(&program, "2026-01-01");
    pay(&program, &mut member, order("o1", "2026-01-02", "1x8000"));
    let now = at("2026-01-03");
    for redemption in ["r1", "r2"] {
        let taken = Taken::default();
        let command = Redeem { redemption, reward: "ten", cart: None, taken: &taken };
        member::redeem(&program, &mut member, command, now).unwrap();
        member::consume(&program, &mut member, redemption, now).unwrap();
    }
    member::order_refunded(&program, &program, &mut member, "o1", Return::All, now).unwrap();
    assert_eq!(member.account.forgiven.len(), 1);
    member::leave(&program, &mut member, now).unwrap();
    assert_eq!(member.account.forgiven, []);
}

#[test]
fn m5_the_bonus_for_joining_comes_once() {
    let program = program(&REST.replace("pending_days = 14", "pending_days = 0"));
    let mut member = Member::default();
    member::rejoin(&program, &mut member, Vec::new(), at("2026-02-01")).unwrap();
    assert_eq!(member.account.balance().available, 0);
    assert_eq!(joined(&program, "2026-02-01").account.balance().available, 100);
}
