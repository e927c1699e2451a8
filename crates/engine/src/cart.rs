//! What is bought: carts and orders, what came back, and which of it is too large to reckon with.

use crate::Instant;
use serde::{Deserialize, Serialize};

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
        self.lines.iter().map(Line::gross).sum()
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
        self.quantity * self.unit_price
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
    let _ = (cart, returned);
    todo!()
}
