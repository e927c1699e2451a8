//! Mistakes and names met while reading a file: where each stands, and which names lead nowhere.

mod finish;
mod kind;
mod path;

pub(super) use kind::Kind;
pub(super) use path::{path_of, section};

use super::Mistake;
use chrono_tz::Tz;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;

/// What is said of a field that has to be there and is not.
pub(super) const MISSING: &str = "is missing";

/// Where something stands: bytes of the file.
pub(super) type Span = Range<usize>;

/// The fields that tables may have, by the table's name, and whether each has to be there: always, or
/// whenever its kind of thing has it at all.
pub type Fields = BTreeMap<String, BTreeMap<&'static str, bool>>;

struct Name {
    kind: Kind,
    id: String,
    path: String,
    span: Span,
}

/// A field that its table does not have.
struct Unknown {
    table: String,
    name: String,
    span: Span,
    in_section: bool,
    known: Vec<&'static str>,
    /// Which of them are not there.
    absent: Vec<&'static str>,
}

/// What was met so far.
pub(super) struct Notes<'t> {
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
    defined: RefCell<Vec<Name>>,
    used: RefCell<Vec<Name>>,
    unsure: RefCell<Vec<Kind>>,
    unknown: RefCell<Vec<Unknown>>,
    fields: RefCell<Fields>,
    /// The program's languages, once read.
    pub languages: RefCell<Vec<String>>,
    /// The program's time zone, once read.
    pub zone: Cell<Tz>,
}

impl<'t> Notes<'t> {
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            mistakes: RefCell::default(),
            defined: RefCell::default(),
            used: RefCell::default(),
            unsure: RefCell::default(),
            unknown: RefCell::default(),
            fields: RefCell::default(),
            languages: RefCell::default(),
            zone: Cell::new(Tz::UTC),
        }
    }

    /// Notes a mistake, once, however often its value is read.
    pub fn add(&self, span: &Span, field: &str, message: impl Into<String>) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let mistake = Mistake {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            field: field.to_owned(),
            message: message.into(),
        };
        let mut mistakes = self.mistakes.borrow_mut();
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
    }

    /// Something of that kind has that id.
    pub fn defines(&self, kind: Kind, id: &str, path: &str, span: &Span) {
        let (id, path, span) = (id.to_owned(), path.to_owned(), span.clone());
        self.defined.borrow_mut().push(Name { kind, id, path, span });
    }

    /// Something of that kind has an id with a mistake of its own: what leads nowhere may mean it.
    pub fn defines_unsurely(&self, kind: Kind) {
        self.unsure.borrow_mut().push(kind);
    }

    /// Whether what begins there is a section of its own, `[name]` or `[[name]]`, or stands in a line.
    pub fn is_section(&self, span: &Span) -> bool {
        self.text.get(span.start..).is_some_and(|text| text.starts_with('['))
    }

    /// That table, which begins there, does not have that field.
    pub fn unknown(
        &self,
        table: (&str, &Span),
        name: (&str, Span),
        known: &[&'static str],
        absent: &[&'static str],
    ) {
        self.unknown.borrow_mut().push(Unknown {
            table: table.0.to_owned(),
            name: name.0.to_owned(),
            span: name.1,
            in_section: self.is_section(table.1),
            known: known.to_vec(),
            absent: absent.to_vec(),
        });
    }

    /// Something of that kind and id is meant.
    pub fn uses(&self, kind: Kind, id: &str, path: &str, span: &Span) {
        let (id, path, span) = (id.to_owned(), path.to_owned(), span.clone());
        self.used.borrow_mut().push(Name { kind, id, path, span });
    }

    /// These fields may stand in that table. Items of a list share one name, and so do languages,
    /// and what wallets say in the words of points.
    pub fn may_have(&self, path: &str, names: &[&'static str], required: &[&'static str]) {
        let mut table = section(path);
        if table.starts_with("unit.") || table.starts_with("wallet.unit.") {
            table = "unit.LANGUAGE".into();
        }
        if table == "wallet.expiry" {
            table = "points.expiry".into();
        }
        let mut fields = self.fields.borrow_mut();
        let fields = fields.entry(table).or_default();
        for name in names {
            *fields.entry(name).or_insert(true) &= required.contains(name);
        }
    }

    /// The fields met so far, by table.
    pub fn fields(&self) -> Fields {
        self.fields.borrow().clone()
    }
}
