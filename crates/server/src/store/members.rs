//! Members: the rows that make up the engine's `Member`, read together and written back.

use super::counters;
use super::departed;
use super::json;
use super::lots::{self, Lots};
use super::orders;
use super::profiles;
use super::redemptions::{self, Taken};
use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use crate::store::db::Row;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use stempel_engine::badge::BadgeEarned;
use stempel_engine::challenge::Completed;
use stempel_engine::ledger::{Account, Beyond, Lot, Wallet};
use stempel_engine::member::{Effect, Member};
use stempel_engine::tier::Qualifying;
use stempel_protocol::{ContactChoice, Timestamp};

/// A member as stored.
pub struct Stored {
    /// The program.
    pub program: String,
    /// The shop's id.
    pub customer: String,
    /// Our id.
    pub id: String,
    /// Grows with every effect.
    pub version: i64,
    /// How they want to be addressed.
    pub nickname: Option<String>,
    /// The language to write to them in.
    pub lang: Option<String>,
    /// How to write to them.
    pub contact: Option<ContactChoice>,
    /// The serial of their card.
    pub card: u64,
    /// How many transactions they have.
    pub transactions: i64,
    /// What the engine decides on, and changes.
    pub member: Member,
    /// Open redemptions and the newest closed ones, newest first.
    pub redemptions: Vec<Taken>,
    /// The lots as they stand in the database.
    pub(super) lots: Lots,
}

/// How many instants at which something expires are told of a wallet.
const EXPIRIES: usize = 100;

/// How much of a member is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Everything but the orders, for which the record stands.
    Everything,
    /// What a command needs that only adds: the lots that something is due of by then, and open
    /// redemptions.
    ToCredit(Timestamp),
    /// The same with the newest redemptions: for a snapshot.
    ToShow(Timestamp),
    /// The same with the lots of a wallet that pay so many points.
    ToSpend(&'a Wallet, i64, Timestamp),
}

/// An account as its row says, without lots and holds.
struct Head {
    account: Account,
    pending: i64,
    available: i64,
    transactions: i64,
}

/// Reads a member; `None` for a customer who has not joined. Their orders are not read: see
/// [`with_orders`]. Of the days before `days_from` that qualified the sums by year are read.
///
/// # Errors
/// When the database fails.
pub fn load(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    wanted: Wanted<'_>,
    days_from: NaiveDate,
) -> Result<Option<Stored>, StoreError> {
    let head = "SELECT m.member, m.version, m.joined_at, m.nickname, a.debt, a.lifetime, a.spent,
                       a.expired, a.adjusted, a.lots, a.transactions, m.record, a.pending,
                       a.available, a.wallet, p.birthday, p.birthday_named_at, p.interests, p.lang,
                       p.contact, m.card
                FROM members m JOIN accounts a ON a.program = m.program AND a.member = m.member
                LEFT JOIN profiles p ON p.program = m.program AND p.member = m.member
                WHERE m.program = $1 AND m.customer = $2";
    let mut found = None;
    let heads = tx.query(head, args![program, customer], |row| {
        if found.is_none() {
            found = Some(without_accounts(program, customer, row)?);
        }
        self::head(row)
    })?;
    let Some(mut stored) = found else {
        return Ok(None);
    };
    // What is owed is paid from any lot.
    let owes = heads.iter().any(|it| it.account.debt > 0);
    let wanted = if owes { Wanted::Everything } else { wanted };
    let id = stored.id.as_str();
    let (lots, first) = lots_wanted(tx, program, id, wanted, &heads)?;
    stored.redemptions = match wanted {
        Wanted::ToCredit(_) => redemptions::open(tx, program, id)?,
        _ => redemptions::of_member(tx, program, id)?,
    };
    stored.lots = lots;
    for head in heads {
        with_account(&mut stored, head, wanted, first);
    }
    with_details(tx, stored, days_from).map(Some)
}

fn without_accounts(program: &str, customer: &str, row: &Row<'_>) -> Result<Stored, StoreError> {
    let record = row.text_or_null(11)?.map(|text| json::read(&text)).transpose()?;
    let (joined_at, record) = (Some(instant(row.int(2)?)?), record.unwrap_or_default());
    Ok(Stored {
        program: program.to_owned(),
        customer: customer.to_owned(),
        id: row.text(0)?,
        version: row.int(1)?,
        nickname: row.text_or_null(3)?,
        lang: row.text_or_null(18)?,
        contact: profiles::contact(row, 19)?,
        card: row.int(20)?.unsigned_abs(),
        transactions: 0,
        member: Member {
            joined_at,
            record,
            profile: profiles::read(row, 15)?,
            ..Member::default()
        },
        redemptions: Vec::new(),
        lots: Lots::new(),
    })
}

