//! Games of chance: what a member may play for, and each play once. What it wins is learnt from the
//! answer, and has to be possible.

use super::activities::first_day;
use super::answer::{Answer, words};
use super::command::Command;
use super::plain::{Lesson, Plain};
use chrono::TimeDelta;
use std::sync::Arc;
use stempel_engine::game;
use stempel_engine::program::{Entitlement, Game, Prize, PrizeKind};
use stempel_protocol::{PlayReply, PlayRequest};
use stempel_server::problem::Refusal;

/// Whose, of what, for what.
pub type Play = (String, String, String);

/// What a play won: the prize, its points, and whether a reward came with it.
#[derive(Clone, Default)]
pub struct Won(pub Option<String>, pub Option<i64>, pub bool);

/// How many plays of a game are shown.
const SHOWN: usize = 10;

impl Plain {
    /// Mostly by somebody who may play.
    pub(super) fn draw_play(&mut self, customer: String) -> Command {
        let command = |(customer, game, play): Play| {
            let request = PlayRequest { play };
            Command::Play { customer, game, request }
        };
        let count = u64::try_from(self.played.len()).unwrap();
        if count > 0 && self.dice.below(8) == 0 {
            let again = count - 1 - self.dice.below(count.min(20));
            return command(self.played[usize::try_from(again).unwrap()].clone());
        }
        let tried: Vec<String> = (0..4).map(|_| self.customer()).collect();
        let open = tried.into_iter().find_map(|it| {
            let (game, plays) = self.games_now(&it).into_iter().next()?;
            Some((it, game.clone(), plays.last()?.clone()))
        });
        if let Some(open) = open.filter(|_| self.dice.below(5) > 0) {
            return command(open);
        }
        let yesterday = self.program.day(self.now).pred_opt().unwrap().to_string();
        let game = ["scratch", "daily", "no-such"][usize::try_from(self.dice.below(3)).unwrap()];
        let order = self.known_order();
        let play = if self.dice.below(2) == 0 { order } else { yesterday };
        command((customer, game.to_owned(), play))
    }

    pub(super) fn play(
        &mut self,
        customer: &str,
        id: &str,
        entitlement: &str,
    ) -> Result<String, String> {
        let program = Arc::clone(&self.program);
        let game = program.games.iter().find(|it| it.id == id).ok_or("there is no such game")?;
        let one = self.customers.get(customer);
        let member = one.ok_or_else(|| Refusal::NotJoined.to_string())?.id.clone();
        let play = (member, id.to_owned(), entitlement.to_owned());
        if let Some(won) = self.plays.get(&play) {
            self.notes.push(("play", "again"));
            return Ok(self.told_of_play(customer, won));
        }
        if !self.open(customer, game).contains(&play.2) {
            return Err(Refusal::PlayClosed.to_string());
        }
        let (customer, game, play) = (customer.to_owned(), play.1, play.2);
        self.lesson = Some(Lesson::Prize { customer, game, play });
        Ok("left to chance".to_owned())
    }

    /// Does what was left to chance, now that the answer tells what came of it.
    pub fn chance(&mut self, lesson: Option<&Lesson>, answer: &Answer) -> Option<String> {
        let Some(Lesson::Prize { customer, game, play }) = lesson else { return None };
        let Answer::Play(reply) = answer else { return Some("a play".to_owned()) };
        Some(self.win(customer, game, play, reply).unwrap_or_else(|refused| refused))
    }

