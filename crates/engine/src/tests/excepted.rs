//! E1: what the program excepts from points altogether counts for nothing in it.

use super::support::{ONE_A_ZLOTY, at, cart, joined, order, pay, program, returned};
use crate::challenge::{Tallies, progress_in};
use crate::member::{self, Member, Return, order_refunded, outlook};
use crate::program::Program;
use crate::record::remember;
use crate::reward::Taken;
use crate::{game, referral, survey};

const RULES: &str = r#"
[points]
except_categories = ["rx"]
except_skus = ["bag"]
[[purchase]]
id = "large"
title = "Large orders"
points = 7
per_order = true
minimum_spend = 10000
[tiers]
measure = "spend"
[[tier]]
id = "base"
name = "Base"
from = 0
[[tier]]
id = "silver"
name = "Silver"
from = 10000
[[challenge]]
id = "orders"
name = "Orders"
goal = { orders = 9, minimum_spend = 5000 }
[[challenge]]
id = "spend"
name = "Spend"
goal = { spend = 900000 }
[[challenge]]
id = "units"
name = "Units"
goal = { units = 9 }
[[challenge]]
id = "variety"
name = "Variety"
[[challenge.step]]
label = "RX"
categories = ["rx", "herbs"]
[[challenge.step]]
label = "Care"
categories = ["care"]
[referral]
title = "Invite a friend"
points = 300
minimum_spend = 5000
[[game]]
id = "g"
name = "Scratch"
order_from = 5000
[[game.prize]]
id = "ten"
points = 10
odds = 1000000
[[survey]]
id = "s"
title = "How was it?"
kind = "stars"
points = 20
"#;

fn rules() -> Program {
    program(&format!("{RULES}{ONE_A_ZLOTY}"))
}

/// Points, money and orders that qualified, and how far each challenge is; then what the last order
/// brings besides.
fn told(program: &Program, member: &Member) -> String {
    let sum = |of: fn(&crate::tier::Qualifying) -> i64| member.qualifying.iter().map(of).sum();
    let sums: [i64; 3] = [sum(|it| it.points), sum(|it| it.spend), sum(|it| it.orders)];
    let (tallies, now) = (member.record.tallies.as_ref().unwrap(), at("2026-03-03"));
    let of_challenge = |it| progress_in(program, it, tallies, &[], now).reached;
    let reached: Vec<i64> = program.challenges.iter().map(of_challenge).collect();
    let last = member.orders.last().unwrap();
    let orders = std::slice::from_ref(last);
    let friend = referral::qualifies(program.referral.as_ref().unwrap(), at("2026-03-01"), last);
    let play = !game::open(program, &program.games[0], orders, &[], now).is_empty();
    let asked = survey::asks(&program.surveys[0], at("2026-03-01"), orders, now).is_some();
    let besides = [("friend", friend), ("play", play), ("asked", asked)];
    let besides: Vec<&str> = besides.iter().filter(|it| it.1).map(|it| it.0).collect();
    format!("{sums:?} {reached:?} {}", besides.join(" ")).trim().to_owned()
}

/// A member whose record stands in for their orders, as with a server.
fn member(program: &Program) -> Member {
    let mut member = joined(program, "2026-03-01");
    remember(program, &mut member);
    member
}

