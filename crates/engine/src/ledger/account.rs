//! What one member has: an account, its lots and holds; and how it reads.

use super::transaction::Source;
use super::{Forgiven, Refused};
use crate::Instant;
use serde::{Deserialize, Serialize};

/// How long an account remembers expired lots, in days, in case their order is refunded.
pub const EXPIRED_KEPT_DAYS: u64 = 400;

/// One member's account in one wallet: everything the functions here need and change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Which wallet.
    pub wallet: Wallet,
    /// Lots that are open (some points pending, available or reserved), and for
    /// [`EXPIRED_KEPT_DAYS`] those with expired points, by id.
    pub lots: Vec<Lot>,
    /// Points held by open redemptions, oldest first.
    pub holds: Vec<Hold>,
    /// Owed after a refund of points already spent.
    pub debt: i64,
    /// Earned over all time, less what refunds took back.
    pub lifetime: i64,
    /// Redeemed and used over all time.
    pub spent: i64,
    /// Expired over all time.
    pub expired: i64,
    /// Given (or taken, negative) by the merchant over all time.
    pub adjusted: i64,
    /// How many lots there ever were: the next lot's id is one more.
    pub lots_made: u64,
    /// What was forgiven of refunds, oldest first, as long as a used redemption may be open again.
    pub forgiven: Vec<Forgiven>,
    /// What the lots hold that were not loaded; nothing, when all were.
    pub beyond: Beyond,
}

/// What open lots hold that a caller did not load.
///
/// It may leave out every lot that is not due by now, not of an open hold, and, for a
/// refund, not of its order nor of a challenge; of the others the ones spent last. The ledger says [`Refused::Lots`] when
/// it needs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beyond {
    /// Points that cannot be spent yet.
    pub pending: i64,
    /// Points that can be spent.
    pub available: i64,
    /// The lot among them that is spent first: when it expires, and its number.
    pub first: Option<(Option<Instant>, LotId)>,
}

/// A wallet, by its id: `points`, which every program has, or a further one of its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Wallet(pub String);

impl Wallet {
    /// The id of the wallet that every program has.
    pub const PRIMARY: &str = "points";

    /// Whether it is the one that every program has.
    #[must_use]
    pub fn is_primary(&self) -> bool {
        self.0 == Self::PRIMARY
    }
}

impl Default for Wallet {
    fn default() -> Self {
        Self(Self::PRIMARY.into())
    }
}

/// A lot's number within its account, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LotId(pub u64);

/// Points earned together that expire together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its number.
    pub id: LotId,
    /// What earned it.
    pub source: Source,
    /// When it was booked.
    pub earned_at: Instant,
    /// When its pending points become available.
    pub matures_at: Instant,
    /// When it expires; never, if absent. With [`Lot::had_grace`], when its grace ends.
    pub expires_at: Option<Instant>,
    /// Whether points returned to it after it expired: it has its grace once.
    pub had_grace: bool,
    /// Points that cannot be spent yet.
    pub pending: i64,
    /// Points that can be spent.
    pub available: i64,
    /// Points held by open redemptions.
    pub reserved: i64,
    /// Points that expired: a refund of their source takes these first, since they are gone.
    pub expired: i64,
}

/// Points held by an open redemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The caller's id of the redemption.
    pub redemption: String,
    /// The reward.
    pub reward: String,
    /// From which lots, and how much.
    pub from: Vec<(LotId, i64)>,
    /// When it returns by itself; never, if absent.
    pub deadline: Option<Instant>,
}

/// When a lot booked now matures and expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When it matures.
    pub matures_at: Instant,
    /// When it expires.
    pub expires_at: Option<Instant>,
}

/// Points by state, each at least zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Can be spent now.
    pub available: i64,
    /// Earned, not yet to be spent.
    pub pending: i64,
    /// Held by open redemptions.
    pub reserved: i64,
    /// Redeemed and used.
    pub spent: i64,
    /// Expired.
    pub expired: i64,
    /// Earned, less what refunds took back.
    pub lifetime: i64,
    /// Owed.
    pub debt: i64,
}

impl Balance {
    /// How many more have to be there before that much can be spent: what is owed is paid first.
    /// None, when it can be.
    #[must_use]
    pub const fn missing(&self, cost: i64) -> i64 {
        if cost <= self.available { 0 } else { cost - self.available + self.debt }
    }
}

/// Points that expire together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiring {
    /// How many, available and pending.
    pub points: i64,
    /// When.
    pub at: Instant,
}

impl Lot {
    /// Whether any of its points can still move.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.pending > 0 || self.available > 0 || self.reserved > 0
    }

    /// The order in which lots are spent: soonest expiring first, oldest first among equals.
    #[must_use]
    pub fn spending_order(&self) -> (bool, Option<Instant>, LotId) {
        (self.expires_at.is_none(), self.expires_at, self.id)
    }
}

impl Account {
    /// An empty account in that wallet.
    #[must_use]
    pub fn of(wallet: Wallet) -> Self {
        Self { wallet, ..Self::default() }
    }

    /// Points by state.
    #[must_use]
    pub fn balance(&self) -> Balance {
        let sum = |part: fn(&Lot) -> i64| self.lots.iter().map(part).sum::<i64>();
        Balance {
            available: sum(|lot| lot.available) + self.beyond.available,
            pending: sum(|lot| lot.pending) + self.beyond.pending,
            reserved: sum(|lot| lot.reserved),
            spent: self.spent,
            expired: self.expired,
            lifetime: self.lifetime,
            debt: self.debt,
        }
    }

    /// Whether the loaded lots can pay that much of what is available.
    pub(crate) fn check_lots(&self, points: i64) -> Result<(), Refused> {
        let Some((expires_at, id)) = self.beyond.first else { return Ok(()) };
        let first = (expires_at.is_none(), expires_at, id);
        let before = self.lots.iter().filter(|lot| lot.spending_order() < first);
        let here: i64 = before.map(|lot| lot.available).sum();
        if here < points { Err(Refused::Lots { points }) } else { Ok(()) }
    }

    /// What expires of the loaded lots, soonest first, one item a moment.
    #[must_use]
    pub fn expiring(&self) -> Vec<Expiring> {
        let mut all: Vec<Expiring> = self
            .lots
            .iter()
            .filter_map(|lot| {
                let points = lot.available + lot.pending;
                Some(Expiring { points, at: lot.expires_at.filter(|_| points > 0)? })
            })
            .collect();
        all.sort_by_key(|item| item.at);
        all.dedup_by(|next, item| {
            let same = next.at == item.at;
            item.points += if same { next.points } else { 0 };
            same
        });
        all
    }
}
