//! B5: several wallets beside each other. Programs of the field that have them are in `years.rs`.

use super::support::{HEAD, at, cart, check_books, order, program};
use crate::Program;
use crate::cart::Returned;
use crate::earning;
use crate::ledger::{Account, AccountName, Wallet};
use crate::member::{self, Effect, Member, Redeem, Refused, Return};
use crate::reward::Taken;
use chrono::TimeDelta;
use proptest::prelude::*;

/// Points that wait and expire, money that is forgiven, a card of stamps that lasts.
const WALLETS: &str = r#"
[points]
expiry = { days = 20 }
pending_days = 2
[[wallet]]
id = "cash"
name = "Cash"
kind = "money"
rounding = "nearest"
expiry = { days = 40 }
spent_on_refund = "forgive"
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
id = "back"
title = "3% back"
wallet = "cash"
points = 3
per = 100
except_categories = ["gear"]
[[purchase]]
id = "stamp"
title = "A stamp a cup"
wallet = "card"
points = 1
per_unit = true
categories = ["cup"]
[[activity]]
id = "hello"
title = "A first stamp"
kind = "join"
wallet = "card"
points = 1
"#;

fn wallets() -> Program {
    let tiers = r#"
[tiers]
measure = "points"
[[tier]]
id = "base"
name = "Base"
from = 0
multiplier = 2
[[reward]]
id = "voucher"
name = "V"
kind = "amount_off"
amount = 100
wallet = "cash"
cost = 100
code_prefix = "V"
valid_minutes = 4000
[[reward]]
id = "tenth"
name = "T"
kind = "free_product"
sku = "cup"
wallet = "card"
cost = 9
code_prefix = "T"
[[reward]]
id = "ship"
name = "S"
kind = "free_shipping"
cost = 25
code_prefix = "S"
valid_minutes = 3000
"#;
    program(&format!("{WALLETS}{tiers}"))
}

fn wallet(id: &str) -> Wallet {
    Wallet(id.into())
}

#[test]
fn b5_each_rule_fills_its_wallet_and_tiers_multiply_points_alone() {
    let program = wallets();
    let cart = cart("3x1550 cup, 1x5000 gear");
    let earned = earning::quote(&program, Some("base"), &cart, at("2026-03-01")).unwrap();
    let told: Vec<_> =
        earned.clone().by_wallet().into_iter().map(|it| (it.wallet.0, it.points)).collect();
    // 96,50 twice; three per cent of 46,50 is 139,5 grosze; three cups.
    assert_eq!(told, [("points".into(), 193), ("cash".into(), 140), ("card".into(), 3)]);
    for it in earned.by_wallet() {
        assert_eq!(it.parts.iter().map(|part| part.points).sum::<i64>(), it.points);
    }
}

#[test]
fn b5_a_wallet_is_spent_by_its_rewards_alone_and_tells_what_it_lacks() {
    let program = wallets();
    let mut member = Member::default();
    let now = at("2026-03-01");
    member::join(&program, &mut member, vec![order("o1", "2026-03-01", "8x1000 cup")], now)
        .unwrap();
    let take = |member: &mut Member, reward, id| {
        let taken = Taken::default();
        let redeem = Redeem { redemption: id, reward, cart: None, taken: &taken };
        member::redeem(&program, member, redeem, now)
    };
    // The first stamp for joining makes nine; points wait, and stamps do not pay for them.
    let missing = crate::reward::Reason::MissingPoints { points: 25 };
    assert_eq!(take(&mut member, "ship", "r0"), Err(Refused::NotRedeemable(vec![missing])));
    take(&mut member, "tenth", "r1").unwrap();
    take(&mut member, "voucher", "r2").unwrap();
    let available =
        |member: &Member, id| member.account_in(&wallet(id)).map(|it| it.balance().available);
    assert_eq!((available(&member, "card"), available(&member, "cash")), (Some(0), Some(140)));
    member::cancel(&program, &mut member, "r1", now).unwrap();
    member::consume(&program, &mut member, "r2", now).unwrap();
    assert_eq!((available(&member, "card"), available(&member, "cash")), (Some(9), Some(140)));
    assert_eq!(member.account_in(&wallet("cash")).unwrap().spent, 100);
    assert_eq!(member.account.spent, 0);
}

