//! The commands on a member, with the demo's program.

use super::support::{at, cart, check_books, demo, joined, order, pay, program, returned};
use crate::cart::{CartMistake, Order};
use crate::ledger::{Source, TransactionKind};
use crate::member::{
    Effect, Member, Redeem, Refused, Return, cancel, consume, join, order_paid, order_refunded,
    outlook, redeem, settle, standing,
};
use crate::program::Program;
use crate::reward::{Reason, Taken};

fn balance(member: &Member) -> [i64; 3] {
    let it = member.account.balance();
    [it.available, it.reserved, it.debt]
}

fn badges(effect: &Effect) -> Vec<&str> {
    effect.badges.iter().map(|it| it.badge.as_str()).collect()
}

fn refund(program: &Program, member: &mut Member, id: &str, back: Return<'_>, day: &str) -> Effect {
    order_refunded(program, program, member, id, back, at(day)).unwrap()
}

#[test]
fn m2_joining_brings_the_bonus_and_the_orders_that_waited() {
    let program = demo();
    let mut member = Member::default();
    let mut waited = order("o1", "2026-03-01", "1x6000 africa, 1x4000 cups");
    waited.returned = returned("1 cups");
    let effect = join(&program, &mut member, vec![waited], at("2026-03-05")).unwrap();
    check_books(&member.account, &effect.transactions);
    assert_eq!(effect.points(), 100 + 120);
    assert_eq!(badges(&effect), ["first-stamp"]);
    assert_eq!(effect.orders[0].tier.as_deref(), Some("kraft"));
    assert_eq!(join(&program, &mut member, Vec::new(), at("2026-03-05")), Err(Refused::Joined));
}

#[test]
fn m2_an_order_that_cannot_be_reckoned_with_brings_nothing_and_keeps_nobody_from_joining() {
    let program = program(
        "[[purchase]]\nid = \"p\"\ntitle = \"P\"\npoints = 1000\nper = 1\n\
         [[challenge]]\nid = \"two\"\nname = \"Two\"\ngoal = { orders = 2 }\npoints = 5\n",
    );
    let large = order("o1", "2026-03-01", "2x1000000000 gear");
    let mut foreign = order("o2", "2026-03-02", "1x5 gear");
    foreign.cart.currency = "EUR".into();
    let small = order("o3", "2026-03-03", "1x5 gear");
    let mut member = Member::default();
    let kept = vec![large.clone(), foreign, small];
    let effect = join(&program, &mut member, kept, at("2026-03-05")).unwrap();
    check_books(&member.account, &effect.transactions);
    assert_eq!((effect.points(), effect.orders.len()), (5000, 1), "the challenge counts one order");
    let own = order_paid(&program, &mut member, large, at("2026-03-05"));
    assert_eq!(own, Err(Refused::Cart(CartMistake::Points)), "a member's own is refused");
}

#[test]
fn e3_the_quote_is_what_is_credited() {
    let program = demo();
    let mut member = joined(&program, "2026-01-02");
    for (day, lines) in [
        ("2026-01-10", "2x5200 africa, 1x8900 gear"),
        ("2026-02-10", "1x3333 asia, 3x777 sweets, -500"),
        ("2026-03-10", "9x9999 america"),
        ("2026-04-10", "1x32900 gear, 1x1 africa"),
    ] {
        let quoted = outlook(&program, &member, &cart(lines), &Taken::default(), at(day)).unwrap();
        let effect = pay(&program, &mut member, order(day, day, lines));
        check_books(&member.account, &effect.transactions);
        let earned = effect.transactions.iter().find(|it| it.source == Source::Order(day.into()));
        let earned = earned.unwrap();
        assert_eq!((earned.change(), &earned.parts), (quoted.earned.points, &quoted.earned.parts));
        let tier = standing(&program, &member, at(day)).unwrap().tier;
        if let Some(reached) = quoted.tier {
            assert!(tier.from >= reached.from, "{day}");
        }
    }
}

