//! Reading TOML tables with every mistake noted where it stands. A value that is wrong is noted
//! and replaced by its type's empty one; a program with notes is never handed out. What the
//! fields mean is in the files of the sections.

use super::notes::{MISSING, Notes, Span, path_of, section};
use super::spelling::nearest;
use super::values::is_id;
use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
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

/// A value of the file.
pub(super) struct Field<'a> {
    pub notes: &'a Notes<'a>,
    pub path: String,
    pub span: Span,
    pub value: &'a DeValue<'a>,
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

impl<'a> Field<'a> {
    /// Notes a mistake of this value.
    pub fn note(&self, message: impl Into<String>) {
        self.notes.add(&self.span, &self.path, message);
    }

    fn expected<T>(&self, what: &str) -> Option<T> {
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
