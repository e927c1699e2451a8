//! One definition in the place of another while members hold something: what may not change, and
//! what is gone.

use super::notes::Notes;
use super::reader::Table;
use super::{Mistake, Program, Tier};
use std::mem::discriminant;
use toml::de::DeTable;

impl Program {
    /// Compares this definition, read from `text`, with those before it, the newest of them, whose
    /// place it is to take, first: the others count for the wallets that it has and the newest has
    /// not. Gives what is gone and what becomes of what members have of it, a sentence each.
    ///
    /// # Errors
    /// When the currency or what a wallet holds would be another: nobody's money becomes something
    /// else by a line of a file.
    pub fn follow(&self, text: &str, before: &[&Self]) -> Result<Vec<String>, Vec<Mistake>> {
        let Some(newest) = before.first() else { return Ok(Vec::new()) };
        let notes = Notes::of(text);
        let (parsed, _) = DeTable::parse_recoverable(text);
        let root = Table::root(&notes, parsed.get_ref());
        if self.currency != newest.currency {
            let message = format!("was \"{}\", in which all money of members is", newest.currency);
            root.table("program").inspect(|it| it.note_field("currency", message));
        }
        for (rule, table) in self.wallets.iter().zip(root.tables("wallet")) {
            let was = before.iter().find_map(|it| it.wallet(&rule.id));
            if was.is_some_and(|it| discriminant(&it.kind) != discriminant(&rule.kind)) {
                table.note_field("kind", "was another; give what is new an id of its own");
            }
        }
        let mistakes = notes.finish();
        if mistakes.is_empty() { Ok(self.gone(newest)) } else { Err(mistakes) }
    }

    fn gone(&self, before: &Self) -> Vec<String> {
        let wallets = before.wallets.iter().filter(|it| self.wallet(&it.id).is_none());
        let wallets = wallets.map(|it| {
            format!(
                "wallet \"{}\": members keep what is in it, under the rules of [points]",
                it.id.0
            )
        });
        let tiers = before.tiers.iter().flat_map(|it| &it.list);
        let tiers = tiers.filter(|it| self.tier(&it.id).is_none());
        wallets.chain(tiers.map(|it| self.gone_tier(it))).collect()
    }

    fn gone_tier(&self, gone: &Tier) -> String {
        let becomes = match self.tiers {
            Some(_) => "its members are in the tier that they reach now",
            None => "there are no tiers any more",
        };
        format!("tier \"{}\": {becomes}", gone.id)
    }
}
