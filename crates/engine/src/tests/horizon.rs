//! A command with the past in short does exactly what it does with all of the past.

use super::support::{at, check_books, program};
use crate::cart::{Cart, Line, Order, Returned};
use crate::ledger::{Account, Beyond, Lot, LotId, Source};
use crate::member::{Effect, Member, Redeem, Refused, Return, order_paid, order_refunded, redeem};
use crate::record::remember;
use crate::reward::Taken;
use crate::{Instant, Program};
use chrono::TimeDelta;
use proptest::prelude::*;

const PROGRAM: &str = r#"
[points]
expiry = { days = 20 }
pending_days = 2
challenge_on_refund = "take_back"
[[purchase]]
id = "all"
title = "Shopping"
points = 1
per = 100
[[challenge]]
id = "orders"
name = "O"
goal = { orders = 3, minimum_spend = 500 }
points = 30
[[challenge]]
id = "rush"
name = "R"
goal = { units = 6 }
within_days = 3
every = "month"
points = 20
[[challenge]]
id = "variety"
name = "V"
points = 10
[[challenge.step]]
label = "0"
skus = ["0"]
[[challenge.step]]
label = "1"
skus = ["1"]
[[reward]]
id = "r"
name = "R"
kind = "free_shipping"
cost = 25
code_prefix = "R"
valid_minutes = 3000
[tiers]
measure = "points"
[[tier]]
id = "base"
name = "Base"
from = 0
[[tier]]
id = "high"
name = "High"
from = 100
multiplier = 1.5
"#;

#[derive(Debug, Clone)]
enum Act {
    Pay { sku: usize, quantity: i64, price: i64 },
    Refund { order: usize, all: bool },
    Redeem,
}

fn story() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let act = prop_oneof![
        4 => (0..3_usize, 1..4_i64, 0..3000_i64)
            .prop_map(|(sku, quantity, price)| Act::Pay { sku, quantity, price }),
        2 => (0..12_usize, any::<bool>()).prop_map(|(order, all)| Act::Refund { order, all }),
        2 => Just(Act::Redeem),
    ];
    proptest::collection::vec((0..60_i64, act), 1..40)
}

fn do_act(
    program: &Program,
    member: &mut Member,
    number: usize,
    act: &Act,
    now: Instant,
) -> Result<Effect, Refused> {
    match act {
        Act::Pay { sku, quantity, price } => {
            let sku = sku.to_string();
            let line = Line { sku, category: None, quantity: *quantity, unit_price: *price };
            let cart = Cart {
                currency: "PLN".into(),
                lines: vec![line],
                discount: 0,
                subscription: false,
            };
            let id = number.to_string();
            let order = Order {
                id,
                at: now,
                tier: None,
                membership: false,
                grants: Vec::new(),
                excepted: Vec::new(),
                cart,
                returned: Vec::new(),
            };
            order_paid(program, member, order, now)
        }
        Act::Refund { order, all } => {
            let order = order.to_string();
            let known = member.orders.iter().find(|it| it.id == order);
            let sku = known.map_or(String::new(), |it| it.cart.lines[0].sku.clone());
            let one = [Returned { sku, quantity: 1 }];
            let back = if *all { Return::All } else { Return::Units(&one) };
            order_refunded(program, program, member, &order, back, now)
        }
        Act::Redeem => {
            let (redemption, taken) = (number.to_string(), Taken::default());
            let redeemed =
                Redeem { redemption: &redemption, reward: "r", cart: None, taken: &taken };
            redeem(program, member, redeemed, now)
        }
    }
}

/// The member as a caller loads it for one command: the order it is about, the lots it may need.
fn in_short(all: &Member, act: &Act, now: Instant, points: i64) -> Member {
    let mut short = all.clone();
    let order = match act {
        Act::Refund { order, .. } => order.to_string(),
        _ => String::new(),
    };
    short.orders.retain(|it| it.id == order);
    let account = &mut short.account;
    let held: Vec<LotId> =
        account.holds.iter().flat_map(|it| &it.from).map(|(lot, _)| *lot).collect();
    let mut lots = std::mem::take(&mut account.lots);
    lots.sort_by_key(|lot| (lot.expires_at.is_none(), lot.expires_at, lot.id));
    let mut left = points;
    for lot in lots {
        let is_due =
            lot.matures_at <= now && lot.pending > 0 || lot.expires_at.is_some_and(|at| at <= now);
        let expires = lot.expires_at.is_some_and(|at| at <= now);
        let is_near = left > 0 && lot.available > 0 && !expires;
        let undone = matches!((act, &lot.source), (Act::Refund { .. }, Source::Challenge { .. }));
        let own = undone || lot.source == Source::Order(order.clone());
        if is_due || is_near || own || held.contains(&lot.id) {
            left -= if is_near { lot.available } else { 0 };
            account.lots.push(lot);
        } else {
            account.beyond.pending += lot.pending;
            account.beyond.available += lot.available;
            let first = (lot.available > 0).then_some((lot.expires_at, lot.id));
            account.beyond.first = account.beyond.first.or(first);
        }
    }
    account.lots.sort_by_key(|lot| lot.id);
    short
}

