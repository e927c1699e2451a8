//! R1, R3, R4, R6: whether a reward can be taken, and why not; and a redemption's life.

use super::support::{at, cart, check_books, joined, program};
use crate::Program;
use crate::ledger::TransactionKind;
use crate::member::{Redeem, redeem};
use crate::program::RewardKind;
use crate::redemption::{
    Refused, Release, Status, Use, can_cancel, can_release, can_use, code, status_at,
};
use crate::reward::{Facts, Reason, Taken, catalogue, decide};

const REWARDS: &str = r#"
[tiers]
measure = "points"
[[tier]]
id = "base"
name = "Base"
from = 0
[[tier]]
id = "gold"
name = "Gold"
from = 1000
[[reward]]
id = "ten"
name = "Ten off"
kind = "amount_off"
amount = 1000
cost = 500
minimum_spend = 6000
code_prefix = "TEN"
valid_minutes = 15
[[reward]]
id = "percent"
name = "Percent"
kind = "percent_off"
percent = 15
cost = 300
tier = "gold"
code_prefix = "P15"
[[reward]]
id = "coffee"
name = "Coffee"
kind = "free_product"
sku = "cappuccino"
cost = 200
per_member_limit = 2
stock = 10
code_prefix = "KAWA"
[[reward]]
id = "delivery"
name = "Delivery"
kind = "free_shipping"
cost = 100
starts = 2026-03-10
ends = 2026-03-20
code_prefix = "GO"
"#;

fn facts(available: i64, tier: &str) -> Facts {
    Facts { joined: true, available, tier: Some(tier.into()), ..Facts::default() }
}

fn reasons(
    program: &Program,
    id: &str,
    facts: &Facts,
    lines: Option<&str>,
    now: &str,
) -> Vec<Reason> {
    let (reward, cart) = (program.reward(id).unwrap(), lines.map(cart));
    decide(program, reward, facts, cart.as_ref(), at(now)).err().unwrap_or_default()
}

#[test]
fn r6_each_reason_is_said_before_anything_is_spent() {
    let program = program(REWARDS);
    let rich = facts(5000, "gold");
    let poor = facts(120, "base");
    let none: [Reason; 0] = [];
    let missing = |points| Reason::MissingPoints { points };
    let told = |id, facts: &Facts, lines, now| reasons(&program, id, facts, lines, now);
    let day = "2026-03-15";

    assert_eq!(told("ten", &rich, None, day), none);
    assert_eq!(told("ten", &rich, Some("1x6000"), day), none);
    assert_eq!(
        told("ten", &rich, Some("1x6500, -700"), day),
        [Reason::CartMinimum { missing: 200 }]
    );
    assert_eq!(told("ten", &poor, None, day), [missing(380)]);
    let gold = Reason::Tier { tier: "gold".into() };
    assert_eq!(told("percent", &poor, None, day), [gold, missing(180)]);
    assert_eq!(told("delivery", &poor, None, day), none);
    let starts = Reason::NotYet { at: at("2026-03-09T23:00:00Z") };
    assert_eq!(told("delivery", &poor, None, "2026-03-09"), [starts]);
    assert_eq!(told("delivery", &poor, None, "2026-03-20"), none);
    assert_eq!(told("delivery", &poor, None, "2026-03-21"), [Reason::Over]);
    let guest = Facts { joined: false, ..Facts::default() };
    assert_eq!(told("ten", &guest, None, day), [Reason::NotJoined]);
}

#[test]
fn r3_limit_and_stock() {
    let program = program(REWARDS);
    let told = |by_member: i64, by_all: i64| {
        let by_member = [("coffee".to_owned(), by_member)].into();
        let taken = Taken { by_member, by_all: [("coffee".to_owned(), by_all)].into() };
        let facts = Facts { taken, ..facts(5000, "gold") };
        reasons(&program, "coffee", &facts, None, "2026-03-15")
    };
    assert_eq!(told(1, 9), []);
    assert_eq!(told(2, 9), [Reason::Limit { limit: 2, again: None }]);
    assert_eq!(told(1, 10), [Reason::Stock]);
}

#[test]
fn r3_the_catalogue_shows_what_can_be_taken_then_what_is_nearest() {
    let program = program(REWARDS);
    let order = |facts: &Facts, now: &str| -> Vec<String> {
        let states = catalogue(&program, facts, at(now));
        states.into_iter().map(|state| state.reward.id.clone()).collect()
    };
    assert_eq!(order(&facts(5000, "gold"), "2026-03-15"), ["ten", "percent", "coffee", "delivery"]);
    assert_eq!(order(&facts(250, "base"), "2026-03-15"), ["coffee", "delivery", "ten", "percent"]);
    assert_eq!(order(&facts(50, "gold"), "2026-03-25"), ["coffee", "percent", "ten", "delivery"]);
}

#[test]
fn r1_the_kinds_of_rewards_carry_what_the_shop_needs() {
    let program = program(REWARDS);
    let kinds: Vec<RewardKind> = program.rewards.into_iter().map(|reward| reward.kind).collect();
    let product = RewardKind::FreeProduct { sku: "cappuccino".into(), value: None };
    let (amount, percent) =
        (RewardKind::AmountOff { amount: 1000 }, RewardKind::PercentOff { percent: 15 });
    assert_eq!(kinds, [amount, percent, product, RewardKind::FreeShipping]);
}

