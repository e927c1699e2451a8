//! Further wallets, besides the points that every program has: what a `[[wallet]]` says, and how
//! it is read.

use super::notes::Kind;
use super::reader::Table;
use super::{Plural, Points, Program, Texts};
use super::{head, keeping};
use crate::ledger::Wallet;
use std::collections::BTreeMap;

/// The most stamps a card may have room for.
const CARD_MAX: i64 = 100;

/// A further wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletRule {
    /// Stable id.
    pub id: Wallet,
    /// Its name.
    pub name: Texts,
    /// What it holds.
    pub kind: WalletKind,
    /// What one of it is called, by language; nothing for money, which has a name.
    pub unit: BTreeMap<String, Plural>,
    /// How what it holds comes and goes. What it does not say for itself (challenges, orders that
    /// wait, what never earns) is the program's.
    pub points: Points,
}

/// What a wallet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalletKind {
    /// Points.
    Points,
    /// Money, in minor units of the program's currency.
    Money,
    /// Stamps.
    Stamps {
        /// How many fill a card.
        card: i64,
    },
}

impl Program {
    /// What the file says of a further wallet.
    #[must_use]
    pub fn wallet(&self, id: &Wallet) -> Option<&WalletRule> {
        self.wallets.iter().find(|it| it.id == *id)
    }

    /// How what a wallet holds comes and goes. A wallet that the file does not name any more keeps
    /// what it holds, under the rules for points.
    #[must_use]
    pub fn points_in(&self, wallet: &Wallet) -> &Points {
        self.wallet(wallet).map_or(&self.points, |it| &it.points)
    }
}

/// Reads `[[wallet]]`.
pub(super) fn wallet(table: Table<'_>) -> WalletRule {
    let id = table.id(Kind::Wallet);
    if id == Wallet::PRIMARY {
        table.note_field("id", "every program has this one: [points] and [unit] say how it is");
    }
    let kind = kind(&table);
    let rule = WalletRule {
        id: Wallet(id),
        name: table.texts("name"),
        kind: kind.unwrap_or(WalletKind::Points),
        unit: unit(&table, kind),
        points: keeping::keeping(&table),
    };
    table.finish();
    rule
}

fn kind(table: &Table<'_>) -> Option<WalletKind> {
    let word = table.kind("kind", &["points", "money", "stamps"], &["card"])?;
    if word == "stamps" {
        return Some(WalletKind::Stamps { card: table.number("card", 1..=CARD_MAX) });
    }
    if table.has("card") {
        table.note_field("card", "is for wallets of kind \"stamps\"");
    }
    Some(if word == "money" { WalletKind::Money } else { WalletKind::Points })
}

fn unit(table: &Table<'_>, kind: Option<WalletKind>) -> BTreeMap<String, Plural> {
    if kind == Some(WalletKind::Money) {
        if table.has("unit") {
            table.note_field("unit", "money is called by its currency");
        }
        return BTreeMap::new();
    }
    let unit = if kind.is_some() { table.table_of("unit") } else { table.table("unit") };
    let Some(unit) = unit else { return BTreeMap::new() };
    let words = head::unit(&unit);
    unit.finish();
    words
}

impl Table<'_> {
    /// The wallet that something is about; the one every program has, when none is named.
    pub fn wallet(&self) -> Wallet {
        let Some(field) = self.field("wallet") else { return Wallet::default() };
        let Some(id) = field.text() else { return Wallet::default() };
        if id != Wallet::PRIMARY {
            self.notes.uses(Kind::Wallet, &id, &field.path, &field.span);
        }
        Wallet(id)
    }
}
