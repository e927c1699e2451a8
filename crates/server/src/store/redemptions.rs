//! Redemptions: what a member took, what it was worth then, and where its code stands.

mod count;
mod read;
mod write;

pub use count::{count, count_since, counts, given, used_at};
pub use read::{by_code, find};
pub(super) use read::{holds, of_member, open};
pub use write::{close, forget_held, insert, keep_held, reopen};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use stempel_engine::ledger::{Hold, Lot, LotId, Used, Wallet};
use stempel_engine::redemption::Status;
use stempel_protocol::{Money, RewardKind, Timestamp};

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
