//! A plain model beside the real store: the engine alone, in memory, with every order and lot of
//! everybody, and plain lists of what was told, played, answered and brought, counted anew each time.
//! The same random commands go to both, some of them cut off in the middle, while the program changes
//! now and then; what they answer and what a snapshot shows must be the same. What came up is counted:
//! a test that plays something too rarely fails.
//!
//! STEMPEL_MODEL_OPERATIONS asks for more or fewer, STEMPEL_MODEL_SEED for the
//! same again.

use crate::KIND;
use crate::database::{Data, Kind};
use crate::model::answer::Answer;
use crate::model::command::Command;
use crate::model::plain::{Lesson, Plain};
use crate::model::tally::Tally;
use std::sync::Arc;
use stempel_server::catalogue::{Catalogue, Definition};
use stempel_server::problem::Refusal;
use stempel_server::service::{Context, Mode};
use stempel_server::store::{Store, Tx, verify};

#[path = "model/acting.rs"]
mod acting;
#[path = "model/activities.rs"]
mod activities;
#[path = "model/adjustments.rs"]
mod adjustments;
#[path = "model/answer.rs"]
mod answer;
#[path = "model/cards.rs"]
mod cards;
#[path = "model/choose.rs"]
mod choose;
#[path = "model/command.rs"]
mod command;
#[path = "model/draw.rs"]
mod draw;
#[path = "model/events.rs"]
mod events;
#[path = "model/games.rs"]
mod games;
#[path = "model/history.rs"]
mod history;
#[path = "model/invites.rs"]
mod invites;
#[path = "model/joining.rs"]
mod joining;
#[path = "model/leaving.rs"]
mod leaving;
#[path = "model/memberships.rs"]
mod memberships;
#[path = "model/orders.rs"]
mod orders;
#[path = "model/plain.rs"]
mod plain;
#[path = "model/program.rs"]
mod program;
#[path = "model/read.rs"]
mod read;
#[path = "model/referrals.rs"]
mod referrals;
#[path = "model/rewards.rs"]
mod rewards;
#[path = "model/services.rs"]
mod services;
#[path = "model/surveys.rs"]
mod surveys;
#[path = "model/tally.rs"]
mod tally;
#[path = "model/visits.rs"]
mod visits;

/// Numbers that a seed gives again.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

pub fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|it| it.parse().ok())
}

#[test]
fn b2_the_store_answers_as_a_plain_model_does() {
    // Postgres answers each command by itself, so it has fewer.
    let (usual, at_once) = if KIND == Kind::Sqlite { (100_000, 64) } else { (5_000, 1) };
    let operations = variable("STEMPEL_MODEL_OPERATIONS").unwrap_or(usual);
    let seed = variable("STEMPEL_MODEL_SEED").unwrap_or_else(|| getrandom::u64().unwrap()).max(1);
    println!("STEMPEL_MODEL_SEED={seed}");
    // So that each has a history, however few the commands are.
    let people = (operations / 160).clamp(20, 600);
    let catalogues = program::both().map(|source| {
        let definition = Definition::read("program.toml", source).unwrap();
        Arc::new(Catalogue::new(definition))
    });
    let programs = catalogues.each_ref().map(|it| Arc::clone(&it.program));
    let mut plain = Plain::new(programs, Dice::new(seed), people);
    let data = Data::new();
    let mut store = Store::open(&data.place, 1).unwrap();
    catalogues.iter().for_each(|it| remember(&store, it));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let (mut done, mut tally) = (0, Tally::default());
    while done < operations {
        let batch = next(&mut plain, &catalogues, at_once);
        let count = u64::try_from(batch.len()).unwrap();
        let replies = runtime.block_on(together(&store, &batch));
        for (Played { command, expected, lesson, .. }, found) in batch.into_iter().zip(replies) {
            let expected = plain.chance(lesson.as_ref(), &found).unwrap_or(expected);
            assert_eq!(found.told(), expected, "seed {seed}, after {done}: {command:?}");
            tally.count(&command, &found);
            plain.learn(lesson, found);
        }
        tally.note(&mut plain.notes);
        done += count;
        if plain.dice.below(200) == 0 {
            // The connection is lost; another one finds everything.
            drop(store);
            store = Store::open(&data.place, 1).unwrap();
        }
    }
    println!("{tally}");
    // Of fewer commands the rare ones may be none.
    let at_least = if operations < 100_000 { 0 } else { operations / 5_000 };
    assert_eq!(tally.missing(at_least), [""; 0], "seed {seed}: hardly ever played");
    assert_eq!(plain.odd(), [""; 0], "seed {seed}: prizes come as often as their odds say");
    let broken = store.readers.read_blocking(verify::broken).unwrap();
    let broken: Vec<String> = broken.into_iter().flat_map(|it| it.rows).collect();
    assert_eq!(broken, [""; 0], "seed {seed}");
}

/// A command with what the model says of it, and what it can learn from the answer.
struct Played {
    command: Command,
    expected: String,
    lesson: Option<Lesson>,
    context: Context,
}

impl Played {
    const fn is_left_to_chance(&self) -> bool {
        matches!(self.lesson, Some(Lesson::Prize { .. }))
    }
}

/// The next commands to be done together, up to one that is left to chance: what comes after it
/// depends on what it wins.
fn next(plain: &mut Plain, catalogues: &[Arc<Catalogue>], at_once: usize) -> Vec<Played> {
    let mut batch: Vec<Played> = Vec::new();
    while batch.len() < at_once && !batch.last().is_some_and(Played::is_left_to_chance) {
        let (command, expected, lesson) = plain.act();
        let lang = "en".to_owned();
        let (catalogue, now) = (Arc::clone(&catalogues[plain.version]), plain.now);
        let context = Context { catalogue, mode: Mode::Live, lang, now };
        batch.push(Played { command, expected, lesson, context });
    }
    batch
}

fn remember(store: &Store, catalogue: &Arc<Catalogue>) {
    let (catalogue, now) = (Arc::clone(catalogue), chrono::Utc::now());
    let remember = store
        .writer
        .write_blocking(move |tx| -> Result<(), Refusal> { Ok(catalogue.remember(tx, now)?) });
    remember.unwrap();
}

/// All at once, so that they share a commit; the queue keeps their order.
async fn together(store: &Store, batch: &[Played]) -> Vec<Answer> {
    let mut waiting: Vec<_> = batch
        .iter()
        .map(|it| {
            let (command, context) = (it.command.clone(), it.context.clone());
            Box::pin(
                store.writer.write(move |tx: &mut Tx<'_>| services::run(tx, &context, &command)),
            )
        })
        .collect();
    let mut answers: Vec<Option<Answer>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, answer) in waiting.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let std::task::Poll::Ready(reply) = future.as_mut().poll(cx)
            {
                *answer = Some(reply.unwrap_or_else(|refusal| Answer::of_refusal(&refusal)));
            }
        }
        if answers.iter().all(Option::is_some) {
            return std::task::Poll::Ready(());
        }
        std::task::Poll::Pending
    })
    .await;
    answers.into_iter().flatten().collect()
}
