//! Making a member, and writing back what a command did to one.

use super::{Stored, accounts, progress};
use crate::args;
use crate::store::lots::{self, Lots};
use crate::store::time::millis;
use crate::store::{StoreError, Tx, counters, json, new_id, orders};
use stempel_engine::ledger::Account;
use stempel_engine::member::{Effect, Member};
use stempel_protocol::Timestamp;

/// A customer becomes a member, with an empty account, the next card and that version: zero, or
/// where a former membership ended.
///
/// # Errors
/// When the database fails.
pub fn create(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    nickname: Option<&str>,
    version: i64,
    now: Timestamp,
) -> Result<Stored, StoreError> {
    let id = new_id(now);
    let card = counters::next(tx, program, "card")?;
    tx.execute(
        "INSERT INTO members (program, customer, member, version, joined_at, nickname, card)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![program, customer, &id, version, millis(now), nickname, card],
    )?;
    tx.execute(
        "INSERT INTO accounts (program, member, wallet, pending, available, reserved, debt,
                               lifetime, spent, expired, adjusted, lots, transactions)
         VALUES ($1, $2, $3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
        args![program, &id, &Account::default().wallet.0],
    )?;
    Ok(Stored {
        program: program.to_owned(),
        customer: customer.to_owned(),
        id,
        version,
        nickname: nickname.map(str::to_owned),
        lang: None,
        contact: None,
        card: card.unsigned_abs(),
        transactions: 0,
        member: Member::default(),
        redemptions: Vec::new(),
        lots: Lots::new(),
    })
}

/// Writes back what a command did to a member, all but its transactions and redemptions.
/// `rules` is the version of the program it was decided under.
pub(in crate::store) fn save(
    tx: &mut Tx<'_>,
    stored: &mut Stored,
    effect: &Effect,
    rules: &str,
) -> Result<(), StoreError> {
    let version = "UPDATE members SET version = $3 + 1, record = $4
                   WHERE program = $1 AND member = $2 AND version = $3";
    let record = json::write(&stored.member.record)?;
    let found = tx.execute(version, args![&stored.program, &stored.id, stored.version, &record])?;
    if found != 1 {
        return Err(StoreError::Corrupt("a member changed while a command held them".into()));
    }
    stored.version += 1;
    for account in stored.member.accounts() {
        let booked = || effect.transactions.iter().any(|it| it.wallet == account.wallet);
        if account.wallet.is_primary() || booked() {
            accounts::save(tx, stored, account)?;
        }
        let before = stored.lots.get(&account.wallet).map_or(&[][..], Vec::as_slice);
        lots::save(tx, &stored.program, &stored.id, before, account)?;
    }
    let lots = stored.member.accounts().map(|it| (it.wallet.clone(), it.lots.clone()));
    stored.lots = lots.collect();
    for order in &effect.orders {
        orders::credit(tx, &stored.program, &stored.customer, &stored.id, rules, order)?;
    }
    progress::save(tx, &stored.program, &stored.id, effect)
}
