//! Redemptions: what a member took, what it was worth then, and where its code stands.

use super::json;
use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx, stock};
use crate::args;
use crate::store::db::{Param, Row};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use stempel_engine::ledger::{Hold, Lot, LotId, Used, Wallet};
use stempel_engine::redemption::Status;
use stempel_protocol::{Money, RewardKind, Timestamp};

/// How many closed redemptions a snapshot shows.
const CLOSED: i64 = 10;

/// How many rewards are counted by one statement.
const AT_ONCE: usize = 16;

/// One redemption as stored.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub member: String,
    /// The reward.
    pub reward: String,
    /// What the reward was worth when it was taken.
    pub promise: Promise,
    /// The wallet it was paid from.
    pub wallet: Wallet,
    /// The points it took there.
    pub cost: i64,
    /// Its code.
    pub code: String,
    /// How it stood when last written; ask the engine how it stands now.
    pub status: Status,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Option<Timestamp>,
    /// The lots its points were taken from.
    pub held: Vec<(LotId, i64)>,
    /// Of a lot in a draw: whether it won; absent before the draw.
    pub won: Option<bool>,
    /// The order it was used for, or freed for after that.
    pub order: Option<String>,
    /// Of one that an order used: the lots its points were taken from, without any points.
    pub used_lots: Vec<Lot>,
}

/// What a reward was worth when it was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// Its name by language.
    pub names: BTreeMap<String, String>,
    /// Its kind.
    pub kind: RewardKind,
    /// Name of an icon.
    pub icon: Option<String>,
    /// The amount off, or what the product is worth.
    pub value: Option<Money>,
    /// The percentage off.
    pub percent: Option<i64>,
    /// The free product, or the sample.
    pub sku: Option<String>,
    /// The shop's own id of the event, the service or the sale it is for.
    #[serde(default)]
    pub item: Option<String>,
    /// Whether it is used as soon as it is taken: no code is shown.
    #[serde(default)]
    pub immediate: bool,
    /// The order value it asks for.
    pub minimum_spend: Option<Money>,
}

impl Taken {
    /// What the engine asks for to open it again; nothing unless an order used it.
    #[must_use]
    pub fn used(&self) -> Option<Used> {
        let Status::Used { at, .. } = self.status else { return None };
        let hold = Hold {
            redemption: self.id.clone(),
            reward: self.reward.clone(),
            from: self.held.clone(),
            deadline: self.expires_at,
        };
        Some(Used { hold, cost: self.cost, lots: self.used_lots.clone(), at })
    }
}

const COLUMNS: &str = "redemption, member, reward, promise, cost, code, status, created_at,
                       expires_at, closed_at, order_id, held, wallet, won, used_lots";

/// Every open redemption of a member and the newest closed ones, newest first.
pub(super) fn of_member(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
) -> Result<Vec<Taken>, StoreError> {
    const SQL: &str = "SELECT redemption, member, reward, promise, cost, code, status, created_at,
                              expires_at, closed_at, order_id, held, wallet, won,
                              used_lots
               FROM redemptions WHERE program = $1 AND member = $2 AND status <> 'issued'
               ORDER BY created_at DESC, redemption DESC LIMIT $3";
    let mut all = open(tx, program, member)?;
    all.extend(tx.query(SQL, args![program, member, CLOSED], taken)?);
    all.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
    Ok(all)
}

/// Every open redemption of a member, newest first.
pub(super) fn open(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Vec<Taken>, StoreError> {
    const SQL: &str = "SELECT redemption, member, reward, promise, cost, code, status, created_at,
                              expires_at, closed_at, order_id, held, wallet, won,
                              used_lots
               FROM redemptions WHERE program = $1 AND member = $2 AND status = 'issued'
               ORDER BY created_at DESC, redemption DESC";
    tx.query(SQL, args![program, member], taken)
}

/// The engine's holds in a wallet: of the redemptions still issued, oldest first.
pub(super) fn holds(redemptions: &[Taken], wallet: &Wallet) -> Vec<Hold> {
    let open = redemptions.iter().rev().filter(|it| it.status == Status::Issued);
    let open = open.filter(|it| it.wallet == *wallet);
    let hold = |it: &Taken| Hold {
        redemption: it.id.clone(),
        reward: it.reward.clone(),
        from: it.held.clone(),
        deadline: it.expires_at,
    };
    open.map(hold).collect()
}

/// A redemption by its id.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Option<Taken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM redemptions WHERE program = $1 AND redemption = $2");
    tx.query_one(&sql, args![program, id], taken)
}

