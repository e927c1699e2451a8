//! What of an order counts: what is kept of it, without what the program excepts from points
//! altogether. Whatever goes by orders asks here: points, tiers, challenges, games, friends, surveys.
//!
//! - What is excepted counts neither as money nor as units nor as an order.
//! - Which lines are is decided once, when an order is credited ([`Order::excepted`]): what counted is
//!   what a refund takes back, whatever the program says by then.

use crate::cart::{self, Cart, CartMistake, Kept, Order, Returned};
use crate::program::Program;

/// What of a cart or an order counts. Nothing does where something is excepted and nothing was paid
/// for the rest: what comes along with it for nothing makes no order of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<'a>(Vec<Kept<'a>>);

/// Which lines of a cart the program excepts from points altogether, by their places.
#[must_use]
pub fn excepted(program: &Program, cart: &Cart) -> Vec<usize> {
    let lines = cart.lines.iter().enumerate();
    let never = lines.filter(|(_, line)| program.points.never_earns.excludes(line));
    never.map(|(place, _)| place).collect()
}

impl<'a> Counted<'a> {
    /// What counts of what is kept, line by line, of a cart with those lines excepted.
    #[must_use]
    pub fn new(kept: Vec<Kept<'a>>, excepted: &[usize]) -> Self {
        let kept = kept.into_iter().enumerate();
        let rest = kept.filter(|(place, it)| it.quantity > 0 && !excepted.contains(place));
        let rest = Self(rest.map(|(_, it)| it).collect());
        if excepted.is_empty() || rest.paid() > 0 { rest } else { Self(Vec::new()) }
    }

    /// What would count of what is kept of a cart by the program as it is.
    ///
    /// # Errors
    /// [`CartMistake::Returned`] when more comes back than was bought.
    pub fn of_cart(
        program: &Program,
        cart: &'a Cart,
        returned: &[Returned],
    ) -> Result<Self, CartMistake> {
        Ok(Self::new(cart::kept(cart, returned)?, &excepted(program, cart)))
    }

    /// What counts of an order, as it was decided when it was credited.
    #[must_use]
    pub fn of(order: &'a Order) -> Self {
        Self::new(order.kept(), &order.excepted)
    }

    /// The lines that count, each with some units.
    #[must_use]
    pub fn lines(&self) -> &[Kept<'a>] {
        &self.0
    }

    /// What was paid for them, in minor units.
    #[must_use]
    pub fn paid(&self) -> i64 {
        self.0.iter().map(|it| it.paid).sum()
    }

    /// As how many orders it counts: one, or none.
    #[must_use]
    pub fn orders(&self) -> i64 {
        i64::from(!self.0.is_empty())
    }

    /// Whether it counts as an order that comes to so much.
    #[must_use]
    pub fn comes_to(&self, minimum_spend: i64) -> bool {
        !self.0.is_empty() && self.paid() >= minimum_spend
    }
}
