//! The sections of a program file about some members only: segments, offers, days of their own.

use super::notes::{Kind, MISSING};
use super::reader::Table;
use super::{Around, Because, Bounds, Conditions, Offer, OwnDay, Products, Segment, Span};

/// The most days a condition may look back.
const DAYS_MAX: i64 = 3660;
/// The most days before or after a day of a member's own.
const AROUND_MAX: i64 = 180;
const COUNT_MAX: i64 = 1_000_000;
const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Reads `[[segment]]`.
pub(super) fn segment(table: Table<'_>) -> Segment {
    let segment = Segment {
        id: table.id(Kind::Segment),
        name: table.texts("name"),
        when: table.table_of("when").map(conditions).unwrap_or_default(),
    };
    table.finish();
    segment
}

fn conditions(table: Table<'_>) -> Conditions {
    let days = |name| table.number_if(name, 1..=DAYS_MAX);
    let bounds = |min, max, most| {
        let bounds =
            Bounds { min: table.number_if(min, 0..=most), max: table.number_if(max, 0..=most) };
        if bounds.min.zip(bounds.max).is_some_and(|(min, max)| min > max) {
            table.note_field(max, format!("must be at least \"{min}\""));
        }
        bounds
    };
    let conditions = Conditions {
        orders: bounds("orders_min", "orders_max", COUNT_MAX),
        orders_within_days: days("orders_within_days"),
        spend: bounds("spend_min", "spend_max", AMOUNT_MAX),
        spend_within_days: days("spend_within_days"),
        last_order_within_days: days("last_order_within_days"),
        no_order_for_days: days("no_order_for_days"),
        interests: table.references("interests", Kind::Interest),
        tier: table.reference("tier", Kind::Tier),
        membership: table.has("membership").then(|| table.flag("membership")),
        joined_within_days: days("joined_within_days"),
    };
    for (within, min, max) in [
        ("orders_within_days", "orders_min", "orders_max"),
        ("spend_within_days", "spend_min", "spend_max"),
    ] {
        if table.has(within) && !table.has(min) && !table.has(max) {
            table.note_field(within, format!("goes with \"{min}\" or \"{max}\""));
        }
    }
    let Conditions { orders, spend, .. } = &conditions;
    for (within, days) in [
        ("last_order_within_days", conditions.last_order_within_days),
        ("orders_within_days", conditions.orders_within_days.filter(|_| orders.min > Some(0))),
        ("spend_within_days", conditions.spend_within_days.filter(|_| spend.min > Some(0))),
    ] {
        if conditions.no_order_for_days.zip(days).is_some_and(|(none, within)| none >= within) {
            let message = format!("must be less than \"{within}\", or it is true of nobody");
            table.note_field("no_order_for_days", message);
        }
    }
    if table.is_empty() {
        table.note("needs at least one condition");
    }
    // What a member may say has to be known even when it is not asked for here.
    table.field("membership");
    table.finish();
    conditions
}

/// The most hours a cart may be left before the offer for it is on.
const HOURS_MAX: i64 = 24 * 7;
const BECAUSE: [&str; 8] = [
    "segment",
    "favourite_category",
    "due",
    "lapsed",
    "left_cart",
    "birthday",
    "anniversary",
    "near_reward",
];

/// Reads `[[offer]]`.
pub(super) fn offer(table: Table<'_>) -> Offer {
    let because = because(&table);
    let offer = Offer {
        id: table.id(Kind::Offer),
        title: table.texts("title"),
        detail: table.texts_if("detail"),
        icon: table.icon(),
        because: because.clone().unwrap_or(Because::Segment),
        segments: table.references("segments", Kind::Segment),
        window: table.window(),
        accept: table.flag("accept"),
        days: table.number_if("days", 1..=DAYS_MAX),
        again_after_days: table.number_if("again_after_days", 0..=DAYS_MAX),
    };
    for name in ["days", "again_after_days"].into_iter().filter(|it| table.has(it)) {
        if !offer.accept && table.flag_if("accept").is_some() == table.has("accept") {
            table.note_field(name, "is for offers with accept = true");
        }
    }
    if because == Some(Because::Segment) && !table.has("segments") {
        table.note("an offer because of a segment has to name \"segments\"");
    }
    table.finish();
    offer
}

/// What only some reasons have.
const OF_BECAUSE: [&str; 8] =
    ["categories", "skus", "lapsed_days", "hours", "points", "days_before", "days_after", "longer"];

fn because(table: &Table<'_>) -> Option<Because> {
    Some(match table.kind("because", &BECAUSE, &OF_BECAUSE)? {
        "favourite_category" => {
            Because::FavouriteCategory { categories: table.strings("categories") }
        }
        "due" => Because::Due { skus: table.strings("skus") },
        "lapsed" => Because::Lapsed { days: table.number("lapsed_days", 1..=DAYS_MAX) },
        "left_cart" => Because::LeftCart { hours: table.number("hours", 1..=HOURS_MAX) },
        "birthday" => Because::OwnDay(around(table, OwnDay::Birthday)),
        "anniversary" => Because::OwnDay(around(table, OwnDay::Anniversary)),
        "near_reward" => Because::NearReward { points: table.number("points", 1..=COUNT_MAX) },
        _ => Because::Segment,
    })
}

/// Reads `[products]`.
pub(super) fn products(table: Table<'_>) -> Products {
    let consent = table.reference("consent", Kind::Consent);
    table.must_have("consent", "is missing: without one nothing is suggested to anybody");
    table.finish();
    Products { consent: consent.unwrap_or_default() }
}

/// Reads a reward's `window`.
pub(super) fn window_around(table: Table<'_>) -> Around {
    let words = [("birthday", OwnDay::Birthday), ("anniversary", OwnDay::Anniversary)];
    let around = around(&table, table.choice_of("around", &words));
    table.finish();
    around
}

fn around(table: &Table<'_>, day: OwnDay) -> Around {
    let longer = table.tables("longer").into_iter().map(|table| {
        let tier = table.reference("tier", Kind::Tier);
        table.must_have("tier", MISSING);
        let longer = (tier.unwrap_or_default(), span(&table));
        table.finish();
        longer
    });
    Around { day, longer: longer.collect(), span: span(table) }
}

fn span(table: &Table<'_>) -> Span {
    let days = |name| table.number_if(name, 0..=AROUND_MAX).unwrap_or(0);
    Span { before: days("days_before"), after: days("days_after") }
}
