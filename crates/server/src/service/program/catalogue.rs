//! What there is to have: rewards, the tiers and what they bring, what opens earlier to some.

use crate::service::wire::{self, money, percent, reward_kind, text, text_or_none, value};
use stempel_engine::program as engine;
use stempel_engine::program::{Measure, Period, RewardKind};
use stempel_protocol::{
    Access, Reward, RewardGroup, Tier, TierMeasure, TierPeriod, TierRule, Timestamp,
};

pub(super) fn tier(tier: &engine::Tier, lang: &str) -> Tier {
    Tier {
        id: tier.id.clone(),
        name: text(&tier.name, lang),
        from: tier.from,
        benefits: tier.benefits.iter().map(|it| text(it, lang)).collect(),
    }
}

pub(super) const fn tier_rule(tiers: &engine::Tiers) -> TierRule {
    let measure = match tiers.measure {
        Measure::Points => TierMeasure::Points,
        Measure::Spend => TierMeasure::Spend,
        Measure::Orders => TierMeasure::Orders,
    };
    let (period, days) = match tiers.period {
        Period::CalendarYear => (TierPeriod::CalendarYear, None),
        Period::Rolling { days } => (TierPeriod::Rolling, Some(days)),
        Period::Lifetime => (TierPeriod::Lifetime, None),
    };
    TierRule { measure, period, days }
}

pub(super) fn group(group: &engine::RewardGroup, lang: &str) -> RewardGroup {
    RewardGroup { id: group.id.clone(), name: text(&group.name, lang) }
}

pub(super) fn reward(program: &engine::Program, reward: &engine::Reward, lang: &str) -> Reward {
    Reward {
        id: reward.id.clone(),
        name: text(&reward.name, lang),
        description: text_or_none(reward.description.as_ref(), lang),
        kind: reward_kind(&reward.kind),
        cost: reward.cost,
        wallet: wire::wallet(&reward.wallet),
        group: reward.group.clone(),
        icon: reward.icon.clone(),
        image: reward.image.clone(),
        value: value(program, &reward.kind),
        max_amount: reward.any_amount,
        percent: percent(&reward.kind),
        minimum_spend: reward.minimum_spend.map(|amount| money(program, amount)),
        valid_seconds: reward.valid_minutes.map(|minutes| minutes * 60),
        at: match reward.kind {
            RewardKind::EventSeat { at, .. } | RewardKind::DrawEntry { drawn_at: at, .. } => {
                Some(at)
            }
            _ => None,
        },
        winners: match reward.kind {
            RewardKind::DrawEntry { winners, .. } => Some(winners),
            _ => None,
        },
        cause: match &reward.kind {
            RewardKind::Donation { cause } => Some(text(cause, lang)),
            _ => None,
        },
        personal: reward.offer.is_some() || !reward.segments.is_empty(),
    }
}

pub(super) fn access(program: &engine::Program, lang: &str, now: Timestamp) -> Vec<Access> {
    let to_come = program.access.iter().filter(|it| !it.window.is_over(now));
    let one = |it: &engine::Access| {
        let (id, title) = (it.id.clone(), text(&it.title, lang));
        Some(Access { id, title, opens_at: it.window.starts?, ends_at: it.window.ends })
    };
    to_come.filter_map(one).collect()
}
