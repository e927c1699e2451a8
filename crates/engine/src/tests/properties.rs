//! The ledger's invariants, for any story.

use super::support::{ONE_A_ZLOTY, about_to_be_used, at, check_books, joined, order, pay, program};
use crate::cart::{Cart, Line, Order, Returned};
use crate::ledger::{self, Account, Credit, Source, Transaction, Used};
use crate::member::{Return, order_refunded};
use crate::program::Program;
use crate::{Instant, earning};
use chrono::TimeDelta;
use proptest::prelude::*;

/// Something that happens, some hours after what happened before.
#[derive(Debug, Clone)]
enum Act {
    Earn(i64),
    Redeem { cost: i64, hours: Option<i64> },
    Consume(usize),
    Release(usize),
    Cancel(usize),
    Refund { order: usize, points: i64 },
    Adjust(i64),
    Wait,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (1..500_i64).prop_map(Act::Earn),
        3 => (0..600_i64, proptest::option::of(1..200_i64))
            .prop_map(|(cost, hours)| Act::Redeem { cost, hours }),
        2 => (0..4_usize).prop_map(Act::Consume),
        1 => (0..4_usize).prop_map(Act::Release),
        1 => (0..4_usize).prop_map(Act::Cancel),
        2 => (0..8_usize, 0..500_i64).prop_map(|(order, points)| Act::Refund { order, points }),
        1 => (-300..300_i64).prop_map(Act::Adjust),
        1 => Just(Act::Wait),
    ]
}

fn story() -> impl Strategy<Value = Vec<(i64, Act)>> {
    proptest::collection::vec((0..300_i64, act()), 1..40)
}

/// Programs that differ in what time and refunds do.
fn policy() -> impl Strategy<Value = Program> {
    let expiry =
        prop_oneof![Just("\"never\""), Just("{ days = 20 }"), Just("{ month = 3, day = 31 }"),];
    let refund = prop_oneof![Just("debt"), Just("forgive")];
    (expiry, refund, 0..9_i64, 0..60_i64).prop_map(|(expiry, refund, pending, grace)| {
        program(&format!(
            "[points]\nexpiry = {expiry}\nspent_on_refund = \"{refund}\"\n\
             pending_days = {pending}\ngrace_days = {grace}\n{ONE_A_ZLOTY}"
        ))
    })
}

fn do_act(
    program: &Program,
    (account, used): (&mut Account, &mut Vec<Used>),
    number: usize,
    act: &Act,
    now: Instant,
) -> Vec<Transaction> {
    let mut done = ledger::settle(account, &program.points, now);
    let (times, points) = (program.times(now), &program.points);
    let credit = |order: usize, points| Credit {
        source: Source::Order(order.to_string()),
        points,
        parts: Vec::new(),
    };
    let held = |account: &Account, index: usize| {
        account.holds.get(index).map_or(String::new(), |hold| hold.redemption.clone())
    };
    let new = match act {
        Act::Earn(amount) => ledger::earn(account, times, credit(number, *amount), now).ok(),
        Act::Redeem { cost, hours } => {
            let deadline = hours.map(|hours| now + TimeDelta::hours(hours));
            ledger::redeem(account, &number.to_string(), "reward", *cost, deadline, now).ok()
        }
        Act::Consume(index) => {
            let redemption = held(account, *index);
            used.extend(about_to_be_used(account, &redemption, now));
            done.extend(ledger::consume(account, points, &redemption, now).unwrap_or_default());
            None
        }
        Act::Release(index) => {
            let known = (*index < used.len()).then(|| used.swap_remove(*index));
            let freed = known.map(|it| ledger::reopen(account, (points, times), it, now).unwrap());
            done.extend(freed.unwrap_or_default());
            None
        }
        Act::Cancel(index) => ledger::cancel(account, points, &held(account, *index), now).ok(),
        Act::Refund { order, points: back } => {
            Some(ledger::refund(account, points, credit(*order, *back), now))
        }
        Act::Adjust(amount) => ledger::adjust(account, times, *amount, now).ok(),
        Act::Wait => None,
    };
    done.extend(new);
    done
}

/// The account after a story, everything that was booked, and when it ended.
fn play(program: &Program, story: &[(i64, Act)]) -> (Account, Vec<Transaction>, Instant) {
    let (mut account, mut now, mut all) = (Account::default(), at("2026-02-01"), Vec::new());
    let mut used = Vec::new();
    for (number, (hours, act)) in story.iter().enumerate() {
        now += TimeDelta::hours(*hours);
        let done = do_act(program, (&mut account, &mut used), number, act, now);
        check_books(&account, &done);
        all.extend(done);
    }
    (account, all, now)
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let category = prop_oneof![Just("africa"), Just("asia"), Just("gear"), Just("vouchers")];
    let line = (0..4_usize, category, 1..12_i64, 0..20_000_i64);
    proptest::collection::vec(line, 1..6).prop_map(|lines| {
        let line = |(sku, category, quantity, unit_price): (usize, &str, i64, i64)| Line {
            sku: format!("sku-{sku}"),
            category: Some(category.into()),
            quantity,
            unit_price,
        };
        lines.into_iter().map(line).collect()
    })
}

