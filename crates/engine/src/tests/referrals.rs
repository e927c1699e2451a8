//! F1: a friend counts once, with an order that stays, and the member's points wait as long.

use super::support::{at, check_books, joined, order, program, returned};
use crate::ledger::TransactionKind;
use crate::member::{self, grant, settle};
use crate::program::{Program, Referral};
use crate::referral::{
    Doubt, Facts, admit, qualifies, rewarded, taken_back, was_customer, welcomed,
};

fn terms(more: &str) -> Program {
    program(&format!("[referral]\ntitle = \"Invite a friend\"\npoints = 300\n{more}\n"))
}

fn of(program: &Program) -> &Referral {
    program.referral.as_ref().unwrap()
}

#[test]
fn f1_who_is_no_friend_is_told_apart() {
    let program = terms("per_day = 2");
    let facts = Facts::default;
    let rows = [
        (facts(), Ok(())),
        (Facts { is_self: true, ..facts() }, Err(Doubt::Own)),
        (Facts { was_customer: true, ..facts() }, Err(Doubt::Customer)),
        (Facts { same_household: true, ..facts() }, Err(Doubt::Household)),
        (Facts { today: 1, ..facts() }, Ok(())),
        (Facts { today: 2, ..facts() }, Err(Doubt::Haste)),
    ];
    for (facts, expected) in rows {
        assert_eq!(admit(of(&program), &facts), expected, "{facts:?}");
    }
}

#[test]
fn f1_the_order_that_counts_is_large_enough_after_returns_and_in_time() {
    let program = terms("minimum_spend = 5000\nwithin_days = 30");
    let rows = [
        ("2026-03-02", "1x5000 gear", "", true),
        ("2026-03-02", "1x4999 gear", "", false),
        ("2026-03-02", "2x3000 gear, -1001", "", false),
        ("2026-03-02", "2x3000 gear", "1 gear", false),
        ("2026-02-28", "1x5000 gear", "", false),
        ("2026-03-30", "1x5000 gear", "", true),
        ("2026-03-31", "1x5000 gear", "", false),
    ];
    for (day, lines, back, expected) in rows {
        let mut order = order("o", day, lines);
        order.returned = returned(back);
        let counts = qualifies(of(&program), at("2026-03-01"), &order);
        assert_eq!(counts, expected, "{day} {lines} {back}");
    }
    let joined_at = at("2026-03-01T19:01:36.314Z");
    for (second, expected) in [("35", false), ("36", true), ("37", true)] {
        let order = order("o", &format!("2026-03-01T19:01:{second}Z"), "1x5000 gear");
        assert_eq!(qualifies(of(&program), joined_at, &order), expected, "second {second}");
        assert_eq!(was_customer(joined_at, &order), !expected, "second {second}");
    }
    let none = terms("");
    let mut all_back = order("o", "2026-03-02", "1x5000 gear");
    assert!(qualifies(of(&none), at("2026-03-01"), &all_back));
    all_back.returned = returned("1 gear");
    assert!(!qualifies(of(&none), at("2026-03-01"), &all_back), "nothing is left of it");
}

#[test]
fn f1_the_points_wait_and_a_refund_takes_them_back_before_and_after() {
    let program = terms("pending_days = 14\nfriend_points = 50");
    for (back_on, kinds) in [
        ("2026-03-10", [TransactionKind::Earn, TransactionKind::Refund].as_slice()),
        ("2026-03-20", &[TransactionKind::Earn, TransactionKind::Mature, TransactionKind::Refund]),
    ] {
        let mut member = joined(&program, "2026-01-01");
        let now = at("2026-03-01");
        let mut told =
            rewarded(&program, &mut member, (of(&program), "r"), now).unwrap().transactions;
        let balance = member.account.balance();
        assert_eq!((balance.pending, balance.available), (300, 0));
        let back = at(back_on);
        let taken = taken_back(&program, &mut member, "r", (300, now), back).unwrap();
        told.extend(taken.transactions);
        assert_eq!(told.iter().map(|it| it.kind).collect::<Vec<_>>(), kinds, "{back_on}");
        let balance = member.account.balance();
        assert_eq!((balance.pending, balance.available, balance.debt), (0, 0, 0));
        assert_eq!(member.qualifying.iter().map(|it| it.points).sum::<i64>(), 0);
        check_books(&member.account, &told);
    }
    let mut friend = joined(&program, "2026-03-01");
    let effect = welcomed(&program, &mut friend, (of(&program), "r"), at("2026-03-01")).unwrap();
    assert_eq!(effect.points(), 50);
    assert_eq!(program.title("referral").map(|it| it.get("en")), Some("Invite a friend"));
}

#[test]
fn f1_points_wait_no_shorter_than_all_points_of_the_program() {
    let program = terms("pending_days = 3\n[points]\npending_days = 10\nexpiry = { days = 30 }");
    let times = program.times_after(at("2026-03-01"), 3);
    assert_eq!(times.matures_at, at("2026-03-11"));
    let longer = program.times_after(at("2026-03-01"), 14);
    assert_eq!(longer.matures_at, at("2026-03-15"));
    assert_eq!(longer.expires_at, program.times(at("2026-03-05")).expires_at);
}

#[test]
fn r1_what_is_used_at_once_is_so_when_it_is_given_too() {
    for kind in
        ["\"donation\"\ncause = \"Trees\"", "\"draw_entry\"\nwinners = 1\ndrawn_at = 2026-06-01"]
    {
        let program =
            program(&format!("[[reward]]\nid = \"r\"\nname = \"R\"\nkind = {kind}\ncost = 500\n",));
        let mut member = joined(&program, "2026-03-01");
        let reward = &program.rewards[0];
        let given = grant(&program, &mut member, "x", reward, at("2026-03-01")).unwrap();
        let kinds: Vec<_> = given.transactions.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [TransactionKind::Redeem, TransactionKind::Use]);
        assert!(member.account.holds.is_empty());
    }
}

#[test]
fn a_reward_given_at_no_cost_is_a_redemption_that_runs_out_like_any_other() {
    let program = program(
        "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 500\n\
         code_prefix = \"R\"\nvalid_minutes = 60\n",
    );
    let mut member = joined(&program, "2026-03-01");
    let (reward, now) = (&program.rewards[0], at("2026-03-01"));
    let given = grant(&program, &mut member, "x", reward, now).unwrap();
    assert_eq!((given.points(), member.account.holds.len()), (0, 1));
    let due = settle(&program, &mut member, at("2026-03-02"));
    assert_eq!(due.transactions[0].kind, TransactionKind::Cancel);
    assert!(member.account.holds.is_empty());
    let mut guest = member::Member::default();
    assert_eq!(grant(&program, &mut guest, "y", reward, now), Err(member::Refused::NotJoined));
    check_books(&member.account, &given.transactions);
}
