//! Leaving, and what is still there when somebody comes back. Visits, deeds and rewards taken are
//! lists by customer, which nobody shortens.

use super::answer::words;
use super::command::Command;
use super::games::Won;
use super::history::Line;
use super::plain::{One, Plain};
use std::collections::BTreeMap;
use std::sync::Arc;
use stempel_engine::activity::{Counted, Streak};
use stempel_engine::cart::{Cart, Order};
use stempel_engine::challenge::Completed;
use stempel_engine::ledger::{self, Account, AccountName, Hold, Source, Transaction, Wallet};
use stempel_engine::member::{self, Member, Return};
use stempel_engine::program::SpentOnRefund;

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

/// What of an order may come back after its customer left.
pub struct Late {
    customer: String,
    wallet: Wallet,
    points: i64,
    units: i64,
}

/// Who comes back: their id, the version they begin with, whether they come for the first time, and
/// what they owe again.
pub(super) struct Back {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) is_first: bool,
    pub(super) owed: Vec<Transaction>,
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
        let One { mut member, version, id, history, .. } = one;
        self.keep_what_may_come_back(customer, &member, &history)?;
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

    /// Gives back what is left of who comes back.
    pub(super) fn come_back(&mut self, customer: &str, member: &mut Member) -> Back {
        let owed = self.owe_again(customer, member);
        let before = self.gone.get(customer).filter(|it| it.version > 0);
        let Some(gone) = before else {
            return Back { id: customer.to_owned(), version: 0, is_first: true, owed };
        };
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
        Back { id, version, is_first: false, owed }
    }

    /// What they were left with, and what each of their orders gave that had not expired.
    fn keep_what_may_come_back(
        &mut self,
        customer: &str,
        member: &Member,
        history: &[Line],
    ) -> Result<(), String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let mut member = member.clone();
        let _ = member::settle(&program, &mut member, now);
        let mut holds: Vec<Hold> = member.accounts().flat_map(|it| it.holds.clone()).collect();
        holds.sort_by(|a, b| a.from.cmp(&b.from));
        for hold in holds {
            member::cancel(&program, &mut member, &hold.redemption, now).map_err(words)?;
        }
        let _ = member::settle(&program, &mut member, now);
        for account in member.accounts() {
            let wallet = &account.wallet;
            let balance = account.balance();
            let left = balance.available + balance.pending - balance.debt;
            for (order, given) in given_by_orders(history, wallet) {
                let source = Source::Order(order.clone());
                let own = account.lots.iter().filter(|it| it.source == source);
                let points = given - own.map(|it| it.expired).sum::<i64>();
                let units = self.orders[&order].1.kept().iter().map(|it| it.quantity).sum::<i64>();
                if points > 0 && units > 0 {
                    let late = Late {
                        customer: customer.to_owned(),
                        wallet: wallet.clone(),
                        points,
                        units,
                    };
                    self.late.entry(order).or_default().push(late);
                }
            }
            let late = self.late.values().flatten();
            let late = late.filter(|it| it.customer == customer && it.wallet == *wallet);
            let needed = late.map(|it| it.points).sum::<i64>();
            let sum = self.left_with.entry((customer.to_owned(), wallet.clone())).or_default();
            // More than refunds can take is not remembered.
            *sum = (*sum + left).min(needed);
        }
        Ok(())
    }

    /// Who comes back owes what was not paid when they left, or by then.
    fn owe_again(&mut self, customer: &str, member: &mut Member) -> Vec<Transaction> {
        let mut owed = Vec::new();
        for ((owner, wallet), left) in &mut self.left_with {
            if owner == customer && *left < 0 {
                self.notes.push(("join", "owing"));
                let owes = ledger::owe(account(member, wallet), -*left, self.now);
                owed.push(owes);
                *left = 0;
            }
        }
        owed
    }

    /// Something came back of an order whose customer left.
    pub(super) fn came_back_late(&mut self, order: &str, back: Return<'_>) -> Option<i64> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let mut changed = None;
        let mut all = self.late.remove(order).unwrap_or_default();
        all.sort_by(|a, b| a.wallet.cmp(&b.wallet));
        for late in &mut all {
            let units = match back {
                Return::All => late.units,
                Return::Units(units) => {
                    units.iter().map(|it| it.quantity).sum::<i64>().min(late.units)
                }
            };
            let points = late.points * units / late.units;
            late.points -= points;
            late.units -= units;
            let forgives =
                program.points_in(&late.wallet).spent_on_refund == SpentOnRefund::Forgive;
            let left =
                self.left_with.entry((late.customer.clone(), late.wallet.clone())).or_default();
            let paid = points.min((*left).max(0));
            *left -= paid;
            let Some(one) = self.customers.get_mut(&late.customer) else {
                self.notes.push(("refunded", "after leaving"));
                *left -= if forgives { 0 } else { points - paid };
                continue;
            };
            self.notes.push(("refunded", "after coming back"));
            let mut effect = member::settle(&program, &mut one.member, now);
            let account = account(&mut one.member, &late.wallet);
            let most = if forgives { account.balance().available } else { i64::MAX };
            let owed = (points - paid).min(most);
            if owed > 0 {
                effect.transactions.push(ledger::owe(account, owed, now));
            }
            *changed.get_or_insert(0) += effect.points();
            let customer = late.customer.clone();
            self.book(&customer, &effect);
        }
        all.retain(|it| it.units > 0);
        self.late.insert(order.to_owned(), all);
        changed
    }

    /// The version of a customer who has not joined.
    pub(super) fn version_without(&self, customer: &str) -> i64 {
        self.gone.get(customer).map_or(0, |it| it.version)
    }
}

fn account<'a>(member: &'a mut Member, wallet: &Wallet) -> &'a mut Account {
    match wallet.is_primary() {
        true => &mut member.account,
        false => {
            let new = || Account::of(wallet.clone());
            member.others.entry(wallet.clone()).or_insert_with(new)
        }
    }
}

/// What orders gave in a wallet, less what went back, by all that was ever booked.
fn given_by_orders(history: &[Line], wallet: &Wallet) -> BTreeMap<String, i64> {
    let mut given = BTreeMap::new();
    for Line { booked, .. } in history.iter().filter(|it| it.booked.wallet == *wallet) {
        if let Source::Order(order) = &booked.source {
            *given.entry(order.clone()).or_default() -= booked.sum(AccountName::Issued);
        }
    }
    given
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
