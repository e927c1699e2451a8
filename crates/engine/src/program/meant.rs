//! What can be read and cannot be meant, since one part of the file makes another useless. Looked for
//! once nothing else is wrong.

use super::notes::Notes;
use super::reader::Table;
use super::{
    Entitlement, Goal, Mistake, PrizeKind, Program, Reward, RewardKind, Selector, WalletKind,
    WalletRule,
};
use crate::Instant;
use chrono::TimeDelta;
use toml::de::DeTable;

/// Such mistakes of a program that was read from that text.
pub(super) fn mistakes(program: &Program, text: &str) -> Vec<Mistake> {
    let notes = Notes::of(text);
    let (parsed, _) = DeTable::parse_recoverable(text);
    let root = Table::root(&notes, parsed.get_ref());
    products(program, &root);
    for (wallet, table) in program.wallets.iter().zip(root.tables("wallet")) {
        if let WalletKind::Stamps { card } = wallet.kind {
            stamps(program, &root, wallet, &table, card);
        }
    }
    causes(program, &root);
    prizes(program, &root);
    friend_reward(program, &root);
    notes.finish()
}

/// Rules and goals all of whose products are exceptions.
fn products(program: &Program, root: &Table<'_>) {
    for (rule, table) in program.purchases.iter().zip(root.tables("purchase")) {
        if is_nothing(&rule.products, &program.points.never_earns) {
            let message = "never earns: all of it is an exception, here or in [points]";
            note_products(&table, message);
        }
    }
    let message = "never counts: all of it is an exception, here or in [points]";
    for (challenge, table) in program.challenges.iter().zip(root.tables("challenge")) {
        let nothing = |products| is_nothing(products, &program.points.never_earns);
        match &challenge.goal {
            Goal::Units { products, .. } | Goal::Spend { products, .. } if nothing(products) => {
                table.table("goal").inspect(|it| note_products(it, message));
            }
            Goal::Variety { steps } => {
                let steps = steps.iter().zip(table.tables("step"));
                let steps = steps.filter(|(it, _)| nothing(&it.products));
                steps.for_each(|(_, table)| note_products(&table, message));
            }
            _ => {}
        }
    }
}

fn note_products(table: &Table<'_>, message: &str) {
    let name = if table.has("categories") { "categories" } else { "skus" };
    table.note_field(name, message);
}

fn is_nothing(products: &Selector, never: &Selector) -> bool {
    let Selector { categories, skus, except_categories, except_skus } = products;
    let out =
        |it: &String, own: &[String], never: &[String]| own.contains(it) || never.contains(it);
    let names_any = !(categories.is_empty() && skus.is_empty());
    names_any
        && categories.iter().all(|it| out(it, except_categories, &never.except_categories))
        && skus.iter().all(|it| out(it, except_skus, &never.except_skus))
}

/// A card that nothing fills, and one that brings nothing once it is full.
fn stamps(program: &Program, root: &Table<'_>, wallet: &WalletRule, table: &Table<'_>, card: i64) {
    let by_orders = program.purchases.iter().any(|it| it.wallet == wallet.id);
    let by_activities = program.activities.iter().any(|it| it.wallet == wallet.id);
    if !(by_orders || by_activities) {
        table.note("nothing fills it: no [[purchase]] and no [[activity]] names it");
    }
    let rewards = program.rewards.iter().zip(root.tables("reward"));
    let paid = rewards.filter(|(it, _)| it.wallet == wallet.id && it.cost > 0);
    let cheapest = paid.min_by_key(|(it, _)| it.cost);
    if let Some((_, reward)) = cheapest.filter(|(it, _)| it.cost > card) {
        let message = format!("must be at most {card}: a full card would bring nothing");
        reward.note_field("cost", message);
    }
}

/// Causes that would add up what is not of one kind.
fn causes(program: &Program, root: &Table<'_>) {
    for (cause, table) in program.causes.iter().zip(root.tables("cause")) {
        let rewards = cause.rewards.iter().filter_map(|id| program.reward(id));
        let Some(first) = rewards.clone().next() else { continue };
        for (reward, item) in rewards.zip(table.items("rewards")) {
            if reward.wallet != first.wallet {
                let wallets = [&reward.wallet.0, &first.wallet.0].map(|it| format!("\"{it}\""));
                let [wallet, other] = wallets;
                let both =
                    format!("is paid from the wallet {wallet}, \"{}\" from {other}", first.id);
                item.note(format!("{both}: that cannot be added up"));
            }
        }
    }
}

/// Prizes that may be won when nothing can be had for them any more.
fn prizes(program: &Program, root: &Table<'_>) {
    for (game, table) in program.games.iter().zip(root.tables("game")) {
        let late = match game.entitlement {
            Entitlement::Order { valid_days, .. } => TimeDelta::days(valid_days),
            Entitlement::Every(_) => TimeDelta::zero(),
        };
        let last = game.window.ends.map(|ends| ends + late);
        for (prize, table) in game.prizes.iter().zip(table.tables("prize")) {
            let PrizeKind::Reward(reward) = &prize.kind else { continue };
            let reward = program.reward(reward).and_then(worthless_from);
            if let Some((at, why)) = reward.filter(|(at, _)| last.is_none_or(|last| last > *at)) {
                let at = at.with_timezone(&program.zone).format("%Y-%m-%dT%H:%M:%S");
                let plays = "the game and its plays must end by then";
                table.note_field("reward", format!("{why} {at}: {plays}"));
            }
        }
    }
}

/// A friend may join at any time.
fn friend_reward(program: &Program, root: &Table<'_>) {
    let reward = program.referral.as_ref().and_then(|it| it.friend_reward.as_deref());
    let reward = reward.and_then(|id| program.reward(id)).and_then(worthless_from);
    if let Some((_, why)) = reward {
        let message = format!("{why} a certain time, and friends join after it, too");
        root.table("referral").inspect(|it| it.note_field("friend_reward", message));
    }
}

/// From when on nothing is had for a reward that is given, if there is such a time.
fn worthless_from(reward: &Reward) -> Option<(Instant, &'static str)> {
    let why = match &reward.kind {
        RewardKind::DrawEntry { .. } => "is a lot that is worth nothing from",
        RewardKind::Opening { .. } => "is early access that is worth nothing from",
        RewardKind::EventSeat { .. } => "is a seat that is worth nothing from",
        _ => return None,
    };
    Some((reward.window.ends?, why))
}
