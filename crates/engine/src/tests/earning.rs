//! E1, E3: what a cart earns.

use super::support::{ONE_A_ZLOTY, at, cart, program, returned};
use crate::cart::CartMistake;
use crate::earning::{quote, quote_kept};

const RULES: &str = r#"
[points]
except_categories = ["vouchers"]
[[purchase]]
id = "all"
title = "Shopping"
points = 1
per = 100
[[purchase]]
id = "coffee"
title = "Coffee"
points = 1
per = 100
categories = ["africa", "asia"]
except_skus = ["asia"]
order_cap = 100
[[purchase]]
id = "big"
title = "Big carts"
points = 1
per = 1000
minimum_spend = 20000
[[purchase]]
id = "weekend"
title = "Weekend"
points = 2
per = 100
categories = ["gear"]
starts = 2026-03-07
ends = 2026-03-08
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
multiplier = 1.25
"#;

#[test]
fn e1_rates_by_category_tier_minimum_cap_and_window() {
    let program = program(RULES);
    let rows = [
        // cart, tier, day, points, parts
        ("1x4999 cups", "base", "2026-03-01", "49: all 49"),
        ("1x4999 cups", "gold", "2026-03-01", "62: all 50, gold 12"),
        ("1x5000 africa", "base", "2026-03-01", "100: all 50, coffee 50"),
        ("1x5000 africa, 1x5000 asia", "base", "2026-03-01", "150: all 100, coffee 50"),
        ("1x5000 vouchers", "base", "2026-03-01", "0: "),
        ("3x5000 africa", "base", "2026-03-01", "250: all 150, coffee 100"),
        ("3x5000 africa", "gold", "2026-03-01", "287: all 150, coffee 100, gold 37"),
        ("1x19999 cups", "base", "2026-03-01", "199: all 199"),
        ("1x20000 cups", "base", "2026-03-01", "220: all 200, big 20"),
        ("1x21000 cups, -1000", "base", "2026-03-01", "220: all 200, big 20"),
        ("1x1000 gear", "base", "2026-03-06T22:59:59Z", "10: all 10"),
        ("1x1000 gear", "base", "2026-03-06T23:00:00Z", "30: all 10, weekend 20"),
        ("1x1000 gear", "base", "2026-03-08T22:59:59Z", "30: all 10, weekend 20"),
        ("1x1000 gear", "base", "2026-03-08T23:00:00Z", "10: all 10"),
        ("", "base", "2026-03-01", "0: "),
    ];
    for (lines, tier, day, expected) in rows {
        let earned = quote(&program, Some(tier), &cart(lines), at(day)).unwrap();
        let parts: Vec<String> =
            earned.parts.iter().map(|part| format!("{} {}", part.rule, part.points)).collect();
        let got = format!("{}: {}", earned.points, parts.join(", "));
        assert_eq!(got, expected, "{lines} as {tier} on {day}");
    }
}

#[test]
fn e1_rounding_is_done_once_an_order_and_as_stated() {
    let rows = [
        // rounding, cart, points: three lines of 0,50 zł are one point and a half
        ("floor", "1x50 a, 1x50 b, 1x50 c", 1),
        ("nearest", "1x50 a, 1x50 b, 1x50 c", 2),
        ("floor", "1x99 a", 0),
        ("nearest", "1x50 a", 1),
        ("nearest", "1x49 a", 0),
    ];
    for (rounding, lines, points) in rows {
        let program = program(&format!("[points]\nrounding = \"{rounding}\"\n{ONE_A_ZLOTY}"));
        let earned = quote(&program, None, &cart(lines), at("2026-03-01")).unwrap();
        assert_eq!(earned.points, points, "{rounding} {lines}");
    }
}

#[test]
fn e1_a_discount_is_spread_over_the_lines_by_their_worth() {
    let program = program(RULES);
    let rows = [
        // 100 zł, 10 off: the coffee (a quarter of it) was paid 22,50
        ("1x2500 africa, 1x7500 cups, -1000", 112),
        // a discount of everything and more leaves nothing
        ("1x2500 africa, 1x7500 cups, -10000", 0),
        ("1x2500 africa, 1x7500 cups, -99999", 0),
    ];
    for (lines, points) in rows {
        let earned = quote(&program, None, &cart(lines), at("2026-03-01")).unwrap();
        assert_eq!(earned.points, points, "{lines}");
    }
}

#[test]
fn b4_what_is_kept_after_returns_earns_by_the_same_rules() {
    let program = program(RULES);
    let rows = [
        ("3x5000 africa", "1 africa", 200),
        ("3x5000 africa", "3 africa", 0),
        ("1x20000 cups, 1x100 any", "1 any", 220),
        ("1x20000 cups, 1x100 any", "1 cups", 1),
        ("1x20000 cups, 1x5000 gear, -100", "1 gear", 199),
    ];
    for (lines, back, points) in rows {
        let cart = cart(lines);
        let earned = quote_kept(&program, None, &cart, &returned(back), at("2026-03-01")).unwrap();
        assert_eq!(earned.points, points, "{lines} less {back}");
    }
}

#[test]
fn e3_a_quote_holds_until_a_rule_begins_or_ends() {
    let program = program(RULES);
    let until = |day| quote(&program, None, &cart("1x100 a"), at(day)).unwrap().valid_until;
    assert_eq!(until("2026-03-01"), Some(at("2026-03-06T23:00:00Z")));
    assert_eq!(until("2026-03-07"), Some(at("2026-03-08T23:00:00Z")));
    assert_eq!(until("2026-03-09"), None);
}

#[test]
fn e1_the_largest_cart_is_reckoned_exactly_and_a_larger_one_refused() {
    let program = program(ONE_A_ZLOTY);
    let line = "10000x1000000000 a";
    let full = cart(&vec![line; 500].join(", "));
    let now = at("2026-03-01");
    assert_eq!(quote(&program, None, &full, now), Err(CartMistake::Points));
    let fifty = cart(&vec!["10000x2000000 a"; 500].join(", "));
    assert_eq!(quote(&program, None, &fifty, now).unwrap().points, 100_000_000_000);

    let rows = [
        (vec!["1x1 a"; 501].join(", "), "lines"),
        ("1x1 a, 0x1 a".into(), "lines[1].quantity"),
        ("10001x1 a".into(), "lines[0].quantity"),
        ("1x-1 a".into(), "lines[0].unit_price"),
        ("1x1000000001 a".into(), "lines[0].unit_price"),
        ("1x1 a, --1".into(), "discount"),
    ];
    for (lines, field) in &rows {
        let mistake = quote(&program, None, &cart(lines), now).unwrap_err();
        assert_eq!(mistake.field(), *field, "{mistake}");
    }
    let euros = crate::cart::Cart { currency: "EUR".into(), ..cart("1x1 a") };
    assert_eq!(quote(&program, None, &euros, now).unwrap_err().field(), "currency");
}

#[test]
fn b4_more_than_was_bought_cannot_come_back() {
    let program = program(ONE_A_ZLOTY);
    let now = at("2026-03-01");
    for back in ["4 a", "1 b", "2 a, 2 a", "0 a", "-1 a"] {
        let refused = quote_kept(&program, None, &cart("3x100 a"), &returned(back), now);
        assert!(matches!(refused, Err(CartMistake::Returned { .. })), "{back}");
    }
}
