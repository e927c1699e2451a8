//! The sections of a program file that say how points come: head, points, purchases, tiers.

use super::benefits::gives;
use super::notes::Kind;
use super::reader::{Field, Table};
use super::values::missing_in;
use super::{
    Activity, ActivityKind, ChallengeOnRefund, Every, Expiry, Hold, Measure, PER_MULTIPLE_MAX,
    Period, Plural, Points, Purchase, Rounding, Selector, ShopEvent, SpentOnRefund, Texts, Tier,
    Tiers,
};
use crate::cart::PRICE_MAX;
use crate::earning::common_multiple;
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// The most points a rule may name.
pub(super) const RULE_POINTS_MAX: i64 = 1_000_000;
/// The longest time a rule may name, in days.
const DAYS_MAX: i64 = 36_500;
const RULES_MAX: usize = 100;

/// What `[program]` says that everything else needs.
#[derive(Default)]
pub(super) struct Head {
    pub id: String,
    pub currency: String,
    pub test_mode: bool,
    pub help: Option<String>,
    pub personal: Option<String>,
    pub name: Texts,
}

/// Reads `[program]`; languages and time zone go to the notes, where all texts and dates find them.
pub(super) fn head(table: &Table<'_>) -> Head {
    let id = table.text("id");
    let zone = table.text("time_zone");
    table.notes.zone.set(zone.parse().unwrap_or(Tz::UTC));
    if !zone.is_empty() && zone.parse::<Tz>().is_err() {
        table.note_field("time_zone", "must be an IANA time zone, as in \"Europe/Warsaw\"");
    }
    table.must_have("languages", "must list at least one language, as in [\"en\"]");
    // None when one is wrong: then no text is held against them.
    let languages = table.items("languages").iter().map(language).collect::<Option<Vec<_>>>();
    table.notes.languages.replace(languages.unwrap_or_default());
    let currency = table.text("currency");
    let is_code = currency.len() == 3 && currency.chars().all(|it| it.is_ascii_uppercase());
    if !is_code && !currency.is_empty() {
        table.note_field("currency", "must be an ISO 4217 code, as in \"PLN\"");
    }
    if !id.is_empty()
        && !id.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
    {
        table.note_field("id", "stands in the endpoint's address: a-z, 0-9 and -");
    }
    Head {
        id,
        currency,
        test_mode: table.flag("test_mode"),
        help: table.table("help").and_then(help),
        personal: table.reference("personal", Kind::Consent),
        name: table.texts("name"),
    }
}

fn language(field: &Field<'_>) -> Option<String> {
    let tag = field.text()?;
    let is_tag = |tag: &str| {
        let word = tag.split('-').next().unwrap_or_default();
        (2..=3).contains(&word.len()) && word.bytes().all(|it| it.is_ascii_lowercase())
    };
    match tag.to_lowercase() {
        _ if is_tag(&tag) => return Some(tag),
        lower if is_tag(&lower) => field.note(format!("write \"{lower}\", in lower case")),
        _ => field.note("must be the code of a language, as in \"en\""),
    }
    None
}

/// A page or a mailbox, as an address to link to.
fn help(table: Table<'_>) -> Option<String> {
    let (url, email) = (table.text_if("url"), table.text_if("email"));
    let is_page = |it: &String| it.starts_with("https://") || it.starts_with("http://");
    if url.as_ref().is_some_and(|it| !is_page(it)) {
        table.note_field("url", "must begin with https:// or http://");
    }
    let plain =
        |it: char| it.is_ascii_graphic() && !matches!(it, '?' | '&' | '<' | '>' | '"' | ':');
    let is_mailbox = |it: &String| {
        let parts = it.split_once('@');
        let whole = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        whole && it.chars().all(plain)
    };
    if email.as_ref().is_some_and(|it| !is_mailbox(it)) {
        table.note_field("email", "must be an e-mail address, as in \"help@shop.example\"");
    }
    if table.has("url") == table.has("email") {
        table.note("must have one of \"url\" and \"email\"");
    }
    table.finish();
    url.or(email.map(|it| format!("mailto:{it}")))
}

