//! The section of a program file that says how points are kept: `[points]`, and what `[[wallet]]` says
//! like it.

use super::reader::{Field, Table};
use super::{ChallengeOnRefund, Expiry, Points, Rounding, Selector, SpentOnRefund};
use chrono::NaiveDate;

/// The longest time a rule may name, in days.
const DAYS_MAX: i64 = 36_500;

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
    let ways: [&[&str]; 3] = [&["days"], &["months"], &["month", "day"]];
    let says = |way: &&[&str]| {
        field.value.as_table().is_some_and(|it| way.iter().all(|name| it.contains_key(*name)))
    };
    if !ways.iter().any(says) {
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