/// A redemption by its code.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut Tx<'_>, program: &str, code: &str) -> Result<Option<Taken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM redemptions WHERE program = $1 AND code = $2");
    tx.query_one(&sql, args![program, code], taken)
}

/// Adds a redemption.
///
/// # Errors
/// A conflict when its code exists.
pub fn insert(tx: &mut Tx<'_>, program: &str, taken: &Taken) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO redemptions (program, redemption, member, reward, promise, cost, code, status,
                                  created_at, expires_at, held, wallet)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'issued', $8, $9, $10, $11)",
        args![
            program,
            &taken.id,
            &taken.member,
            &taken.reward,
            &json::write(&taken.promise)?,
            taken.cost,
            &taken.code,
            millis(taken.created_at),
            taken.expires_at.map(millis),
            &json::write(&taken.held)?,
            &taken.wallet.0,
        ],
    )?;
    stock::made(tx, program, &taken.reward, taken.expires_at)
}

/// Closes a redemption: it was used, given back, or ran out.
///
/// # Errors
/// When the database fails.
pub fn close(tx: &mut Tx<'_>, program: &str, id: &str, status: &Status) -> Result<(), StoreError> {
    let (word, at, order) = match status {
        Status::Issued => return Err(StoreError::Corrupt("issued is not closed".into())),
        Status::Used { order, at } => ("used", *at, Some(order.as_str())),
        Status::Cancelled { at } => ("cancelled", *at, None),
        Status::Expired { at } => ("expired", *at, None),
    };
    let sql = "UPDATE redemptions SET status = $3, closed_at = $4,
                   order_id = COALESCE(CAST($5 AS TEXT), order_id), held = '[]'
               WHERE program = $1 AND redemption = $2 RETURNING reward, expires_at";
    let closed = tx.query_one(sql, args![program, id, word, millis(at), order], |row| {
        Ok((row.text(0)?, row.int_or_null(1)?))
    })?;
    match closed {
        Some((reward, expires_at)) => stock::closed(tx, program, &reward, expires_at, status),
        None => Ok(()),
    }
}

/// Remembers of one that an order just used what it held, in case it is freed.
///
/// # Errors
/// When the database fails.
pub fn keep_held(
    tx: &mut Tx<'_>,
    program: &str,
    taken: &Taken,
    lots: &[Lot],
) -> Result<(), StoreError> {
    let sql = "UPDATE redemptions SET held = $3, used_lots = $4
               WHERE program = $1 AND redemption = $2";
    let (held, lots) = (json::write(&taken.held)?, json::write(lots)?);
    tx.execute(sql, args![program, &taken.id, &held, &lots]).map(drop)
}

/// A used redemption is open again; `held` is what it holds. Which order it was freed for stays known.
///
/// # Errors
/// When the database fails.
pub fn reopen(
    tx: &mut Tx<'_>,
    program: &str,
    taken: &Taken,
    held: &[(LotId, i64)],
) -> Result<(), StoreError> {
    let sql = "UPDATE redemptions
               SET status = 'issued', closed_at = NULL, held = $3, used_lots = '[]'
               WHERE program = $1 AND redemption = $2";
    tx.execute(sql, args![program, &taken.id, &json::write(held)?])?;
    stock::reopened(tx, program, &taken.reward, taken.expires_at)
}

/// Forgets what redemptions of a member held who left: there is nobody to free them for.
///
/// # Errors
/// When the database fails.
pub fn forget_held(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "UPDATE redemptions SET held = '[]', used_lots = '[]'
               WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, member]).map(drop)
}

