//! A redemption's life: issued, then used, cancelled or expired; and how its code is spelled.

use crate::Instant;
use crate::program::Reward;

/// How a redemption stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Its code can be used.
    Issued,
    /// Used for an order.
    Used {
        /// The order.
        order: String,
        /// When.
        at: Instant,
    },
    /// Given back.
    Cancelled {
        /// When.
        at: Instant,
    },
    /// Not used in time.
    Expired {
        /// When.
        at: Instant,
    },
}

/// What using a code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is used now.
    Now,
    /// It was used for this same order before: nothing changes.
    Before,
}

/// What freeing a code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// It is free now.
    Now,
    /// It was freed for this same order before: nothing changes.
    Before,
}

/// Why a redemption refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Used for another order.
    #[error("the code was used for another order")]
    UsedForAnother,
    /// Not used for this order.
    #[error("the code was not used for this order")]
    NotUsed,
    /// Not open any more.
    #[error("the redemption is not open any more")]
    Closed,
}

/// The status as of now: one that is issued and past its deadline has expired.
#[must_use]
pub fn status_at(status: &Status, expires_at: Option<Instant>, now: Instant) -> Status {
    match (status, expires_at) {
        (Status::Issued, Some(at)) if at <= now => Status::Expired { at },
        _ => status.clone(),
    }
}

/// Whether a code with that status (as of now) can be used for that order.
///
/// # Errors
/// [`Refused`].
pub fn can_use(status: &Status, order: &str) -> Result<Use, Refused> {
    match status {
        Status::Issued => Ok(Use::Now),
        Status::Used { order: used, .. } if used == order => Ok(Use::Before),
        Status::Used { .. } => Err(Refused::UsedForAnother),
        Status::Cancelled { .. } | Status::Expired { .. } => Err(Refused::Closed),
    }
}

/// Whether a code with that status (as of now), perhaps freed before for an order, can be freed for
/// that one.
///
/// # Errors
/// [`Refused`].
pub fn can_release(status: &Status, freed: Option<&str>, order: &str) -> Result<Release, Refused> {
    match status {
        Status::Used { order: used, .. } if used == order => Ok(Release::Now),
        Status::Used { .. } => Err(Refused::UsedForAnother),
        _ if freed == Some(order) => Ok(Release::Before),
        Status::Issued => Err(Refused::NotUsed),
        Status::Cancelled { .. } | Status::Expired { .. } => Err(Refused::Closed),
    }
}

/// Whether the member can give it back.
///
/// # Errors
/// [`Refused::Closed`].
pub fn can_cancel(status: &Status) -> Result<(), Refused> {
    matches!(status, Status::Issued).then_some(()).ok_or(Refused::Closed)
}

/// When a code of that reward, issued now, stops being valid.
#[must_use]
pub fn expires_at(reward: &Reward, now: Instant) -> Option<Instant> {
    reward.valid_minutes.map(|minutes| now + chrono::TimeDelta::minutes(minutes))
}

/// Spells a code: the reward's prefix and eight signs (40 bits of `chance`) nobody confuses.
#[must_use]
pub fn code(reward: &Reward, chance: u64) -> String {
    format!("{}-{}", reward.code_prefix, signs(chance))
}

/// Eight signs (40 bits of `chance`) that nobody confuses, in two halves: what members tell friends.
#[must_use]
pub fn signs(chance: u64) -> String {
    const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let sign = |i: u32| char::from(SIGNS[(chance >> (i * 5)) as usize & 31]);
    let half = |from: u32| (from..from + 4).map(sign).collect::<String>();
    format!("{}-{}", half(0), half(4))
}