#[test]
fn e1_what_the_program_excepts_counts_for_nothing() {
    let program = rules();
    let (nothing, care) =
        ("[0, 0, 0] [0, 0, 0, 0]", "[60, 6000, 1] [1, 6000, 1, 1] friend play asked");
    let rows = [
        // (the order, what of it comes back, what it counts for)
        ("1x6000 care", "", care),
        ("1x42000 rx", "", nothing),
        ("2x500 bag", "", nothing),
        ("1x42000 rx, 1x6000 care", "", care),
        ("1x42000 rx, 1x3000 care", "", "[30, 3000, 1] [0, 3000, 1, 1] asked"),
        ("1x6000 rx, 1x10000 care, -6000", "", "[62, 6250, 1] [1, 6250, 1, 1] friend play asked"),
        ("1x42000 rx, 1x10000 care", "", "[107, 10000, 1] [1, 10000, 1, 1] friend play asked"),
        ("1x42000 rx, 1x6000 care", "1 rx", care),
        ("1x42000 rx, 1x6000 care", "1 care", nothing),
        ("1x42000 rx, 2x3000 care", "1 care", "[30, 3000, 1] [0, 3000, 1, 1] asked"),
        ("1x6000 care", "1 care", nothing),
        // What comes along for nothing makes no order of it.
        ("1x42000 rx, 1x0 sample", "", nothing),
        ("1x42000 rx, 1x0 sample", "1 rx", nothing),
        ("1x0 sample", "", "[0, 0, 1] [0, 0, 1, 0] asked"),
    ];
    for (lines, back, expected) in rows {
        let mut member = member(&program);
        pay(&program, &mut member, order("o", "2026-03-02", lines));
        if !back.is_empty() {
            let (back, now) = (returned(back), at("2026-03-03"));
            let back = Return::Units(&back);
            order_refunded(&program, &program, &mut member, "o", back, now).unwrap();
        }
        assert_eq!(told(&program, &member), expected, "{lines}, back {back}");
        let anew = Tallies::of(&program, &member.orders);
        member.record.tallies = Some(anew);
        assert_eq!(told(&program, &member), expected, "{lines}, back {back}, counted anew");
    }
}

#[test]
fn e3_the_quote_of_what_is_excepted_lifts_nobody_into_a_tier() {
    let program = rules();
    let member = member(&program);
    for (lines, expected) in [
        ("1x42000 rx", None),
        ("1x42000 rx, 1x9999 care", None),
        ("1x42000 rx, 1x10000 care", Some("silver")),
    ] {
        let now = at("2026-03-02");
        let seen = outlook(&program, &member, &cart(lines), &Taken::default(), now).unwrap();
        assert_eq!(seen.tier.map(|it| it.id.as_str()), expected, "{lines}");
        let mut after = member.clone();
        pay(&program, &mut after, order("o", "2026-03-02", lines));
        let held = member::standing(&program, &after, now).unwrap().tier;
        assert_eq!(held.id, expected.unwrap_or("base"), "{lines}");
    }
}

#[test]
fn e1_an_order_keeps_what_counted_on_its_day() {
    let strict = rules();
    let none = RULES.replace("except_categories = [\"rx\"]\n", "").replace("\"bag\"", "\"else\"");
    let lax = program(&format!("{none}{ONE_A_ZLOTY}"));
    for (then, now, counted) in [
        (&strict, &lax, "[0, 0, 0] [0, 0, 0, 0]"),
        (&lax, &strict, "[60, 6000, 1] [1, 6000, 1, 1] friend play asked"),
    ] {
        let mut member = member(then);
        pay(then, &mut member, order("o", "2026-03-02", "1x6000 rx"));
        assert_eq!(told(then, &member), counted);
        remember(now, &mut member);
        assert_eq!(told(now, &member), counted, "counted anew");
        let back = at("2026-03-03");
        order_refunded(now, then, &mut member, "o", Return::All, back).unwrap();
        assert_eq!(told(now, &member), "[0, 0, 0] [0, 0, 0, 0]", "taken back");
    }
}

#[test]
fn e1_an_order_from_before_what_is_excepted_was_kept_goes_back_as_it_counted() {
    let program = rules();
    let mut member = member(&program);
    pay(&program, &mut member, order("o", "2026-03-02", "1x6000 rx, 1x6000 care"));
    member.orders[0].excepted.clear();
    let now = at("2026-03-03");
    let back = order_refunded(&program, &program, &mut member, "o", Return::All, now).unwrap();
    let less = back.qualifying[0];
    assert_eq!((less.points, less.spend, less.orders), (-67, -12000, -1));
}