/// The points that went to a reward, by member: of redemptions used, and of open ones.
///
/// # Errors
/// When the database fails.
pub fn given(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    now: Timestamp,
) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT member, CAST(SUM(cost) AS BIGINT) FROM redemptions
               WHERE program = $1 AND reward = $2 AND cost > 0
                 AND (status = 'used'
                      OR status = 'issued' AND (expires_at IS NULL OR expires_at > $3))
               GROUP BY member";
    tx.query(sql, args![program, reward, millis(now)], |row| Ok((row.text(0)?, row.int(1)?)))
}

/// How often a member took a reward since an instant: open and used redemptions.
///
/// # Errors
/// When the database fails.
pub fn count_since(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    member: &str,
    since: Timestamp,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM redemptions
               WHERE program = $1 AND reward = $2 AND member = $3 AND created_at >= $4
                 AND (status = 'used'
                      OR status = 'issued' AND (expires_at IS NULL OR expires_at > $5))";
    let args = args![program, reward, member, millis(since), millis(now)];
    Ok(tx.query_one(sql, args, |row| row.int(0))?.unwrap_or(0))
}

/// When a member took a reward and used it, the newest so many times.
///
/// # Errors
/// When the database fails.
pub fn used_at(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    member: &str,
    limit: i64,
) -> Result<Vec<Timestamp>, StoreError> {
    let sql = "SELECT created_at FROM redemptions
               WHERE program = $1 AND reward = $2 AND member = $3 AND status = 'used'
               ORDER BY created_at DESC LIMIT $4";
    tx.query(sql, args![program, reward, member, limit], |row| instant(row.int(0)?))
}

/// How often a reward is taken by all members: open and used redemptions, each of them counted.
///
/// # Errors
/// When the database fails.
pub fn count(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM redemptions
               WHERE program = $1 AND reward = $2
                 AND (status = 'used'
                      OR status = 'issued' AND (expires_at IS NULL OR expires_at > $3))";
    let counted = tx.query_one(sql, args![program, reward, millis(now)], |row| row.int(0));
    Ok(counted?.unwrap_or(0))
}

/// How often a member has taken each of those rewards: open and used redemptions. One that was
/// never taken is not listed.
///
/// # Errors
/// When the database fails.
pub fn counts(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    rewards: &[&str],
    now: Timestamp,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut counts = BTreeMap::new();
    for some in rewards.chunks(AT_ONCE) {
        let places: Vec<String> = (4..4 + some.len()).map(|it| format!("${it}")).collect();
        let sql = format!(
            "SELECT reward, COUNT(*) FROM redemptions
             WHERE program = $1 AND member = $2 AND reward IN ({})
               AND (status = 'used'
                    OR status = 'issued' AND (expires_at IS NULL OR expires_at > $3))
             GROUP BY reward",
            places.join(", ")
        );
        let mut params = args![program, member, millis(now)].to_vec();
        params.extend(some.iter().map(|reward| Param::Text(reward)));
        counts.extend(tx.query(&sql, &params, |row| Ok((row.text(0)?, row.int(1)?)))?);
    }
    Ok(counts)
}

fn taken(row: &Row<'_>) -> Result<Taken, StoreError> {
    let (closed_at, order) = (instant_or_none(row.int_or_null(9)?)?, row.text_or_null(10)?);
    Ok(Taken {
        id: row.text(0)?,
        member: row.text(1)?,
        reward: row.text(2)?,
        promise: row.read(3, json::read)?,
        cost: row.int(4)?,
        code: row.text(5)?,
        status: status(&row.text(6)?, closed_at, order.clone())?,
        order,
        used_lots: row.read(14, json::read)?,
        created_at: instant(row.int(7)?)?,
        expires_at: instant_or_none(row.int_or_null(8)?)?,
        held: row.read(11, json::read)?,
        wallet: Wallet(row.text(12)?),
        won: row.int_or_null(13)?.map(|won| won != 0),
    })
}

fn status(
    word: &str,
    closed_at: Option<Timestamp>,
    order: Option<String>,
) -> Result<Status, StoreError> {
    Ok(match (word, closed_at, order) {
        ("issued", None, _) => Status::Issued,
        ("used", Some(at), Some(order)) => Status::Used { order, at },
        ("cancelled", Some(at), _) => Status::Cancelled { at },
        ("expired", Some(at), _) => Status::Expired { at },
        _ => return Err(StoreError::Corrupt(format!("a redemption with status {word}"))),
    })
}
