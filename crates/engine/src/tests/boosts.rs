//! E1, E4: rates by tier and by order, boosts on days of the week; what points bought on which day
//! expire when.

use super::support::{at, cart, joined, order, pay, program};
use crate::cart::Order;
use crate::earning::quote;
use crate::member::{Return, order_refunded, outlook};
use crate::reward::Taken;
use proptest::prelude::*;

const RULES: &str = r#"
[points]
rounding = "nearest"
[[purchase]]
id = "base"
title = "Base"
points = 1
per = 130
[[purchase]]
id = "weekend"
title = "Weekend"
points = 2
per = 90
weekdays = ["saturday", "sunday"]
starts = 2026-03-01
ends = 2026-03-21
[[purchase]]
id = "coin"
title = "A coin an order"
points = 7
per_order = true
minimum_spend = 4000
except_categories = ["gear"]
[[purchase]]
id = "high-only"
title = "High"
points = 1
per = 170
tier = "high"
order_cap = 40
[tiers]
measure = "spend"
period = { rolling_days = 9 }
hold = "none"
[[tier]]
id = "base-tier"
name = "Base"
from = 0
[[tier]]
id = "high"
name = "High"
from = 30000
multiplier = 1.37
"#;

#[test]
fn e4_a_weekend_boost_is_on_from_midnight_to_midnight_where_the_program_lives() {
    let program = program(RULES);
    let rows = [
        // Friday the 6th, 23:59 and midnight in Warsaw
        ("2026-03-06T22:59:00Z", 7, "2026-03-06T23:00:00Z"),
        ("2026-03-06T23:00:00Z", 27, "2026-03-07T23:00:00Z"),
        ("2026-03-08T22:59:00Z", 27, "2026-03-08T23:00:00Z"),
        ("2026-03-08T23:00:00Z", 7, "2026-03-09T23:00:00Z"),
        // the last Saturday is on, Sunday the 22nd is after the window
        ("2026-03-21T12:00:00Z", 27, "2026-03-21T23:00:00Z"),
        ("2026-03-22T12:00:00Z", 7, "2026-03-22T23:00:00Z"),
    ];
    for (now, points, until) in rows {
        let quoted = quote(&program, None, &cart("1x900 any"), at(now)).unwrap();
        assert_eq!((quoted.points, quoted.valid_until), (points, Some(at(until))), "{now}");
    }
}

#[test]
fn e1_points_for_an_order_count_once_and_go_back_with_what_earned_them() {
    let program = program(RULES);
    let rows =
        [("1x3999 any", 31), ("1x4000 any", 31 + 7), ("4x4000 any", 123 + 7), ("1x4000 gear", 31)];
    for (lines, points) in rows {
        let quoted = quote(&program, None, &cart(lines), at("2026-03-02")).unwrap();
        assert_eq!(quoted.points, points, "{lines}");
    }
    let mut member = joined(&program, "2026-03-01");
    let earned = pay(&program, &mut member, order("o", "2026-03-02", "1x4000 any")).points();
    let back = order_refunded(&program, &program, &mut member, "o", Return::All, at("2026-03-03"));
    assert_eq!((earned, back.unwrap().points()), (38, -38));
}

#[test]
fn e1_a_rate_of_a_tier_is_for_it_and_those_above() {
    let program = program(RULES);
    let points =
        |tier| quote(&program, tier, &cart("1x1700 any"), at("2026-03-02")).unwrap().points;
    assert_eq!([None, Some("base-tier"), Some("high")].map(points), [13, 13, 32]);
}

#[test]
fn b3_points_that_last_months_expire_at_the_end_of_a_day_that_exists() {
    let program = program("[points]\nexpiry = { months = 1 }\n");
    let rows = [
        ("2026-01-31", "2026-02-28T23:00:00Z"),
        ("2028-01-31", "2028-02-29T23:00:00Z"),
        ("2026-03-15", "2026-04-15T22:00:00Z"),
        ("2026-12-31", "2027-01-31T23:00:00Z"),
    ];
    for (day, end) in rows {
        assert_eq!(program.times(at(day)).expires_at, Some(at(end)), "{day}");
    }
}

proptest! {
    #[test]
    fn e3_until_valid_until_the_quote_is_what_is_credited(
        lines in proptest::collection::vec((1..4_i64, 0..12_000_i64, 0..3_usize), 1..5),
        hours in 0..900_i64, share in 0..1000_i64, before in 0..60_000_i64, daily in any::<bool>(),
    ) {
        let weekdays = "weekdays = [\"saturday\", \"sunday\"]\n";
        let rules = if daily { RULES.replace(weekdays, "") } else { RULES.to_owned() };
        let program = program(&rules);
        let mut member = joined(&program, "2026-02-20");
        let now = at("2026-02-26") + chrono::TimeDelta::hours(hours);
        let earlier = order("before", "2026-02-25", &format!("1x{before} any"));
        pay(&program, &mut member, earlier);
        let lines: Vec<String> = lines.iter().map(|(quantity, price, category)| {
            format!("{quantity}x{price} {}", ["any", "gear", "africa"][*category])
        }).collect();
        let cart = cart(&lines.join(", "));
        let quoted = outlook(&program, &member, &cart, &Taken::default(), now).unwrap();
        let until = quoted.earned.valid_until.unwrap_or(now + chrono::TimeDelta::days(40));
        prop_assert!(until > now);
        let paid_at = now + (until - now) * i32::try_from(share).unwrap() / 1000;
        let bought = Order { id: "o".into(), at: paid_at, tier: None, membership: false, grants: Vec::new(), excepted: Vec::new(), cart, returned: Vec::new() };
        prop_assert_eq!(pay(&program, &mut member, bought).points(), quoted.earned.points);
    }
}

#[test]
fn e4_a_boost_says_when_it_ends() {
    let program = program(RULES);
    let rows = [
        ("base", "2026-03-07", None),
        ("weekend", "2026-03-07", Some("2026-03-08T23:00:00Z")),
        ("weekend", "2026-03-08", Some("2026-03-08T23:00:00Z")),
        // the season ends within the weekend
        ("weekend", "2026-03-21", Some("2026-03-21T23:00:00Z")),
    ];
    for (id, now, end) in rows {
        let rule = program.purchases.iter().find(|rule| rule.id == id).unwrap();
        assert!(program.is_on(rule, at(now)), "{id} {now}");
        assert_eq!(program.on_until(rule, at(now)), end.map(at), "{id} {now}");
    }
}

#[test]
fn e4_a_boost_of_certain_days_says_when_it_is_on_next() {
    let program = program(RULES);
    let rows = [
        // before the window begins on Sunday the 1st
        ("2026-02-24", Some("2026-02-28T23:00:00Z")),
        ("2026-03-04", Some("2026-03-06T23:00:00Z")),
        ("2026-03-07", Some("2026-03-07T12:00:00Z")),
        // Sunday the 22nd is after the window
        ("2026-03-21T23:00:00Z", None),
    ];
    let weekend = program.purchases.iter().find(|rule| rule.id == "weekend").unwrap();
    for (now, next) in rows {
        assert_eq!(program.on_next(weekend, at(now)), next.map(at), "{now}");
    }
}
