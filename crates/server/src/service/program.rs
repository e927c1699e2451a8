//! `GET program`: what the program offers, in one language, as of now.

mod catalogue;
mod challenges;
mod community;
mod earn;
mod words;

use super::wire::{self, text};
use catalogue::{access, group, reward, tier, tier_rule};
use challenges::{badge, challenge};
use community::{board, game, referral};
use earn::earn;
use stempel_engine::program as engine;
use stempel_protocol::{Plural, Program, Timestamp, Wallet};
use words::{consent, contact, in_force, interest, question, rules, said};

/// The program in one of its languages.
#[must_use]
pub fn page(program: &engine::Program, lang: &str, now: Timestamp) -> Program {
    Program {
        id: program.id.clone(),
        name: text(&program.name, lang),
        version: program.version.clone(),
        lang: lang.to_owned(),
        langs: program.languages.clone(),
        currency: program.currency.clone(),
        unit: program.unit.get(lang).map(plural).unwrap_or_else(no_plural),
        test_mode: program.test_mode,
        wallets: program.wallets.iter().map(|it| wallet(it, lang)).collect(),
        earn: earn(program, lang, now),
        tiers: program.tiers.iter().flat_map(|it| &it.list).map(|it| tier(it, lang)).collect(),
        tier_rule: program.tiers.as_ref().map(tier_rule),
        reward_groups: program.reward_groups.iter().map(|it| group(it, lang)).collect(),
        rewards: program.rewards.iter().map(|it| reward(program, it, lang)).collect(),
        challenges: program.challenges.iter().map(|it| challenge(program, it, lang, now)).collect(),
        badges: program.badges.iter().map(|it| badge(it, lang)).collect(),
        access: access(program, lang, now),
        interests: program.interests.iter().map(|it| interest(it, lang)).collect(),
        contact: contact(&program.profile),
        products: program.products.is_some(),
        consents: program.consents.iter().map(|it| consent(it, lang)).collect(),
        rules: rules(program, lang),
        games: program
            .games
            .iter()
            .filter(|it| !it.window.is_over(now))
            .map(|it| game(program, it, lang))
            .collect(),
        leaderboards: program.leaderboards.iter().map(|it| board(it, lang)).collect(),
        referral: program.referral.as_ref().map(|it| referral(program, it, lang)),
        said: said(program, lang, now),
        terms: program.terms.as_ref().map(|it| in_force(program, it, lang, now)),
        questions: program.questions.iter().map(|it| question(it, lang)).collect(),
        help: program.help.clone(),
    }
}

fn wallet(wallet: &engine::WalletRule, lang: &str) -> Wallet {
    Wallet {
        id: wallet.id.0.clone(),
        name: text(&wallet.name, lang),
        kind: wire::wallet_kind(wallet.kind),
        unit: wallet.unit.get(lang).map(plural),
        card: match wallet.kind {
            engine::WalletKind::Stamps { card } => Some(card),
            engine::WalletKind::Points | engine::WalletKind::Money => None,
        },
    }
}

fn plural(unit: &engine::Plural) -> Plural {
    Plural {
        zero: unit.zero.clone(),
        one: unit.one.clone(),
        two: unit.two.clone(),
        few: unit.few.clone(),
        many: unit.many.clone(),
        other: unit.other.clone(),
    }
}

const fn no_plural() -> Plural {
    Plural { zero: None, one: None, two: None, few: None, many: None, other: String::new() }
}
