//! The sections of a program file that say what a member may tell of themselves.

use super::Texts;
use super::notes::Kind;
use super::reader::Table;

/// The most months a birthday may be fixed for.
const MONTHS_MAX: i64 = 120;
/// The ways to reach a member.
const CHANNELS: [&str; 3] = ["email", "push", "sms"];
/// How often, the most often first.
const FREQUENCIES: [&str; 3] = ["every", "weekly", "monthly"];

/// Something a member may say they like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// Stable id; the shop's own category, where there is one.
    pub id: String,
    /// Its name.
    pub name: Texts,
}

/// What holds for profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRules {
    /// Months for which a birthday, once named, cannot become another.
    pub birthday_fixed_months: u32,
    /// The ways to write to members that they choose from; none, if they are not asked.
    pub channels: Vec<String>,
    /// How often, to choose from.
    pub frequencies: Vec<String>,
}

impl Default for ProfileRules {
    fn default() -> Self {
        Self { birthday_fixed_months: 12, channels: Vec::new(), frequencies: Vec::new() }
    }
}

/// Reads `[profile]`.
pub(super) fn profile(root: &Table<'_>) -> ProfileRules {
    let rest = ProfileRules::default();
    let Some(table) = root.table("profile") else { return rest };
    let months = table.number_if("birthday_fixed_months", 0..=MONTHS_MAX);
    let months = months.and_then(|it| u32::try_from(it).ok());
    let rules = ProfileRules {
        birthday_fixed_months: months.unwrap_or(rest.birthday_fixed_months),
        channels: words(&table, "channels", &CHANNELS),
        frequencies: words(&table, "frequencies", &FREQUENCIES),
    };
    if !table.has("channels") && table.has("frequencies") {
        table.note_field("frequencies", "needs \"channels\" to write by");
    }
    table.finish();
    rules
}

fn words(table: &Table<'_>, name: &'static str, known: &[&'static str; 3]) -> Vec<String> {
    let words = known.map(|word| (word, word));
    let mut chosen: Vec<String> = Vec::new();
    for item in table.items(name) {
        let Some(word) = item.choice(&words) else { continue };
        if chosen.iter().any(|it| it == word) {
            item.note("is there twice");
        }
        chosen.push(word.to_owned());
    }
    chosen
}

/// Reads `[[interest]]`.
pub(super) fn interest(table: Table<'_>) -> Interest {
    let interest = Interest { id: table.id(Kind::Interest), name: table.texts("name") };
    table.finish();
    interest
}
