//! The ledger: appends what a command did, and reads it back page by page. Nothing here changes
//! or removes what was booked; the database would refuse it.

use super::members::{self, Stored};
use super::time::{instant, millis};
use super::{StoreError, Tx, adjustments, json, redemptions};
use crate::args;
use std::collections::BTreeMap;
use stempel_engine::ledger::{
    AccountName, Entry, Part, Source, Transaction, TransactionKind, Wallet,
};
use stempel_engine::member::Effect;
use stempel_engine::redemption::Status;
use stempel_protocol::Timestamp;

/// One line of a member's history.
pub struct Line {
    /// Its place in the member's ledger, from 1.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// What it was.
    pub kind: TransactionKind,
    /// When.
    pub at: Timestamp,
    /// What it came from.
    pub source: Source,
    /// The reward, for redemptions.
    pub reward: Option<String>,
    /// The rules behind it.
    pub parts: Vec<Part>,
    /// The wallet.
    pub wallet: Wallet,
    /// What it changed in the available points there.
    pub change: i64,
    /// The available points after it.
    pub balance: i64,
    /// The merchant's reason.
    pub note: Option<String>,
}

/// Appends everything a command did to a member and brings all its rows up to date, under the
/// program's version `rules`.
///
/// # Errors
/// When the database fails.
pub fn append(
    tx: &mut Tx<'_>,
    stored: &mut Stored,
    effect: &Effect,
    rules: &str,
) -> Result<(), StoreError> {
    let mut balances = balances_before(stored, effect);
    let first = stored.transactions + 1;
    for (number, transaction) in (first..).zip(&effect.transactions) {
        let balance = balances.entry(transaction.wallet.clone()).or_default();
        *balance += transaction.change();
        stored.transactions = number;
        book(tx, stored, transaction, number, *balance)?;
    }
    for expired in effect.transactions.iter().take(effect.settled) {
        expire_redemption(tx, stored, expired)?;
    }
    members::save(tx, stored, effect, rules)
}

/// What was available in each wallet, less what was owed there, before an effect.
fn balances_before(stored: &Stored, effect: &Effect) -> BTreeMap<Wallet, i64> {
    let before = |account: &stempel_engine::ledger::Account| {
        let after = account.balance();
        let own = effect.transactions.iter().filter(|it| it.wallet == account.wallet);
        let changed: i64 = own.map(Transaction::change).sum();
        (account.wallet.clone(), after.available - after.debt - changed)
    };
    stored.member.accounts().map(before).collect()
}

fn book(
    tx: &mut Tx<'_>,
    stored: &Stored,
    transaction: &Transaction,
    number: i64,
    balance: i64,
) -> Result<(), StoreError> {
    debug_assert_eq!(transaction.entries.iter().map(|it| it.amount).sum::<i64>(), 0);
    let id = super::new_id(transaction.at);
    tx.execute(
        "INSERT INTO transactions (program, member, number, transaction_id, kind, at, source,
                                   reward, parts, change, balance, shown, wallet)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            &stored.program,
            &stored.id,
            number,
            &id,
            word(transaction.kind),
            millis(transaction.at),
            &json::write(&transaction.source)?,
            reward(stored, &transaction.source),
            &json::write(&transaction.parts)?,
            transaction.change(),
            balance,
            i64::from(is_shown(transaction)),
            &transaction.wallet.0,
        ],
    )?;
    enter(tx, &stored.program, &id, &transaction.entries)
}

fn enter(
    tx: &mut Tx<'_>,
    program: &str,
    transaction: &str,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let mut params = Vec::with_capacity(entries.len() * 7);
    for (position, entry) in (0_i64..).zip(entries) {
        let lot = entry.lot.map(|lot| i64::try_from(lot.0).unwrap_or(i64::MAX));
        let (account, wallet) = (account(entry.account), &entry.wallet.0);
        params.extend(args![program, transaction, position, account, wallet, lot, entry.amount]);
    }
    let into = "entries (program, transaction_id, position, account, wallet, lot, amount)";
    tx.insert_all(into, 7, &params, "")
}

