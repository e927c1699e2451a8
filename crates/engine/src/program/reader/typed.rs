//! What a table's fields are read as: texts, numbers, words of a list, lists, tables.

use super::{Field, Table};
use crate::program::notes::section;
use std::ops::RangeInclusive;

impl<'a> Table<'a> {
    /// A text that must be there.
    pub fn text(&self, name: &'static str) -> String {
        self.required(name).and_then(|it| it.text()).unwrap_or_default()
    }

    /// A text that may be there.
    pub fn text_if(&self, name: &'static str) -> Option<String> {
        self.field(name)?.text()
    }

    /// A number that must be there.
    pub fn number(&self, name: &'static str, range: RangeInclusive<i64>) -> i64 {
        self.number_read(name, &range).unwrap_or(*range.start())
    }

    /// The same; none when it is not there or not to be read.
    pub fn number_read(&self, name: &'static str, range: &RangeInclusive<i64>) -> Option<i64> {
        self.required(name)?.number(range)
    }

    /// A number that may be there.
    pub fn number_if(&self, name: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        self.field(name)?.number(&range)
    }

    /// True or false; false when it is not there.
    pub fn flag(&self, name: &'static str) -> bool {
        self.flag_if(name).unwrap_or(false)
    }

    /// True or false, if it is there.
    pub fn flag_if(&self, name: &'static str) -> Option<bool> {
        let field = self.field(name)?;
        field.value.as_bool().or_else(|| field.expected("true or false"))
    }

    /// One of some words; the first when it is not there.
    pub fn choice<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> T {
        self.field(name).and_then(|it| it.choice(words)).unwrap_or(words[0].1)
    }

    /// One of some words that must be there.
    pub fn choice_of<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> T {
        self.required(name).and_then(|it| it.choice(words)).unwrap_or(words[0].1)
    }

    /// Which kind of thing it is. When that is not told, what only some kinds have may be there.
    pub fn kind(
        &self,
        name: &'static str,
        words: &[&'static str],
        of_kinds: &[&'static str],
    ) -> Option<&'static str> {
        let words: Vec<_> = words.iter().map(|word| (*word, *word)).collect();
        let kind = self.required(name).and_then(|it| it.choice(&words));
        if kind.is_none() {
            self.known.borrow_mut().extend(of_kinds);
        }
        kind
    }

    /// A list of texts; empty when it is not there.
    pub fn strings(&self, name: &'static str) -> Vec<String> {
        let items = self.field(name).map(|it| it.items()).unwrap_or_default();
        items.into_iter().filter_map(|it| it.text()).collect()
    }

    /// The items of a list; none when it is not there.
    pub fn items(&self, name: &'static str) -> Vec<Field<'a>> {
        self.field(name).map(|it| it.items()).unwrap_or_default()
    }

    /// A table that may be there.
    pub fn table(&self, name: &'static str) -> Option<Self> {
        self.field(name)?.table()
    }

    /// A table that must be there.
    pub fn table_of(&self, name: &'static str) -> Option<Self> {
        self.required(name)?.table()
    }

    /// A list of tables; empty when it is not there.
    pub fn tables(&self, name: &'static str) -> Vec<Self> {
        let Some(field) = self.field(name) else { return Vec::new() };
        if field.value.is_table() && self.notes.is_section(&field.span) {
            let name = section(&field.path);
            field.note(format!("can be there several times: write [[{name}]], with two brackets"));
            return field.table().into_iter().collect();
        }
        field.items().into_iter().filter_map(|it| it.table()).collect()
    }
}
