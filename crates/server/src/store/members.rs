//! Members: the rows that make up the engine's `Member`, read together and written back.

mod accounts;
mod identity;
mod load;
mod progress;
mod write;

pub use accounts::expiring;
pub use identity::{by_card, customer, id};
pub use load::{Wanted, load, with_orders};
pub use write::create;
pub(super) use write::save;

use super::departed;
use super::lots::Lots;
use super::redemptions::Taken;
use super::{StoreError, Tx};
use crate::args;
use stempel_engine::member::Member;
use stempel_protocol::ContactChoice;

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
