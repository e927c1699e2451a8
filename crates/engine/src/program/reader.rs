//! Reading TOML tables with every mistake noted where it stands. A value that is wrong is noted
//! and replaced by its type's empty one; a program with notes is never handed out. What the
//! fields mean is in the files of the sections.

mod field;
mod typed;

pub(super) use field::Field;

use super::notes::{MISSING, Notes, Span, path_of, section};
use std::cell::{Cell, RefCell};
use toml::de::{DeTable, DeValue};

/// A table of the file.
pub(super) struct Table<'a> {
    pub notes: &'a Notes<'a>,
    path: String,
    span: Span,
    fields: &'a DeTable<'a>,
    known: RefCell<Vec<&'static str>>,
    required: RefCell<Vec<&'static str>>,
    any_name: Cell<bool>,
}

impl<'a> Table<'a> {
    pub fn root(notes: &'a Notes<'a>, fields: &'a DeTable<'a>) -> Self {
        Self {
            notes,
            path: String::new(),
            span: 0..0,
            fields,
            known: RefCell::default(),
            required: RefCell::default(),
            any_name: Cell::default(),
        }
    }

    /// Notes a mistake of the whole table.
    pub fn note(&self, message: impl Into<String>) {
        self.notes.add(&self.span, &self.path, message);
    }

    /// Notes a mistake of one field, or of the table when the field is not there.
    pub fn note_field(&self, name: &'static str, message: impl Into<String>) {
        let span = self.field(name).map_or_else(|| self.span.clone(), |field| field.span);
        self.notes.add(&span, &path_of(&self.path, name), message);
    }

    /// The field of that name, if it is there.
    pub fn field(&self, name: &'static str) -> Option<Field<'a>> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&name) {
            known.push(name);
        }
        let (_, value) = self.fields.iter().find(|(key, _)| key.get_ref() == name)?;
        let (span, value) = (value.span(), value.get_ref());
        Some(Field { notes: self.notes, path: path_of(&self.path, name), span, value })
    }

    /// The field of that name, which must be there.
    pub fn required(&self, name: &'static str) -> Option<Field<'a>> {
        self.must_have(name, MISSING);
        self.field(name)
    }

    /// Notes that a field is not there which must be.
    pub fn must_have(&self, name: &'static str, message: &str) {
        self.required.borrow_mut().push(name);
        if self.field(name).is_none() {
            self.note_field(name, message);
        }
    }

    /// Ends the reading: what was not asked for is not known.
    pub fn finish(self) {
        if self.any_name.get() {
            return;
        }
        let known = self.known.borrow();
        self.notes.may_have(&self.path, &known, &self.required.borrow());
        let absent: Vec<_> = known.iter().copied().filter(|name| !self.has(name)).collect();
        for (key, _) in
            self.fields.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref()))
        {
            let name = (&**key.get_ref(), key.span());
            self.notes.unknown((&self.path, &self.span), name, &known, &absent);
        }
    }

    /// The table's own fields, whatever their names; none of them is unknown any more.
    pub fn entries(&self) -> Vec<(&'a str, Field<'a>)> {
        self.any_name.set(true);
        let field = |(key, value): (&'a toml::Spanned<_>, &'a toml::Spanned<DeValue<'a>>)| {
            let key: &'a std::borrow::Cow<'a, str> = key.get_ref();
            let (span, value) = (value.span(), value.get_ref());
            (&**key, Field { notes: self.notes, path: path_of(&self.path, key), span, value })
        };
        self.fields.iter().map(field).collect()
    }

    /// Of a list of tables the one with that id, as it is written.
    pub fn item(&self, name: &str, id: &str) -> Option<&'a DeTable<'a>> {
        let tables = self.fields.get(name)?.get_ref().as_array()?.iter();
        let mut tables = tables.filter_map(|it| it.get_ref().as_table());
        tables.find(|it| it.get("id").and_then(|it| it.get_ref().as_str()) == Some(id))
    }

    /// How the file names it: `wallet.unit`.
    pub fn section(&self) -> String {
        section(&self.path)
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key.get_ref() == name)
    }
}
