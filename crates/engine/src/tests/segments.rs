//! P5: segments are rules; R3: windows around a day of the member's own; E3: what a quote says with
//! either is what is credited.

use super::support::{ONE_A_ZLOTY, at, cart, joined, order, pay, program};
use crate::cart::Order;
use crate::left_cart;
use crate::member::{self, Member, Return};
use crate::profile::Profile;
use crate::reward::{Reason, Suits, Taken, catalogue, decide};
use crate::{Instant, Program, earning, membership, offer, own_day, segment};
use chrono::TimeDelta;
use proptest::prelude::*;

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

const BIRTHDAY: &str = r#"
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
[[reward]]
id = "drink"
name = "A drink"
kind = "free_product"
sku = "drink"
cost = 0
per_member_limit = 1
window = { around = "birthday", days_before = 3, days_after = 7, longer = [{ tier = "gold", days_before = 7, days_after = 30 }] }
code_prefix = "BDAY"
[[reward]]
id = "years"
name = "Years with us"
kind = "free_shipping"
cost = 0
window = { around = "anniversary" }
code_prefix = "YEARS"
"#;

fn born(program: &Program, day: (u32, u32)) -> Member {
    let mut member = joined(program, "2024-02-29");
    member.profile = Profile { birthday: Some(day), ..Profile::default() };
    member
}

fn window(program: &Program, member: &Member, id: &str, now: Instant) -> String {
    let around = program.reward(id).unwrap().around.clone().unwrap();
    let tier = member::standing(program, member, now).map(|it| it.tier.id.as_str());
    let window = own_day::window(program, member, tier, &around, now);
    let window = window.map(|it| (program.day(it.starts.unwrap()), it.ends.unwrap()));
    let last = |ends: Instant| program.day(ends - TimeDelta::seconds(1));
    window.map_or("none".into(), |(first, ends)| format!("{first} to {}", last(ends)))
}

#[test]
fn r3_a_window_is_around_the_birthday_every_year_and_29_february_is_the_28th_where_there_is_none() {
    let program = program(BIRTHDAY);
    let rows = [
        ((5, 10), "2026-01-01", "2026-05-07 to 2026-05-17"),
        ((5, 10), "2026-05-17", "2026-05-07 to 2026-05-17"),
        ((5, 10), "2026-05-18", "2027-05-07 to 2027-05-17"),
        ((12, 31), "2027-01-05", "2026-12-28 to 2027-01-07"),
        ((1, 1), "2026-12-29", "2026-12-29 to 2027-01-08"),
        ((2, 29), "2026-01-01", "2026-02-25 to 2026-03-07"),
        ((2, 29), "2028-01-01", "2028-02-26 to 2028-03-07"),
    ];
    for (birthday, now, expected) in rows {
        let member = born(&program, birthday);
        assert_eq!(window(&program, &member, "drink", at(now)), expected, "{birthday:?} {now}");
    }
    // It begins and ends at midnight in Warsaw.
    let member = born(&program, (5, 10));
    let facts = |now| member::facts(&program, &member, &Taken::default(), at(now));
    let told = |now| decide(&program, program.reward("drink").unwrap(), &facts(now), None, at(now));
    let starts = at("2026-05-06T22:00:00Z");
    assert_eq!(told("2026-05-06T21:59:59Z"), Err(vec![Reason::NotYet { at: starts }]));
    assert_eq!(told("2026-05-06T22:00:00Z"), Ok(0));
    assert_eq!(told("2026-05-17T21:59:59Z"), Ok(0));
    assert!(told("2026-05-17T22:00:00Z").is_err());
}

#[test]
fn r3_the_window_is_longer_for_a_tier() {
    let program = program(&format!("{BIRTHDAY}{ONE_A_ZLOTY}"));
    let mut member = born(&program, (5, 10));
    pay(&program, &mut member, order("o1", "2026-04-01", "1x50000"));
    assert_eq!(window(&program, &member, "drink", at("2026-05-01")), "2026-05-03 to 2026-06-09");
}

#[test]
fn r3_the_day_of_joining_comes_back_from_a_year_later() {
    let program = program(BIRTHDAY);
    let member = born(&program, (5, 10));
    let told = |now| window(&program, &member, "years", at(now));
    assert_eq!(told("2024-03-01"), "2025-02-28 to 2025-02-28");
    assert_eq!(told("2027-06-01"), "2028-02-29 to 2028-02-29");
}

#[test]
fn r3_once_each_time_and_only_for_those_who_said_when() {
    let program = program(BIRTHDAY);
    let member = born(&program, (5, 10));
    let reward = program.reward("drink").unwrap();
    let now = at("2026-05-10");
    let since = member::counted_since(&program, &member, reward, now);
    // From the day on from which anybody has it: see the next test.
    assert_eq!(since, Some(at("2026-05-02T22:00:00Z")), "what was taken last year is forgotten");
    let taken = Taken { by_member: [("drink".into(), 1)].into(), ..Taken::default() };
    let facts = member::facts(&program, &member, &taken, now);
    let limit = Reason::Limit { limit: 1, again: None };
    assert_eq!(decide(&program, reward, &facts, None, now), Err(vec![limit]));
    let silent = joined(&program, "2024-02-29");
    let facts = member::facts(&program, &silent, &Taken::default(), now);
    assert_eq!(decide(&program, reward, &facts, None, now), Err(vec![Reason::Birthday]));
    let facts = member::facts(&program, &member, &Taken::default(), now);
    assert_eq!(catalogue(&program, &facts, now)[0].suits, Some(Suits::OwnDay));
}

