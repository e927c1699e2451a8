//! R6: how many points are missing, and what a cart brings within reach: what is owed is paid first,
//! and points that wait do not count yet.

use super::support::{at, cart, joined, order, pay, program};
use crate::Program;
use crate::ledger::Account;
use crate::member::{self, Member, outlook};
use crate::offer::{self, Why};
use crate::reward::{Reason, Taken, catalogue};

const REACH: &str = r#"
[points]
pending_days = 0
[[wallet]]
id = "card"
name = "Card"
kind = "stamps"
card = 9
unit = { en = { one = "stamp", other = "stamps" } }
[[purchase]]
id = "all"
title = "Shopping"
points = 1
per = 100
[[purchase]]
id = "stamp"
title = "A stamp a cup"
wallet = "card"
points = 1
per_unit = true
categories = ["cup"]
[[segment]]
id = "everyone"
name = "All"
when = { orders_max = 1000 }
[[offer]]
id = "near"
title = "Nearly there"
because = "near_reward"
points = 170
[[reward]]
id = "gift"
name = "Gift"
kind = "free_shipping"
cost = 0
segments = ["everyone"]
code_prefix = "GIFT"
[[reward]]
id = "small"
name = "Small"
kind = "free_shipping"
cost = 50
code_prefix = "SMALL"
[[reward]]
id = "large"
name = "Large"
kind = "free_shipping"
cost = 100
code_prefix = "LARGE"
[[reward]]
id = "coffee"
name = "Coffee"
kind = "free_product"
sku = "coffee"
cost = 9
wallet = "card"
code_prefix = "CUP"
"#;

/// A member who owes that many points and stamps.
fn owing(program: &Program, points: i64, stamps: i64) -> Member {
    let mut member = joined(program, "2026-03-01");
    member.account.debt = points;
    let wallet = program.wallets[0].id.clone();
    member.others.insert(wallet.clone(), Account { debt: stamps, ..Account::of(wallet) });
    member
}

fn reaches(program: &Program, member: &Member, lines: &str) -> Vec<String> {
    let taken = Taken::default();
    let told = outlook(program, member, &cart(lines), &taken, at("2026-03-02")).unwrap();
    told.within_reach.iter().map(|it| it.id.clone()).collect()
}

#[test]
fn r6_what_is_owed_is_missing_too() {
    let program = program(REACH);
    let missing = |member: &Member| -> Vec<(String, i64)> {
        let facts = member::facts(&program, member, &Taken::default(), at("2026-03-02"));
        let points = |reasons: &[Reason]| match reasons {
            [Reason::MissingPoints { points }] => *points,
            _ => 0,
        };
        let states = catalogue(&program, &facts, at("2026-03-02")).into_iter();
        states.map(|it| (it.reward.id.clone(), points(&it.reasons))).collect()
    };
    let told = |rows: [(&str, i64); 4]| rows.map(|(id, points)| (id.to_owned(), points)).to_vec();
    let free = [("gift", 0), ("coffee", 9), ("small", 50), ("large", 100)];
    assert_eq!(missing(&owing(&program, 0, 0)), told(free));
    // What costs nothing can be had whatever is owed.
    let owed = [("gift", 0), ("coffee", 11), ("small", 130), ("large", 180)];
    assert_eq!(missing(&owing(&program, 80, 2)), told(owed));
}

#[test]
fn r6_a_cart_pays_what_is_owed_before_it_brings_a_reward_within_reach() {
    let program = program(REACH);
    for (owed, lines, reached) in [
        ((0, 0), "1x9000", vec!["small"]),
        ((80, 0), "1x9000", vec![]),
        ((80, 0), "1x12900", vec![]),
        ((80, 0), "1x13000", vec!["small"]),
        ((80, 0), "1x18000", vec!["small", "large"]),
        ((0, 0), "9x10 cup", vec!["coffee"]),
        ((80, 2), "9x10 cup", vec![]),
        ((80, 2), "11x10 cup", vec!["coffee"]),
    ] {
        let mut member = owing(&program, owed.0, owed.1);
        assert_eq!(reaches(&program, &member, lines), reached, "{owed:?} {lines}");
        // As it comes to pass.
        pay(&program, &mut member, order("o1", "2026-03-02", lines));
        let facts = member::facts(&program, &member, &Taken::default(), at("2026-03-02"));
        let mut open = catalogue(&program, &facts, at("2026-03-02"));
        open.retain(|it| it.reasons.is_empty() && it.reward.cost > 0);
        assert_eq!(open.len(), reached.len(), "{owed:?} {lines}");
    }
}

#[test]
fn r6_points_that_wait_bring_nothing_within_reach_and_those_of_another_wallet_do() {
    let waiting = program(&REACH.replace("pending_days = 0", "pending_days = 14"));
    for (program, member, reached) in [
        (program(REACH), owing(&program(REACH), 0, 0), vec!["coffee", "small", "large"]),
        (waiting.clone(), owing(&waiting, 0, 0), vec!["coffee"]),
        (program(REACH), Member::default(), vec!["coffee", "small", "large"]),
        (waiting.clone(), Member::default(), vec!["coffee"]),
    ] {
        assert_eq!(reaches(&program, &member, "9x1400 cup"), reached);
    }
}

#[test]
fn p1_a_reward_is_as_near_as_it_is_once_what_is_owed_is_paid() {
    let program = program(REACH);
    for (points, stamps, near) in [
        (0, 0, Some(("coffee", 9))),
        (0, 45, Some(("small", 50))),
        (80, 121, Some(("small", 130))),
        (80, 120, Some(("coffee", 129))),
        (121, 162, None),
    ] {
        let member = owing(&program, points, stamps);
        let states = offer::states(&program, &member, at("2026-03-02"));
        let near = near.map(|(id, points)| Why::NearReward { reward: id.into(), points });
        assert_eq!(states.first().and_then(|it| it.why.clone()), near, "{points} {stamps}");
    }
}
