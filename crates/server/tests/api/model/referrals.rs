//! Members who bring friends: a list of everybody who came, looked through from the first on.

use super::answer::words;
use super::plain::Plain;
use chrono::{Datelike, TimeDelta};
use std::sync::Arc;
use stempel_engine::cart::Order;
use stempel_engine::{Program, referral};
use stempel_protocol::{InvitedStatus, Timestamp};
use stempel_server::store::referrals::Mark;

/// How many friends are shown.
const SHOWN: usize = 20;

/// Somebody who came by a code.
pub struct Came {
    pub(super) bringing: String,
    pub(super) friend: String,
    joined_at: Timestamp,
    state: State,
    /// The order that counted.
    order: Option<String>,
}

#[derive(Clone, Copy)]
enum State {
    Joined,
    Ordered { at: Timestamp, due_at: Timestamp, points: i64 },
    Refused { at: Timestamp },
}

impl Plain {
    /// Somebody joined by a code.
    pub(super) fn came(
        &mut self,
        customer: &str,
        friend: &str,
        bringing: &str,
        marks: &[Mark],
        was_known: bool,
    ) -> Result<(), String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let terms = program.referral.as_ref().unwrap();
        self.marks.entry(friend.to_owned()).or_default().extend_from_slice(marks);
        let today = self
            .came
            .iter()
            .filter(|it| it.bringing == bringing && program.day(it.joined_at) == program.day(now));
        let doubt = if was_known {
            Some("customer")
        } else if self.same_household(bringing, friend) {
            Some("household")
        } else {
            (today.count() >= usize::try_from(terms.per_day).unwrap()).then_some("haste")
        };
        self.notes.push(("friend", doubt.unwrap_or("came")));
        let (state, row) = match doubt {
            Some(_) => (State::Refused { at: now }, None),
            None => (State::Joined, Some(self.came.len().to_string())),
        };
        let (bringing, friend) = (bringing.to_owned(), friend.to_owned());
        self.touch(&bringing);
        self.came.push(Came { bringing, friend, joined_at: now, state, order: None });
        let Some(row) = row else { return Ok(()) };
        let member = &mut self.customers.get_mut(customer).unwrap().member;
        let effect = referral::welcomed(&program, member, (terms, &row), now).map_err(words)?;
        self.book(customer, &effect);
        self.give(customer, terms.friend_reward.as_ref().unwrap())
    }

    /// A member paid an order: whoever brought them gets theirs, if it is the one that counts.
    pub(super) fn friend_ordered(
        &mut self,
        customer: &str,
        order: &Order,
        marks: &[Mark],
    ) -> Result<(), String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let terms = program.referral.as_ref().unwrap();
        let friend = self.customers[customer].id.clone();
        self.marks.entry(friend.clone()).or_default().extend_from_slice(marks);
        let Some(index) = self.came.iter().position(|it| it.friend == friend) else {
            return Ok(());
        };
        let Came { bringing, joined_at, state, .. } = &self.came[index];
        let until = *joined_at + TimeDelta::days(terms.within_days);
        if order.at.timestamp() < joined_at.timestamp() {
            return self.was_customer(index);
        }
        let in_time = order.at < until;
        if !matches!(state, State::Joined) || !in_time || self.kept(order) < terms.minimum_spend {
            return Ok(());
        }
        let bringing = bringing.clone();
        let Some(member) = self.customer_of(&bringing) else { return Ok(()) };
        let month = |at: Timestamp| {
            let day = program.day(at);
            (day.year(), day.month())
        };
        let counted = self.came.iter().filter(|it| match it.state {
            State::Ordered { at, .. } => it.bringing == bringing && month(at) == month(now),
            _ => false,
        });
        let counted = i64::try_from(counted.count()).unwrap();
        let home = self.same_household(&bringing, &friend);
        if home || terms.per_month.is_some_and(|most| counted >= most) {
            self.notes.push(("friend", if home { "ordered from home" } else { "limit" }));
            self.came[index].state = State::Refused { at: now };
            self.touch(&bringing);
            return Ok(());
        }
        self.notes.push(("friend", "ordered"));
        let due_at = program.times_after(now, terms.pending_days).matures_at;
        self.came[index].state = State::Ordered { at: now, due_at, points: terms.points };
        self.came[index].order = Some(order.id.clone());
        let one = &mut self.customers.get_mut(&member).unwrap().member;
        let effect = referral::rewarded(&program, one, (terms, &index.to_string()), now);
        self.book(&member, &effect.map_err(words)?);
        Ok(())
    }

    /// Something of an order came back: too little may be left of one that counted, by the rules
    /// of its day.
    pub(super) fn friend_returned(&mut self, then: &Program, order: &Order) -> Result<(), String> {
        let now = self.now;
        if self.kept(order) >= then.referral.as_ref().unwrap().minimum_spend {
            return Ok(());
        }
        let of_order = |it: &Came| it.order.as_ref() == Some(&order.id);
        let Some(index) = self.came.iter().position(of_order) else { return Ok(()) };
        let State::Ordered { at, points, .. } = self.came[index].state else { return Ok(()) };
        self.notes.push(("friend", "returned"));
        self.came[index].state = State::Refused { at: now };
        self.take_back_for(index, points, at)
    }

    /// Somebody who came turns out to have ordered before they joined.
    fn was_customer(&mut self, index: usize) -> Result<(), String> {
        let before = self.came[index].state;
        if matches!(before, State::Refused { .. }) {
            return Ok(());
        }
        self.came[index].state = State::Refused { at: self.now };
        let State::Ordered { at, points, .. } = before else {
            self.notes.push(("friend", "ordered before"));
            self.touch(&self.came[index].bringing.clone());
            return Ok(());
        };
        self.notes.push(("friend", "ordered before, told last"));
        self.take_back_for(index, points, at)
    }

    /// Takes back what somebody who came gave the member.
    fn take_back_for(&mut self, index: usize, points: i64, at: Timestamp) -> Result<(), String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let bringing = self.came[index].bringing.clone();
        let Some(member) = self.customer_of(&bringing) else { return Ok(()) };
        let one = &mut self.customers.get_mut(&member).unwrap().member;
        let effect = referral::taken_back(&program, one, &index.to_string(), (points, at), now);
        self.book(&member, &effect.map_err(words)?);
        Ok(())
    }

    /// Whether there is a code, and how it stands with those who came by it, oldest first.
    pub(super) fn friends(&self, id: &str) -> (bool, Vec<(Timestamp, InvitedStatus)>) {
        if !self.invites.contains_key(id) {
            return (false, Vec::new());
        }
        let mut own: Vec<&Came> = self.came.iter().filter(|it| it.bringing == id).collect();
        own.sort_by_key(|it| std::cmp::Reverse(it.joined_at));
        let shown = own.iter().take(SHOWN).map(|it| match it.state {
            State::Joined => (it.joined_at, InvitedStatus::Joined),
            State::Ordered { due_at, .. } if due_at <= self.now => {
                (due_at, InvitedStatus::Rewarded)
            }
            State::Ordered { at, .. } => (at, InvitedStatus::Ordered),
            State::Refused { at } => (at, InvitedStatus::Refused),
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort_by_key(|it| (it.0, it.1.as_str()));
        (true, shown)
    }

    /// A member left: nobody comes by their code any more, and whom they brought stays theirs under
    /// another name, without the points. What tells of misuse stays with who brought them.
    pub(super) fn forget_friends(&mut self, id: &str, gone: &str) {
        let code = self.invites.remove(id).flatten();
        code.map(|it| self.codes.remove(&it));
        let marks = self.marks.remove(id);
        if let Some(index) = self.came.iter().position(|it| it.friend == id) {
            let nobody = format!("nobody {index}");
            self.came[index].friend.clone_from(&nobody);
            self.marks.insert(nobody, marks.unwrap_or_default());
        }
        self.rename(id, gone);
    }

    /// Whom somebody brought stays theirs, without the points.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        for came in self.came.iter_mut().filter(|it| it.bringing == from) {
            came.bringing = to.to_owned();
            if let State::Ordered { points, .. } = &mut came.state {
                *points = 0;
            }
        }
    }

    /// The customer whose member that is, as long as they are one.
    pub(super) fn customer_of(&self, id: &str) -> Option<String> {
        let found = self.customers.iter().find(|(_, one)| one.id == id);
        found.map(|(customer, _)| customer.clone())
    }

    /// Something that a member is shown has changed.
    fn touch(&mut self, id: &str) {
        if let Some(customer) = self.customer_of(id) {
            self.customers.get_mut(&customer).unwrap().version += 1;
        }
    }
}