/// Reads `[unit.<language>]`.
pub(super) fn unit(table: &Table<'_>) -> BTreeMap<String, Plural> {
    let languages = table.notes.languages.borrow().clone();
    let mut units = BTreeMap::new();
    let entries = table.entries();
    if entries.iter().any(|(name, field)| FORMS.contains(name) && field.value.is_str()) {
        let language = languages.first().map_or("en", String::as_str);
        table.note(format!(
            "needs a table for each language, as in [{}.{language}]",
            table.section()
        ));
        return units;
    }
    for (language, field) in entries {
        if !languages.is_empty() && !languages.iter().any(|known| known == language) {
            field.note("is a language the program does not list");
        }
        if let Some(forms) = field.table() {
            units.insert(language.to_owned(), plural(forms, language));
        }
    }
    if let Some(message) = missing_in(&languages, |it| units.contains_key(it)) {
        table.note(message);
    }
    units
}

const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn plural(forms: Table<'_>, language: &str) -> Plural {
    for form in plural_forms(language).iter().filter(|form| !forms.has(form)) {
        forms.note(format!("\"{language}\" needs the plural form \"{form}\""));
    }
    let plural = Plural {
        zero: forms.text_if("zero"),
        one: forms.text_if("one"),
        two: forms.text_if("two"),
        few: forms.text_if("few"),
        many: forms.text_if("many"),
        other: forms.text("other"),
    };
    forms.finish();
    plural
}

/// The forms besides `other` that whole numbers need, for languages we know.
fn plural_forms(language: &str) -> &'static [&'static str] {
    match language.split('-').next().unwrap_or_default() {
        "pl" | "uk" | "be" | "ru" => &["one", "few", "many"],
        "cs" | "sk" | "hr" | "sr" | "lt" => &["one", "few"],
        "ar" => &["zero", "one", "two", "few", "many"],
        "ja" | "ko" | "zh" | "vi" | "th" | "id" => &[],
        _ => &["one"],
    }
}

/// Reads `[points]`.
pub(super) fn points(table: &Table<'_>) -> Points {
    Points {
        challenge_on_refund: table.choice(
            "challenge_on_refund",
            &[("keep", ChallengeOnRefund::Keep), ("take_back", ChallengeOnRefund::TakeBack)],
        ),
        order_window_days: table.number_if("order_window_days", 0..=365).unwrap_or(14),
        never_earns: Selector {
            except_categories: table.strings("except_categories"),
            except_skus: table.strings("except_skus"),
            ..Selector::default()
        },
        ..keeping(table)
    }
}

/// What `[points]` and each `[[wallet]]` say alike.
pub(super) fn keeping(table: &Table<'_>) -> Points {
    let pending_days = table.number_if("pending_days", 0..=365).unwrap_or(0);
    let expiry = table.field("expiry").and_then(|it| expiry(&it)).unwrap_or(Expiry::Never);
    let shortest_days = match expiry {
        Expiry::After { days } => days,
        Expiry::Months { months } => i64::from(months) * 28,
        Expiry::Never | Expiry::Yearly { .. } => i64::MAX,
    };
    if shortest_days <= pending_days {
        table.note_field("expiry", "points would expire before they can be spent");
    }
    Points {
        rounding: table
            .choice("rounding", &[("floor", Rounding::Floor), ("nearest", Rounding::Nearest)]),
        pending_days,
        expiry,
        grace_days: table.number_if("grace_days", 0..=365).unwrap_or(0),
        spent_on_refund: table.choice(
            "spent_on_refund",
            &[("debt", SpentOnRefund::Debt), ("forgive", SpentOnRefund::Forgive)],
        ),
        ..Points::default()
    }
}

