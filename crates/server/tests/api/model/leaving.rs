//! Leaving, and what is still there when somebody comes back. Visits, deeds and rewards taken are
//! lists by customer, which nobody shortens.

use super::answer::words;
use super::command::Command;
use super::games::Won;
use super::plain::{One, Plain};
use std::collections::BTreeMap;
use std::sync::Arc;
use stempel_engine::activity::{Counted, Streak};
use stempel_engine::cart::{Cart, Order};
use stempel_engine::challenge::Completed;
use stempel_engine::member::{self, Member};

/// What is left of somebody.
#[derive(Default)]
pub struct Gone {
    /// The version after they left; 0 for a customer who was no member.
    version: i64,
    /// How often they left.
    times: u64,
    activities: BTreeMap<String, Counted>,
    streaks: BTreeMap<String, Streak>,
    completed: Vec<Completed>,
    /// The surveys they are done with for good, and whether they answered.
    surveys: Vec<(String, bool)>,
    /// What they played of the periods that were on, by game.
    plays: Vec<(String, String)>,
}

impl Plain {
    /// Now and then by who just played, so that they could play again when they come back.
    pub(super) fn draw_leave(&mut self, customer: String) -> Command {
        let played = self.played.last().filter(|_| self.dice.below(3) == 0);
        let customer = played.map(|it| it.0.clone()).unwrap_or(customer);
        self.left.clone_from(&customer);
        Command::Leave { customer }
    }

    pub(super) fn leave(&mut self, customer: &str) -> Result<String, String> {
        match self.customers.remove(customer) {
            Some(one) => self.part(customer, one)?,
            None if self.orders.values().any(|(owner, ..)| owner == customer) => {
                self.notes.push(("leave", "a customer"));
                self.gone.entry(customer.to_owned()).or_default();
            }
            None => self.notes.push(("leave", "nobody")),
        }
        self.told.remove(customer);
        self.keys.retain(|(owner, ..), _| owner != customer);
        for (owner, order, _) in self.orders.values_mut().filter(|it| it.0 == customer) {
            owner.clear();
            *order = emptied(order);
        }
        Ok(self.read(customer))
    }

    fn part(&mut self, customer: &str, one: One) -> Result<(), String> {
        self.notes.push(("leave", "a member"));
        let (program, now) = (Arc::clone(&self.program), self.now);
        let One { mut member, version, id, .. } = one;
        let effect = member::leave(&program, &mut member, now).map_err(words)?;
        self.close(&effect);
        self.forget_friends(&id, &name(customer));
        let plays = self.plays_of_now(&id);
        let gone = self.gone.entry(customer.to_owned()).or_default();
        gone.plays = plays;
        // What was open is closed, and then they are no member.
        gone.version = version + 2;
        gone.times += 1;
        gone.activities = member.record.activities;
        gone.streaks = member.record.streaks;
        gone.completed = member.completed;
        // One about an order is about an order that will not be theirs again.
        let done =
            self.done.iter().filter(|((member, _, order), _)| *member == id && order.is_empty());
        gone.surveys =
            done.map(|((_, survey, _), (answered, _))| (survey.clone(), *answered)).collect();
        Ok(())
    }

    /// Gives back what is left of who comes back; says their id, the version they begin with, and
    /// whether they come for the first time.
    pub(super) fn come_back(&mut self, customer: &str, member: &mut Member) -> (String, i64, bool) {
        let before = self.gone.get(customer).filter(|it| it.version > 0);
        let Some(gone) = before else { return (customer.to_owned(), 0, true) };
        let (program, id) = (&self.program, format!("{customer} {}", gone.times));
        member.record.activities = gone.activities.clone();
        member.record.streaks = gone.streaks.clone();
        // Done stays done, of that day and at no points.
        let done = gone.completed.iter().map(|it| Completed {
            at: program.start_of(program.day(it.at)),
            points: 0,
            ..it.clone()
        });
        member.completed = done.collect();
        let done = gone.surveys.iter().map(|(survey, answered)| {
            ((id.clone(), survey.clone(), String::new()), (*answered, 0))
        });
        self.done.extend(done);
        for (game, play) in &gone.plays {
            self.plays.insert((id.clone(), game.clone(), play.clone()), Won::default());
        }
        let version = gone.version + 1;
        self.notes.push(("join", "again"));
        self.rename(&name(customer), &id);
        (id, version, false)
    }

    /// The version of a customer who has not joined.
    pub(super) fn version_without(&self, customer: &str) -> i64 {
        self.gone.get(customer).map_or(0, |it| it.version)
    }
}

/// Under which name stays what they brought.
fn name(customer: &str) -> String {
    format!("gone {customer}")
}

/// An order of which nothing but its id is left.
fn emptied(order: &Order) -> Order {
    let currency = String::new();
    let cart = Cart { currency, lines: Vec::new(), discount: 0, subscription: false };
    Order { cart, returned: Vec::new(), grants: Vec::new(), tier: None, ..order.clone() }
}
