//! What members do beside each other or for others: games, leaderboards, inviting friends.

use crate::service::wire::{money, text, text_or_none};
use stempel_engine::program as engine;
use stempel_engine::program::{Entitlement, Every, PrizeKind};
use stempel_protocol::{Game, LeaderboardName, Prize, Referral};

pub(super) fn game(program: &engine::Program, game: &engine::Game, lang: &str) -> Game {
    let (order_from, every) = match game.entitlement {
        Entitlement::Order { minimum_spend, .. } => (Some(money(program, minimum_spend)), None),
        Entitlement::Every(Every::Day) => (None, Some("day")),
        Entitlement::Every(Every::Month) => (None, Some("month")),
        Entitlement::Every(_) => (None, Some("week")),
    };
    Game {
        id: game.id.clone(),
        name: text(&game.name, lang),
        description: text_or_none(game.description.as_ref(), lang),
        icon: game.icon.clone(),
        order_from,
        every: every.map(str::to_owned),
        prizes: game.prizes.iter().map(prize).collect(),
        ends_at: game.window.ends,
    }
}

fn prize(prize: &engine::Prize) -> Prize {
    let (points, reward) = match &prize.kind {
        PrizeKind::Points(points) => (Some(*points), None),
        PrizeKind::Reward(reward) => (None, Some(reward.clone())),
    };
    Prize { id: prize.id.clone(), points, reward, odds: prize.odds, stock: prize.stock }
}

pub(super) fn board(board: &engine::Leaderboard, lang: &str) -> LeaderboardName {
    LeaderboardName { id: board.id.clone(), name: text(&board.name, lang) }
}

pub(super) fn referral(program: &engine::Program, it: &engine::Referral, lang: &str) -> Referral {
    let minimum = Some(it.minimum_spend).filter(|it| *it > 0);
    Referral {
        title: text(&it.title, lang),
        detail: text_or_none(it.detail.as_ref(), lang),
        points: it.points,
        friend_points: it.friend_points,
        friend_reward: it.friend_reward.clone(),
        minimum_spend: minimum.map(|amount| money(program, amount)),
        within_days: it.within_days,
        pending_days: it.pending_days,
        per_month: it.per_month,
    }
}