#[test]
fn r3_once_each_time_whatever_becomes_of_the_tier_meanwhile() {
    let program = program(&format!("{BIRTHDAY}{ONE_A_ZLOTY}"));
    let mut member = born(&program, (5, 10));
    let reward = program.reward("drink").unwrap();
    let decided = |member: &Member, taken_at: &[Instant], now| {
        let since = member::counted_since(&program, member, reward, now).unwrap();
        let counted = taken_at.iter().filter(|at| **at >= since).count();
        let by_member = [("drink".into(), i64::try_from(counted).unwrap())].into();
        let taken = Taken { by_member, ..Taken::default() };
        decide(&program, reward, &member::facts(&program, member, &taken, now), None, now)
    };
    let limit = || Err(vec![Reason::Limit { limit: 1, again: None }]);
    pay(&program, &mut member, order("o1", "2026-04-01", "1x50000"));
    let early = at("2026-05-04");
    assert_eq!(decided(&member, &[], early), Ok(0), "gold has it early");
    let back = Return::All;
    member::order_refunded(&program, &program, &mut member, "o1", back, early).unwrap();
    assert_eq!(decided(&member, &[], at("2026-05-10")), Ok(0), "and everybody around the day");
    assert_eq!(decided(&member, &[early], at("2026-05-10")), limit(), "who fell had it");
    pay(&program, &mut member, order("o2", "2026-05-18", "1x50000"));
    assert_eq!(decided(&member, &[early], at("2026-06-01")), limit(), "who rose again, too");
    assert_eq!(decided(&member, &[early], at("2027-05-10")), Ok(0), "next year comes next year");
}

#[test]
fn r3_a_limit_within_a_period_says_when_it_can_be_taken_again() {
    let program = program(
        "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 1\n\
         code_prefix = \"R\"\nper_member_limit = 2\nevery = \"month\"\n",
    );
    let member = joined(&program, "2026-01-01");
    let reward = program.reward("r").unwrap();
    let now = at("2026-03-15");
    let since = member::counted_since(&program, &member, reward, now);
    assert_eq!(since, Some(at("2026-02-28T23:00:00Z")));
    let taken = Taken { by_member: [("r".into(), 2)].into(), ..Taken::default() };
    let facts = member::facts(&program, &member, &taken, now);
    let reasons = decide(&program, reward, &facts, None, now).unwrap_err();
    let again = Some(at("2026-03-31T22:00:00Z"));
    assert_eq!(reasons[0], Reason::Limit { limit: 2, again });
}

const CHANGING: &str = r#"
[[segment]]
id = "new"
name = "New"
when = { orders_max = 0 }
[[segment]]
id = "lapsing"
name = "Lapsing"
when = { no_order_for_days = 5 }
[[segment]]
id = "often"
name = "Often"
when = { orders_min = 2, orders_within_days = 7 }
[[purchase]]
id = "first"
title = "First"
points = 3
per = 70
segments = ["new", "lapsing"]
[[purchase]]
id = "often-rule"
title = "Often"
points = 2
per = 90
segments = ["often"]
[[purchase]]
id = "back"
title = "Back"
points = 5
per = 100
offer = "come-back"
[[purchase]]
id = "fan"
title = "Fan"
points = 1
per = 30
categories = ["tea"]
offer = "tea-fan"
[[purchase]]
id = "waited"
title = "The cart waited"
points = 40
per_order = true
offer = "left"
[[offer]]
id = "left"
title = "Still there"
because = "left_cart"
hours = 7
[[offer]]
id = "come-back"
title = "Come back"
because = "lapsed"
lapsed_days = 4
[[offer]]
id = "tea-fan"
title = "More for tea"
because = "favourite_category"
categories = ["tea"]
accept = true
days = 3
again_after_days = 2
"#;

proptest! {
    #[test]
    fn e3_with_segments_and_offers_the_quote_is_the_credit_as_long_as_it_is_valid(
        story in proptest::collection::vec((0..200_i64, 1..30_000_i64, any::<bool>(), any::<bool>(), 0..60_i64), 1..25),
        later in 0..100_000_i64,
    ) {
        let program = program(&format!("{CHANGING}{ONE_A_ZLOTY}"));
        let mut member = joined(&program, "2026-03-01");
        let mut now = at("2026-03-01");
        for (number, (hours, price, tea, accepts, cart_left)) in story.into_iter().enumerate() {
            now += TimeDelta::hours(hours);
            if cart_left < 40 {
                left_cart::told(&mut member, true, now - TimeDelta::hours(cart_left));
            }
            if accepts {
                let _ = offer::accept(&program, &mut member, "tea-fan", now);
            }
            let category = if tea { "tea" } else { "any" };
            let cart = cart(&format!("1x{price} {category}, 1x500 tea"));
            let quote = member::outlook(&program, &member, &cart, &Taken::default(), now).unwrap();
            let until = quote.earned.valid_until.expect("days change segments");
            // Paid at any time before the quote runs out.
            let paid = now + TimeDelta::seconds(later % (until - now).num_seconds().max(1));
            let order = Order { cart, at: paid, ..order(&number.to_string(), "2026-03-01", "") };
            let credited = pay(&program, &mut member, order.clone()).points();
            prop_assert_eq!(credited, quote.earned.points);
            now = paid;
        }
    }
}

#[test]
fn p5_what_no_purchase_rule_asks_for_is_not_kept_with_orders() {
    let program = program(&format!("{SEGMENTS}{ONE_A_ZLOTY}"));
    let member = joined(&program, "2026-01-01");
    assert!(earning::grants(&program, &member, at("2026-01-02")).is_empty());
}
