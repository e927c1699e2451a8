//! The engine's types as the wire's, and back. No decision is made here.

use crate::problem::Refusal;
use crate::store::ledger::Line;
use crate::store::redemptions::{Promise, Taken};
use crate::text;
use std::collections::BTreeMap;
use stempel_engine::cart::{self, CartMistake};
use stempel_engine::ledger::{self, Part, Source, TransactionKind as Kind, Wallet};
use stempel_engine::program::{
    Program, Reward, RewardKind as Worth, SurveyKind as Asking, Texts,
    WalletKind as EngineWalletKind,
};
use stempel_engine::redemption::Status;
use stempel_engine::referral::RULE;
use stempel_engine::reward::{self as engine, Reason as EngineReason};
use stempel_engine::survey::Asked;
use stempel_engine::{challenge, membership};
use stempel_protocol::{
    Balance, Cart, ChallengeStatus, Coupon, Membership, MembershipStatus, Money, Reason,
    ReasonCode, Redemption, RedemptionStatus, RewardKind, Suits, Survey, SurveyKind, Transaction,
    TransactionKind, TransactionPart, TransactionSource, WalletKind,
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

pub fn reasons(program: &Program, reasons: Vec<EngineReason>) -> Vec<Reason> {
    reasons.into_iter().map(|it| reason(program, it)).collect()
}

fn reason(program: &Program, reason: EngineReason) -> Reason {
    let plain =
        |code| Reason { code, points: None, tier: None, at: None, money: None, limit: None };
    match reason {
        EngineReason::NotJoined => plain(ReasonCode::NotJoined),
        EngineReason::Over => plain(ReasonCode::Over),
        EngineReason::NotYet { at } => Reason { at: Some(at), ..plain(ReasonCode::NotYet) },
        EngineReason::Stock => plain(ReasonCode::Stock),
        EngineReason::Limit { limit, again } => {
            Reason { limit: Some(limit), at: again, ..plain(ReasonCode::Limit) }
        }
        EngineReason::Segment => plain(ReasonCode::Segment),
        EngineReason::Birthday => plain(ReasonCode::Birthday),
        EngineReason::Tier { tier } => Reason { tier: Some(tier), ..plain(ReasonCode::Tier) },
        EngineReason::CartMinimum { missing } => {
            Reason { money: Some(money(program, missing)), ..plain(ReasonCode::CartMinimum) }
        }
        EngineReason::MissingPoints { points } => {
            Reason { points: Some(points), ..plain(ReasonCode::MissingPoints) }
        }
    }
}

pub const fn suits(suits: engine::Suits) -> Suits {
    match suits {
        engine::Suits::OwnDay => Suits::OwnDay,
        engine::Suits::Offer => Suits::Offer,
        engine::Suits::FavouriteCategory => Suits::FavouriteCategory,
        engine::Suits::Nearest => Suits::Nearest,
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

pub const fn reward_kind(worth: &Worth) -> RewardKind {
    match worth {
        Worth::PercentOff { .. } => RewardKind::PercentOff,
        Worth::AmountOff { .. } => RewardKind::AmountOff,
        Worth::FreeProduct { .. } => RewardKind::FreeProduct,
        Worth::FreeShipping => RewardKind::FreeShipping,
        Worth::Sample { .. } => RewardKind::Sample,
        Worth::StoreCredit { .. } => RewardKind::StoreCredit,
        Worth::GiftCard { .. } => RewardKind::GiftCard,
        Worth::EventSeat { .. } => RewardKind::EventSeat,
        Worth::PremiumService { .. } => RewardKind::PremiumService,
        Worth::DrawEntry { .. } => RewardKind::DrawEntry,
        Worth::EarlyAccess { .. } | Worth::Opening { .. } => RewardKind::EarlyAccess,
        Worth::Donation { .. } => RewardKind::Donation,
    }
}

pub fn percent(worth: &Worth) -> Option<i64> {
    match worth {
        Worth::PercentOff { percent } => Some(*percent),
        _ => None,
    }
}

/// What it is worth in money, where that is fixed.
pub fn value(program: &Program, worth: &Worth) -> Option<Money> {
    match worth {
        Worth::AmountOff { amount }
        | Worth::StoreCredit { amount }
        | Worth::GiftCard { amount } => Some(money(program, *amount)),
        Worth::FreeProduct { value, .. } => value.map(|value| money(program, value)),
        _ => None,
    }
}

pub fn promise(program: &Program, reward: &Reward) -> Promise {
    let name = |lang: &String| (lang.clone(), text(&reward.name, lang));
    Promise {
        names: program.languages.iter().map(name).collect::<BTreeMap<_, _>>(),
        kind: reward_kind(&reward.kind),
        icon: reward.icon.clone(),
        value: value(program, &reward.kind),
        percent: percent(&reward.kind),
        sku: match &reward.kind {
            Worth::FreeProduct { sku, .. } | Worth::Sample { sku } => Some(sku.clone()),
            _ => None,
        },
        item: match &reward.kind {
            Worth::EventSeat { event: item, .. }
            | Worth::PremiumService { service: item }
            | Worth::EarlyAccess { sale: item }
            | Worth::Opening { access: item, .. } => Some(item.clone()),
            _ => None,
        },
        immediate: reward.kind.is_immediate(),
        minimum_spend: reward.minimum_spend.map(|amount| money(program, amount)),
    }
}

/// A redemption with its status as of now.
pub fn redemption(taken: &Taken, status: Status, lang: &str) -> Redemption {
    let promise = &taken.promise;
    let name = promise.names.get(lang).or_else(|| promise.names.values().next());
    let coded = !promise.immediate && matches!(status, Status::Issued | Status::Used { .. });
    let cancellable = stempel_engine::redemption::can_cancel(&status).is_ok();
    let word = redemption_status(&status);
    let (order, used_at) = match status {
        Status::Used { order, at } => (Some(order).filter(|it| !it.is_empty()), Some(at)),
        _ => (None, None),
    };
    Redemption {
        id: taken.id.clone(),
        reward: taken.reward.clone(),
        name: name.unwrap_or(&taken.reward).clone(),
        kind: promise.kind,
        icon: promise.icon.clone(),
        status: word,
        cost: taken.cost,
        wallet: wallet(&taken.wallet),
        value: promise.value.clone(),
        code: coded.then(|| taken.code.clone()),
        created_at: taken.created_at,
        expires_at: taken.expires_at,
        used_at,
        order,
        cancellable,
        won: taken.won,
    }
}

/// What a code is worth, with its status as of now.
pub fn coupon(taken: Taken, status: Status) -> Coupon {
    let word = redemption_status(&status);
    let order = match status {
        Status::Used { order, .. } => Some(order),
        _ => None,
    };
    Coupon {
        code: taken.code,
        redemption: taken.id,
        reward: taken.reward,
        kind: taken.promise.kind,
        status: word,
        value: taken.promise.value,
        percent: taken.promise.percent,
        sku: taken.promise.sku,
        item: taken.promise.item,
        minimum_spend: taken.promise.minimum_spend,
        expires_at: taken.expires_at,
        order,
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

const fn redemption_status(status: &Status) -> RedemptionStatus {
    match status {
        Status::Issued => RedemptionStatus::Issued,
        Status::Used { .. } => RedemptionStatus::Used,
        Status::Cancelled { .. } => RedemptionStatus::Cancelled,
        Status::Expired { .. } => RedemptionStatus::Expired,
    }
}

/// A line of the ledger as its member reads it.
pub fn transaction(program: &Program, mut line: Line, lang: &str) -> Transaction {
    // Points that waited arrive under the name of what brought them.
    if let (Kind::Mature, Some(rule)) = (line.kind, rule_of(&line.source)) {
        line.parts = vec![Part { rule: rule.to_owned(), points: line.change }];
    }
    let part = |part: Part| TransactionPart {
        title: title(program, &part.rule, lang),
        rule: part.rule,
        points: part.points,
    };
    Transaction {
        id: line.id,
        kind: transaction_kind(line.kind),
        source: Some(transaction_source(&line.source)),
        wallet: wallet(&line.wallet),
        points: line.change,
        balance: line.balance,
        at: line.at,
        order: match line.source {
            Source::Order(order) => Some(order),
            _ => None,
        },
        reward: line.reward,
        parts: line.parts.into_iter().map(part).collect(),
        note: line.note,
    }
}

/// The rule behind a source that has one alone.
fn rule_of(source: &Source) -> Option<&str> {
    match source {
        Source::Activity(rule) => Some(rule),
        Source::Challenge { challenge, .. } => Some(challenge),
        Source::Survey { survey, .. } => Some(survey),
        Source::Referral(_) => Some(RULE),
        Source::Game { game, .. } => Some(game),
        Source::Order(_)
        | Source::Redemption(_)
        | Source::Time
        | Source::Merchant
        | Source::Member => None,
    }
}

const fn transaction_source(source: &Source) -> TransactionSource {
    match source {
        Source::Order(_) => TransactionSource::Order,
        Source::Activity(_) => TransactionSource::Activity,
        Source::Challenge { .. } => TransactionSource::Challenge,
        Source::Survey { .. } => TransactionSource::Survey,
        Source::Referral(_) => TransactionSource::Referral,
        Source::Game { .. } => TransactionSource::Game,
        Source::Redemption(_) => TransactionSource::Redemption,
        Source::Time => TransactionSource::Time,
        Source::Merchant => TransactionSource::Merchant,
        Source::Member => TransactionSource::Member,
    }
}

const fn transaction_kind(kind: Kind) -> TransactionKind {
    match kind {
        Kind::Earn | Kind::Mature => TransactionKind::Earn,
        Kind::Redeem | Kind::Use | Kind::Release => TransactionKind::Redeem,
        Kind::Cancel => TransactionKind::Cancel,
        Kind::Refund => TransactionKind::Refund,
        Kind::Expire => TransactionKind::Expire,
        Kind::Adjust => TransactionKind::Adjust,
    }
}
