//! The engine's types as the wire's, and back. No decision is made here.

mod redemption;
mod reward;
mod transaction;

pub use redemption::{coupon, redemption};
pub use reward::{percent, promise, reasons, reward_kind, suits, value};
pub use transaction::transaction;

use crate::problem::Refusal;
use crate::text;
use stempel_engine::cart::{self, CartMistake};
use stempel_engine::ledger::{self, Wallet};
use stempel_engine::program::{
    Program, SurveyKind as Asking, Texts, WalletKind as EngineWalletKind,
};
use stempel_engine::survey::Asked;
use stempel_engine::{challenge, membership};
use stempel_protocol::{
    Balance, Cart, ChallengeStatus, Membership, MembershipStatus, Money, Survey, SurveyKind,
    WalletKind,
};

pub fn money(program: &Program, amount: i64) -> Money {
    Money { amount, currency: program.currency.clone() }
}

/// A wallet as the wire names it: points are not named.
pub fn wallet(wallet: &Wallet) -> Option<String> {
    (!wallet.is_primary()).then(|| wallet.0.clone())
}

pub const fn wallet_kind(kind: EngineWalletKind) -> WalletKind {
    match kind {
        EngineWalletKind::Points => WalletKind::Points,
        EngineWalletKind::Money => WalletKind::Money,
        EngineWalletKind::Stamps { .. } => WalletKind::Stamps,
    }
}

pub fn text(texts: &Texts, lang: &str) -> String {
    texts.get(lang).to_owned()
}

pub fn text_or_none(texts: Option<&Texts>, lang: &str) -> Option<String> {
    texts.map(|texts| text(texts, lang))
}

/// The title of a rule; its id when the program has it no more.
pub fn title(program: &Program, rule: &str, lang: &str) -> String {
    program.title(rule).map_or_else(|| rule.to_owned(), |texts| text(texts, lang))
}

/// `under` is the path of the cart in the body.
///
/// # Errors
/// `InvalidField` for a product or a category that is no id.
pub fn cart(cart: Cart, under: &str) -> Result<cart::Cart, Refusal> {
    for (index, line) in cart.lines.iter().enumerate() {
        text::id(&line.sku, &format!("{under}.lines[{index}].sku"))?;
        let category = line.category.as_deref().filter(|it| !it.is_empty()).unwrap_or("none");
        text::id(category, &format!("{under}.lines[{index}].category"))?;
    }
    let line = |line: stempel_protocol::Line| cart::Line {
        sku: line.sku,
        category: line.category,
        quantity: line.quantity,
        unit_price: line.unit_price,
    };
    Ok(cart::Cart {
        currency: cart.currency,
        lines: cart.lines.into_iter().map(line).collect(),
        discount: cart.discount.unwrap_or(0),
        subscription: cart.subscription,
    })
}

pub fn cart_mistake(mistake: &CartMistake, under: &str) -> Refusal {
    Refusal::field(format!("{under}.{}", mistake.field()), mistake.to_string())
}

pub const fn balance(balance: &ledger::Balance) -> Balance {
    Balance {
        available: balance.available,
        pending: balance.pending,
        reserved: balance.reserved,
        spent: balance.spent,
        expired: balance.expired,
        lifetime: balance.lifetime,
        debt: balance.debt,
    }
}

pub const fn membership(status: membership::Status) -> Membership {
    let (status, until) = match status {
        membership::Status::Active { until } => (MembershipStatus::Active, until),
        membership::Status::Paused => (MembershipStatus::Paused, None),
        membership::Status::Ended => (MembershipStatus::Ended, None),
    };
    Membership { status, until }
}

pub const fn challenge_status(status: challenge::Status) -> ChallengeStatus {
    match status {
        challenge::Status::Upcoming => ChallengeStatus::Upcoming,
        challenge::Status::Active => ChallengeStatus::Active,
        challenge::Status::Completed => ChallengeStatus::Completed,
        challenge::Status::Ended => ChallengeStatus::Ended,
    }
}

/// A question to a member.
pub fn survey(asked: &Asked<'_>, lang: &str) -> Survey {
    let survey = asked.survey;
    let (kind, choices) = match &survey.kind {
        Asking::Nps => (SurveyKind::Nps, Vec::new()),
        Asking::Stars => (SurveyKind::Stars, Vec::new()),
        Asking::Text => (SurveyKind::Text, Vec::new()),
        Asking::Choice(choices) => {
            (SurveyKind::Choice, choices.iter().map(|it| text(it, lang)).collect())
        }
    };
    Survey {
        id: survey.id.clone(),
        title: text(&survey.title, lang),
        kind,
        choices,
        points: survey.points,
        order: asked.order.map(str::to_owned),
        anonymous: survey.anonymous,
    }
}
