//! Draws: which lots win. Every lot has the same chance; a member wins once at most, however many lots
//! they have.

use std::collections::BTreeSet;

/// A lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// The redemption it came by.
    pub redemption: String,
    /// Whose it is.
    pub member: String,
}

/// The places of the lots that win, in the order they were drawn. `chance(n)` gives one of 0 to n - 1,
/// each as likely as any other.
///
/// # Errors
/// When there is no chance to be had.
pub fn draw<E>(
    lots: &[Lot],
    winners: i64,
    mut chance: impl FnMut(usize) -> Result<usize, E>,
) -> Result<Vec<usize>, E> {
    let mut urn: Vec<usize> = (0..lots.len()).collect();
    let (mut drawn, mut won) = (Vec::new(), BTreeSet::new());
    let winners = usize::try_from(winners).unwrap_or(0);
    while drawn.len() < winners && !urn.is_empty() {
        let place = urn.swap_remove(chance(urn.len())?);
        if won.insert(lots[place].member.as_str()) {
            drawn.push(place);
        }
    }
    Ok(drawn)
}
