//! What a cart costs: pure, from the shop's catalogue and what its codes are worth.
//!
//! Percent codes come first, amounts after them, and no code takes off more than the goods cost.

use super::cart::{Cart, Delivery};
use super::catalogue::{self, CURRENCY};
use chrono::{DateTime, Utc};
use serde::Serialize;
use stempel_protocol::{Coupon, RewardKind};

const COURIER_PRICE: i64 = 1490;
/// Goods from here on are delivered free of charge.
pub const FREE_DELIVERY_FROM: i64 = 20_000;

/// A cart with its prices, as the page shows it.
#[derive(Debug, Default, Serialize)]
pub struct Priced {
    /// What is bought.
    pub lines: Vec<PricedLine>,
    /// What comes with a code, at no price.
    pub gifts: Vec<Gift>,
    /// Each code and what it does now.
    pub coupons: Vec<PricedCoupon>,
    /// The sum of the lines.
    pub goods: i64,
    /// What codes take off the goods.
    pub discount: i64,
    /// Delivery, as chosen.
    pub shipping: i64,
    /// What the courier would cost.
    pub courier: i64,
    /// The goods still missing for free delivery by courier.
    pub free_delivery_missing: i64,
    /// What is paid.
    pub total: i64,
}

/// A line with its price.
#[derive(Debug, Clone, Serialize)]
pub struct PricedLine {
    /// The product.
    pub sku: &'static str,
    /// Its category.
    pub category: &'static str,
    /// How many.
    pub quantity: i64,
    /// Of one, in grosze.
    pub unit_price: i64,
}

/// A product that comes with a code.
#[derive(Debug, Clone, Serialize)]
pub struct Gift {
    /// The product.
    pub sku: &'static str,
    /// Its category.
    pub category: &'static str,
    /// The code it comes with.
    pub code: String,
}

/// A code in the cart and what it does now.
#[derive(Debug, Clone, Serialize)]
pub struct PricedCoupon {
    /// The code.
    pub code: String,
    /// What kind of reward is behind it.
    pub kind: RewardKind,
    /// The percentage, for percentages.
    pub percent: Option<i64>,
    /// What it takes off now.
    pub off: i64,
    /// The goods still missing before it counts.
    pub missing: i64,
    /// Until when it is valid.
    pub expires_at: Option<DateTime<Utc>>,
    /// How it stands in this cart.
    pub state: CouponState,
}

/// How a code stands in a cart. Only an active one is used when the order is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponState {
    /// It gives something now.
    Active,
    /// The goods are not enough yet.
    Waiting,
    /// It would change nothing, so it is kept for later.
    Idle,
    /// It is not valid any more.
    Over,
}

impl Priced {
    /// The codes that an order of this cart uses.
    pub fn active_codes(&self) -> Vec<String> {
        let active = self.coupons.iter().filter(|coupon| coupon.state == CouponState::Active);
        active.map(|coupon| coupon.code.clone()).collect()
    }
}

/// Prices a cart as of now.
pub fn price(cart: &Cart, now: DateTime<Utc>) -> Priced {
    let mut priced = Priced { lines: lines(cart), ..Priced::default() };
    priced.goods = priced.lines.iter().map(|line| line.unit_price * line.quantity).sum();
    let mut by_order: Vec<&Coupon> = cart.coupons.iter().collect();
    by_order.sort_by_key(|coupon| coupon.kind != RewardKind::PercentOff);
    for coupon in by_order {
        apply(&mut priced, coupon, now);
    }
    deliver(&mut priced, cart.delivery);
    priced.total = priced.goods - priced.discount + priced.shipping;
    priced
}

fn lines(cart: &Cart) -> Vec<PricedLine> {
    let known = cart.lines.iter().filter_map(|(sku, quantity)| {
        let product = catalogue::product(sku)?;
        Some(PricedLine {
            sku: &product.sku,
            category: &product.category,
            quantity: *quantity,
            unit_price: product.price,
        })
    });
    known.collect()
}

fn apply(priced: &mut Priced, coupon: &Coupon, now: DateTime<Utc>) {
    let minimum = coupon.minimum_spend.as_ref().map_or(0, |money| money.amount);
    let missing = (minimum - priced.goods).max(0);
    let mut counted = PricedCoupon {
        code: coupon.code.clone(),
        kind: coupon.kind,
        percent: coupon.percent,
        off: 0,
        missing,
        expires_at: coupon.expires_at,
        state: CouponState::Idle,
    };
    if coupon.expires_at.is_some_and(|at| at <= now) {
        counted.state = CouponState::Over;
    } else if missing > 0 {
        counted.state = CouponState::Waiting;
    } else {
        count(priced, coupon, &mut counted);
    }
    priced.coupons.push(counted);
}

/// Takes off what the code is worth. Free delivery is counted with the delivery.
fn count(priced: &mut Priced, coupon: &Coupon, counted: &mut PricedCoupon) {
    counted.off = goods_off(priced, coupon);
    priced.discount += counted.off;
    let gift = coupon.sku.as_deref().and_then(catalogue::product);
    if let Some(product) = gift.filter(|_| is_gift(coupon.kind)) {
        let (sku, category) = (&product.sku, &product.category);
        priced.gifts.push(Gift { sku, category, code: coupon.code.clone() });
        counted.state = CouponState::Active;
    }
    if counted.off > 0 {
        counted.state = CouponState::Active;
    }
}

fn goods_off(priced: &Priced, coupon: &Coupon) -> i64 {
    let left = priced.goods - priced.discount;
    let off = match coupon.kind {
        RewardKind::PercentOff => (left * coupon.percent.unwrap_or(0).clamp(0, 100) + 50) / 100,
        RewardKind::AmountOff | RewardKind::StoreCredit | RewardKind::GiftCard => {
            coupon.value.as_ref().map_or(0, |money| money.amount)
        }
        _ => 0,
    };
    off.clamp(0, left)
}

fn deliver(priced: &mut Priced, delivery: Delivery) {
    priced.free_delivery_missing = (FREE_DELIVERY_FROM - priced.goods).max(0);
    let something = !priced.lines.is_empty() || !priced.gifts.is_empty();
    priced.courier = if priced.free_delivery_missing == 0 { 0 } else { COURIER_PRICE };
    if delivery != Delivery::Courier || !something || priced.courier == 0 {
        return;
    }
    let free = priced
        .coupons
        .iter_mut()
        .find(|c| c.kind == RewardKind::FreeShipping && c.state == CouponState::Idle);
    match free {
        Some(coupon) => (coupon.off, coupon.state) = (COURIER_PRICE, CouponState::Active),
        None => priced.shipping = priced.courier,
    }
}

/// Whether the shop can honour a code at all.
pub fn understands(coupon: &Coupon) -> bool {
    let in_zloty = coupon.value.iter().chain(&coupon.minimum_spend);
    let currency_fits = in_zloty.into_iter().all(|money| money.currency == CURRENCY);
    currency_fits
        && match coupon.kind {
            RewardKind::PercentOff => coupon.percent.is_some(),
            RewardKind::AmountOff | RewardKind::StoreCredit | RewardKind::GiftCard => {
                coupon.value.is_some()
            }
            kind if is_gift(kind) => coupon.sku.as_deref().and_then(catalogue::product).is_some(),
            RewardKind::FreeShipping => true,
            // Events, services and sales before others are not among what this shop has.
            _ => false,
        }
}

/// Whether it puts a product into the parcel.
const fn is_gift(kind: RewardKind) -> bool {
    matches!(kind, RewardKind::FreeProduct | RewardKind::Sample)
}
