//! R3: windows around a day of the member's own, and limits within a period.

use super::support::{ONE_A_ZLOTY, at, joined, order, pay, program};
use crate::member::{self, Member, Return};
use crate::profile::Profile;
use crate::reward::{Reason, Suits, Taken, catalogue, decide};
use crate::{Instant, Program, own_day};
use chrono::TimeDelta;

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
