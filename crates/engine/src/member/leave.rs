//! A member leaves: nothing of theirs stays open. The books keep what was booked.

use super::{Effect, Member, Refused, cancel, settle};
use crate::Instant;
use crate::ledger::{self, Hold};
use crate::program::Program;

/// Gives back every open redemption, then lets go of all points: those still there count as
/// expired, and what is owed is written off. Everything of the member has to be loaded.
///
/// # Errors
/// [`Refused::NotJoined`].
pub fn leave(program: &Program, member: &mut Member, now: Instant) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let mut effect = settle(program, member, now);
    let mut open: Vec<Hold> = member.accounts().flat_map(|it| it.holds.clone()).collect();
    // By what they hold, not as they were read: which of them pays a debt is always the same.
    open.sort_by(|a, b| a.from.cmp(&b.from));
    for hold in open {
        effect.extend(cancel(program, member, &hold.redemption, now)?);
    }
    // What returned to lots that are over expires as it would have without leaving.
    effect.extend(settle(program, member, now));
    for account in std::iter::once(&mut member.account).chain(member.others.values_mut()) {
        effect.transactions.extend(ledger::forfeit(account, now));
    }
    member.joined_at = None;
    Ok(effect)
}
