//! What earns.

use crate::service::wire::{self, money, text, text_or_none};
use stempel_engine::program as engine;
use stempel_engine::program::{ActivityKind, Every};
use stempel_protocol::{EarnKind, EarnLimit, EarnPeriod, EarnWay, Timestamp};

/// What earns, now or on another day of the week: what is over or has not begun is not offered.
pub(super) fn earn(program: &engine::Program, lang: &str, now: Timestamp) -> Vec<EarnWay> {
    let purchases = program.purchases.iter();
    let purchases = purchases.filter(|it| it.offer.is_none() && it.window.contains(now));
    let purchases = purchases.filter_map(|it| purchase(program, it, lang, now));
    purchases.chain(program.activities.iter().map(|it| activity(it, lang))).collect()
}

/// None for a rule whose window ends before its next day.
fn purchase(
    program: &engine::Program,
    rule: &engine::Purchase,
    lang: &str,
    now: Timestamp,
) -> Option<EarnWay> {
    let next = program.on_next(rule, now)?;
    Some(EarnWay {
        id: rule.id.clone(),
        kind: EarnKind::Purchase,
        title: text(&rule.title, lang),
        detail: text_or_none(rule.detail.as_ref(), lang),
        points: rule.points,
        wallet: wire::wallet(&rule.wallet),
        per: (!rule.per_order && !rule.per_unit).then(|| money(program, rule.per)),
        icon: rule.icon.clone(),
        ends_at: program.on_until(rule, next),
        starts_at: (next > now).then_some(next),
        limit: None,
        minimum_spend: (rule.minimum_spend > 0).then(|| money(program, rule.minimum_spend)),
        order_cap: rule.order_cap,
        tier: rule.tier.clone(),
        membership: rule.membership,
        subscription: rule.subscription,
    })
}

fn activity(activity: &engine::Activity, lang: &str) -> EarnWay {
    let is_event = activity.kind == ActivityKind::Event;
    EarnWay {
        id: activity.id.clone(),
        kind: EarnKind::Activity,
        title: text(&activity.title, lang),
        detail: text_or_none(activity.detail.as_ref(), lang),
        points: activity.points,
        wallet: wire::wallet(&activity.wallet),
        per: None,
        icon: activity.icon.clone(),
        ends_at: None,
        starts_at: None,
        limit: is_event
            .then(|| EarnLimit { times: activity.times, every: earn_period(activity.every) }),
        minimum_spend: None,
        order_cap: None,
        tier: None,
        membership: false,
        subscription: None,
    }
}

const fn earn_period(every: Every) -> EarnPeriod {
    match every {
        Every::Ever => EarnPeriod::Ever,
        Every::Day => EarnPeriod::Day,
        Every::Week => EarnPeriod::Week,
        Every::Month => EarnPeriod::Month,
        Every::Year => EarnPeriod::Year,
    }
}
