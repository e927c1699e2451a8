//! A member leaves: nothing of theirs stays open. The books keep what was booked.

use super::{Effect, Member, Refused, cancel, settle};
use crate::Instant;
use crate::ledger;
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
    let holds = member.accounts().flat_map(|account| &account.holds);
    let open: Vec<String> = holds.map(|hold| hold.redemption.clone()).collect();
    for redemption in open {
        effect.extend(cancel(program, member, &redemption, now)?);
    }
    for account in std::iter::once(&mut member.account).chain(member.others.values_mut()) {
        effect.transactions.extend(ledger::forfeit(account, now));
    }
    member.joined_at = None;
    Ok(effect)
}