#[test]
fn t2_the_quote_says_the_tier_and_the_rewards_a_cart_brings() {
    let program = demo();
    let mut member = joined(&program, "2026-01-02");
    let told = |member: &Member, lines: &str| {
        let it =
            outlook(&program, member, &cart(lines), &Taken::default(), at("2026-01-20")).unwrap();
        let rewards: Vec<String> = it.within_reach.iter().map(|it| it.id.clone()).collect();
        (it.earned.points, it.tier.map(|tier| tier.id.clone()), rewards.join(" "))
    };
    assert_eq!(told(&member, "1x10000 africa"), (200, None, "pay delivery".into()));
    let silver = Some("silver".to_owned());
    assert_eq!(
        told(&member, "1x25000 africa"),
        (500, silver, "pay delivery tree cold-brew minus-10".into())
    );
    pay(&program, &mut member, order("o1", "2026-01-10", "1x25000 africa"));
    assert_eq!(told(&member, "1x1000 cups").0, 12);
    let guest = Member::default();
    assert_eq!(told(&guest, "1x20000 africa"), (400, None, "pay delivery tree".into()));
}

#[test]
fn g1_the_third_continent_completes_the_challenge_once_and_brings_its_badge() {
    let program = demo();
    let mut member = joined(&program, "2026-01-02");
    pay(&program, &mut member, order("o1", "2026-02-01", "1x5000 africa"));
    let effect = pay(&program, &mut member, order("o2", "2026-02-02", "1x1000 america"));
    assert_eq!(effect.completed, []);
    let effect = pay(&program, &mut member, order("o3", "2026-02-03", "1x1000 asia"));
    check_books(&member.account, &effect.transactions);
    assert_eq!((effect.points(), badges(&effect)), (20 + 150, vec!["traveller"]));
    let effect = pay(&program, &mut member, order("o4", "2026-02-04", "1x1000 asia"));
    assert_eq!((effect.points(), effect.completed.len()), (20, 0));
}

#[test]
fn b4_a_refund_takes_back_at_the_rules_of_its_day() {
    let then = demo();
    let mut member = joined(&then, "2026-01-02");
    let effect = pay(&then, &mut member, order("o1", "2026-01-10", "10x5000 africa"));
    assert_eq!(effect.points(), 1000 + 100, "with the month's challenge");
    pay(&then, &mut member, order("o2", "2026-01-11", "1x50000 cups"));
    // since then the tier has changed and coffee earns nothing more
    let now = Program { purchases: then.purchases[..1].to_vec(), ..then.clone() };
    let mut points = 0;
    for day in ["2026-02-01", "2026-02-02"] {
        let units = returned("3 africa");
        let effect =
            order_refunded(&now, &then, &mut member, "o1", Return::Units(&units), at(day)).unwrap();
        check_books(&member.account, &effect.transactions);
        points += effect.points();
    }
    points += order_refunded(&now, &then, &mut member, "o1", Return::All, at("2026-02-03"))
        .unwrap()
        .points();
    assert_eq!(points, -1000);
    let again = refund(&then, &mut member, "o1", Return::All, "2026-02-04");
    assert_eq!(again.points(), 0);
    let units = returned("1 africa");
    let more =
        order_refunded(&then, &then, &mut member, "o1", Return::Units(&units), at("2026-02-05"));
    assert!(matches!(more, Err(Refused::Cart(_))));
}

#[test]
fn t1_a_refund_lowers_what_qualified_on_the_orders_day() {
    let program = demo();
    let mut member = joined(&program, "2025-11-02");
    pay(&program, &mut member, order("o1", "2025-12-10", "1x30000 africa"));
    let tier =
        |member: &Member| standing(&program, member, at("2026-01-10")).unwrap().tier.id.clone();
    assert_eq!(tier(&member), "silver");
    let effect = refund(&program, &mut member, "o1", Return::All, "2026-01-10");
    assert_eq!(effect.qualifying[0].day.to_string(), "2025-12-10");
    assert_eq!(tier(&member), "kraft");
}

