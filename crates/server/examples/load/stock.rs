//! Rewards that were taken very often: what is left of them is asked for by every snapshot.

use crate::Outcome;
use stempel_server::args;
use stempel_server::catalogue::Definition;
use stempel_server::store::{Place, Store, Tx, WriteError};

/// Fills a store with so many used redemptions of each reward that has a stock.
pub fn fill(place: &Place, definition: &Definition, taken: usize) -> Outcome<()> {
    let store = Store::open(place, 1)?;
    let count = i64::try_from(taken)?;
    for reward in definition.program.rewards.iter().filter(|it| it.stock.is_some()) {
        let (program, reward) = (definition.program.id.clone(), reward.id.clone());
        store.writer.write_blocking(move |tx| redeemed(tx, &program, &reward, count))?;
    }
    Ok(())
}

fn redeemed(tx: &mut Tx<'_>, program: &str, reward: &str, count: i64) -> Result<(), WriteError> {
    let sql = "INSERT INTO redemptions (program, redemption, member, reward, promise, cost, code,
                                        status, created_at, closed_at, order_id, held, wallet)
               WITH RECURSIVE n(i) AS
                   (SELECT CAST($3 AS BIGINT) UNION ALL SELECT i - 1 FROM n WHERE i > 1)
               SELECT $1, CAST($2 AS TEXT) || '-' || i, 'crowd', $2, '{}', 1,
                      CAST($2 AS TEXT) || '-' || i, 'used', 0, 0, 'o-' || i, '[]', 'points' FROM n";
    tx.execute(sql, args![program, reward, count])?;
    Ok(())
}
