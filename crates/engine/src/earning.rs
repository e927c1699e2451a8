//! What a cart earns: one function for the quote and for the credit. Exact integers, rounded once.

use crate::Instant;
use crate::cart::{Cart, CartMistake, Returned};
use crate::ledger::Part;
use crate::program::Program;

/// The most points one order may earn.
pub const POINTS_MAX: i64 = 1_000_000_000_000;

/// What a cart earns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earned {
    /// The points.
    pub points: i64,
    /// What each rule and the tier's bonus add; they sum to `points`, none is zero.
    pub parts: Vec<Part>,
    /// When a rule begins or ends next: until then the figure holds.
    pub valid_until: Option<Instant>,
}

/// What a cart earns at that instant in that tier.
///
/// # Errors
/// When the cart is beyond the limits of [`crate::cart`].
pub fn quote(
    program: &Program,
    tier: Option<&str>,
    cart: &Cart,
    at: Instant,
) -> Result<Earned, CartMistake> {
    quote_kept(program, tier, cart, &[], at)
}

/// What is earned by what is kept of a cart after returns.
///
/// # Errors
/// When the cart is beyond the limits of [`crate::cart`] or more comes back than was bought.
pub fn quote_kept(
    program: &Program,
    tier: Option<&str>,
    cart: &Cart,
    returned: &[Returned],
    at: Instant,
) -> Result<Earned, CartMistake> {
    let _ = (program, tier, cart, returned, at);
    todo!()
}
