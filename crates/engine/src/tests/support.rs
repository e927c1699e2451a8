//! Programs, carts and instants written short.

use crate::Instant;
use crate::cart::{Cart, Line, Order, Returned};
use crate::ledger::{Account, Lot, Transaction, Used};
use crate::member::{Effect, Member};
use crate::program::Program;

/// The head every test program has.
pub const HEAD: &str = r#"
[program]
id = "test"
name = "Test"
currency = "PLN"
time_zone = "Europe/Warsaw"
languages = ["en"]
[unit.en]
one = "point"
other = "points"
"#;

/// A rule of one point for one złoty, under [`HEAD`].
pub const ONE_A_ZLOTY: &str = r#"
[[purchase]]
id = "all"
title = "Shopping"
points = 1
per = 100
"#;

/// A program of [`HEAD`] and more.
pub fn program(more: &str) -> Program {
    let read = Program::parse(&format!("{HEAD}{more}"));
    read.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// The demo's program.
pub fn demo() -> Program {
    let read = Program::parse(include_str!("../../../../programs/demo.toml"));
    read.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// Noon of a day in UTC, or an instant: `2026-03-01`, `2026-03-01T22:00:00Z`.
pub fn at(text: &str) -> Instant {
    let text = if text.contains('T') { text.to_owned() } else { format!("{text}T12:00:00Z") };
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// A cart written as `2x4900 africa, 1x8900 gear, -1000`; a line's sku is its category's name;
/// `subscription` among them makes it one of a subscription.
pub fn cart(text: &str) -> Cart {
    let mut cart =
        Cart { currency: "PLN".into(), lines: Vec::new(), discount: 0, subscription: false };
    for item in text.split(", ").filter(|item| !item.is_empty()) {
        if item == "subscription" {
            cart.subscription = true;
            continue;
        }
        if let Some(discount) = item.strip_prefix('-') {
            cart.discount = discount.parse().unwrap();
            continue;
        }
        let (amount, category) = item.split_once(' ').unwrap_or((item, "any"));
        let (quantity, unit_price) = amount.split_once('x').unwrap();
        cart.lines.push(Line {
            sku: category.into(),
            category: Some(category.into()),
            quantity: quantity.parse().unwrap(),
            unit_price: unit_price.parse().unwrap(),
        });
    }
    cart
}

/// Returned units written as `2 africa, 1 gear`.
pub fn returned(text: &str) -> Vec<Returned> {
    let items = text.split(", ").filter(|item| !item.is_empty());
    let item = |item: &str| {
        let (quantity, sku) = item.split_once(' ').unwrap();
        Returned { sku: sku.into(), quantity: quantity.parse().unwrap() }
    };
    items.map(item).collect()
}

/// An order of that cart.
pub fn order(id: &str, day: &str, lines: &str) -> Order {
    Order {
        id: id.into(),
        at: at(day),
        tier: None,
        grants: Vec::new(),
        excepted: Vec::new(),
        membership: false,
        cart: cart(lines),
        returned: Vec::new(),
    }
}

/// A member who joined on that day.
pub fn joined(program: &Program, day: &str) -> Member {
    let mut member = Member::default();
    crate::member::join(program, &mut member, Vec::new(), at(day)).unwrap();
    member
}

/// The order paid on its own day.
pub fn pay(program: &Program, member: &mut Member, order: Order) -> Effect {
    let now = order.at;
    crate::member::order_paid(program, member, order, now).unwrap()
}

/// What an open redemption holds, as a caller keeps it when it is used.
pub fn about_to_be_used(account: &Account, redemption: &str, at: Instant) -> Option<Used> {
    let hold = account.holds.iter().find(|it| it.redemption == redemption)?.clone();
    let cost = hold.from.iter().map(|(_, part)| part).sum();
    Some(Used { hold, cost, lots: account.lots_held(redemption), at })
}

/// Whether the books hold: entries sum to zero, no balance is negative, the totals agree.
pub fn check_books(account: &Account, transactions: &[Transaction]) {
    for transaction in transactions {
        let sum: i64 = transaction.entries.iter().map(|entry| entry.amount).sum();
        assert_eq!(sum, 0, "entries sum to zero: {transaction:?}");
        let foreign = transaction.entries.iter().find(|it| it.wallet != transaction.wallet);
        assert_eq!(foreign, None, "a transaction is of one wallet: {transaction:?}");
    }
    let balance = account.balance();
    let parts = |lot: &Lot| [lot.pending, lot.available, lot.reserved, lot.expired];
    assert!(account.lots.iter().flat_map(parts).all(|part| part >= 0), "{account:?}");
    assert!(balance.debt == 0 || balance.available == 0, "debt is paid first: {account:?}");
    assert!(account.debt >= 0 && account.spent >= 0 && account.expired >= 0, "{account:?}");
    let held: i64 = account.holds.iter().flat_map(|hold| &hold.from).map(|(_, part)| part).sum();
    assert_eq!(held, balance.reserved, "holds are what is reserved");
    let here = balance.pending + balance.available - balance.debt + balance.reserved;
    let gone = balance.spent + balance.expired;
    assert_eq!(here + gone, balance.lifetime + account.adjusted, "{account:?}");
}