/// What a caller's store holds after the command.
fn stored(before: &Member, loaded: &Account, after: Member) -> Member {
    let untouched = |lot: &&Lot| loaded.lots.iter().all(|it| it.id != lot.id);
    let mut all = after.clone();
    all.account.lots.extend(before.account.lots.iter().filter(untouched).cloned());
    all.account.lots.sort_by_key(|lot| lot.id);
    all.account.beyond = Beyond::default();
    let known = |order: &&Order| after.orders.iter().all(|it| it.id != order.id);
    all.orders.extend(before.orders.iter().filter(known).cloned());
    all.orders.sort_by_key(|order| (order.at, order.id.parse::<usize>().unwrap_or(0)));
    all
}

proptest! {
    #[test]
    fn b1_a_command_with_the_past_in_short_does_what_it_does_with_all_of_it(story in story()) {
        let program = program(PROGRAM);
        let mut whole = Member { joined_at: Some(at("2026-02-01")), ..Member::default() };
        let mut other = whole.clone();
        remember(&program, &mut other);
        let mut now = at("2026-02-01");
        for (number, (hours, act)) in story.iter().enumerate() {
            now += TimeDelta::hours(*hours);
            let mut trial = whole.clone();
            let expected = do_act(&program, &mut trial, number, act, now);
            let mut points = 1;
            let effect = loop {
                let mut short = in_short(&other, act, now, points);
                let loaded = short.account.clone();
                match do_act(&program, &mut short, number, act, now) {
                    Err(Refused::Ledger(crate::ledger::Refused::Lots { points: needed })) => {
                        prop_assert!(needed > points, "each try asks for more");
                        points = needed;
                    }
                    Ok(effect) => break Ok((effect, stored(&other, &loaded, short))),
                    Err(refused) => break Err(refused),
                }
            };
            match (expected, effect) {
                (Ok(expected), Ok((effect, after))) => {
                    prop_assert_eq!(&expected, &effect);
                    (whole, other) = (trial, after);
                }
                (expected, effect) => prop_assert_eq!(expected.err(), effect.err()),
            }
            check_books(&other.account, &[]);
            prop_assert_eq!(&whole.account, &other.account);
            let record = std::mem::take(&mut other.record);
            let mut again = whole.clone();
            remember(&program, &mut again);
            prop_assert!(record.is_current(&program));
            other.record = record;
        }
    }
}

#[test]
fn b1_two_thousand_orders_leave_no_more_to_load_than_two_hundred() {
    let program = program(PROGRAM);
    let size = |orders: usize| {
        let mut member = Member { joined_at: Some(at("2026-02-01")), ..Member::default() };
        remember(&program, &mut member);
        let mut now = at("2026-02-01");
        for number in 0..orders {
            now += TimeDelta::seconds(10);
            let act = Act::Pay { sku: 0, quantity: 1, price: 100 };
            do_act(&program, &mut member, number, &act, now).unwrap();
        }
        now += TimeDelta::days(3);
        crate::member::settle(&program, &mut member, now);
        let short = in_short(&member, &Act::Redeem, now, 25);
        let record = serde_json::to_string(&short.record).unwrap().len();
        let loaded = (short.account.lots.len(), short.orders.len(), short.qualifying.len());
        assert!(do_act(&program, &mut short.clone(), orders, &Act::Redeem, now).is_ok());
        (loaded, record.div_ceil(512))
    };
    assert_eq!(size(2_000), size(200));
}

#[test]
fn a_changed_challenge_is_counted_anew() {
    let (then, now) = (program(PROGRAM), program(&PROGRAM.replace("orders = 3", "orders = 4")));
    let mut member = Member::default();
    assert!(!member.record.is_current(&then));
    remember(&then, &mut member);
    assert!(member.record.is_current(&then) && !member.record.is_current(&now));
}
