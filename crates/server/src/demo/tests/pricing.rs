//! What a cart costs.

use crate::demo::cart::{Cart, Delivery};
use crate::demo::pricing::{CouponState, Priced, price, understands};
use chrono::{DateTime, TimeDelta, Utc};
use stempel_protocol::{Coupon, Money, RedemptionStatus, RewardKind};

fn coupon(kind: RewardKind) -> Coupon {
    Coupon {
        code: "CODE".into(),
        redemption: String::new(),
        reward: String::new(),
        kind,
        status: RedemptionStatus::Issued,
        value: None,
        percent: None,
        sku: None,
        item: None,
        minimum_spend: None,
        expires_at: None,
        order: None,
    }
}

fn zloty(amount: i64) -> Option<Money> {
    Some(Money { amount: amount * 100, currency: "PLN".into() })
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn priced(lines: &[(&str, i64)], coupons: Vec<Coupon>) -> Priced {
    let lines = lines.iter().map(|(sku, quantity)| ((*sku).to_owned(), *quantity)).collect();
    price(&Cart { lines, coupons, ..Cart::default() }, now())
}

#[test]
fn prices_come_from_the_catalogue() {
    let priced = priced(&[("dripper", 2), ("no-such-thing", 5)], vec![]);
    assert_eq!((priced.goods, priced.shipping, priced.total), (17_800, 1490, 19_290));
    assert_eq!(priced.free_delivery_missing, 2200);
}

#[test]
fn delivery_is_free_from_200_and_when_picked_up() {
    assert_eq!(priced(&[("grinder", 1)], vec![]).shipping, 0);
    let cart =
        Cart { lines: vec![("dripper".into(), 1)], delivery: Delivery::Pickup, ..Cart::default() };
    assert_eq!(price(&cart, now()).shipping, 0);
    assert_eq!(price(&Cart::default(), now()).total, 0);
}

#[test]
fn percent_is_rounded_to_the_nearest_grosz() {
    let percent = Coupon { percent: Some(15), ..coupon(RewardKind::PercentOff) };
    assert_eq!(priced(&[("brazil-cerrado", 1)], vec![percent]).discount, 585);
}

#[test]
fn amount_never_takes_more_than_the_goods() {
    let amount = Coupon { value: zloty(100), ..coupon(RewardKind::AmountOff) };
    let priced = priced(&[("filters", 1)], vec![amount]);
    assert_eq!((priced.discount, priced.total), (2400, 1490));
}

#[test]
fn code_waits_for_its_minimum() {
    let amount =
        || Coupon { value: zloty(10), minimum_spend: zloty(60), ..coupon(RewardKind::AmountOff) };
    let small = priced(&[("filters", 1)], vec![amount()]);
    assert_eq!(small.coupons[0].state, CouponState::Waiting);
    assert_eq!((small.coupons[0].missing, small.discount), (3600, 0));
    assert!(small.active_codes().is_empty());
    let enough = priced(&[("filters", 3)], vec![amount()]);
    assert_eq!((enough.discount, enough.active_codes().len()), (1000, 1));
}

#[test]
fn expired_code_does_nothing() {
    let amount =
        Coupon { value: zloty(10), expires_at: Some(now()), ..coupon(RewardKind::AmountOff) };
    let priced = priced(&[("dripper", 1)], vec![amount]);
    assert_eq!((priced.coupons[0].state, priced.discount), (CouponState::Over, 0));
}

#[test]
fn free_product_is_added_at_no_price() {
    let gift = Coupon { sku: Some("cappuccino".into()), ..coupon(RewardKind::FreeProduct) };
    let priced = priced(&[("dripper", 1)], vec![gift]);
    assert_eq!((priced.gifts.len(), priced.goods, priced.discount), (1, 8900, 0));
}

#[test]
fn free_delivery_is_kept_for_later_when_delivery_costs_nothing() {
    let free = || coupon(RewardKind::FreeShipping);
    let useful = priced(&[("dripper", 1)], vec![free()]);
    assert_eq!((useful.shipping, useful.coupons[0].state), (0, CouponState::Active));
    let idle = priced(&[("grinder", 1)], vec![free()]);
    assert_eq!(idle.coupons[0].state, CouponState::Idle);
}

#[test]
fn code_the_shop_cannot_honour_is_not_understood() {
    let other_money = Money { amount: 1000, currency: "EUR".into() };
    let cases = [
        coupon(RewardKind::Unknown),
        coupon(RewardKind::AmountOff),
        Coupon { value: Some(other_money), ..coupon(RewardKind::AmountOff) },
        Coupon { sku: Some("tea".into()), ..coupon(RewardKind::FreeProduct) },
    ];
    assert!(cases.iter().all(|case| !understands(case)));
}
