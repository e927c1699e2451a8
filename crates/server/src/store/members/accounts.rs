//! A member's accounts: what their wallets hold, the lots that a command needs, and when what is held
//! expires.

use super::{Stored, Wanted};
use crate::args;
use crate::store::db::Row;
use crate::store::json;
use crate::store::lots::{self, Lots};
use crate::store::time::{instant, millis};
use crate::store::{StoreError, Tx, redemptions};
use std::collections::BTreeMap;
use stempel_engine::ledger::{Account, Beyond, Lot, Wallet};
use stempel_engine::member::Member;
use stempel_protocol::Timestamp;

/// How many instants at which something expires are told of a wallet.
const EXPIRIES: usize = 100;

/// An account as its row says, without lots and holds.
pub(super) struct Head {
    pub(super) account: Account,
    pending: i64,
    available: i64,
    transactions: i64,
}

pub(super) fn head(row: &Row<'_>) -> Result<Head, StoreError> {
    let account = Account {
        wallet: Wallet(row.text(14)?),
        debt: row.int(4)?,
        lifetime: row.int(5)?,
        spent: row.int(6)?,
        expired: row.int(7)?,
        adjusted: row.int(8)?,
        lots_made: row.int(9)?.unsigned_abs(),
        forgiven: row.read(21, json::read)?,
        ..Account::default()
    };
    let (pending, available) = (row.int(12)?, row.int(13)?);
    Ok(Head { account, pending, available, transactions: row.int(10)? })
}

/// Puts an account in its place, with the lots and redemptions that were read.
pub(super) fn with_account(
    stored: &mut Stored,
    head: Head,
    wanted: Wanted<'_>,
    first: lots::First,
) {
    let Head { mut account, pending, available, transactions } = head;
    account.lots = stored.lots.get(&account.wallet).cloned().unwrap_or_default();
    account.holds = redemptions::holds(&stored.redemptions, &account.wallet);
    let spent = matches!(wanted, Wanted::ToSpend(wallet, ..) if *wallet == account.wallet);
    account.beyond = lots::beyond(pending, available, &account.lots, first.filter(|_| spent));
    if account.beyond.available == 0 && account.beyond.pending == 0 {
        account.beyond = Beyond::default();
    }
    if account.wallet.is_primary() {
        // The primary account's row counts the transactions of all wallets.
        stored.transactions = transactions;
        stored.member.account = account;
    } else {
        stored.member.others.insert(account.wallet.clone(), account);
    }
}

pub(super) fn lots_wanted(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    wanted: Wanted<'_>,
    heads: &[Head],
) -> Result<(Lots, lots::First), StoreError> {
    let (wallet, points, by) = match wanted {
        Wanted::Everything => return Ok((lots::all(tx, program, id)?, None)),
        Wanted::ToCredit(by) | Wanted::ToShow(by) => {
            return Ok((lots::due(tx, program, id, by)?, None));
        }
        Wanted::ToSpend(wallet, points, by) => (wallet, points, by),
    };
    let mut found = lots::due(tx, program, id, by)?;
    if points == 0 {
        return Ok((found, None));
    }
    let (more, first) = lots::spent_first(tx, program, id, wallet, points, by)?;
    let own = found.entry(wallet.clone()).or_default();
    let more = more.into_iter().filter(|lot| own.iter().all(|known| known.id != lot.id));
    let more: Vec<_> = more.collect();
    own.extend(more);
    own.sort_by_key(|lot| lot.id);
    // As the ledger counts them: what is spent after the first lot that was left out does not help,
    // nor does what expires by then.
    let counts = |lot: &&Lot| {
        let before = first.is_none_or(|(at, id)| lot.spending_order() < (at.is_none(), at, id));
        before && lot.expires_at.is_none_or(|at| at > by)
    };
    let here: i64 = own.iter().filter(counts).map(|lot| lot.available).sum();
    let all = heads.iter().find(|it| it.account.wallet == *wallet).map_or(0, |it| it.available);
    if here < points && here < all {
        return Ok((lots::all(tx, program, id)?, None));
    }
    Ok((found, first))
}

/// When what a member holds expires, by wallet, soonest first: the next [`EXPIRIES`] instants of
/// each. `settled` is what was made of them in memory by then.
///
/// # Errors
/// When the database fails.
pub fn expiring(
    tx: &mut Tx<'_>,
    stored: &Stored,
    settled: &Member,
    now: Timestamp,
) -> Result<BTreeMap<Wallet, Vec<(Timestamp, i64)>>, StoreError> {
    let mut all = BTreeMap::new();
    for account in settled.accounts() {
        let before = stored.lots.get(&account.wallet).map_or(&[][..], Vec::as_slice);
        let of = (stored.program.as_str(), stored.id.as_str());
        let mut sums = lots::expiring(tx, of, &account.wallet, now, EXPIRIES)?;
        let last = sums.last().filter(|_| sums.len() == EXPIRIES).map(|it| it.0);
        for (at, points) in lots::expiry_changes(before, &account.lots) {
            match sums.binary_search_by_key(&at, |it| it.0) {
                Ok(place) => sums[place].1 += points,
                Err(place) if at > millis(now) && last.is_none_or(|last| at < last) => {
                    sums.insert(place, (at, points));
                }
                Err(_) => {}
            }
        }
        let left = sums.into_iter().filter(|(_, points)| *points > 0).take(EXPIRIES);
        let left = left.map(|(at, points)| Ok((instant(at)?, points)));
        all.insert(account.wallet.clone(), left.collect::<Result<Vec<_>, StoreError>>()?);
    }
    Ok(all)
}

/// A further wallet's row is there from its first transaction on.
pub(super) fn save(tx: &mut Tx<'_>, stored: &Stored, account: &Account) -> Result<(), StoreError> {
    let balance = account.balance();
    let transactions = if account.wallet.is_primary() { stored.transactions } else { 0 };
    tx.execute(
        "INSERT INTO accounts (program, member, wallet, pending, available, reserved, debt,
                               lifetime, spent, expired, adjusted, lots, transactions, forgiven)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (program, member, wallet) DO UPDATE SET
            pending = excluded.pending, available = excluded.available,
            reserved = excluded.reserved, debt = excluded.debt, lifetime = excluded.lifetime,
            spent = excluded.spent, expired = excluded.expired, adjusted = excluded.adjusted,
            lots = excluded.lots, transactions = excluded.transactions,
            forgiven = excluded.forgiven",
        args![
            &stored.program,
            &stored.id,
            &account.wallet.0,
            balance.pending,
            balance.available,
            balance.reserved,
            account.debt,
            account.lifetime,
            account.spent,
            account.expired,
            account.adjusted,
            number(account.lots_made),
            transactions,
            &json::write(&account.forgiven)?,
        ],
    )?;
    Ok(())
}

/// A count as the database keeps it.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
