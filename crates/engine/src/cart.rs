//! What is bought: carts and orders, what came back, and which of it is too large to reckon with.

use crate::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most lines a cart may have.
pub const LINES_MAX: usize = 500;
/// The most units a line may have.
pub const QUANTITY_MAX: i64 = 10_000;
/// The highest price of one unit, in minor units.
pub const PRICE_MAX: i64 = 1_000_000_000;

/// A line of a cart or an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The shop's id of the product.
    pub sku: String,
    /// The shop's category of the product.
    pub category: Option<String>,
    /// How many.
    pub quantity: i64,
    /// The price of one, in minor units, after the shop's own discounts.
    pub unit_price: i64,
}

/// What a customer buys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// ISO 4217.
    pub currency: String,
    /// What is in it.
    pub lines: Vec<Line>,
    /// What coupons take off the whole cart, in minor units; more than its worth counts as all.
    pub discount: i64,
    /// Whether it is an order of a subscription.
    #[serde(default)]
    pub subscription: bool,
}

/// Units of an order that went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The product.
    pub sku: String,
    /// How many.
    pub quantity: i64,
}

/// A paid order, with what has come back of it so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The shop's id of the order.
    pub id: String,
    /// When it was paid: its rules are those of this instant.
    pub at: Instant,
    /// The member's tier before it; part of its rules.
    pub tier: Option<String>,
    /// The segments they were in and the offers that were on for them before it, as far as
    /// purchase rules ask for any; part of its rules.
    #[serde(default)]
    pub grants: Vec<String>,
    /// Whether the member had the paid membership when it was credited; part of its rules.
    #[serde(default)]
    pub membership: bool,
    /// The lines that count for nothing, by their places ([`crate::counted`]); part of its rules.
    #[serde(default)]
    pub excepted: Vec<usize>,
    /// What was bought.
    pub cart: Cart,
    /// What has come back so far.
    pub returned: Vec<Returned>,
}

/// What of a line is kept, after returns, and what was paid for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept<'a> {
    /// The line.
    pub line: &'a Line,
    /// Units not returned.
    pub quantity: i64,
    /// What was paid for them, in minor units, less their share of the discount.
    pub paid: i64,
}

/// Why a cart or a return cannot be reckoned with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CartMistake {
    /// Another currency than the program's.
    #[error("the currency must be {expected}")]
    Currency {
        /// The program's currency.
        expected: String,
    },
    /// Too many lines.
    #[error("a cart has at most {LINES_MAX} lines")]
    Lines,
    /// No or too many units.
    #[error("a quantity is from 1 to {QUANTITY_MAX}")]
    Quantity {
        /// The line's index.
        line: usize,
    },
    /// A negative or too high price.
    #[error("a price is from 0 to {PRICE_MAX} minor units")]
    Price {
        /// The line's index.
        line: usize,
    },
    /// A negative discount.
    #[error("a discount is not negative")]
    Discount,
    /// More units come back than are left of the order.
    #[error("more units of {sku} come back than are left of the order")]
    Returned {
        /// The product.
        sku: String,
    },
    /// More points than the ledger takes in one transaction.
    #[error("the order earns more points than one transaction may hold")]
    Points,
}

impl CartMistake {
    /// The field it is about, as a path: `lines[2].quantity`.
    #[must_use]
    pub fn field(&self) -> String {
        match self {
            Self::Currency { .. } => "currency".into(),
            Self::Lines | Self::Points | Self::Returned { .. } => "lines".into(),
            Self::Quantity { line } => format!("lines[{line}].quantity"),
            Self::Price { line } => format!("lines[{line}].unit_price"),
            Self::Discount => "discount".into(),
        }
    }
}

impl Cart {
    /// Checks every limit.
    ///
    /// # Errors
    /// The first mistake found.
    pub fn check(&self, currency: &str) -> Result<(), CartMistake> {
        if self.currency != currency {
            return Err(CartMistake::Currency { expected: currency.into() });
        }
        if self.lines.len() > LINES_MAX {
            return Err(CartMistake::Lines);
        }
        if self.discount < 0 {
            return Err(CartMistake::Discount);
        }
        self.lines.iter().enumerate().try_for_each(|(line, item)| item.check(line))
    }

