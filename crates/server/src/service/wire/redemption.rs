//! Redemptions and their codes, with their status as of now.

use super::wallet;
use crate::store::redemptions::Taken;
use stempel_engine::redemption::Status;
use stempel_protocol::{Coupon, Redemption, RedemptionStatus};

/// A redemption with its status as of now.
pub fn redemption(taken: &Taken, status: Status, lang: &str) -> Redemption {
    let promise = &taken.promise;
    let name = promise.names.get(lang).or_else(|| promise.names.values().next());
    let coded = !promise.immediate && matches!(status, Status::Issued | Status::Used { .. });
    let cancellable = stempel_engine::redemption::can_cancel(&status).is_ok();
    let word = redemption_status(&status);
    let (order, used_at) = match status {
        Status::Used { order, at } => (Some(order).filter(|it| !it.is_empty()), Some(at)),
        _ => (None, None),
    };
    Redemption {
        id: taken.id.clone(),
        reward: taken.reward.clone(),
        name: name.unwrap_or(&taken.reward).clone(),
        kind: promise.kind,
        icon: promise.icon.clone(),
        status: word,
        cost: taken.cost,
        wallet: wallet(&taken.wallet),
        value: promise.value.clone(),
        code: coded.then(|| taken.code.clone()),
        created_at: taken.created_at,
        expires_at: taken.expires_at,
        used_at,
        order,
        cancellable,
        won: taken.won,
    }
}

/// What a code is worth, with its status as of now.
pub fn coupon(taken: Taken, status: Status) -> Coupon {
    let word = redemption_status(&status);
    let order = match status {
        Status::Used { order, .. } => Some(order),
        _ => None,
    };
    Coupon {
        code: taken.code,
        redemption: taken.id,
        reward: taken.reward,
        kind: taken.promise.kind,
        status: word,
        value: taken.promise.value,
        percent: taken.promise.percent,
        sku: taken.promise.sku,
        item: taken.promise.item,
        minimum_spend: taken.promise.minimum_spend,
        expires_at: taken.expires_at,
        order,
    }
}

const fn redemption_status(status: &Status) -> RedemptionStatus {
    match status {
        Status::Issued => RedemptionStatus::Issued,
        Status::Used { .. } => RedemptionStatus::Used,
        Status::Cancelled { .. } => RedemptionStatus::Cancelled,
        Status::Expired { .. } => RedemptionStatus::Expired,
    }
}
