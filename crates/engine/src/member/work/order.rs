//! What an order earns, before and after something of it came back.

use crate::cart::{self, CartMistake, Order, Returned};
use crate::counted::Counted;
use crate::earning::{self, Buyer, Earned, EarnedIn};
use crate::member::Return;
use crate::program::Program;

impl Order {
    /// The order after something more came back.
    pub(in crate::member) fn with_returned(&self, back: Return<'_>) -> Self {
        let mut after = self.clone();
        match back {
            Return::Units(units) => after.returned.extend_from_slice(units),
            Return::All => {
                let left = self.kept().into_iter().filter(|kept| kept.quantity > 0);
                let back =
                    left.map(|it| Returned { sku: it.line.sku.clone(), quantity: it.quantity });
                after.returned.extend(back);
            }
        }
        after
    }
}

/// What an order earns at its own rules, after what came back.
pub(in crate::member) fn earned_by(
    program: &Program,
    order: &Order,
) -> Result<Earned, CartMistake> {
    let buyer =
        Buyer { tier: order.tier.as_deref(), is_paid: order.membership, grants: &order.grants };
    order.cart.check(&program.currency)?;
    let counted = Counted::new(cart::kept(&order.cart, &order.returned)?, &order.excepted);
    earning::earned(program, buyer, &counted, order.cart.subscription, order.at)
}

/// What is earned less in each wallet: points, and each rule's share.
pub(in crate::member) fn less(before: Earned, after: Earned) -> Vec<EarnedIn> {
    let after = after.by_wallet();
    let mut less = before.by_wallet();
    for it in &mut less {
        let Some(after) = after.iter().find(|after| after.wallet == it.wallet) else { continue };
        it.points -= after.points;
        for part in &mut it.parts {
            let kept = after.parts.iter().find(|kept| kept.rule == part.rule);
            part.points -= kept.map_or(0, |kept| kept.points);
        }
        it.parts.retain(|part| part.points != 0);
    }
    less
}
