//! Values with a meaning of their own: ids, texts by language, instants, rates, windows, products.

use super::calendar::{at_local, start_of};
use super::notes::Kind;
use super::reader::{Field, Table};
use super::{Selector, Texts, Window};
use crate::Instant;
use chrono::{Days, NaiveDate, NaiveTime};
use std::collections::BTreeMap;
use toml::value::Datetime;

/// The widget's icons.
const ICONS: [&str; 16] = [
    "cup", "bag", "coin", "truck", "percent", "leaf", "star", "gift", "lock", "clock", "calendar",
    "heart", "ticket", "globe", "grinder", "spark",
];

impl Table<'_> {
    /// The table's own id.
    pub fn id(&self, kind: Kind) -> String {
        let id = self.plain_id();
        if let Some(field) = self.field("id").filter(|_| !id.is_empty()) {
            self.notes.defines(kind, &id, &field.path, &field.span);
        }
        if !is_id(&id) {
            self.notes.defines_unsurely(kind);
        }
        id
    }

    /// An id that nothing else in the file names.
    pub fn plain_id(&self) -> String {
        let id = self.text("id");
        if !id.is_empty() && !is_id(&id) {
            self.note_field("id", "must be at most 60 of a-z, 0-9, - and _");
        }
        id
    }

    /// The id of something else, which must be there in the file.
    pub fn reference(&self, name: &'static str, kind: Kind) -> Option<String> {
        let field = self.field(name)?;
        let id = field.text()?;
        self.notes.uses(kind, &id, &field.path, &field.span);
        Some(id)
    }

    /// The ids of other things, which must be there in the file.
    pub fn references(&self, name: &'static str, kind: Kind) -> Vec<String> {
        let named = |field: Field<'_>| {
            let id = field.text()?;
            self.notes.uses(kind, &id, &field.path, &field.span);
            Some(id)
        };
        self.items(name).into_iter().filter_map(named).collect()
    }

    pub fn icon(&self) -> Option<String> {
        let field = self.field("icon")?;
        field.choice(&ICONS.map(|name| (name, name))).map(str::to_owned)
    }

    /// A text in every language that must be there.
    pub fn texts(&self, name: &'static str) -> Texts {
        self.required(name).and_then(|it| it.texts()).unwrap_or_default()
    }

    /// A text in every language that may be there.
    pub fn texts_if(&self, name: &'static str) -> Option<Texts> {
        self.field(name)?.texts()
    }

    pub fn list_of_texts(&self, name: &'static str) -> Vec<Texts> {
        self.items(name).iter().filter_map(Field::texts).collect()
    }

    /// `starts` and `ends`. A day without a time means its first instant, or all of it.
    pub fn window(&self) -> Window {
        let day_before = self.field("starts").and_then(|it| it.instant(0));
        let ends = self.field("ends");
        let window =
            Window { starts: day_before, ends: ends.as_ref().and_then(|it| it.instant(1)) };
        let reversed = window.starts.zip(window.ends).is_some_and(|(starts, ends)| starts >= ends);
        if let Some(ends) = ends.filter(|_| reversed) {
            ends.note("must be after \"starts\"");
        }
        window
    }

    /// A date that must be there: its first instant.
    pub fn instant(&self, name: &'static str) -> Instant {
        self.required(name).and_then(|it| it.instant(0)).unwrap_or_default()
    }

    /// A day, without a time, that must be there.
    pub fn day(&self, name: &'static str) -> Option<NaiveDate> {
        self.required(name)?.day()
    }

    /// The products meant; `categories` and `skus` and their exceptions.
    pub fn products(&self) -> Selector {
        Selector {
            categories: self.strings("categories"),
            skus: self.strings("skus"),
            except_categories: self.strings("except_categories"),
            except_skus: self.strings("except_skus"),
        }
    }

    /// A factor of at least 1 with at most three decimals, in thousandths.
    pub fn thousandths(&self, name: &'static str) -> Option<i64> {
        let field = self.field(name)?;
        let integer = field.value.as_integer().map(|it| it.as_str());
        let written = integer.or_else(|| field.value.as_float().map(|it| it.as_str()));
        let factor = written.and_then(thousandths).filter(|it| (1000..=100_000).contains(it));
        if factor.is_none() {
            field.note("must be from 1 to 100 with at most three decimals, as in 1.25");
        }
        factor
    }
}

