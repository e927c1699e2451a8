//! Members who bring friends: a list of everybody who came, looked through from the first on.

use super::answer::words;
use super::command::Command;
use super::plain::{Lesson, Plain};
use chrono::{Datelike, TimeDelta};
use std::sync::Arc;
use stempel_engine::cart::Order;
use stempel_engine::{Program, member, referral};
use stempel_protocol::{InvitedStatus, Timestamp};
use stempel_server::problem::Refusal;
use stempel_server::store::referrals::Mark;

/// How many friends are shown.
const SHOWN: usize = 20;
/// How many devices and addresses there are.
const HOUSEHOLDS: u64 = 40;

/// Somebody who came by a code.
pub struct Came {
    bringing: String,
    friend: String,
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
    pub(super) fn draw_invite(&mut self, customer: String) -> Command {
        Command::Invite { customer, marks: self.draw_marks() }
    }

    /// One of the newest codes, now and then one that nobody has.
    pub(super) fn draw_code(&mut self) -> Option<String> {
        if self.dice.below(15) == 0 {
            return Some("NOBODYS1".into());
        }
        let count = u64::try_from(self.learnt_codes.len()).unwrap();
        let newest = count.min(2);
        let index = (newest > 0).then(|| count - 1 - self.dice.below(newest))?;
        Some(self.learnt_codes[usize::try_from(index).unwrap()].clone())
    }

    /// Somebody nobody heard of.
    pub(super) fn friend(&mut self) -> String {
        let friend = self.fresh("friend");
        self.friends.push(friend.clone());
        friend
    }

    /// One of those who came lately; anybody as long as nobody did.
    pub(super) fn known_friend(&mut self) -> String {
        let count = u64::try_from(self.friends.len()).unwrap();
        let newest = count.min(12);
        if newest == 0 {
            return self.customer();
        }
        let index = count - 1 - self.dice.below(newest);
        self.friends[usize::try_from(index).unwrap()].clone()
    }

    pub(super) fn draw_marks(&mut self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (kind, often) in [("device", 3), ("address", 9)] {
            if self.dice.below(often) == 0 {
                let value = format!("{kind}-{}", self.dice.below(HOUSEHOLDS));
                marks.push(Mark { kind, value });
            }
        }
        marks
    }

    pub(super) fn invite(&mut self, customer: &str, marks: &[Mark]) -> Result<String, String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let not_joined = || Refusal::NotJoined.to_string();
        let one = self.customers.get_mut(customer).ok_or_else(not_joined)?;
        let id = one.id.clone();
        if !self.invites.contains_key(&id) {
            self.invites.insert(id.clone(), None);
            let effect = member::settle(&program, &mut one.member, now);
            self.book(customer, &effect);
        }
        self.marks.entry(id.clone()).or_default().extend_from_slice(marks);
        self.lesson = Some(Lesson::Code(id));
        Ok("a code".to_owned())
    }

    /// The code of a member, unless they have none any more.
    pub(super) fn learn_code(&mut self, id: String, code: String) {
        match self.invites.get_mut(&id) {
            Some(Some(known)) => assert_eq!(*known, code, "a member has one code"),
            Some(known) => {
                *known = Some(code.clone());
                assert!(self.codes.insert(code.clone(), id).is_none(), "a code is one member's");
                self.learnt_codes.push(code);
            }
            None => {}
        }
    }

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
        let in_time = *joined_at <= order.at && order.at < until;
        if !matches!(state, State::Joined) || !in_time || kept(order) < terms.minimum_spend {
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
        let (program, now) = (Arc::clone(&self.program), self.now);
        if kept(order) >= then.referral.as_ref().unwrap().minimum_spend {
            return Ok(());
        }
        let of_order = |it: &Came| it.order.as_ref() == Some(&order.id);
        let Some(index) = self.came.iter().position(of_order) else { return Ok(()) };
        let State::Ordered { at, points, .. } = self.came[index].state else { return Ok(()) };
        self.notes.push(("friend", "returned"));
        self.came[index].state = State::Refused { at: now };
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

    /// Whether a friend shares a mark with whoever brought them, or with another friend of theirs.
    fn same_household(&self, bringing: &str, friend: &str) -> bool {
        let brought = self.came.iter().filter(|it| it.bringing == bringing);
        let others = brought.map(|it| it.friend.as_str()).chain([bringing]);
        let own = self.marks.get(friend).into_iter().flatten();
        let theirs = others.filter(|it| *it != friend).filter_map(|it| self.marks.get(it));
        let theirs: Vec<&Mark> = theirs.flatten().collect();
        own.into_iter().any(|mark| theirs.contains(&mark))
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

/// What was paid for all that was kept of an order; less than nothing if all of it went back.
pub(super) fn kept(order: &Order) -> i64 {
    let kept: Vec<i64> =
        order.kept().iter().filter(|it| it.quantity > 0).map(|it| it.paid).collect();
    if kept.is_empty() { -1 } else { kept.iter().sum() }
}