#[test]
fn g1_a_refund_keeps_or_takes_back_a_challenge_as_the_file_says() {
    for (policy, points, undone) in [("keep", -100, 0), ("take_back", -110, 1)] {
        let program = program(&format!(
            "[points]\nchallenge_on_refund = \"{policy}\"\n\
             [[purchase]]\nid = \"all\"\ntitle = \"All\"\npoints = 1\nper = 100\n\
             [[challenge]]\nid = \"big\"\nname = \"Big\"\ngoal = {{ spend = 10000 }}\npoints = 10\n"
        ));
        let mut member = joined(&program, "2026-01-02");
        let effect = pay(&program, &mut member, order("o1", "2026-01-10", "1x10000"));
        assert_eq!(effect.points(), 110);
        let effect = refund(&program, &mut member, "o1", Return::All, "2026-01-11");
        check_books(&member.account, &effect.transactions);
        assert_eq!((effect.points(), effect.undone.len()), (points, undone), "{policy}");
    }
}

#[test]
fn r4_redeem_use_cancel_and_expire() {
    let program = demo();
    let mut member = joined(&program, "2026-01-02");
    pay(&program, &mut member, order("o1", "2026-01-10", "1x60000 africa"));
    assert_eq!(balance(&member), [1400, 0, 0]);
    let taken = Taken::default();
    let take = |member: &mut Member, id: &str, reward: &str, now: &str| {
        let command = Redeem { redemption: id, reward, cart: None, taken: &taken };
        redeem(&program, member, command, at(now))
    };
    take(&mut member, "r1", "cappuccino", "2026-01-11T10:00:00Z").unwrap();
    assert_eq!(balance(&member), [500, 900, 0]);
    let refused = take(&mut member, "r2", "cappuccino", "2026-01-11T10:00:00Z");
    let missing = Reason::MissingPoints { points: 400 };
    assert_eq!(refused, Err(Refused::NotRedeemable(vec![missing])));

    let late = settle(&program, &mut member, at("2026-01-11T10:15:00Z"));
    assert_eq!(late.transactions[0].kind, TransactionKind::Cancel);
    assert_eq!(late.transactions[0].source, Source::Redemption("r1".into()));
    assert_eq!(balance(&member), [1400, 0, 0]);

    take(&mut member, "r3", "delivery", "2026-01-11T11:00:00Z").unwrap();
    consume(&program, &mut member, "r3", at("2026-01-11T11:05:00Z")).unwrap();
    assert_eq!((balance(&member), member.account.spent), ([1100, 0, 0], 300));
    assert!(cancel(&program, &mut member, "r3", at("2026-01-11T11:06:00Z")).is_err());

    take(&mut member, "r4", "minus-10", "2026-01-11T11:00:00Z").unwrap();
    let effect = cancel(&program, &mut member, "r4", at("2026-01-11T12:00:00Z")).unwrap();
    assert_eq!((effect.points(), balance(&member)), (500, [1100, 0, 0]));
    assert_eq!(take(&mut member, "r5", "none", "2026-01-12"), Err(Refused::Unknown("reward")));
}

#[test]
fn an_order_is_credited_once_and_only_to_members() {
    let program = demo();
    let mut member = joined(&program, "2026-01-02");
    let order = order("o1", "2026-01-10", "1x5000 africa");
    pay(&program, &mut member, order.clone());
    let again = order_paid(&program, &mut member, order.clone(), at("2026-01-10"));
    assert_eq!(again, Err(Refused::Credited));
    let guest = order_paid(&program, &mut Member::default(), order, at("2026-01-10"));
    assert_eq!(guest, Err(Refused::NotJoined));
}

#[test]
fn b1_a_year_of_the_demo_adds_up() {
    let program = demo();
    let mut member = joined(&program, "2026-01-02");
    let mut transactions = Vec::new();
    for month in 1..=12 {
        let day = format!("2026-{month:02}-15");
        let order =
            Order { id: day.clone(), ..order("", &day, "2x5200 africa, 1x4900 asia, -300") };
        transactions.extend(pay(&program, &mut member, order).transactions);
        check_books(&member.account, &transactions);
    }
    let changes: i64 = transactions.iter().map(crate::ledger::Transaction::change).sum();
    assert_eq!(balance(&member)[0], 100 + changes);
    let held = standing(&program, &member, at("2026-12-31")).unwrap();
    assert_eq!(held.tier.id, "platinum");
}
