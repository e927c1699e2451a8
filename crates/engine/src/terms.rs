//! A program's rules in plain words, made from its definition, so that they cannot say anything
//! else than what is reckoned. The sentences of each language are in `terms/en.rs` and
//! `terms/pl.rs`; in other languages a program has the rules it writes itself.

use crate::ledger::Wallet;
use crate::program::Program;
use codes::codes;
use earning::earning;
use keeping::{keeping, returns};
use say::{Say, fill};
use tiers::tiers;

mod codes;
mod earning;
mod en;
mod keeping;
mod pl;
mod say;
mod tiers;

/// One rule: what it is about, and the sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub title: String,
    /// The sentences, one a line.
    pub text: String,
}

/// The rules of a program in one of its languages; none in a language without sentences.
#[must_use]
pub fn rules(program: &Program, language: &str) -> Vec<Told> {
    let Some(say) = Say::new(program, language) else { return Vec::new() };
    let words = say.words;
    let told = |title: &str, sentences: Vec<String>| Told {
        title: title.to_owned(),
        text: sentences.join("\n"),
    };
    let mut rules = vec![
        told(words.earning, earning(&say)),
        told(&spending_title(&say), keeping(&say, &Wallet::default())),
    ];
    for wallet in &program.wallets {
        rules.push(told(wallet.name.get(language), keeping(&say, &wallet.id)));
    }
    rules.push(told(words.returns, returns(&say)));
    rules.push(told(words.codes, codes(&say)));
    rules.extend(program.tiers.as_ref().map(|it| told(words.tiers, tiers(&say, it))));
    rules.push(told(words.joining, vec![joining(&say)]));
    rules.retain(|it| !it.text.is_empty());
    rules
}

/// Beside further wallets it says that it is about points.
fn spending_title(say: &Say<'_>) -> String {
    match say.program.wallets.as_slice() {
        [] => say.words.spending.to_owned(),
        _ => fill(say.words.spending_of, &[("unit", say.unit())]),
    }
}

fn joining(say: &Say<'_>) -> String {
    match say.program.points.order_window_days {
        0 => say.words.orders_after.to_owned(),
        days => say.count(say.words.orders_before, days, &[]),
    }
}
