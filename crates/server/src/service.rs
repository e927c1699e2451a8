//! The use cases, one file each: a synchronous function of the transaction, what is asked, and
//! the time. It loads, lets the engine decide, and appends. Nothing here knows HTTP.

pub mod activity;
pub mod adjust;
pub mod benefits;
pub mod cart;
pub mod cause;
mod consents;
pub mod coupon;
pub mod draw;
pub mod export;
mod former;
pub mod game;
mod grant;
pub mod history;
pub mod import;
pub mod join;
pub mod leaderboard;
pub mod leave;
pub mod membership;
pub mod message;
pub mod offer;
pub mod order;
pub mod product;
pub mod profile;
pub mod program;
pub mod quote;
pub mod redeem;
pub mod referral;
pub mod snapshot;
pub mod survey;
pub mod visit;
mod who;
mod wire;

use crate::catalogue::Catalogue;
use crate::problem::Refusal;
use crate::store::consents as consents_given;
use crate::store::members::{Stored, Wanted};
use crate::store::{Lock, StoreError, Tx, members, orders, redemptions, stock};
use std::sync::Arc;
use stempel_engine::Program;
use stempel_engine::cart::Order;
use stempel_engine::member::{self, Refused};
use stempel_engine::program::Reward;
use stempel_engine::record;
use stempel_engine::reward::Taken;
use stempel_engine::tier;
use stempel_protocol::Timestamp;

/// What every use case is told besides its command.
#[derive(Clone)]
pub struct Context {
    /// The program.
    pub catalogue: Arc<Catalogue>,
    /// Whether it acts on the program's real books or on those of its test keys.
    pub mode: Mode,
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

    /// Under which name the data stands: the store knows live and test books as two programs that
    /// share nothing.
    #[must_use]
    pub fn ledger(&self) -> &str {
        self.catalogue.ledger(self.mode)
    }
}

/// Which books a call acts on: decided by the key it was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The real ones.
    Live,
    /// Those of the program's test keys.
    Test,
}

/// A customer, as the shop knows them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Customer {
    /// The shop's opaque id.
    pub id: String,
    /// How to address them; never stored.
    pub name: Option<String>,
}

/// From here on nobody else acts on that customer. Comes before anything is read that decides.
fn hold(tx: &mut Tx<'_>, context: &Context, customer: &str) -> Result<(), StoreError> {
    tx.lock(Lock::Customer { ledger: context.ledger(), customer })
}

/// A member, as much as is wanted; `None` for a customer who has not joined.
fn member_of(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &str,
    wanted: Wanted<'_>,
) -> Result<Option<Stored>, StoreError> {
    member_since(tx, context, customer, wanted, context.now)
}

/// The same for a command about an earlier instant, whose tier it asks for.
fn member_since(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &str,
    wanted: Wanted<'_>,
    at: Timestamp,
) -> Result<Option<Stored>, StoreError> {
    let days_from = tier::days_from(context.program(), at);
    let stored = members::load(tx, context.ledger(), customer, wanted, days_from)?;
    stored.map(|stored| remembering(tx, context, stored)).transpose()
}

/// Makes the record of the past where there is none that fits the program's rules: then, and only
/// then, every order is read. The consents are read where the rules ask for any.
fn remembering(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
) -> Result<Stored, StoreError> {
    if !stored.member.record.is_current(context.program()) {
        members::with_orders(tx, &mut stored)?;
        record::remember(context.program(), &mut stored.member);
    }
    if context.program().personal.is_some() {
        let held = consents_given::held(tx, context.ledger(), &stored.id)?;
        stored.member.consents = held.into_iter().map(|it| it.id).collect();
    }
    Ok(stored)
}

/// How often those of these rewards were taken that have a limit or a stock.
fn taken(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: Option<&Stored>,
    rewards: &[Reward],
) -> Result<Taken, StoreError> {
    let (program, now) = (context.program(), context.now);
    let mut taken = Taken::default();
    if let Some(stored) = stored {
        let limited = rewards.iter().filter(|it| it.per_member_limit.is_some());
        let since = |it: &Reward| member::counted_since(program, &stored.member, it, now);
        let (always, within): (Vec<&Reward>, Vec<&Reward>) =
            limited.partition(|it| since(it).is_none());
        let always: Vec<&str> = always.iter().map(|it| it.id.as_str()).collect();
        taken.by_member = redemptions::counts(tx, context.ledger(), &stored.id, &always, now)?;
        for reward in within {
            let since = since(reward).unwrap_or_default();
            let count =
                redemptions::count_since(tx, context.ledger(), &reward.id, &stored.id, since, now)?;
            taken.by_member.insert(reward.id.clone(), count);
        }
        for reward in &program.rewards {
            let before = member::taken_before(program, &stored.member, reward, now);
            if before > 0 {
                *taken.by_member.entry(reward.id.clone()).or_default() += before;
            }
        }
    }
    for reward in rewards.iter().filter(|it| it.stock.is_some()) {
        let count = match stock::taken(tx, context.ledger(), &reward.id, now)? {
            Some(counted) => counted,
            None => redemptions::count(tx, context.ledger(), &reward.id, now)?,
        };
        taken.by_all.insert(reward.id.clone(), count);
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

/// That order, if it is this member's; a list for the rules that ask about orders.
fn own_order(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    order: &str,
) -> Result<Vec<Order>, StoreError> {
    let found = orders::find(tx, context.ledger(), order)?;
    let own = found.filter(|it| it.credited && it.customer == stored.customer);
    Ok(own.map(|it| it.order).into_iter().collect())
}