    /// What its lines cost before the discount.
    #[must_use]
    pub fn gross(&self) -> i64 {
        self.lines.iter().map(Line::gross).fold(0, i64::saturating_add)
    }

    /// What is paid for it.
    #[must_use]
    pub fn paid(&self) -> i64 {
        self.gross() - self.discount.min(self.gross())
    }
}

impl Line {
    fn check(&self, line: usize) -> Result<(), CartMistake> {
        if !(1..=QUANTITY_MAX).contains(&self.quantity) {
            return Err(CartMistake::Quantity { line });
        }
        if !(0..=PRICE_MAX).contains(&self.unit_price) {
            return Err(CartMistake::Price { line });
        }
        Ok(())
    }

    fn gross(&self) -> i64 {
        self.quantity.saturating_mul(self.unit_price)
    }
}

/// What is kept of a checked cart after returns, line by line.
///
/// The discount is spread over the lines in proportion to their worth (largest remainder), once
/// and for the whole cart, so that what a line was paid does not depend on what comes back.
///
/// # Errors
/// [`CartMistake::Returned`] when more comes back than was bought.
pub fn kept<'a>(cart: &'a Cart, returned: &[Returned]) -> Result<Vec<Kept<'a>>, CartMistake> {
    let mut back = units_back(returned)?;
    let paid = paid_by_line(cart);
    let kept = cart.lines.iter().zip(paid).map(|(line, paid)| {
        let quantity = line.quantity - take_units(&mut back, line);
        Kept { line, quantity, paid: share(paid, quantity, line.quantity) }
    });
    let kept = kept.collect();
    match back.into_iter().find(|(_, left)| *left > 0) {
        Some((sku, _)) => Err(CartMistake::Returned { sku: sku.into() }),
        None => Ok(kept),
    }
}

fn units_back(returned: &[Returned]) -> Result<BTreeMap<&str, i64>, CartMistake> {
    let mut units = BTreeMap::new();
    for item in returned {
        if !(1..=QUANTITY_MAX * 500).contains(&item.quantity) {
            return Err(CartMistake::Returned { sku: item.sku.clone() });
        }
        let sum: &mut i64 = units.entry(item.sku.as_str()).or_default();
        *sum = sum.saturating_add(item.quantity);
    }
    Ok(units)
}

fn take_units(back: &mut BTreeMap<&str, i64>, line: &Line) -> i64 {
    let Some(left) = back.get_mut(line.sku.as_str()) else { return 0 };
    let taken = line.quantity.min(*left);
    *left -= taken;
    taken
}

/// What was paid for each line, less its share of the discount.
fn paid_by_line(cart: &Cart) -> Vec<i64> {
    let gross = cart.gross();
    let discount = cart.discount.min(gross);
    let wanted = |line: &Line| i128::from(line.gross()) * i128::from(discount);
    let whole = i128::from(gross.max(1));
    let shares = largest_remainder(cart.lines.iter().map(wanted), whole, i128::from(discount));
    cart.lines.iter().zip(shares).map(|(line, share)| line.gross() - share).collect()
}

/// `amount` × `part` / `whole`, down.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(part) / i128::from(whole.max(1));
    i64::try_from(exact).unwrap_or(i64::MAX)
}

/// Rounds fractions `numerator / denominator` so that they sum to `total`: each down, then one
/// more for those that lost most, the first among equals.
pub(crate) fn largest_remainder(
    numerators: impl Iterator<Item = i128>,
    denominator: i128,
    total: i128,
) -> Vec<i64> {
    let exact: Vec<i128> = numerators.collect();
    let mut whole: Vec<i128> = exact.iter().map(|it| it / denominator).collect();
    let mut by_loss: Vec<usize> = (0..exact.len()).collect();
    by_loss.sort_by_key(|&index| std::cmp::Reverse(exact[index] % denominator));
    let lost = usize::try_from(total - whole.iter().sum::<i128>()).unwrap_or(0);
    by_loss.into_iter().take(lost).for_each(|index| whole[index] += 1);
    whole.into_iter().map(|it| i64::try_from(it).unwrap_or(i64::MAX)).collect()
}

impl Order {
    /// What is kept of it; nothing, should it be beyond the limits.
    #[must_use]
    pub fn kept(&self) -> Vec<Kept<'_>> {
        kept(&self.cart, &self.returned).unwrap_or_default()
    }
}
