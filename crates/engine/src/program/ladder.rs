//! The tiers of a program file.

use super::benefits::gives;
use super::notes::Kind;
use super::reader::{Field, Table};
use super::{Hold, Measure, Period, Tier, Tiers};

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