impl Field<'_> {
    /// A text in each language of the program: one for all, or a table by language.
    fn texts(&self) -> Option<Texts> {
        let languages = self.notes.languages.borrow();
        if !self.value.is_table() {
            let text = self.text()?;
            return Some(Texts(languages.iter().map(|it| (it.clone(), text.clone())).collect()));
        }
        let mut by_language = BTreeMap::new();
        for (language, text) in self.table()?.entries() {
            if !languages.is_empty() && !languages.iter().any(|known| known == language) {
                text.note("is a language the program does not list");
            }
            by_language.insert(language.to_owned(), text.text().unwrap_or_default());
        }
        if let Some(message) = missing_in(&languages, |it| by_language.contains_key(it)) {
            self.note(message);
        }
        Some(Texts(by_language))
    }

    fn day(&self) -> Option<NaiveDate> {
        let written = self.value.as_datetime().filter(|it| it.time.is_none());
        let date = written.and_then(|it| it.date);
        let day = date
            .and_then(|it| NaiveDate::from_ymd_opt(it.year.into(), it.month.into(), it.day.into()));
        if day.is_none() {
            self.note("must be a day, as in 2026-11-30, without quotes");
        }
        day
    }

    /// A date (the first instant of it, `days_after` later) or a date with a time.
    fn instant(&self, days_after: u64) -> Option<Instant> {
        let written = self.value.as_datetime();
        if let Some(elsewhere) = written.filter(|it| it.offset.is_some()) {
            let (zone, here) = (self.notes.zone.get(), Datetime { offset: None, ..*elsewhere });
            self.note(format!("is in the program's time zone, {zone}: write it as in {here}"));
            return None;
        }
        let parsed = written.and_then(|it| self.instant_of(it, days_after));
        if parsed.is_none() {
            self.note("must be a date, as in 2026-11-30 or 2026-11-30T18:00:00, without quotes");
        }
        parsed
    }

    fn instant_of(&self, written: &Datetime, days_after: u64) -> Option<Instant> {
        let date = written.date?;
        let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
        let Some(time) = written.time else {
            return Some(start_of(self.notes.zone.get(), day + Days::new(days_after)));
        };
        let (hour, minute, second) = (time.hour, time.minute, time.second.unwrap_or(0));
        let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into())?;
        Some(at_local(self.notes.zone.get(), day.and_time(time)))
    }
}

/// What to say when something is not there in all languages.
pub(super) fn missing_in(languages: &[String], is_there: impl Fn(&str) -> bool) -> Option<String> {
    let missing: Vec<_> = languages.iter().filter(|it| !is_there(it)).map(String::as_str).collect();
    (!missing.is_empty()).then(|| format!("is missing in \"{}\"", missing.join("\", \"")))
}

/// Whether a text may be an id.
pub(super) fn is_id(id: &str) -> bool {
    let sign = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-' || it == '_';
    (1..=60).contains(&id.len()) && id.chars().all(sign)
}

/// `0.5` is 500000. Exact: read from the digits, not from a float.
pub(super) fn millionths(written: &str) -> Option<i64> {
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    let padded = format!("{decimals:0<6}");
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|sign| sign.is_ascii_digit());
    (padded.len() == 6 && is_number(whole) && is_number(&padded)).then_some(())?;
    whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(padded.parse().ok()?)
}

/// `1.25` is 1250. Exact: read from the digits, not from a float.
fn thousandths(written: &str) -> Option<i64> {
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    let digits = decimals.trim_end_matches('0');
    let padded = format!("{digits:0<3}");
    let whole: i64 = whole.parse().ok()?;
    (digits.len() <= 3).then_some(())?;
    whole.checked_mul(1000)?.checked_add(padded.parse().ok()?)
}
