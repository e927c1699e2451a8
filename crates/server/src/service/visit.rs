//! `POST member/visits`: a member came by today. Once a day by the server's clock; what a full
//! streak earns comes by itself.

use super::{Context, Customer, hold, member_of, refusal, snapshot};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::{Tx, ledger};
use stempel_engine::activity::{self, Refused};
use stempel_protocol::Member;

/// Counts today, and gives the snapshot after it; a second call on a day changes nothing.
///
/// # Errors
/// `NotJoined`.
pub fn visit(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Member, Refusal> {
    hold(tx, context, &customer.id)?;
    let program = context.program();
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?;
    let mut stored = stored.ok_or(Refusal::NotJoined)?;
    let before = stored.member.record.streaks.clone();
    let effect = match activity::visited(program, &mut stored.member, context.now) {
        Ok(effect) => effect,
        Err(Refused::Member(refused)) => return Err(refusal(context, refused, "")),
        Err(other) => return Err(Refusal::Internal(other.to_string())),
    };
    if stored.member.record.streaks != before || !effect.transactions.is_empty() {
        ledger::append(tx, &mut stored, &effect, &program.version)?;
    }
    Ok(snapshot::of(tx, context, customer, Some(stored))?)
}
