//! T1, T3: what the shop gives at its till, and what opens earlier to whom.

use super::support::{ONE_A_ZLOTY, at, joined, order, pay, program};
use crate::Program;
use crate::benefits::entitled;
use crate::member::{self, Member, Redeem};
use crate::membership::{self, Change};
use crate::reward::Taken;

const TIERS: &str = r#"
[tiers]
measure = "spend"
[[tier]]
id = "basic"
name = "Basic"
from = 0
[[tier]]
id = "silver"
name = "Silver"
from = 10000
discount_percent = 5
free_shipping = true
[[tier]]
id = "gold"
name = "Gold"
from = 50000
[membership]
discount_percent = 8
[[access]]
id = "sale"
title = "The sale"
starts = 2026-06-10T20:00:00
ends = 2026-06-12
early = [
  { tier = "silver", hours = 24 },
  { tier = "gold", hours = 72 },
  { membership = true, hours = 48 },
]
"#;

fn said(program: &Program, member: &Member, day: &str) -> String {
    let entitled = entitled(program, member, at(day));
    let discounts = entitled.discounts.iter().map(|it| (it.tier.unwrap_or("paid"), it.percent));
    let discounts: Vec<String> = discounts.map(|(of, it)| format!("{of} -{it}%")).collect();
    let opens = entitled.access.iter().map(|it| it.opens_at.format("%dT%H").to_string());
    format!(
        "{} {discounts:?} {} ships {} opens {:?}",
        entitled.tier.map_or("-", |it| &it.id),
        entitled.discount_percent(),
        entitled.free_shipping,
        opens.collect::<Vec<_>>(),
    )
}

