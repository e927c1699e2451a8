//! What must hold in a database, whatever happened to it. Each promise is one question whose
//! answer names the rows that break it; a database that is whole has no answer to any.

use super::{StoreError, Tx};
use crate::args;

/// A promise, and the rows that break it.
pub struct Broken {
    /// What must hold.
    pub promise: &'static str,
    /// Each row that breaks it, in words; the first hundred.
    pub rows: Vec<String>,
}

/// How many rows are named for one promise.
const NAMED: i64 = 100;

/// The promises; `$1` is how many rows to name.
const PROMISES: [(&str, &str); 18] = [
    (
        "the entries of a transaction sum to zero in each wallet",
        "SELECT 'transaction ' || program || '/' || transaction_id || ': its entries sum to '
                || CAST(SUM(amount) AS BIGINT) || ' ' || wallet
         FROM entries GROUP BY program, transaction_id, wallet HAVING SUM(amount) <> 0
         ORDER BY 1 LIMIT $1",
    ),
    (
        "a transaction's entries are of its wallet",
        "SELECT 'transaction ' || t.program || '/' || t.transaction_id || ': of ' || t.wallet
                || ', an entry of ' || e.wallet
         FROM entries e JOIN transactions t
              ON t.program = e.program AND t.transaction_id = e.transaction_id
         WHERE e.wallet <> t.wallet ORDER BY 1 LIMIT $1",
    ),
    (
        "every entry belongs to a transaction",
        "SELECT 'entry ' || e.program || '/' || e.transaction_id || '/' || e.position
                || ': its transaction is not there'
         FROM entries e LEFT JOIN transactions t
              ON t.program = e.program AND t.transaction_id = e.transaction_id
         WHERE t.transaction_id IS NULL ORDER BY 1 LIMIT $1",
    ),
    (
        "a member's balances equal the entries",
        "SELECT 'member ' || a.program || '/' || a.member || ': ' || a.wallet || ' stands at '
                || a.pending || ' pending, ' || (a.available - a.debt) || ' available less debt, '
                || a.reserved || ' reserved, ' || a.lifetime || ' earned, ' || a.spent
                || ' spent, ' || a.expired || ' expired, ' || a.adjusted
                || ' adjusted; the entries say ' || COALESCE(b.pending, 0) || ', '
                || COALESCE(b.available, 0) || ', ' || COALESCE(b.reserved, 0) || ', '
                || COALESCE(b.lifetime, 0) || ', ' || COALESCE(b.spent, 0) || ', '
                || COALESCE(b.expired, 0) || ', ' || COALESCE(b.adjusted, 0)
         FROM accounts a LEFT JOIN (
             SELECT t.program, t.member, e.wallet,
                 CAST(SUM(CASE e.account WHEN 'pending' THEN e.amount END) AS BIGINT) AS pending,
                 CAST(SUM(CASE e.account WHEN 'available' THEN e.amount END) AS BIGINT) AS available,
                 CAST(SUM(CASE e.account WHEN 'reserved' THEN e.amount END) AS BIGINT) AS reserved,
                 CAST(-SUM(CASE e.account WHEN 'issued' THEN e.amount END) AS BIGINT) AS lifetime,
                 CAST(SUM(CASE e.account WHEN 'redeemed' THEN e.amount END) AS BIGINT) AS spent,
                 CAST(SUM(CASE e.account WHEN 'expired' THEN e.amount END) AS BIGINT) AS expired,
                 CAST(-SUM(CASE e.account WHEN 'adjusted' THEN e.amount END) AS BIGINT) AS adjusted
             FROM entries e JOIN transactions t
                  ON t.program = e.program AND t.transaction_id = e.transaction_id
             GROUP BY t.program, t.member, e.wallet) b
         ON b.program = a.program AND b.member = a.member AND b.wallet = a.wallet
         WHERE a.pending <> COALESCE(b.pending, 0)
            OR a.available - a.debt <> COALESCE(b.available, 0)
            OR a.reserved <> COALESCE(b.reserved, 0) OR a.lifetime <> COALESCE(b.lifetime, 0)
            OR a.spent <> COALESCE(b.spent, 0) OR a.expired <> COALESCE(b.expired, 0)
            OR a.adjusted <> COALESCE(b.adjusted, 0)
         ORDER BY 1 LIMIT $1",
    ),
    (
        "every entry of a member has a balance to be in",
        "SELECT DISTINCT 'transaction ' || t.program || '/' || t.transaction_id || ': member '
                || t.member || ' has no ' || e.wallet
         FROM entries e JOIN transactions t
              ON t.program = e.program AND t.transaction_id = e.transaction_id
         LEFT JOIN accounts a
              ON a.program = t.program AND a.member = t.member AND a.wallet = e.wallet
         WHERE a.member IS NULL ORDER BY 1 LIMIT $1",
    ),
    (
        "open lots are what is pending, available and reserved",
        "SELECT 'member ' || a.program || '/' || a.member || ': ' || a.wallet || ' stands at '
                || a.pending || ' pending, ' || a.available || ' available, ' || a.reserved
                || ' reserved; the lots hold ' || COALESCE(l.pending, 0) || ', '
                || COALESCE(l.available, 0) || ', ' || COALESCE(l.reserved, 0)
         FROM accounts a LEFT JOIN (
             SELECT program, member, wallet, CAST(SUM(pending) AS BIGINT) AS pending,
                    CAST(SUM(available) AS BIGINT) AS available,
                    CAST(SUM(reserved) AS BIGINT) AS reserved
             FROM lots GROUP BY program, member, wallet) l
         ON l.program = a.program AND l.member = a.member AND l.wallet = a.wallet
         WHERE a.pending <> COALESCE(l.pending, 0) OR a.available <> COALESCE(l.available, 0)
            OR a.reserved <> COALESCE(l.reserved, 0)
         ORDER BY 1 LIMIT $1",
    ),
    (
        "what expires when is what the lots say",
        "SELECT 'member ' || program || '/' || member || '/' || wallet || ': at ' || expires_at
                || ' the lots and the sums differ by ' || CAST(SUM(points) AS BIGINT)
         FROM (SELECT program, member, wallet, expires_at, pending + available AS points FROM lots
               WHERE expires_at IS NOT NULL
               UNION ALL
               SELECT program, member, wallet, expires_at, -points FROM expiries) x
         GROUP BY program, member, wallet, expires_at HAVING SUM(points) <> 0
         ORDER BY 1 LIMIT $1",
    ),
    (
        "what qualified in a year is what its days come to",
        "SELECT 'member ' || program || '/' || member || ': ' || year || ' differs by '
                || CAST(SUM(points) AS BIGINT) || ' points, ' || CAST(SUM(spend) AS BIGINT)
                || ' spent, ' || CAST(SUM(orders) AS BIGINT) || ' orders'
         FROM (SELECT program, member, CAST(SUBSTR(day, 1, 4) AS BIGINT) AS year, points, spend,
                      orders FROM qualifying
               UNION ALL
               SELECT program, member, year, -points, -spend, -orders FROM qualifying_years) x
         GROUP BY program, member, year
         HAVING SUM(points) <> 0 OR SUM(spend) <> 0 OR SUM(orders) <> 0
         ORDER BY 1 LIMIT $1",
    ),
    (
        "no lot holds less than nothing",
        "SELECT 'lot ' || program || '/' || member || '/' || wallet || '/' || lot || ': '
                || pending || ' pending, ' || available || ' available, ' || reserved
                || ' reserved, ' || expired || ' expired'
         FROM lots WHERE pending < 0 OR available < 0 OR reserved < 0 OR expired < 0
         ORDER BY 1 LIMIT $1",
    ),
    (
        "what is reserved is what open redemptions cost",
        "SELECT 'member ' || a.program || '/' || a.member || ': ' || a.reserved || ' '
                || a.wallet || ' reserved, open redemptions cost ' || COALESCE(r.cost, 0)
         FROM accounts a LEFT JOIN (
             SELECT program, member, wallet, CAST(SUM(cost) AS BIGINT) AS cost FROM redemptions
             WHERE status = 'issued' GROUP BY program, member, wallet) r
         ON r.program = a.program AND r.member = a.member AND r.wallet = a.wallet
         WHERE a.reserved <> COALESCE(r.cost, 0)
         ORDER BY 1 LIMIT $1",
    ),
    (
        "a member's transactions are numbered without a gap, and each ends at its wallet's balance",
        "SELECT 'transaction ' || program || '/' || transaction_id || ': number ' || number
                || ' at place ' || place || ', balance ' || balance || ' where the sum is ' || total
         FROM (SELECT program, transaction_id, number, balance,
                      ROW_NUMBER() OVER (PARTITION BY program, member ORDER BY number) AS place,
                      CAST(SUM(change) OVER (PARTITION BY program, member, wallet ORDER BY number
                           ROWS UNBOUNDED PRECEDING) AS BIGINT) AS total
               FROM transactions) t
         WHERE number <> place OR balance <> total ORDER BY 1 LIMIT $1",
    ),
    (
        "an order is credited once in a wallet, and a redemption is booked once",
        "SELECT 'transactions ' || program || ': ' || COUNT(*) || ' of kind ' || kind || ' for '
                || source || ' in ' || wallet
         FROM transactions
         WHERE kind = 'redeem' OR kind = 'earn' AND source LIKE '{\"type\":\"order\"%'
         GROUP BY program, kind, source, wallet HAVING COUNT(*) > 1 ORDER BY 1 LIMIT $1",
    ),
    (
        "a redemption is used or given back once, unless it was freed in between",
        "SELECT 'transaction ' || program || '/' || transaction_id || ': closed ' || closed
                || ' times with this ' || kind || ' of ' || source
         FROM (SELECT program, transaction_id, kind, source,
                      CAST(SUM(CASE kind WHEN 'release' THEN -1 ELSE 1 END)
                           OVER (PARTITION BY program, member, source ORDER BY number
                                 ROWS UNBOUNDED PRECEDING) AS BIGINT) AS closed
               FROM transactions WHERE kind IN ('use', 'release', 'cancel')) x
         WHERE closed <> CASE kind WHEN 'release' THEN 0 ELSE 1 END ORDER BY 1 LIMIT $1",
    ),
    (
        "a play, an answer, a friend and a run of a challenge are credited once, less what went back",
        "SELECT 'member ' || program || '/' || member || ': ' || credited || ' credits of ' || source
                || ' in ' || wallet
         FROM (SELECT program, member, source, wallet,
                      COUNT(CASE kind WHEN 'earn' THEN 1 END)
                      - COUNT(CASE kind WHEN 'refund' THEN 1 END) AS credited
               FROM transactions
               WHERE source LIKE '{\"type\":\"game\"%' OR source LIKE '{\"type\":\"survey\"%'
                  OR source LIKE '{\"type\":\"referral\"%'
                  OR source LIKE '{\"type\":\"challenge\"%'
               GROUP BY program, member, source, wallet) x
         WHERE credited > 1 ORDER BY 1 LIMIT $1",
    ),
    (
        // The id as JSON has it in `source`, after the 22 signs before it and without the two after it.
        "every order that the ledger names is there, credited to that member",
        "SELECT 'transaction ' || t.program || '/' || t.transaction_id || ': order ' || t.order_id
                || ' of member ' || t.member || ' is not there'
         FROM (SELECT program, member, transaction_id,
                      REPLACE(REPLACE(SUBSTR(source, 23, LENGTH(source) - 24),
                                      '\\\"', '\"'), '\\\\', '\\') AS order_id
               FROM transactions WHERE source LIKE '{\"type\":\"order\"%') t
         LEFT JOIN orders o
              ON o.program = t.program AND o.order_id = t.order_id AND o.member = t.member
         WHERE o.order_id IS NULL ORDER BY 1 LIMIT $1",
    ),
    (
        "a redemption is booked, and closed as its status says",
        "SELECT 'redemption ' || program || '/' || redemption || ': ' || status || ', booked '
                || booked || ' times, closed ' || closed || ' times'
         FROM (SELECT r.program, r.redemption, r.status,
                      COUNT(CASE t.kind WHEN 'redeem' THEN 1 END) AS booked,
                      CAST(COALESCE(SUM(CASE t.kind WHEN 'use' THEN 1 WHEN 'cancel' THEN 1
                                        WHEN 'release' THEN -1 END), 0) AS BIGINT) AS closed
               FROM redemptions r LEFT JOIN transactions t
                    ON t.program = r.program AND t.member = r.member
                   AND t.source = '{\"type\":\"redemption\",\"id\":\"' || r.redemption || '\"}'
               GROUP BY r.program, r.redemption, r.status) x
         WHERE booked <> 1 OR closed <> CASE status WHEN 'issued' THEN 0 ELSE 1 END
         ORDER BY 1 LIMIT $1",
    ),
    (
        "what is counted as taken of a reward is what its redemptions are",
        "SELECT 'reward ' || program || '/' || reward || ': ' || taken
                || ' counted as taken, its redemptions are ' || held
         FROM (SELECT s.program, s.reward, s.taken,
                      (SELECT COUNT(*) FROM redemptions r
                       WHERE r.program = s.program AND r.reward = s.reward
                         AND (r.status = 'used' OR r.status = 'issued'
                              AND (r.expires_at IS NULL OR r.expires_at > s.as_of))) AS held
               FROM stock s) x
         WHERE taken <> held ORDER BY 1 LIMIT $1",
    ),
    (
        "one key has one effect, and each of them is there",
        "SELECT 'key ' || i.program || '/' || i.route || '/' || i.idempotency_key
                || ': redemption ' || i.redemption || ' is not there'
         FROM idempotency i LEFT JOIN redemptions r
              ON r.program = i.program AND r.redemption = i.redemption
         WHERE r.redemption IS NULL ORDER BY 1 LIMIT $1",
    ),
];

/// Every promise that is broken.
///
/// # Errors
/// When the database fails.
pub fn broken(tx: &mut Tx<'_>) -> Result<Vec<Broken>, StoreError> {
    let mut broken = Vec::new();
    for (promise, sql) in PROMISES {
        let rows = tx.query(sql, args![NAMED], |row| row.text(0))?;
        if !rows.is_empty() {
            broken.push(Broken { promise, rows });
        }
    }
    Ok(broken)
}

/// How many members and transactions there are.
///
/// # Errors
/// When the database fails.
pub fn size(tx: &mut Tx<'_>) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM members), (SELECT COUNT(*) FROM transactions)";
    let size = tx.query_one(sql, &[], |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(size.unwrap_or_default())
}
