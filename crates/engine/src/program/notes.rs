//! Mistakes and names met while reading a file: where each stands, and which names lead nowhere.

use super::Mistake;
use chrono_tz::Tz;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where something stands: bytes of the file.
pub(super) type Span = Range<usize>;

/// The fields that tables may have, by the table's name.
pub type Fields = BTreeMap<String, BTreeSet<&'static str>>;

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

/// What was met so far.
pub(super) struct Notes<'t> {
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
    defined: RefCell<Vec<Name>>,
    used: RefCell<Vec<Name>>,
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

    /// Something of that kind and id is meant.
    pub fn uses(&self, kind: Kind, id: &str, path: &str, span: &Span) {
        let (id, path, span) = (id.to_owned(), path.to_owned(), span.clone());
        self.used.borrow_mut().push(Name { kind, id, path, span });
    }

    /// These fields may stand in that table. Items of a list share one name, and so do languages,
    /// and what wallets say in the words of points.
    pub fn may_have(&self, path: &str, names: &[&'static str]) {
        let steps = path.split('.').map(|step| step.split('[').next().unwrap_or_default());
        let mut table = steps.collect::<Vec<_>>().join(".");
        if table.starts_with("unit.") || table.starts_with("wallet.unit.") {
            table = "unit.LANGUAGE".into();
        }
        if table == "wallet.expiry" {
            table = "points.expiry".into();
        }
        self.fields.borrow_mut().entry(table).or_default().extend(names);
    }

    /// The fields met so far, by table.
    pub fn fields(&self) -> Fields {
        self.fields.borrow().clone()
    }

    /// Every mistake in the order of lines, names that clash or lead nowhere among them.
    pub fn finish(self) -> Vec<Mistake> {
        let (defined, used) = (self.defined.take(), self.used.take());
        for (index, name) in defined.iter().enumerate() {
            if let Some(first) = defined[..index].iter().find(|first| clash(first, name)) {
                let message = format!("\"{}\" is taken by {}", name.id, first.path);
                self.add(&name.span, &name.path, message);
            }
        }
        for name in &used {
            if !defined.iter().any(|it| it.kind == name.kind && it.id == name.id) {
                let message = format!("there is no {} \"{}\"", name.kind.word(), name.id);
                self.add(&name.span, &name.path, message);
            }
        }
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort_by_key(|it| (it.line, it.column));
        mistakes
    }
}

fn clash(first: &Name, second: &Name) -> bool {
    let together = first.kind == second.kind || first.kind.shares_ids() && second.kind.shares_ids();
    together && first.id == second.id
}
