//! Mistakes and names met while reading a file: where each stands, and which names lead nowhere.

use super::Mistake;
use super::spelling::nearest;
use chrono_tz::Tz;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What is said of a field that has to be there and is not.
pub(super) const MISSING: &str = "is missing";

/// Where something stands: bytes of the file.
pub(super) type Span = Range<usize>;

/// The fields that tables may have, by the table's name, and whether each has to be there: always, or
/// whenever its kind of thing has it at all.
pub type Fields = BTreeMap<String, BTreeMap<&'static str, bool>>;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Purchase,
    Activity,
    Tier,
    Challenge,
    Reward,
    Badge,
    Group,
    Consent,
    Segment,
    Offer,
    Wallet,
    Survey,
    Referral,
    Game,
    Leaderboard,
    Cause,
    Interest,
    Access,
    CodePrefix,
}

impl Kind {
    /// A history line names its rule by id alone, so these share one set of ids.
    fn shares_ids(self) -> bool {
        !matches!(
            self,
            Self::Badge
                | Self::Group
                | Self::Consent
                | Self::Wallet
                | Self::Leaderboard
                | Self::Cause
                | Self::Interest
                | Self::Access
                | Self::CodePrefix
        )
    }

    fn word(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Activity => "activity",
            Self::Tier => "tier",
            Self::Challenge => "challenge",
            Self::Reward => "reward",
            Self::Badge => "badge",
            Self::Group => "reward_group",
            Self::Consent => "consent",
            Self::Segment => "segment",
            Self::Offer => "offer",
            Self::Wallet => "wallet",
            Self::Survey => "survey",
            Self::Referral => "referral",
            Self::Game => "game",
            Self::Leaderboard => "leaderboard",
            Self::Cause => "cause",
            Self::Interest => "interest",
            Self::Access => "access",
            Self::CodePrefix => "code_prefix",
        }
    }
}

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

    /// Every mistake in the order of lines, names that clash or lead nowhere among them.
    pub fn finish(self) -> Vec<Mistake> {
        self.clashes();
        self.dead_ends();
        let unknown = self.unknown.take();
        let told: Vec<String> = unknown.iter().map(|field| self.stray(field)).collect();
        for (field, message) in unknown.iter().zip(told) {
            self.add(&field.span, &path_of(&field.table, &field.name), message);
        }
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort_by_key(|it| (it.line, it.column));
        mistakes
    }

    fn clashes(&self) {
        let defined = self.defined.borrow();
        for (index, name) in defined.iter().enumerate() {
            if let Some(first) = defined[..index].iter().find(|first| clash(first, name)) {
                let message = format!("\"{}\" is taken by {}", name.id, first.path);
                self.add(&name.span, &name.path, message);
                self.defines_unsurely(name.kind);
            }
        }
    }

    /// As many names as there are ids with a mistake may mean these.
    fn dead_ends(&self) {
        let (defined, mut used) = (self.defined.borrow(), self.used.take());
        used.retain(|name| !defined.iter().any(|it| it.kind == name.kind && it.id == name.id));
        for name in &used {
            let alike = used.iter().filter(|it| it.kind == name.kind);
            let lost: BTreeSet<&str> = alike.map(|it| it.id.as_str()).collect();
            let unsure = self.unsure.borrow().iter().filter(|it| **it == name.kind).count();
            if lost.len() > unsure {
                let message = format!("there is no {} \"{}\"", name.kind.word(), name.id);
                self.add(&name.span, &name.path, message);
            }
        }
    }

    /// Where a field belongs, or what it most likely means. Then that is not missing.
    fn stray(&self, field: &Unknown) -> String {
        let Unknown { table, name, known, absent, .. } = field;
        if let Some(owner) = self.owner(table, name) {
            self.is_there(owner, name);
            let way =
                if field.in_section { "above this section" } else { "outside these brackets" };
            return format!("belongs to {}, {way}", heading(owner));
        }
        let meant = nearest(name, absent);
        if let Some(meant) = meant {
            self.is_there(table, meant);
        }
        match meant.or_else(|| nearest(name, known)) {
            Some(meant) => format!("is not known; did you mean \"{meant}\"?"),
            None => format!("is not known; known here: {}", known.join(", ")),
        }
    }

    /// Forgets what was said because that table does not have that field.
    fn is_there(&self, table: &str, name: &str) {
        let path = path_of(table, name);
        let says = match table {
            "" => [format!("there is no {name} \""), format!("[[{name}]]")],
            _ => [format!("\"{name}\""), format!("{name} =")],
        };
        let follows = |it: &Mistake| says.iter().any(|words| it.message.contains(words));
        self.mistakes
            .borrow_mut()
            .retain(|it| it.field != path && !(it.field.starts_with(table) && follows(it)));
    }

    /// The table around that one which has such a field.
    fn owner<'p>(&self, table: &'p str, name: &str) -> Option<&'p str> {
        let fields = self.fields.borrow();
        let around =
            std::iter::successors(table.rsplit_once('.'), |(outer, _)| outer.rsplit_once('.'));
        let mut around = around.map(|(outer, _)| outer);
        around.find(|it| fields.get(&section(it)).is_some_and(|names| names.contains_key(name)))
    }
}

/// The path of a field of a table.
pub(super) fn path_of(table: &str, name: &str) -> String {
    if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") }
}

/// A path without the items of lists: `game.prize` of `game "wheel".prize[2]`.
pub(super) fn section(path: &str) -> String {
    let steps = path.split('.').map(|step| step.split([' ', '[']).next().unwrap_or_default());
    steps.collect::<Vec<_>>().join(".")
}

/// How the file writes the head of that table.
fn heading(path: &str) -> String {
    let name = section(path);
    if path.ends_with([']', '"']) { format!("[[{name}]]") } else { format!("[{name}]") }
}

fn clash(first: &Name, second: &Name) -> bool {
    let together = first.kind == second.kind || first.kind.shares_ids() && second.kind.shares_ids();
    together && first.id == second.id
}
