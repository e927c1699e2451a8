//! Rewards: their kinds, what they are worth, why one suits or cannot be had.

use super::{money, text};
use crate::store::redemptions::Promise;
use std::collections::BTreeMap;
use stempel_engine::program::{Program, Reward, RewardKind as Worth};
use stempel_engine::reward::{self as engine, Reason as EngineReason};
use stempel_protocol::{Money, Reason, ReasonCode, RewardKind, Suits};

pub fn reasons(program: &Program, reasons: Vec<EngineReason>) -> Vec<Reason> {
    reasons.into_iter().map(|it| reason(program, it)).collect()
}

fn reason(program: &Program, reason: EngineReason) -> Reason {
    let plain =
        |code| Reason { code, points: None, tier: None, at: None, money: None, limit: None };
    match reason {
        EngineReason::NotJoined => plain(ReasonCode::NotJoined),
        EngineReason::Over => plain(ReasonCode::Over),
        EngineReason::NotYet { at } => Reason { at: Some(at), ..plain(ReasonCode::NotYet) },
        EngineReason::Stock => plain(ReasonCode::Stock),
        EngineReason::Limit { limit, again } => {
            Reason { limit: Some(limit), at: again, ..plain(ReasonCode::Limit) }
        }
        EngineReason::Segment => plain(ReasonCode::Segment),
        EngineReason::Birthday => plain(ReasonCode::Birthday),
        EngineReason::Tier { tier } => Reason { tier: Some(tier), ..plain(ReasonCode::Tier) },
        EngineReason::CartMinimum { missing } => {
            Reason { money: Some(money(program, missing)), ..plain(ReasonCode::CartMinimum) }
        }
        EngineReason::MissingPoints { points } => {
            Reason { points: Some(points), ..plain(ReasonCode::MissingPoints) }
        }
    }
}

pub const fn suits(suits: engine::Suits) -> Suits {
    match suits {
        engine::Suits::OwnDay => Suits::OwnDay,
        engine::Suits::Offer => Suits::Offer,
        engine::Suits::FavouriteCategory => Suits::FavouriteCategory,
        engine::Suits::Nearest => Suits::Nearest,
    }
}

pub const fn reward_kind(worth: &Worth) -> RewardKind {
    match worth {
        Worth::PercentOff { .. } => RewardKind::PercentOff,
        Worth::AmountOff { .. } => RewardKind::AmountOff,
        Worth::FreeProduct { .. } => RewardKind::FreeProduct,
        Worth::FreeShipping => RewardKind::FreeShipping,
        Worth::Sample { .. } => RewardKind::Sample,
        Worth::StoreCredit { .. } => RewardKind::StoreCredit,
        Worth::GiftCard { .. } => RewardKind::GiftCard,
        Worth::EventSeat { .. } => RewardKind::EventSeat,
        Worth::PremiumService { .. } => RewardKind::PremiumService,
        Worth::DrawEntry { .. } => RewardKind::DrawEntry,
        Worth::EarlyAccess { .. } | Worth::Opening { .. } => RewardKind::EarlyAccess,
        Worth::Donation { .. } => RewardKind::Donation,
    }
}

pub fn percent(worth: &Worth) -> Option<i64> {
    match worth {
        Worth::PercentOff { percent } => Some(*percent),
        _ => None,
    }
}

/// What it is worth in money, where that is fixed.
pub fn value(program: &Program, worth: &Worth) -> Option<Money> {
    match worth {
        Worth::AmountOff { amount }
        | Worth::StoreCredit { amount }
        | Worth::GiftCard { amount } => Some(money(program, *amount)),
        Worth::FreeProduct { value, .. } => value.map(|value| money(program, value)),
        _ => None,
    }
}

pub fn promise(program: &Program, reward: &Reward) -> Promise {
    let name = |lang: &String| (lang.clone(), text(&reward.name, lang));
    Promise {
        names: program.languages.iter().map(name).collect::<BTreeMap<_, _>>(),
        kind: reward_kind(&reward.kind),
        icon: reward.icon.clone(),
        value: value(program, &reward.kind),
        percent: percent(&reward.kind),
        sku: match &reward.kind {
            Worth::FreeProduct { sku, .. } | Worth::Sample { sku } => Some(sku.clone()),
            _ => None,
        },
        item: match &reward.kind {
            Worth::EventSeat { event: item, .. }
            | Worth::PremiumService { service: item }
            | Worth::EarlyAccess { sale: item }
            | Worth::Opening { access: item, .. } => Some(item.clone()),
            _ => None,
        },
        immediate: reward.kind.is_immediate(),
        minimum_spend: reward.minimum_spend.map(|amount| money(program, amount)),
    }
}
