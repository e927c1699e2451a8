//! How often rewards were taken, and by whom.

use crate::args;
use crate::store::db::Param;
use crate::store::time::{instant, millis};
use crate::store::{StoreError, Tx};
use std::collections::BTreeMap;
use stempel_protocol::Timestamp;

/// How many rewards are counted by one statement.
const AT_ONCE: usize = 16;

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