#[test]
fn t1_what_a_tier_brings_the_higher_ones_bring_too_and_the_best_discount_counts() {
    let program = program(TIERS);
    let nobody = Member::default();
    assert_eq!(said(&program, &nobody, "2026-06-01"), r#"- [] 0 ships false opens ["10T18"]"#);
    let mut member = joined(&program, "2026-01-01");
    let told = |member: &Member, expected: &str| {
        assert_eq!(said(&program, member, "2026-06-01"), expected);
    };
    told(&member, r#"basic [] 0 ships false opens ["10T18"]"#);
    pay(&program, &mut member, order("o1", "2026-02-01", "1x10000"));
    told(&member, r#"silver ["silver -5%"] 5 ships true opens ["09T18"]"#);
    membership::change(&mut member, "m", Change::On { until: None }, at("2026-02-02"));
    told(&member, r#"silver ["silver -5%", "paid -8%"] 8 ships true opens ["08T18"]"#);
    pay(&program, &mut member, order("o2", "2026-02-03", "1x40000"));
    told(&member, r#"gold ["silver -5%", "paid -8%"] 8 ships true opens ["07T18"]"#);
    membership::change(&mut member, "m", Change::Ended { until: None }, at("2026-02-04"));
    told(&member, r#"gold ["silver -5%"] 5 ships true opens ["07T18"]"#);
    assert!(entitled(&program, &member, at("2026-06-14")).access.is_empty(), "it is over");
}

#[test]
fn t3_it_is_known_when_time_alone_changes_something() {
    let program = program(TIERS);
    let mut member = joined(&program, "2026-01-01");
    pay(&program, &mut member, order("o1", "2026-02-01", "1x10000"));
    let changes = |member: &Member, day: &str| entitled(&program, member, at(day)).changes_at;
    assert_eq!(changes(&member, "2026-06-01"), Some(at("2026-06-09T18:00:00Z")));
    let ends = program.end_of("2026-06-12".parse().unwrap());
    assert_eq!(changes(&member, "2026-06-10"), Some(ends));
    let falls = program.start_of("2028-01-01".parse().unwrap());
    assert_eq!(changes(&member, "2026-07-01"), Some(falls), "the tier");
    let until = Some(at("2026-08-01"));
    membership::change(&mut member, "m", Change::On { until }, at("2026-07-01"));
    assert_eq!(changes(&member, "2026-07-01"), Some(at("2026-08-01")));
    assert_eq!(entitled(&program, &Member::default(), at("2026-07-01")).changes_at, None);
}

#[test]
fn t3_a_file_that_opens_to_nobody_in_particular_is_wrong() {
    let wrong = |more: &str| {
        let text = format!("{}{TIERS}{more}", super::support::HEAD);
        let found = Program::parse(&text).err().unwrap_or_default();
        found.iter().map(|it| format!("{}: {}", it.field, it.message)).collect::<Vec<_>>()
    };
    assert_eq!(
        wrong("[[access]]\nid = \"a\"\ntitle = \"A\"\nearly = [{ hours = 1 }]\n"),
        [
            "access \"a\".starts: is missing: when it opens to everybody",
            "access \"a\".early[0]: must have one of \"tier\" and \"membership\"",
        ]
    );
    let unknown = "[[access]]\nid = \"a\"\ntitle = \"A\"\nstarts = 2026-01-01\nearly = [{ tier = \"x\", hours = 1 }]\n";
    assert_eq!(wrong(unknown), ["access \"a\".early[0].tier: there is no tier \"x\""]);
}

const BY_POINTS: &str = r#"
[[reward]]
id = "early"
name = "The sale, two days earlier"
kind = "early_access"
access = "sale"
hours = 48
cost = 100
"#;

#[test]
fn t3_a_reward_opens_earlier_to_who_took_it_from_then_on() {
    let program = program(&format!("{ONE_A_ZLOTY}{TIERS}{BY_POINTS}"));
    let mut member = joined(&program, "2026-01-01");
    pay(&program, &mut member, order("o1", "2026-02-01", "1x10000"));
    let opens = |member: &Member| entitled(&program, member, at("2026-06-01")).access[0].opens_at;
    let before = opens(&member);
    assert_eq!(before, at("2026-06-09T18:00:00Z"), "by the tier");
    let taken = Taken::default();
    let redeem = Redeem { redemption: "r", reward: "early", cart: None, taken: &taken };
    let effect = member::redeem(&program, &mut member, redeem, at("2026-06-01")).unwrap();
    assert_eq!(opens(&member), at("2026-06-08T18:00:00Z"));
    assert!(member.account.holds.is_empty(), "used at once: there is nothing to give back");
    assert_eq!(effect.transactions.len(), 2, "taken and used");
    assert_eq!(program.reward("early").unwrap().per_member_limit, Some(1), "twice brings no more");
    // A higher tier has it earlier still.
    pay(&program, &mut member, order("o2", "2026-06-01", "1x40000"));
    assert_eq!(opens(&member), at("2026-06-07T18:00:00Z"));
    assert_eq!(
        opens(&joined(&program, "2026-01-01")),
        at("2026-06-10T18:00:00Z"),
        "to others as ever"
    );
}

#[test]
fn t3_early_access_can_be_taken_until_it_is_open_to_everybody() {
    let program = program(&format!("{TIERS}{BY_POINTS}"));
    let reward = program.reward("early").unwrap();
    assert_eq!(reward.window.ends, Some(at("2026-06-10T18:00:00Z")));
}

#[test]
fn t3_early_access_to_nothing_is_a_mistake() {
    let wrong = |from: &str, to: &str| {
        let text = format!("{}{TIERS}{}", super::support::HEAD, BY_POINTS.replace(from, to));
        let found = Program::parse(&text).err().unwrap_or_default();
        found.iter().map(|it| format!("{}: {}", it.field, it.message)).collect::<Vec<_>>()
    };
    assert_eq!(
        wrong("\"sale\"", "\"sail\""),
        ["reward \"early\".access: there is no access \"sail\""]
    );
    assert_eq!(
        wrong("access = \"sale\"\n", ""),
        ["reward \"early\": must have one of \"access\" and \"sale\"",]
    );
    assert_eq!(
        wrong("access = \"sale\"", "sale = \"s\"\ncode_prefix = \"E\""),
        ["reward \"early\".hours: goes with \"access\""]
    );
    assert_eq!(
        wrong("hours = 48", "sale = \"s\""),
        ["reward \"early\": must have one of \"access\" and \"sale\"",]
    );
    assert_eq!(wrong("hours = 48\n", ""), ["reward \"early\".hours: is missing"]);
}
