//! P5: segments are rules.

use super::support::{ONE_A_ZLOTY, at, joined, order, pay, program};
use crate::member::{self, Member, Return};
use crate::reward::{Reason, Taken, catalogue, decide};
use crate::{Program, earning, membership, offer, segment};

const SEGMENTS: &str = r#"
[tiers]
measure = "spend"
[[tier]]
id = "base"
name = "Base"
from = 0
[[tier]]
id = "gold"
name = "Gold"
from = 50000
[[interest]]
id = "tea"
name = "Tea"
[[segment]]
id = "new"
name = "New"
when = { orders_max = 0, joined_within_days = 10 }
[[segment]]
id = "regular"
name = "Regular"
when = { orders_min = 2, orders_within_days = 30 }
[[segment]]
id = "big"
name = "Big"
when = { spend_min = 40000, spend_within_days = 90 }
[[segment]]
id = "lapsing"
name = "Lapsing"
when = { no_order_for_days = 60 }
[[segment]]
id = "recent"
name = "Recent"
when = { last_order_within_days = 3 }
[[segment]]
id = "tea-people"
name = "Tea people"
when = { interests = ["tea"] }
[[segment]]
id = "golden"
name = "Golden"
when = { tier = "gold", membership = false }
[[segment]]
id = "paid"
name = "Paid"
when = { membership = true }
"#;

fn of(program: &Program, member: &Member, day: &str) -> String {
    segment::of(program, member, at(day)).join(" ")
}

#[test]
fn p5_a_segment_is_who_fits_all_of_its_rules_on_that_day() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}"));
    let mut member = joined(&program, "2026-01-01");
    assert_eq!(of(&program, &Member::default(), "2026-01-01"), "", "a guest is in none");
    assert_eq!(of(&program, &member, "2026-01-10"), "new");
    assert_eq!(of(&program, &member, "2026-01-11"), "", "ten days are over");
    pay(&program, &mut member, order("o1", "2026-01-20", "1x20000"));
    assert_eq!(of(&program, &member, "2026-01-20"), "recent");
    assert_eq!(of(&program, &member, "2026-01-22"), "recent");
    assert_eq!(of(&program, &member, "2026-01-23"), "");
    pay(&program, &mut member, order("o2", "2026-02-18", "1x30000"));
    assert_eq!(of(&program, &member, "2026-02-18"), "regular big recent golden");
    assert_eq!(of(&program, &member, "2026-02-19"), "big recent golden", "30 days with today");
    assert_eq!(of(&program, &member, "2026-04-18"), "big golden");
    assert_eq!(of(&program, &member, "2026-04-19"), "big lapsing golden", "60 days since");
    assert_eq!(of(&program, &member, "2026-04-20"), "lapsing golden", "90 days with today");
    membership::change(&mut member, "m", membership::Change::On { until: None }, at("2026-04-21"));
    member.profile.interests.push("tea".into());
    assert_eq!(of(&program, &member, "2026-04-22"), "lapsing tea-people paid");
}

#[test]
fn p5_an_order_in_the_second_of_joining_is_one_of_a_member() {
    let offer = "[[offer]]\nid = \"hello\"\ntitle = \"Hello\"\nbecause = \"segment\"\n\
                 segments = [\"new\"]\n";
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}{offer}"));
    let member = joined(&program, "2026-01-01T19:01:36.314Z");
    for (second, expected) in [("35", ""), ("36", "new"), ("37", "new")] {
        let paid_at = format!("2026-01-01T19:01:{second}Z");
        assert_eq!(of(&program, &member, &paid_at), expected, "second {second}");
        let on = offer::on(&program, &member, at(&paid_at));
        assert_eq!(on.len(), expected.len() / 3, "second {second}");
    }
}

#[test]
fn p5_what_came_back_was_not_bought() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}"));
    let mut member = joined(&program, "2026-01-01");
    pay(&program, &mut member, order("o1", "2026-01-02", "1x45000"));
    assert_eq!(of(&program, &member, "2026-01-03"), "big recent");
    let (then, now) = (&program, at("2026-01-03"));
    member::order_refunded(&program, then, &mut member, "o1", Return::All, now).unwrap();
    assert_eq!(of(&program, &member, "2026-01-03"), "new");
}

const FOR_SOME: &str = r#"
[[purchase]]
id = "first"
title = "The first order"
points = 1
per = 100
segments = ["new", "lapsing"]
[[reward]]
id = "thanks"
name = "Thanks"
kind = "free_shipping"
cost = 0
segments = ["regular"]
code_prefix = "T"
[[challenge]]
id = "more"
name = "More"
goal = { orders = 3 }
points = 7
segments = ["regular"]
"#;

#[test]
fn r6_a_reward_for_others_says_so_and_is_not_in_the_catalogue() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}{FOR_SOME}"));
    let mut member = joined(&program, "2026-01-01");
    let now = at("2026-01-04");
    let told = |member: &Member| {
        let facts = member::facts(&program, member, &Taken::default(), now);
        let reward = program.reward("thanks").unwrap();
        (decide(&program, reward, &facts, None, now), catalogue(&program, &facts, now).len())
    };
    assert_eq!(told(&member), (Err(vec![Reason::Segment]), 0));
    pay(&program, &mut member, order("o1", "2026-01-02", "1x1000"));
    pay(&program, &mut member, order("o2", "2026-01-03", "1x1000"));
    assert_eq!(told(&member), (Ok(0), 1));
    assert_eq!(told(&Member::default()).0, Err(vec![Reason::NotJoined, Reason::Segment]));
}

#[test]
fn p5_a_challenge_for_a_segment_is_shown_to_it_and_completed_by_it() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}{FOR_SOME}"));
    let mut member = joined(&program, "2026-01-01");
    let shown = |member: &Member, day| crate::challenge::board(&program, member, at(day)).len();
    assert_eq!(shown(&member, "2026-01-01"), 0);
    for (id, day) in [("o1", "2026-01-02"), ("o2", "2026-01-03")] {
        pay(&program, &mut member, order(id, day, "1x1000"));
    }
    assert_eq!(shown(&member, "2026-01-03"), 1);
    let mut late = member.clone();
    let effect = pay(&program, &mut late, order("o3", "2026-03-30", "1x1000"));
    assert_eq!(effect.completed.len(), 0, "no regular any more when they paid");
    let effect = pay(&program, &mut member, order("o3", "2026-01-04", "1x1000"));
    assert_eq!(effect.completed.len(), 1);
}

#[test]
fn p5_a_refund_takes_back_what_a_segment_brought_though_they_left_it() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}{FOR_SOME}"));
    let mut member = joined(&program, "2026-01-01");
    let effect = pay(&program, &mut member, order("o1", "2026-01-02", "1x1000"));
    assert_eq!((effect.points(), effect.orders[0].grants.join(" ")), (20, "new".into()));
    let effect = pay(&program, &mut member, order("o2", "2026-01-03", "1x1000"));
    assert_eq!(effect.points(), 10, "new no more");
    let now = at("2026-01-20");
    let back = member::order_refunded(&program, &program, &mut member, "o1", Return::All, now);
    assert_eq!(back.unwrap().points(), -20);
}

#[test]
fn p5_what_no_purchase_rule_asks_for_is_not_kept_with_orders() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}"));
    let member = joined(&program, "2026-01-01");
    assert!(earning::grants(&program, &member, at("2026-01-02")).is_empty());
}
