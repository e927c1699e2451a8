//! The use cases, one file each: a synchronous function of the transaction, what is asked, and
//! the time. It loads, lets the engine decide, and appends. Nothing here knows HTTP.

pub mod coupon;
pub mod history;
pub mod import;
pub mod join;
pub mod order;
pub mod program;
pub mod quote;
pub mod redeem;
pub mod snapshot;
mod wire;

use crate::catalogue::Catalogue;
use crate::problem::Refusal;
use crate::store::members::Stored;
use crate::store::{StoreError, Tx, redemptions};
use std::sync::Arc;
use stempel_engine::Program;
use stempel_engine::member::Refused;
use stempel_engine::reward::Taken;
use stempel_protocol::Timestamp;

/// What every use case is told besides its command.
#[derive(Clone)]
pub struct Context {
    /// The program.
    pub catalogue: Arc<Catalogue>,
    /// The language of texts in the reply, one of the program's.
    pub lang: String,
    /// The instant it counts as.
    pub now: Timestamp,
}

impl Context {
    /// The program's current definition.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.catalogue.program
    }
}

/// A customer, as the shop knows them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Customer {
    /// The shop's opaque id.
    pub id: String,
    /// How to address them; never stored.
    pub name: Option<String>,
}

/// How often rewards with a limit or a stock were taken.
fn taken(tx: &mut Tx<'_>, context: &Context, stored: Option<&Stored>) -> Result<Taken, StoreError> {
    let (program, now) = (context.program(), context.now);
    let mut taken = Taken::default();
    for reward in &program.rewards {
        if let Some(stored) = stored.filter(|_| reward.per_member_limit.is_some()) {
            let count = redemptions::count(tx, &program.id, &reward.id, Some(&stored.id), now)?;
            taken.by_member.insert(reward.id.clone(), count);
        }
        if reward.stock.is_some() {
            let count = redemptions::count(tx, &program.id, &reward.id, None, now)?;
            taken.by_all.insert(reward.id.clone(), count);
        }
    }
    Ok(taken)
}

/// The engine's refusal as ours; `under` is the path of the cart in the body.
fn refusal(context: &Context, refused: Refused, under: &str) -> Refusal {
    match refused {
        Refused::NotJoined => Refusal::NotJoined,
        Refused::Unknown("reward") => Refusal::NotFound("there is no such reward"),
        Refused::Unknown(_) => Refusal::UnknownOrder,
        Refused::Cart(mistake) => wire::cart_mistake(&mistake, under),
        Refused::NotRedeemable(reasons) => {
            Refusal::NotRedeemable(wire::reasons(context.program(), reasons))
        }
        // Asked for before, so that they do not arise.
        other @ (Refused::Joined | Refused::Credited | Refused::Ledger(_)) => {
            Refusal::Internal(other.to_string())
        }
    }
}