fn head(row: &Row<'_>) -> Result<Head, StoreError> {
    let account = Account {
        wallet: Wallet(row.text(14)?),
        debt: row.int(4)?,
        lifetime: row.int(5)?,
        spent: row.int(6)?,
        expired: row.int(7)?,
        adjusted: row.int(8)?,
        lots_made: row.int(9)?.unsigned_abs(),
        ..Account::default()
    };
    let (pending, available) = (row.int(12)?, row.int(13)?);
    Ok(Head { account, pending, available, transactions: row.int(10)? })
}

/// Puts an account in its place, with the lots and redemptions that were read.
fn with_account(stored: &mut Stored, head: Head, wanted: Wanted<'_>, first: lots::First) {
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

fn lots_wanted(
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

fn with_details(
    tx: &mut Tx<'_>,
    mut stored: Stored,
    days_from: NaiveDate,
) -> Result<Stored, StoreError> {
    let (program, id) = (stored.program.as_str(), stored.id.as_str());
    let member = &mut stored.member;
    member.completed = completed(tx, program, id)?;
    member.badges = badges(tx, program, id)?;
    member.qualifying = qualifying(tx, program, id, days_from)?;
    Ok(stored)
}

/// Reads a member's orders too, all of them.
///
/// # Errors
/// When the database fails.
pub fn with_orders(tx: &mut Tx<'_>, stored: &mut Stored) -> Result<(), StoreError> {
    stored.member.orders = orders::of_member(tx, &stored.program, &stored.id)?;
    Ok(())
}

/// The version of a customer's snapshot: zero for one who never joined. It goes on counting for one
/// who left.
///
/// # Errors
/// When the database fails.
pub fn version(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<i64, StoreError> {
    let sql = "SELECT version FROM members WHERE program = $1 AND customer = $2";
    let joined = tx.query_one(sql, args![program, customer], |row| row.int(0))?;
    match joined {
        Some(version) => Ok(version),
        None => Ok(departed::version(tx, program, customer)?.unwrap_or(0)),
    }
}

/// What a member is shown has changed by somebody else's act: their version grows.
///
/// # Errors
/// When the database fails.
pub fn touch(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<(), StoreError> {
    let sql = "UPDATE members SET version = version + 1 WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, id])?;
    Ok(())
}

/// Our id of a customer who has joined.
///
/// # Errors
/// When the database fails.
pub fn id(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT member FROM members WHERE program = $1 AND customer = $2";
    tx.query_one(sql, args![program, customer], |row| row.text(0))
}

/// The customer whose member that is.
///
/// # Errors
/// When the database fails.
pub fn customer(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT customer FROM members WHERE program = $1 AND member = $2";
    tx.query_one(sql, args![program, id], |row| row.text(0))
}

/// The customer whose card has that serial.
///
/// # Errors
/// When the database fails.
pub fn by_card(tx: &mut Tx<'_>, program: &str, serial: u64) -> Result<Option<String>, StoreError> {
    let sql = "SELECT customer FROM members WHERE program = $1 AND card = $2";
    tx.query_one(sql, args![program, number(serial)], |row| row.text(0))
}

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
    let id = super::new_id(now);
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
pub(super) fn save(
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
            save_account(tx, stored, account)?;
        }
        let before = stored.lots.get(&account.wallet).map_or(&[][..], Vec::as_slice);
        lots::save(tx, &stored.program, &stored.id, before, account)?;
    }
    let lots = stored.member.accounts().map(|it| (it.wallet.clone(), it.lots.clone()));
    stored.lots = lots.collect();
    for order in &effect.orders {
        orders::credit(tx, &stored.program, &stored.customer, &stored.id, rules, order)?;
    }
    save_progress(tx, &stored.program, &stored.id, effect)
}

/// A further wallet's row is there from its first transaction on.
fn save_account(tx: &mut Tx<'_>, stored: &Stored, account: &Account) -> Result<(), StoreError> {
    let balance = account.balance();
    let transactions = if account.wallet.is_primary() { stored.transactions } else { 0 };
    tx.execute(
        "INSERT INTO accounts (program, member, wallet, pending, available, reserved, debt,
                               lifetime, spent, expired, adjusted, lots, transactions)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (program, member, wallet) DO UPDATE SET
            pending = excluded.pending, available = excluded.available,
            reserved = excluded.reserved, debt = excluded.debt, lifetime = excluded.lifetime,
            spent = excluded.spent, expired = excluded.expired, adjusted = excluded.adjusted,
            lots = excluded.lots, transactions = excluded.transactions",
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
        ],
    )?;
    Ok(())
}