fn carts() -> impl Strategy<Value = Cart> {
    (lines(), 0..30_000_i64).prop_map(|(lines, discount)| Cart {
        currency: "PLN".into(),
        lines,
        discount,
        subscription: false,
    })
}

/// Rules whose rates, minimum, cap and rounding make fractions.
fn rules() -> impl Strategy<Value = Program> {
    let rounding = prop_oneof![Just("floor"), Just("nearest")];
    (rounding, 1..7_i64, 1..900_i64, 0..40_000_i64, 1..2_000_i64).prop_map(
        |(rounding, points, per, minimum, cap)| {
            program(&format!(
                "[points]\nrounding = \"{rounding}\"\nexcept_categories = [\"vouchers\"]\n\
                 [[purchase]]\nid = \"all\"\ntitle = \"All\"\npoints = {points}\nper = {per}\n\
                 [[purchase]]\nid = \"coffee\"\ntitle = \"Coffee\"\npoints = 3\nper = 70\n\
                 categories = [\"africa\", \"asia\"]\nminimum_spend = {minimum}\norder_cap = {cap}\n\
                 [tiers]\nmeasure = \"points\"\n\
                 [[tier]]\nid = \"base\"\nname = \"Base\"\nfrom = 0\nmultiplier = 1.333\n"
            ))
        },
    )
}