#[test]
fn r1_a_seat_and_a_lot_cannot_be_taken_once_it_is_too_late() {
    let program = program(
        r#"
[[reward]]
id = "seat"
name = "Seat"
kind = "event_seat"
event = "tasting"
event_at = 2026-03-10T18:00:00
cost = 1
code_prefix = "SEAT"
[[reward]]
id = "lot"
name = "Lot"
kind = "draw_entry"
drawn_at = 2026-03-12
winners = 3
cost = 1
ends = 2026-03-11
"#,
    );
    let rich = facts(10, "base");
    let told = |id, now| reasons(&program, id, &rich, None, now);
    assert_eq!(told("seat", "2026-03-10T16:59:59Z"), []);
    assert_eq!(told("seat", "2026-03-10T17:00:00Z"), [Reason::Over]);
    assert_eq!(told("lot", "2026-03-11T22:59:59Z"), []);
    assert_eq!(told("lot", "2026-03-11T23:00:00Z"), [Reason::Over]);
}

#[test]
fn r1_a_donation_and_a_lot_are_spent_at_once_and_the_books_hold() {
    let program = program(
        r#"
[[activity]]
id = "hello"
kind = "join"
title = "Hello"
points = 10
[[reward]]
id = "wood"
name = "A tree"
kind = "donation"
cause = "A wood"
cost = 4
"#,
    );
    let mut member = joined(&program, "2026-03-01");
    let taken = Taken::default();
    let command = Redeem { redemption: "r1", reward: "wood", cart: None, taken: &taken };
    let effect = redeem(&program, &mut member, command, at("2026-03-02")).unwrap();
    check_books(&member.account, &effect.transactions);
    let balance = member.account.balance();
    assert_eq!((balance.available, balance.reserved, balance.spent), (6, 0, 4));
    assert!(member.account.holds.is_empty());
    let kinds: Vec<_> = effect.transactions.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [TransactionKind::Redeem, TransactionKind::Use]);
}

#[test]
fn r4_a_code_is_used_once_for_one_order_and_freed_for_that_one() {
    let used = Status::Used { order: "o1".into(), at: at("2026-03-01") };
    let (cancelled, expired) =
        (Status::Cancelled { at: at("2026-03-01") }, Status::Expired { at: at("2026-03-01") });
    assert_eq!(can_use(&Status::Issued, "o1"), Ok(Use::Now));
    assert_eq!(can_use(&used, "o1"), Ok(Use::Before));
    assert_eq!(can_use(&used, "o2"), Err(Refused::UsedForAnother));
    assert_eq!(can_use(&cancelled, "o1"), Err(Refused::Closed));
    assert_eq!(can_use(&expired, "o1"), Err(Refused::Closed));
    assert_eq!(can_cancel(&Status::Issued), Ok(()));
    assert_eq!(can_cancel(&used), Err(Refused::Closed));
    assert_eq!(can_release(&used, None, "o1"), Ok(Release::Now));
    assert_eq!(can_release(&used, Some("o2"), "o2"), Err(Refused::UsedForAnother));
    assert_eq!(can_release(&Status::Issued, None, "o1"), Err(Refused::NotUsed));
    assert_eq!(can_release(&Status::Issued, Some("o1"), "o1"), Ok(Release::Before));
    assert_eq!(can_release(&cancelled, Some("o1"), "o1"), Ok(Release::Before));
    assert_eq!(can_release(&cancelled, None, "o1"), Err(Refused::Closed));
    assert_eq!(can_release(&expired, Some("o1"), "o2"), Err(Refused::Closed));
}

#[test]
fn r4_an_issued_code_expires_at_its_deadline() {
    let deadline = at("2026-03-01");
    let before = deadline - chrono::TimeDelta::seconds(1);
    assert_eq!(status_at(&Status::Issued, Some(deadline), before), Status::Issued);
    let expired = Status::Expired { at: deadline };
    assert_eq!(status_at(&Status::Issued, Some(deadline), deadline), expired);
    assert_eq!(status_at(&Status::Issued, None, deadline), Status::Issued);
}

#[test]
fn r5_codes_are_easy_to_read_out() {
    let program = program(REWARDS);
    let coffee = program.reward("coffee").unwrap();
    assert_eq!(code(coffee, 0), "KAWA-2222-2222");
    assert_eq!(code(coffee, u64::MAX), "KAWA-ZZZZ-ZZZZ");
    assert_eq!(code(coffee, 0b00001_00010), "KAWA-4322-2222");
}

#[test]
fn r3_what_costs_nothing_is_had_once_unless_the_file_says_more() {
    let gift = |more: &str| {
        format!(
            "[[segment]]\nid = \"all\"\nname = \"All\"\nwhen = {{ orders_max = 1000 }}\n\
             [[reward]]\nid = \"gift\"\nname = \"A gift\"\nkind = \"free_shipping\"\n\
             code_prefix = \"GIFT\"\nsegments = [\"all\"]\n{more}\n"
        )
    };
    for (more, limit, said) in [
        ("cost = 0", Some(1), Some("At no cost: A gift (once).")),
        (
            "cost = 0\nper_member_limit = 2\nevery = \"month\"",
            Some(2),
            Some("At no cost: A gift (up to 2 times a month)."),
        ),
        (
            "cost = 0\nwindow = { around = \"birthday\" }",
            Some(1),
            Some("At no cost: A gift (once each time)."),
        ),
        ("cost = 5", None, None),
    ] {
        let program = program(&gift(more));
        assert_eq!(program.reward("gift").unwrap().per_member_limit, limit, "{more}");
        let told: Vec<String> =
            crate::terms::rules(&program, "en").into_iter().map(|it| it.text).collect();
        assert_eq!(told.concat().contains("At no cost"), said.is_some(), "{told:?}");
        assert!(told.concat().contains(said.unwrap_or_default()), "{told:?}");
    }
}