#[test]
fn b5_a_file_says_each_wallet_whole() {
    let mistakes = |more: &str| -> Vec<String> {
        let head = HEAD.matches('\n').count();
        let found = Program::parse(&format!("{HEAD}{more}")).err().unwrap_or_default();
        found.iter().map(|it| format!("{} {}: {}", it.line - head, it.field, it.message)).collect()
    };
    let unit = "unit = { en = { one = \"s\", other = \"s\" } }";
    let rows = [
        (
            format!("[[wallet]]\nid = \"points\"\nname = \"P\"\nkind = \"points\"\n{unit}"),
            "2 wallet \"points\".id: every program has this one: [points] and [unit] say how it is",
        ),
        (
            format!("[[wallet]]\nid = \"a\"\nname = \"A\"\nkind = \"stamps\"\n{unit}"),
            "1 wallet \"a\".card: is missing",
        ),
        (
            "[[wallet]]\nid = \"a\"\nname = \"A\"\nkind = \"points\"".into(),
            "1 wallet \"a\".unit: is missing",
        ),
        (
            format!("[[wallet]]\nid = \"a\"\nname = \"A\"\nkind = \"money\"\n{unit}"),
            "5 wallet \"a\".unit: money is called by its currency",
        ),
        (
            format!("[[wallet]]\nid = \"a\"\nname = \"A\"\nkind = \"points\"\ncard = 9\n{unit}"),
            "5 wallet \"a\".card: is for wallets of kind \"stamps\"",
        ),
        (
            "[[activity]]\nid = \"a\"\nkind = \"join\"\ntitle = \"A\"\npoints = 1\nwallet = \"b\""
                .into(),
            "6 activity \"a\".wallet: there is no wallet \"b\"",
        ),
        (
            "[[purchase]]\nid = \"a\"\ntitle = \"A\"\npoints = 1\nper_unit = true\nper_order = true"
                .into(),
            "5 purchase \"a\".per_unit: points are for an order or for a unit, not both",
        ),
    ];
    for (file, mistake) in rows {
        assert_eq!(mistakes(&file), [mistake], "{file}");
    }
}

#[derive(Debug, Clone)]
enum Act {
    Pay { what: usize, quantity: i64, price: i64 },
    Refund { order: usize, all: bool },
    Redeem(usize),
    Cancel(usize),
    Consume(usize),
    Adjust { wallet: usize, amount: i64 },
}

fn story() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let act = prop_oneof![
        5 => (0..3_usize, 1..6_i64, 0..3000_i64)
            .prop_map(|(what, quantity, price)| Act::Pay { what, quantity, price }),
        2 => (0..12_usize, any::<bool>()).prop_map(|(order, all)| Act::Refund { order, all }),
        3 => (0..3_usize).prop_map(Act::Redeem),
        1 => (0..12_usize).prop_map(Act::Cancel),
        1 => (0..12_usize).prop_map(Act::Consume),
        1 => (0..3_usize, -50..50_i64).prop_map(|(wallet, amount)| Act::Adjust { wallet, amount }),
    ];
    proptest::collection::vec((0..90_i64, act), 1..40)
}

