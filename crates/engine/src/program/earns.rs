//! The sections of a program file that say what earns: purchases and activities.

use super::notes::Kind;
use super::reader::Table;
use super::{Activity, ActivityKind, Every, PER_MULTIPLE_MAX, Purchase, ShopEvent};
use crate::cart::PRICE_MAX;
use crate::earning::common_multiple;
use chrono::Weekday;

/// The most points a rule may name.
pub(super) const RULE_POINTS_MAX: i64 = 1_000_000;
const RULES_MAX: usize = 100;

/// Reads `[[purchase]]`.
pub(super) fn purchases(root: &Table<'_>) -> Vec<Purchase> {
    let tables = root.tables("purchase");
    if tables.len() > RULES_MAX {
        root.note_field("purchase", format!("at most {RULES_MAX} rules"));
    }
    let rules: Vec<Purchase> = tables.into_iter().map(purchase).collect();
    let multiple = rules.iter().try_fold(1, |all, rule| {
        let next = common_multiple([all, rule.per].into_iter());
        i64::try_from(next).ok().filter(|it| i128::from(*it) <= PER_MULTIPLE_MAX)
    });
    if multiple.is_none() {
        root.note_field(
            "purchase",
            "the amounts \"per\" have no common multiple of a sensible size",
        );
    }
    rules
}

fn purchase(table: Table<'_>) -> Purchase {
    let (per_order, per_unit) = (table.flag("per_order"), table.flag("per_unit"));
    if (per_order || per_unit) && table.has("per") {
        table.note_field("per", "points are for an order, a unit or \"per\" an amount");
    }
    if per_order && per_unit {
        table.note_field("per_unit", "points are for an order or for a unit, not both");
    }
    let unread =
        ["per_order", "per_unit"].iter().any(|it| table.has(it) && table.flag_if(it).is_none());
    let has_per = !(per_order || per_unit || unread);
    if has_per {
        table.must_have("per", "is missing, or \"per_order\" or \"per_unit\" in its place");
    }
    let rule = Purchase {
        id: table.id(Kind::Purchase),
        title: table.texts("title"),
        detail: table.texts_if("detail"),
        icon: table.icon(),
        wallet: table.wallet(),
        points: table.number("points", 1..=RULE_POINTS_MAX),
        per: table.number_if("per", 1..=1_000_000).filter(|_| has_per).unwrap_or(1),
        per_order,
        per_unit,
        products: table.products(),
        minimum_spend: table.number_if("minimum_spend", 0..=PRICE_MAX).unwrap_or(0),
        order_cap: table.number_if("order_cap", 1..=1_000_000_000),
        tier: table.reference("tier", Kind::Tier),
        membership: table.flag("membership"),
        segments: table.references("segments", Kind::Segment),
        offer: table.reference("offer", Kind::Offer),
        subscription: table.flag_if("subscription"),
        weekdays: weekdays(&table),
        window: table.window(),
    };
    table.finish();
    rule
}

fn weekdays(table: &Table<'_>) -> Vec<Weekday> {
    let words = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    table.items("weekdays").iter().filter_map(|it| it.choice(&words)).collect()
}

/// Reads `[[activity]]`.
pub(super) fn activity(table: Table<'_>) -> Activity {
    let kind = activity_kind(&table);
    let activity = Activity {
        id: table.id(Kind::Activity),
        kind: kind.unwrap_or(ActivityKind::Join),
        title: table.texts("title"),
        detail: table.texts_if("detail"),
        icon: table.icon(),
        wallet: table.wallet(),
        points: table.number("points", 1..=RULE_POINTS_MAX),
        times: table.number_if("times", 1..=1000).unwrap_or(1),
        every: table.choice("every", &EVERY),
        event: table.field("event").and_then(|it| it.choice(&SHOP_EVENTS)),
    };
    if kind.is_some_and(|it| it != ActivityKind::Event) {
        for name in ["times", "every", "event"].into_iter().filter(|name| table.has(name)) {
            table.note_field(name, "is for activities of kind \"event\"");
        }
    }
    table.finish();
    activity
}

const SHOP_EVENTS: [(&str, ShopEvent); 1] = [("review.published", ShopEvent::ReviewPublished)];

pub(super) const EVERY: [(&str, Every); 5] = [
    ("ever", Every::Ever),
    ("day", Every::Day),
    ("week", Every::Week),
    ("month", Every::Month),
    ("year", Every::Year),
];

fn activity_kind(table: &Table<'_>) -> Option<ActivityKind> {
    let kind = table.kind("kind", &["join", "event", "visits"], &["days", "grace_days"])?;
    Some(match kind {
        "event" => ActivityKind::Event,
        "visits" => ActivityKind::Visits {
            days: table.number("days", 2..=366),
            grace: table.number_if("grace_days", 0..=30).unwrap_or(0),
        },
        _ => ActivityKind::Join,
    })
}