proptest! {
    #[test]
    fn b1_the_books_hold_after_any_story(program in policy(), story in story()) {
        let (account, all, _) = play(&program, &story);
        let balance = account.balance();
        let available: i64 = all.iter().map(Transaction::change).sum();
        prop_assert_eq!(available, balance.available - balance.debt);
        let by_name = |name| all.iter().map(|it| it.sum(name)).sum::<i64>();
        prop_assert_eq!(by_name(ledger::AccountName::Pending), balance.pending);
        prop_assert_eq!(by_name(ledger::AccountName::Reserved), balance.reserved);
        prop_assert_eq!(by_name(ledger::AccountName::Issued), -balance.lifetime);
        prop_assert_eq!(by_name(ledger::AccountName::Redeemed), balance.spent);
        prop_assert_eq!(by_name(ledger::AccountName::Expired), balance.expired);
    }

    #[test]
    fn b1_settling_twice_or_in_two_steps_is_the_same(
        program in policy(), story in story(), hours in 0..2000_i64, more in 0..2000_i64,
    ) {
        let (start, _, now) = play(&program, &story);
        let (first, second) = (now + TimeDelta::hours(hours), now + TimeDelta::hours(hours + more));
        let (mut once, mut twice) = (start.clone(), start);
        let whole = ledger::settle(&mut once, &program.points, second);
        let mut steps = ledger::settle(&mut twice, &program.points, first);
        steps.extend(ledger::settle(&mut twice, &program.points, second));
        prop_assert_eq!(&once, &twice);
        prop_assert_eq!(whole, steps);
        prop_assert_eq!(ledger::settle(&mut once, &program.points, second), vec![]);
        check_books(&once, &[]);
    }

    #[test]
    fn r4_a_cancel_restores_exactly_the_same_lots(
        program in policy(), story in story(), cost in 0..800_i64,
    ) {
        let (mut account, _, now) = play(&program, &story);
        let before = account.clone();
        let cost = cost.min(account.balance().available);
        ledger::redeem(&mut account, "it", "reward", cost, None, now).unwrap();
        check_books(&account, &[]);
        ledger::cancel(&mut account, &program.points, "it", now).unwrap();
        prop_assert_eq!(account, before);
    }

    #[test]
    fn b3_points_that_expire_first_are_spent_first(
        program in policy(), story in story(), cost in 1..800_i64,
    ) {
        let (mut account, _, now) = play(&program, &story);
        let cost = cost.min(account.balance().available);
        ledger::redeem(&mut account, "it", "reward", cost, None, now).unwrap();
        let never = Instant::MAX_UTC;
        let expiry = |id| account.lots.iter().find(|lot| lot.id == id).unwrap().expires_at.unwrap_or(never);
        let hold = account.holds.last().unwrap();
        let last_taken = hold.from.iter().map(|(lot, _)| expiry(*lot)).max();
        let left = account.lots.iter().filter(|lot| lot.available > 0);
        let first_left = left.map(|lot| lot.expires_at.unwrap_or(never)).min();
        prop_assert!(last_taken.zip(first_left).is_none_or(|(taken, left)| taken <= left));
    }

    #[test]
    fn b4_a_code_given_back_after_a_refund_leaves_no_more_than_one_given_back_before(
        program in policy(), story in story(), cost in 0..800_i64, order in 0..40_usize,
        points in 0..600_i64,
    ) {
        let (mut account, _, now) = play(&program, &story);
        let back = || Credit { source: Source::Order(order.to_string()), points, parts: vec![] };
        let mut before = account.clone();
        ledger::refund(&mut before, &program.points, back(), now);
        let cost = cost.min(account.balance().available);
        ledger::redeem(&mut account, "it", "reward", cost, None, now).unwrap();
        ledger::refund(&mut account, &program.points, back(), now);
        check_books(&account, &[]);
        ledger::cancel(&mut account, &program.points, "it", now).unwrap();
        check_books(&account, &[]);
        let left = |it: &Account| it.balance().available - it.balance().debt;
        prop_assert_eq!(left(&account), left(&before));
    }

    #[test]
    fn r5_a_code_used_and_freed_is_as_if_it_had_never_been_used(
        program in policy(), story in story(), cost in 0..800_i64, order in 0..40_usize,
        points in 0..600_i64, when in 0..3_usize,
    ) {
        let (mut account, _, now) = play(&program, &story);
        let now = now + TimeDelta::seconds(1);
        ledger::settle(&mut account, &program.points, now);
        let back = |it: &mut Account, at| {
            let source = Source::Order(order.to_string());
            ledger::refund(it, &program.points, Credit { source, points, parts: vec![] }, at)
        };
        let cost = cost.min(account.balance().available);
        ledger::redeem(&mut account, "it", "reward", cost, None, now).unwrap();
        let mut unused = account.clone();
        back(&mut unused, now);
        if when == 0 {
            back(&mut account, now);
        }
        let used = about_to_be_used(&account, "it", now).unwrap();
        ledger::consume(&mut account, &program.points, "it", now).unwrap();
        if when == 1 {
            back(&mut account, now);
        }
        let rules = (&program.points, program.times(now));
        let done = ledger::reopen(&mut account, rules, used, now).unwrap();
        check_books(&account, &done);
        if when == 2 {
            back(&mut account, now);
        }
        let held = |it: &Account| (it.balance().available - it.balance().debt, it.balance().reserved);
        prop_assert_eq!(held(&account), held(&unused));
        prop_assert_eq!(account.holds, unused.holds);
    }

    #[test]
    fn e1_parts_add_up_and_more_in_the_cart_never_earns_less(
        program in rules(), cart in carts(), line in 0..6_usize,
    ) {
        let now = at("2026-03-01");
        let cart = Cart { discount: 0, ..cart };
        let earned = earning::quote(&program, Some("base"), &cart, now).unwrap();
        prop_assert_eq!(earned.parts.iter().map(|part| part.points).sum::<i64>(), earned.points);
        prop_assert!(earned.parts.iter().all(|part| part.points > 0));
        let mut more = cart.clone();
        let index = line % more.lines.len();
        more.lines[index].quantity += 1;
        prop_assert!(earning::quote(&program, Some("base"), &more, now).unwrap().points >= earned.points);
    }

    #[test]
    fn e3_the_quote_equals_the_credit(program in rules(), cart in carts()) {
        let mut member = joined(&program, "2026-02-01");
        let now = at("2026-03-01");
        let quoted = earning::quote(&program, Some("base"), &cart, now).unwrap();
        let order = Order { cart, ..order("o1", "2026-03-01", "") };
        let effect = pay(&program, &mut member, order);
        prop_assert_eq!(effect.points(), quoted.points);
    }

    #[test]
    fn b4_partial_refunds_add_up_to_the_whole(
        program in rules(), cart in carts(), takes in proptest::collection::vec((0..6_usize, 1..5_i64), 0..8),
    ) {
        let mut member = joined(&program, "2026-02-01");
        let mut order = order("o1", "2026-03-01", "");
        order.cart = cart;
        let earned = pay(&program, &mut member, order.clone()).points();
        let now = at("2026-03-02");
        let mut back = 0;
        for (line, quantity) in takes {
            let sku = order.cart.lines[line % order.cart.lines.len()].sku.clone();
            let units = [Returned { sku, quantity }];
            let mut trial = member.clone();
            if let Ok(effect) = order_refunded(&program, &program, &mut trial, "o1", Return::Units(&units), now) {
                prop_assert!(effect.points() <= 0, "a refund never gives");
                check_books(&trial.account, &effect.transactions);
                back += effect.points();
                member = trial;
            }
        }
        back += order_refunded(&program, &program, &mut member, "o1", Return::All, now).unwrap().points();
        prop_assert_eq!(back, -earned);
        prop_assert_eq!(member.account.lifetime, 0);
        prop_assert!(member.qualifying.iter().all(|it| (it.points, it.spend, it.orders) == (0, 0, 0)));
    }
}