/// A redemption that was not used in time: its points returned when they were due.
fn expire_redemption(
    tx: &mut Tx<'_>,
    stored: &mut Stored,
    transaction: &Transaction,
) -> Result<(), StoreError> {
    let (TransactionKind::Cancel, Source::Redemption(id)) = (transaction.kind, &transaction.source)
    else {
        return Ok(());
    };
    let status = Status::Expired { at: transaction.at };
    redemptions::close(tx, &stored.program, id, &status)?;
    if let Some(taken) = stored.redemptions.iter_mut().find(|it| it.id == *id) {
        taken.status = status;
    }
    Ok(())
}

/// A page of a member's history, newest first, from before a number.
///
/// # Errors
/// When the database fails.
pub fn page(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT number, transaction_id, kind, at, source, reward, parts, change, balance,
                      wallet
               FROM transactions
               WHERE program = $1 AND member = $2 AND number < $3 AND shown = 1
               ORDER BY number DESC LIMIT $4";
    let before = before.unwrap_or(i64::MAX);
    let mut lines = tx.query(sql, args![program, member, before, limit], |row| {
        Ok(Line {
            number: row.int(0)?,
            id: row.text(1)?,
            kind: kind(&row.text(2)?)?,
            at: instant(row.int(3)?)?,
            source: json::read(&row.text(4)?)?,
            reward: row.text_or_null(5)?,
            parts: json::read(&row.text(6)?)?,
            change: row.int(7)?,
            balance: row.int(8)?,
            wallet: Wallet(row.text(9)?),
            note: None,
        })
    })?;
    with_reasons(tx, program, member, &mut lines)?;
    Ok(lines)
}

/// Adds the merchant's reasons, where there are any corrections.
fn with_reasons(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    lines: &mut [Line],
) -> Result<(), StoreError> {
    let adjusted = || lines.iter().filter(|it| it.kind == TransactionKind::Adjust);
    let (from, to) = (adjusted().map(|it| it.number).min(), adjusted().map(|it| it.number).max());
    if let Some((from, to)) = from.zip(to) {
        for (number, reason) in adjustments::reasons(tx, program, member, from, to)? {
            if let Some(line) = lines.iter_mut().find(|it| it.number == number) {
                line.note = Some(reason);
            }
        }
    }
    Ok(())
}

/// A member reads what changed what they can spend. Using a code does not, and points that wait
/// are read when they arrive; a refund is always read.
fn is_shown(transaction: &Transaction) -> bool {
    transaction.kind == TransactionKind::Refund
        || transaction.kind != TransactionKind::Use && transaction.change() != 0
}

fn reward<'a>(stored: &'a Stored, source: &Source) -> Option<&'a String> {
    let Source::Redemption(id) = source else {
        return None;
    };
    stored.redemptions.iter().find(|it| it.id == *id).map(|it| &it.reward)
}

const KINDS: [(TransactionKind, &str); 9] = [
    (TransactionKind::Earn, "earn"),
    (TransactionKind::Mature, "mature"),
    (TransactionKind::Redeem, "redeem"),
    (TransactionKind::Use, "use"),
    (TransactionKind::Release, "release"),
    (TransactionKind::Cancel, "cancel"),
    (TransactionKind::Refund, "refund"),
    (TransactionKind::Expire, "expire"),
    (TransactionKind::Adjust, "adjust"),
];

fn word(kind: TransactionKind) -> &'static str {
    KINDS.iter().find(|(it, _)| *it == kind).map_or("", |(_, word)| word)
}

fn kind(word: &str) -> Result<TransactionKind, StoreError> {
    let found = KINDS.iter().find(|(_, it)| *it == word).map(|(kind, _)| *kind);
    found.ok_or_else(|| StoreError::Corrupt(format!("a transaction of kind {word}")))
}

const fn account(name: AccountName) -> &'static str {
    match name {
        AccountName::Pending => "pending",
        AccountName::Available => "available",
        AccountName::Reserved => "reserved",
        AccountName::Issued => "issued",
        AccountName::Redeemed => "redeemed",
        AccountName::Expired => "expired",
        AccountName::Adjusted => "adjusted",
    }
}
