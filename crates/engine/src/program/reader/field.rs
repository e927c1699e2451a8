//! One value of the file, as what it has to be.

use super::Table;
use crate::program::notes::{Notes, Span, section};
use crate::program::spelling::nearest;
use crate::program::values::is_id;
use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use toml::de::DeValue;

/// A value of the file.
pub(in crate::program) struct Field<'a> {
    pub notes: &'a Notes<'a>,
    pub path: String,
    pub span: Span,
    pub value: &'a DeValue<'a>,
}

impl<'a> Field<'a> {
    /// Notes a mistake of this value.
    pub fn note(&self, message: impl Into<String>) {
        self.notes.add(&self.span, &self.path, message);
    }

    pub(super) fn expected<T>(&self, what: &str) -> Option<T> {
        self.note(format!("must be {what}, not {}", self.value.type_str()));
        None
    }

    pub fn text(&self) -> Option<String> {
        let Some(text) = self.value.as_str() else { return self.expected("a text in quotes") };
        if text.trim().is_empty() {
            self.note("must not be empty");
            return None;
        }
        Some(text.to_owned())
    }

    pub fn number(&self, range: &RangeInclusive<i64>) -> Option<i64> {
        let Some(digits) = self.value.as_integer() else { return self.expected("a whole number") };
        let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
        let number = number.filter(|it| range.contains(it));
        if number.is_none() {
            self.note(format!("must be from {} to {}", range.start(), range.end()));
        }
        number
    }

    pub fn choice<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.value.as_str().unwrap_or_default();
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("must be one of \"{}\"", known.join("\", \""));
            self.note(match nearest(text, &known) {
                Some(near) => format!("{message}; did you mean \"{near}\"?"),
                None => message,
            });
        }
        found
    }

    pub fn items(&self) -> Vec<Self> {
        let Some(items) = self.value.as_array() else {
            self.expected::<()>("a list");
            return Vec::new();
        };
        if items.is_empty() {
            self.note("is empty: name at least one, or leave it out");
        }
        let item = |(index, item): (usize, &'a toml::Spanned<DeValue<'a>>)| {
            let id = item.get_ref().as_table().and_then(|it| it.get("id")?.get_ref().as_str());
            let path = match id.filter(|it| is_id(it)) {
                Some(id) => format!("{} \"{id}\"", self.path),
                None => format!("{}[{index}]", self.path),
            };
            Self { notes: self.notes, path, span: item.span(), value: item.get_ref() }
        };
        items.iter().enumerate().map(item).collect()
    }

    pub fn table(&self) -> Option<Table<'a>> {
        let (path, span) = (self.path.clone(), self.span.clone());
        let fields = match self.value {
            DeValue::Table(fields) => fields,
            DeValue::Array(items) if self.notes.is_section(&span) => {
                self.note(format!("is there once: write [{}], with one bracket", section(&path)));
                items.first()?.get_ref().as_table()?
            }
            _ => {
                let form = FORMS.iter().find(|(name, _)| path.rsplit('.').next() == Some(name));
                let table = form.map(|(_, form)| format!("a table, as in {form}"));
                return self.expected(table.as_deref().unwrap_or("a table"));
            }
        };
        Some(Table {
            notes: self.notes,
            path,
            span,
            fields,
            known: RefCell::default(),
            required: RefCell::default(),
            any_name: Cell::default(),
        })
    }
}

/// How tables that mostly stand in one line look.
const FORMS: [(&str, &str); 5] = [
    ("help", "{ email = \"help@shop.example\" }"),
    ("earned_by", "{ orders = 10 }"),
    ("window", "{ around = \"birthday\" }"),
    ("goal", "{ orders = 3 }"),
    ("when", "{ orders_min = 2 }"),
];