fn do_act(
    program: &Program,
    member: &mut Member,
    number: usize,
    act: &Act,
    now: crate::Instant,
) -> Result<Effect, Refused> {
    let (id, taken) = (number.to_string(), Taken::default());
    match act {
        Act::Pay { what, quantity, price } => {
            let mut order = order(&id, "2026-03-01", "");
            let what = ["cup", "gear", "beans"][*what];
            (order.at, order.cart) = (now, cart(&format!("{quantity}x{price} {what}")));
            member::order_paid(program, member, order, now)
        }
        Act::Refund { order, all } => {
            let order = order.to_string();
            let known = member.orders.iter().find(|it| it.id == order);
            let sku = known.map_or(String::new(), |it| it.cart.lines[0].sku.clone());
            let one = [Returned { sku, quantity: 1 }];
            let back = if *all { Return::All } else { Return::Units(&one) };
            member::order_refunded(program, program, member, &order, back, now)
        }
        Act::Redeem(index) => {
            let reward = ["voucher", "tenth", "ship"][*index];
            let redeem = Redeem { redemption: &id, reward, cart: None, taken: &taken };
            member::redeem(program, member, redeem, now)
        }
        Act::Cancel(index) => member::cancel(program, member, &index.to_string(), now),
        Act::Consume(index) => member::consume(program, member, &index.to_string(), now),
        Act::Adjust { wallet, amount } => {
            let wallet = Wallet(["points", "cash", "card"][*wallet].into());
            member::adjust(program, member, &wallet, *amount, now)
        }
    }
}

/// Whether a wallet's account stands where everything booked in it has brought it.
fn stands_as_booked(account: &Account, effects: &[Effect]) {
    let booked = effects.iter().flat_map(|it| &it.transactions);
    let own: Vec<_> = booked.filter(|it| it.wallet == account.wallet).collect();
    let sum = |name| own.iter().map(|it| it.sum(name)).sum::<i64>();
    let balance = account.balance();
    assert_eq!(sum(AccountName::Available), balance.available - balance.debt, "{account:?}");
    assert_eq!(sum(AccountName::Pending), balance.pending, "{account:?}");
    assert_eq!(sum(AccountName::Reserved), balance.reserved, "{account:?}");
    assert_eq!(-sum(AccountName::Issued), balance.lifetime, "{account:?}");
    assert_eq!(sum(AccountName::Redeemed), balance.spent, "{account:?}");
    assert_eq!(sum(AccountName::Expired), balance.expired, "{account:?}");
}

proptest! {
    #[test]
    fn b5_entries_sum_to_zero_in_each_wallet_and_are_what_it_holds(story in story()) {
        let program = wallets();
        let mut member = Member::default();
        let mut now = at("2026-02-01");
        let mut effects = vec![member::join(&program, &mut member, Vec::new(), now).unwrap()];
        for (number, (hours, act)) in story.iter().enumerate() {
            now += TimeDelta::hours(*hours);
            let mut trial = member.clone();
            if let Ok(effect) = do_act(&program, &mut trial, number, act, now) {
                trial.accounts().for_each(|it| check_books(it, &effect.transactions));
                effects.push(effect);
                member = trial;
            }
        }
        member.accounts().for_each(|it| stands_as_booked(it, &effects));
        let qualified: i64 = member.qualifying.iter().map(|it| it.points).sum();
        let back = |it: &Effect| it.points();
        let earned: i64 = member.account.lifetime;
        prop_assert_eq!(qualified, earned, "points alone qualify: {:?}", effects.iter().map(back).collect::<Vec<_>>());
    }

    #[test]
    fn b5_refunds_in_parts_take_back_from_each_wallet_what_it_was_given(
        takes in proptest::collection::vec(0..3_usize, 0..9),
    ) {
        let program = wallets();
        let mut member = super::support::joined(&program, "2026-02-01");
        let now = at("2026-03-01");
        let first = member.clone();
        let order = order("o1", "2026-03-01", "3x1233 cup, 2x777 gear, 4x149 beans, -150");
        member::order_paid(&program, &mut member, order, now).unwrap();
        let back = |member: &mut Member, back: Return<'_>| {
            let mut trial = member.clone();
            if member::order_refunded(&program, &program, &mut trial, "o1", back, now).is_ok() {
                *member = trial;
            }
        };
        for take in takes {
            let sku = ["cup", "gear", "beans"][take].to_owned();
            back(&mut member, Return::Units(&[Returned { sku, quantity: 1 }]));
        }
        back(&mut member, Return::All);
        for account in member.accounts() {
            let before = first.account_in(&account.wallet).map(Account::balance).unwrap_or_default();
            prop_assert_eq!(account.balance(), before);
        }
    }
}
