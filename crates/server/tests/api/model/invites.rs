//! The codes by which friends come, and what tells that two of them are one.

use super::command::Command;
use super::plain::{Lesson, Plain};
use std::sync::Arc;
use stempel_engine::member;
use stempel_server::problem::Refusal;
use stempel_server::store::referrals::Mark;

/// How many devices and addresses there are.
const HOUSEHOLDS: u64 = 40;

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

    /// Whether a friend shares a mark with whoever brought them, or with another friend of theirs.
    pub(super) fn same_household(&self, bringing: &str, friend: &str) -> bool {
        let brought = self.came.iter().filter(|it| it.bringing == bringing);
        let others = brought.map(|it| it.friend.as_str()).chain([bringing]);
        let own = self.marks.get(friend).into_iter().flatten();
        let theirs = others.filter(|it| *it != friend).filter_map(|it| self.marks.get(it));
        let theirs: Vec<&Mark> = theirs.flatten().collect();
        own.into_iter().any(|mark| theirs.contains(&mark))
    }
}
