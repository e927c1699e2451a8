//! Carts left behind: what the shop told last of a member's cart, as long as no order came after it.

use crate::Instant;
use crate::member::Member;
use crate::program::{Because, Program};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// A cart is forgotten so many days after it was told of.
pub const FORGOTTEN_DAYS: i64 = 14;

/// What was told of a cart last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When it was so.
    pub at: Instant,
    /// Whether there was anything in it.
    pub full: bool,
}

/// The shop told of the cart; whether that is news: of two the later one counts, and an order empties
/// the cart.
pub fn told(member: &mut Member, full: bool, at: Instant) -> bool {
    let is_news = member.record.cart.is_none_or(|known| known.at < at);
    if is_news {
        member.record.cart = Some(Seen { at, full });
    }
    is_news
}

/// From when on a cart has been left for so many hours, and when it is forgotten; nothing when there is
/// none at that instant.
#[must_use]
pub fn left(member: &Member, hours: i64, at: Instant) -> Option<Instant> {
    let seen = member.record.cart.filter(|it| it.full)?;
    let (from, to) = (seen.at + TimeDelta::hours(hours), seen.at + TimeDelta::days(FORGOTTEN_DAYS));
    (from <= at && at < to).then_some(to)
}

/// When an offer for a left cart begins or ends by time alone, next after that instant.
pub(crate) fn edge(program: &Program, member: &Member, at: Instant) -> Option<Instant> {
    let seen = member.record.cart.filter(|it| it.full)?;
    let hours = program.offers.iter().filter_map(|it| match it.because {
        Because::LeftCart { hours } => Some(hours),
        _ => None,
    });
    let begins = hours.map(|hours| seen.at + TimeDelta::hours(hours));
    let forgotten = seen.at + TimeDelta::days(FORGOTTEN_DAYS);
    begins.chain([forgotten]).filter(|edge| *edge > at).min()
}