fn expiry(field: &Field<'_>) -> Option<Expiry> {
    if field.value.as_str() == Some("never") {
        return Some(Expiry::Never);
    }
    if field.value.as_table().is_none_or(|table| table.is_empty()) {
        let dated = "{ days = 365 }, { months = 12 } or { month = 12, day = 31 }";
        field.note(format!("must be \"never\", {dated}"));
        return None;
    }
    let table = field.table()?;
    let expiry = if table.has("days") {
        Expiry::After { days: table.number("days", 1..=DAYS_MAX) }
    } else if table.has("months") {
        Expiry::Months { months: u32::try_from(table.number("months", 1..=1200)).unwrap_or(1) }
    } else {
        let month = u32::try_from(table.number("month", 1..=12)).unwrap_or(1);
        let day = u32::try_from(table.number("day", 1..=31)).unwrap_or(1);
        // 2024 has a 29 February; any other day that no year has is a slip.
        if NaiveDate::from_ymd_opt(2024, month, day).is_none() && day < 31 {
            field.note(format!("month {month} has no day {day}"));
        }
        Expiry::Yearly { month, day }
    };
    table.finish();
    Some(expiry)
}

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

const HOLD: [(&str, Hold); 3] =
    [("next_period", Hold::NextPeriod), ("one_step", Hold::OneStep), ("none", Hold::None)];

/// Reads `[tiers]` and `[[tier]]`.
pub(super) fn tiers(root: &Table<'_>) -> Option<Tiers> {
    let list = ascending(root.tables("tier"));
    let Some(table) = root.table("tiers") else {
        if !list.is_empty() && !root.has("tiers") {
            root.note_field("tier", "needs a section [tiers] that says how they are reached");
        }
        return None;
    };
    if !root.has("tier") {
        table.note("needs at least one [[tier]]");
    }
    let measure =
        [("points", Measure::Points), ("spend", Measure::Spend), ("orders", Measure::Orders)];
    let tiers = Tiers {
        measure: table.choice_of("measure", &measure),
        period: table.field("period").and_then(|it| period(&it)).unwrap_or(Period::CalendarYear),
        hold: table.choice("hold", &HOLD),
        list,
    };
    if tiers.hold == Hold::OneStep && tiers.period != Period::CalendarYear {
        table.note_field("hold", "\"one_step\" is for the period \"calendar_year\"");
    }
    table.finish();
    Some(tiers)
}

fn period(field: &Field<'_>) -> Option<Period> {
    match field.value.as_str() {
        Some("calendar_year") => return Some(Period::CalendarYear),
        Some("lifetime") => return Some(Period::Lifetime),
        _ => {}
    }
    if !field.value.is_table() {
        field.note("must be \"calendar_year\", \"lifetime\" or { rolling_days = 365 }");
        return None;
    }
    let table = field.table()?;
    let period = Period::Rolling { days: table.number("rolling_days", 1..=3660) };
    table.finish();
    Some(period)
}

fn ascending(tables: Vec<Table<'_>>) -> Vec<Tier> {
    let mut list: Vec<Tier> = Vec::new();
    for table in tables {
        let before = list.last().map(|it| it.from);
        let from = table.number_read("from", &(0..=1_000_000_000_000));
        match (before, from) {
            (None, Some(1..)) => table.note_field("from", "the first tier begins at 0"),
            (Some(before), Some(from)) if before >= from => {
                table.note_field("from", format!("must be more than {before}, the tier before"));
            }
            _ => {}
        }
        list.push(tier(table, from.or(before).unwrap_or(0)));
    }
    list
}

fn tier(table: Table<'_>, from: i64) -> Tier {
    let tier = Tier {
        id: table.id(Kind::Tier),
        name: table.texts("name"),
        from,
        multiplier_thousandths: table.thousandths("multiplier").unwrap_or(1000),
        benefits: table.list_of_texts("benefits"),
        gives: gives(&table),
    };
    table.finish();
    tier
}