    fn win(
        &mut self,
        customer: &str,
        id: &str,
        entitlement: &str,
        reply: &PlayReply,
    ) -> Result<String, String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let game = program.games.iter().find(|it| it.id == id).unwrap();
        let prize = reply.prize.as_ref();
        let prize = prize.map(|won| game.prizes.iter().find(|it| it.id == *won));
        let prize = prize.map(|it| it.ok_or("a prize of this game")).transpose()?;
        self.is_possible(game, prize)?;
        *self.drawn_games.entry(id.to_owned()).or_default() += 1;
        let one = self.customers.get_mut(customer).unwrap();
        let key = (one.id.clone(), id.to_owned(), entitlement.to_owned());
        let effect = game::played(&program, &mut one.member, game, entitlement, prize, now);
        self.book(customer, &effect.map_err(words)?);
        let mut won = Won(prize.map(|it| it.id.clone()), None, false);
        self.notes.push(("play", if prize.is_some() { "won" } else { "nothing won" }));
        if let Some(prize) = prize {
            *self.won.entry((id.to_owned(), prize.id.clone())).or_default() += 1;
            match &prize.kind {
                PrizeKind::Points(points) => won.1 = Some(*points),
                PrizeKind::Reward(reward) => {
                    won.2 = true;
                    self.notes.push(("play", "a reward won"));
                    self.give(customer, reward)?;
                    self.learn_given(reply);
                }
            }
        }
        self.played.push((customer.to_owned(), key.1.clone(), key.2.clone()));
        self.plays.insert(key, won.clone());
        Ok(self.told_of_play(customer, &won))
    }

    /// Only what is left can be won, and nothing only where that can be.
    fn is_possible(&self, game: &Game, prize: Option<&Prize>) -> Result<(), String> {
        let gone = |it: &Prize| {
            let won = self.won.get(&(game.id.clone(), it.id.clone())).copied().unwrap_or(0);
            it.stock.is_some_and(|stock| won >= stock)
        };
        let left = game.prizes.iter().filter(|it| !gone(it)).map(|it| it.odds).sum::<i64>();
        match prize {
            Some(prize) if gone(prize) => Err("a prize that is left".to_owned()),
            None if left == 1_000_000 => Err("a prize, since it is certain".to_owned()),
            _ => Ok(()),
        }
    }

    /// The id and the code of the reward that was given just now.
    fn learn_given(&mut self, reply: &PlayReply) {
        let Some(Lesson::Taking(index)) = self.lesson.take() else { return };
        let given = |it: &&stempel_protocol::Redemption| Some(&it.id) == reply.redemption.as_ref();
        let given = reply.member.redemptions.iter().find(given);
        self.learn_taking(index, given.expect("what was given is shown"));
    }

    fn told_of_play(&self, customer: &str, Won(prize, points, given): &Won) -> String {
        format!("{prize:?} {points:?} {given} | {}", self.read(customer))
    }

    /// The games somebody may play, with what for, newest first.
    pub(super) fn games_now(&self, customer: &str) -> Vec<(&String, Vec<String>)> {
        let Some(one) = self.customers.get(customer) else { return Vec::new() };
        let games = self.program.games.iter().map(|game| {
            let mut plays = self.open(customer, game);
            let key = |play: &String| (one.id.clone(), game.id.clone(), play.clone());
            plays.retain(|it| !self.plays.contains_key(&key(it)));
            plays.truncate(SHOWN);
            (&game.id, plays)
        });
        games.filter(|(_, plays)| !plays.is_empty()).collect()
    }

    /// What gives a play of a game now, played or not, newest first.
    fn open(&self, customer: &str, game: &Game) -> Vec<String> {
        match game.entitlement {
            Entitlement::Every(every) => {
                vec![first_day(every, self.program.day(self.now)).to_string()]
            }
            Entitlement::Order { minimum_spend, valid_days } => {
                let since = self.now - TimeDelta::days(valid_days);
                let orders = self.customers[customer].member.orders.iter();
                let entitled = orders.filter(|it| it.at > since && it.at <= self.now);
                let entitled = entitled.filter(|it| self.kept(it) >= minimum_spend);
                let mut entitled: Vec<_> = entitled.map(|it| (it.at, it.id.clone())).collect();
                entitled.sort_unstable();
                entitled.into_iter().rev().map(|(_, id)| id).collect()
            }
        }
    }

    /// What somebody who leaves has played of the periods that are on.
    pub(super) fn plays_of_now(&self, member: &str) -> Vec<(String, String)> {
        let today = self.program.day(self.now);
        let games = self.program.games.iter().filter_map(|game| match game.entitlement {
            Entitlement::Every(every) => {
                Some((game.id.clone(), first_day(every, today).to_string()))
            }
            Entitlement::Order { .. } => None,
        });
        let played = |it: &(String, String)| {
            self.plays.contains_key(&(member.to_owned(), it.0.clone(), it.1.clone()))
        };
        games.filter(played).collect()
    }

    /// Prizes without end that came more or less often than their odds let expect, five deviations
    /// away.
    pub fn odd(&self) -> Vec<String> {
        let mut odd = Vec::new();
        for game in &self.program.games {
            let drawn = self.drawn_games.get(&game.id).copied().unwrap_or(0);
            for prize in game.prizes.iter().filter(|it| it.stock.is_none()) {
                let won = self.won.get(&(game.id.clone(), prize.id.clone())).copied().unwrap_or(0);
                // Both sides times a million, squared.
                let off = i128::from(won * 1_000_000 - drawn * prize.odds);
                let variance = i128::from(drawn * prize.odds) * i128::from(1_000_000 - prize.odds);
                if off * off > 25 * variance {
                    odd.push(format!("{} {}: {won} of {drawn}", game.id, prize.id));
                }
            }
        }
        odd
    }
}
