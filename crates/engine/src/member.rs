//! The commands on a member: each settles to `now`, decides, and says what to append.

use crate::Instant;
use crate::badge::BadgeEarned;
use crate::cart::{CartMistake, Order};
use crate::challenge::Completed;
use crate::ledger::{self, Account, Wallet};
use crate::profile::Profile;
use crate::program::Program;
use crate::record::Record;
use crate::reward::Reason;
use crate::tier::Qualifying;
use std::collections::BTreeMap;

mod effect;
mod facts;
mod join;
mod leave;
mod orders;
mod outlook;
mod points;
mod rewards;
mod work;

pub use effect::Effect;
pub use facts::{counted_since, facts, standing, taken_before};
pub use join::{join, rejoin};
pub use leave::leave;
pub use orders::{Return, order_paid, order_refunded};
pub use outlook::{Outlook, outlook};
pub use points::adjust;
pub(crate) use points::{give, give_then, reward_activity, take_back};
pub use rewards::{Redeem, cancel, consume, grant, redeem, redeem_amount, release};

/// Everything the rules need to know of a member, as the caller loads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// When they joined; absent before.
    pub joined_at: Option<Instant>,
    /// The account in points; tiers and badges count this one alone.
    pub account: Account,
    /// The accounts in further wallets, as far as they have any; see [`Member::account_in`].
    pub others: BTreeMap<Wallet, Account>,
    /// Credited orders, oldest first: all of them, or, where [`Member::record`] stands in for them,
    /// only the one a refund is about.
    pub orders: Vec<Order>,
    /// Completed challenges.
    pub completed: Vec<Completed>,
    /// Earned badges.
    pub badges: Vec<BadgeEarned>,
    /// What qualified, one item a day, in any order.
    pub qualifying: Vec<Qualifying>,
    /// The past in short; stored whole after each command.
    pub record: Record,
    /// What they told of themselves.
    pub profile: Profile,
    /// The ids of the consents they gave, as far as the program's rules ask for any.
    pub consents: Vec<String>,
}

impl Member {
    /// Whether they had joined by that instant; all of the second in which they did counts.
    #[must_use]
    pub fn had_joined(&self, at: Instant) -> bool {
        self.joined_at.is_some_and(|joined_at| joined_by(joined_at, at))
    }

    /// The account in that wallet; none where nothing was ever booked.
    #[must_use]
    pub fn account_in(&self, wallet: &Wallet) -> Option<&Account> {
        if wallet.is_primary() { Some(&self.account) } else { self.others.get(wallet) }
    }

    /// Every account, the primary one first.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        std::iter::once(&self.account).chain(self.others.values())
    }

    /// The account in that wallet, made where there is none.
    pub(crate) fn account_of(&mut self, wallet: &Wallet) -> &mut Account {
        if wallet.is_primary() {
            return &mut self.account;
        }
        self.others.entry(wallet.clone()).or_insert_with(|| Account::of(wallet.clone()))
    }

    /// The account that an open redemption holds points of; the primary one when none does, which
    /// then says so.
    fn account_holding(&mut self, redemption: &str) -> &mut Account {
        let holds = |it: &&mut Account| it.holds.iter().any(|hold| hold.redemption == redemption);
        let other = self.others.values_mut().find(holds);
        other.unwrap_or(&mut self.account)
    }
}

/// Whether somebody who joined then had joined by that instant, to the second: shops may tell whole
/// seconds, and what they tell of the second of joining is not from before.
pub(crate) const fn joined_by(joined_at: Instant, at: Instant) -> bool {
    joined_at.timestamp() <= at.timestamp()
}

/// Why a command on a member is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// They have not joined.
    #[error("the customer has not joined")]
    NotJoined,
    /// They have joined already.
    #[error("the customer has joined already")]
    Joined,
    /// No such reward, order or rule.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// The order was credited already.
    #[error("the order was credited already")]
    Credited,
    /// The cart or the return is wrong.
    #[error(transparent)]
    Cart(#[from] CartMistake),
    /// The reward cannot be taken.
    #[error("the reward cannot be redeemed now")]
    NotRedeemable(Vec<Reason>),
    /// The ledger refuses.
    #[error(transparent)]
    Ledger(#[from] ledger::Refused),
}

/// Brings a member to `now`. A read applies it and throws the effect away; a command keeps it.
pub fn settle(program: &Program, member: &mut Member, now: Instant) -> Effect {
    let mut transactions = ledger::settle(&mut member.account, &program.points, now);
    for account in member.others.values_mut() {
        let points = program.points_in(&account.wallet);
        transactions.extend(ledger::settle(account, points, now));
    }
    transactions.sort_by_key(|it| it.at);
    Effect { settled: transactions.len(), transactions, ..Effect::default() }
}
