//! The sections of a program file that say what the shop gives at its till: standing discounts, free
//! delivery, and what opens earlier to some.

use super::notes::Kind;
use super::reader::Table;
use super::{Texts, Window};

/// The most hours something may open earlier: a year.
pub(super) const HOURS_MAX: i64 = 8760;

/// What a tier, or the paid membership, brings at the shop's till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gives {
    /// Percent off every order; 0 for none.
    pub discount_percent: i64,
    /// Whether delivery costs nothing.
    pub free_shipping: bool,
}

/// A product, sale or event that opens earlier to some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Stable id; the shop asks for it.
    pub id: String,
    /// What it is.
    pub title: Texts,
    /// When it is open to everybody.
    pub window: Window,
    /// To whom it opens earlier.
    pub early: Vec<Early>,
}

/// To whom something opens earlier, and by how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Early {
    /// From this tier on; absent for the paid membership.
    pub tier: Option<String>,
    /// By so many hours.
    pub hours: i64,
}

/// Reads what `[[tier]]` and `[membership]` give.
pub(super) fn gives(table: &Table<'_>) -> Gives {
    Gives {
        discount_percent: table.number_if("discount_percent", 1..=100).unwrap_or(0),
        free_shipping: table.flag("free_shipping"),
    }
}

/// Reads `[membership]`.
pub(super) fn membership(root: &Table<'_>) -> Gives {
    let Some(table) = root.table("membership") else { return Gives::default() };
    if !["discount_percent", "free_shipping"].iter().any(|name| table.has(name)) {
        table.note("must have \"discount_percent\" or \"free_shipping\"");
    }
    let gives = gives(&table);
    table.finish();
    gives
}

/// Reads `[[access]]`.
pub(super) fn access(table: Table<'_>) -> Access {
    let access = Access {
        id: table.id(Kind::Access),
        title: table.texts("title"),
        window: table.window(),
        early: table.tables("early").into_iter().map(early).collect(),
    };
    table.must_have("starts", "is missing: when it opens to everybody");
    table.finish();
    access
}

fn early(table: Table<'_>) -> Early {
    let tier = table.reference("tier", Kind::Tier);
    if table.flag("membership") == table.has("tier") {
        table.note("must have one of \"tier\" and \"membership\"");
    }
    let early = Early { tier, hours: table.number("hours", 1..=HOURS_MAX) };
    table.finish();
    early
}