fn save_progress(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    effect: &Effect,
) -> Result<(), StoreError> {
    for undone in &effect.undone {
        tx.execute(
            "DELETE FROM completed
             WHERE program = $1 AND member = $2 AND challenge = $3 AND run = $4",
            args![program, id, &undone.challenge, &undone.run],
        )?;
    }
    for done in &effect.completed {
        tx.execute(
            "INSERT INTO completed (program, member, challenge, run, at, points)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![program, id, &done.challenge, &done.run, millis(done.at), done.points],
        )?;
    }
    for badge in &effect.badges {
        tx.execute(
            "INSERT INTO badges (program, member, badge, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (program, member, badge) DO NOTHING",
            args![program, id, &badge.badge, millis(badge.at)],
        )?;
    }
    for day in &effect.qualifying {
        tx.execute(
            "INSERT INTO qualifying (program, member, day, points, spend, orders)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (program, member, day) DO UPDATE SET
                points = qualifying.points + excluded.points,
                spend = qualifying.spend + excluded.spend,
                orders = qualifying.orders + excluded.orders",
            args![program, id, &day.day.to_string(), day.points, day.spend, day.orders],
        )?;
        tx.execute(
            "INSERT INTO qualifying_years (program, member, year, points, spend, orders)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (program, member, year) DO UPDATE SET
                points = qualifying_years.points + excluded.points,
                spend = qualifying_years.spend + excluded.spend,
                orders = qualifying_years.orders + excluded.orders",
            args![program, id, i64::from(day.day.year()), day.points, day.spend, day.orders],
        )?;
    }
    Ok(())
}

fn completed(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<Completed>, StoreError> {
    let sql = "SELECT challenge, run, at, points FROM completed
               WHERE program = $1 AND member = $2 ORDER BY at";
    tx.query(sql, args![program, id], |row| {
        Ok(Completed {
            challenge: row.text(0)?,
            run: row.text(1)?,
            at: instant(row.int(2)?)?,
            points: row.int(3)?,
        })
    })
}

fn badges(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<BadgeEarned>, StoreError> {
    let sql = "SELECT badge, at FROM badges WHERE program = $1 AND member = $2 ORDER BY at";
    tx.query(sql, args![program, id], |row| {
        Ok(BadgeEarned { badge: row.text(0)?, at: instant(row.int(1)?)? })
    })
}

/// The days that qualified from one on, and what those before it come to, by year.
fn qualifying(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    days_from: NaiveDate,
) -> Result<Vec<Qualifying>, StoreError> {
    let years = "SELECT year, points, spend, orders FROM qualifying_years
                 WHERE program = $1 AND member = $2 AND year <= $3";
    let days = "SELECT day, points, spend, orders FROM qualifying
                WHERE program = $1 AND member = $2 AND day >= $3 ORDER BY day";
    let sums = |row: &Row<'_>, day| -> Result<Qualifying, StoreError> {
        Ok(Qualifying { day, points: row.int(1)?, spend: row.int(2)?, orders: row.int(3)? })
    };
    let last = i64::from(days_from.year());
    let mut found =
        tx.query(years, args![program, id, last], |row| sums(row, first_of(row.int(0)?)?))?;
    let first = days_from.to_string();
    let days = tx.query(days, args![program, id, &first], |row| sums(row, row.read(0, day)?))?;
    // The sum of the year they begin in has them, too.
    if let Some(year) = found.iter_mut().find(|it| it.day.year() == days_from.year()) {
        for it in days.iter().take_while(|it| it.day.year() == days_from.year()) {
            year.points -= it.points;
            year.spend -= it.spend;
            year.orders -= it.orders;
        }
    }
    found.extend(days);
    Ok(found)
}

/// The first day of a year.
fn first_of(year: i64) -> Result<NaiveDate, StoreError> {
    let first = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    first.ok_or_else(|| StoreError::Corrupt(format!("{year} is no year")))
}

/// An ISO date; a member has hundreds, and a general parser takes its time.
fn day(text: &str) -> Result<NaiveDate, StoreError> {
    let part = |range| text.get(range).and_then(|it: &str| it.parse().ok());
    let (year, month, day) =
        (text.get(..4).and_then(|it| it.parse().ok()), part(5..7), part(8..10));
    let date = year.zip(month).zip(day);
    let date = date.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day));
    date.ok_or_else(|| StoreError::Corrupt(format!("{text} is no day")))
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
