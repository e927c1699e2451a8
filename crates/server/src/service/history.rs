//! `GET member/transactions`: the ledger in the member's eyes, newest first.

use super::{Context, Customer, hold, member_of, wire};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::{Tx, ledger, members};
use stempel_engine::member;
use stempel_protocol::TransactionPage;

/// How many lines a page has when nobody asks.
const LIMIT: i64 = 50;
/// The most lines of a page.
const LIMIT_MAX: i64 = 200;

/// One page, from a cursor. What was due by now must have been booked: see [`is_due`].
///
/// # Errors
/// `NotJoined`; `InvalidField` for a cursor not given by us or a limit out of range.
pub fn page(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    cursor: Option<&str>,
    limit: Option<i64>,
) -> Result<TransactionPage, Refusal> {
    let limit = limit.unwrap_or(LIMIT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Refusal::field("limit", format!("a page has 1 to {LIMIT_MAX} lines")));
    }
    let before = cursor.map(read_cursor).transpose()?;
    let program = context.program();
    let id = members::id(tx, context.ledger(), &customer.id)?.ok_or(Refusal::NotJoined)?;
    let mut lines = ledger::page(tx, context.ledger(), &id, before, limit + 1)?;
    let more = lines.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = lines.last().filter(|_| more).map(|line| line.number.to_string());
    let items = lines.into_iter();
    let items = items.map(|line| wire::transaction(program, line, &context.lang)).collect();
    Ok(TransactionPage { items, next })
}

fn read_cursor(cursor: &str) -> Result<i64, Refusal> {
    let number = cursor.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Refusal::field("cursor", "not a cursor of this history"))
}

/// Whether something was due by now that is not booked yet.
///
/// # Errors
/// When the database fails.
pub fn is_due(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<bool, Refusal> {
    let stored = member_of(tx, context, &customer.id, Wanted::ToCredit(context.now))?;
    let due = stored.map(|mut stored| {
        !member::settle(context.program(), &mut stored.member, context.now).transactions.is_empty()
    });
    Ok(due.unwrap_or(false))
}

/// Books what was due by now, so that a history and a balance read together agree.
///
/// # Errors
/// When the database fails.
pub fn settle(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<(), Refusal> {
    hold(tx, context, &customer.id)?;
    let program = context.program();
    let Some(mut stored) = member_of(tx, context, &customer.id, Wanted::ToCredit(context.now))?
    else {
        return Ok(());
    };
    let effect = member::settle(program, &mut stored.member, context.now);
    if !effect.transactions.is_empty() {
        ledger::append(tx, &mut stored, &effect, &program.version)?;
    }
    Ok(())
}
