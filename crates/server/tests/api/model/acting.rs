//! One command after the other: drawn, done, and learnt from.

use super::answer::Answer;
use super::command::Command;
use super::plain::{Lesson, Plain};
use chrono::TimeDelta;
use std::sync::Arc;
use stempel_protocol::Redemption;
use stempel_server::problem::Refusal;

impl Plain {
    /// Draws the next command and does it.
    pub fn act(&mut self) -> (Command, String, Option<Lesson>) {
        let minutes = match self.dice.below(100) {
            0 => 60 * 24 * 3,
            1..5 => 60 * 9,
            _ => self.dice.below(20),
        };
        self.now += TimeDelta::minutes(i64::try_from(minutes).unwrap());
        self.now += TimeDelta::milliseconds(i64::try_from(self.dice.below(1000)).unwrap());
        if self.dice.below(500) == 0 {
            self.notes.push(("program", "changed"));
            self.version = 1 - self.version;
            self.program = Arc::clone(&self.programs[self.version]);
        }
        if self.dice.below(50) == 0 {
            let panics = self.dice.below(4) == 0;
            let words =
                if panics { "panicked".to_owned() } else { Refusal::Unavailable.to_string() };
            let inner = Box::new(self.draw());
            return (Command::CutOff { inner, panics }, words, None);
        }
        let command = self.draw();
        let answer = self.run(&command);
        (command, answer.unwrap_or_else(|refused| refused), self.lesson.take())
    }

    /// Takes from a reply what only the store knows: ids and codes.
    pub fn learn(&mut self, lesson: Option<Lesson>, answer: Answer) {
        match (lesson, answer) {
            (Some(Lesson::Taking(index)), Answer::Redemption(redemption, _)) => {
                self.learn_taking(index, &redemption);
            }
            (Some(Lesson::Taking(index)), Answer::Member(member)) => {
                let reward = &self.takings[index].reward;
                let given = member.redemptions.iter().find(|it| it.reward == *reward);
                self.learn_taking(index, given.unwrap());
            }
            (Some(Lesson::Code(id)), Answer::Invite(code)) => self.learn_code(id, code),
            _ => {}
        }
    }

    pub(super) fn learn_taking(&mut self, index: usize, redemption: &Redemption) {
        let real = (redemption.id.clone(), redemption.code.clone().unwrap_or_default());
        match &self.takings[index].real {
            None => {
                self.by_id.insert(real.0.clone(), index);
                if !real.1.is_empty() {
                    self.by_code.insert(real.1.clone(), index);
                }
                self.takings[index].real = Some(real);
            }
            Some(known) => assert_eq!(known.0, real.0, "the same key, the same redemption"),
        }
    }

    fn run(&mut self, command: &Command) -> Result<String, String> {
        match command {
            Command::Join { customer, request, marks } => {
                self.join(customer, request.referral.as_deref(), marks)
            }
            Command::Leave { customer } => self.leave(customer),
            Command::Invite { customer, marks } => self.invite(customer, marks),
            Command::Paid { delivery, at, paid } => self.paid(delivery, *at, paid),
            Command::Refunded { delivery, refunded } => self.refunded(delivery, refunded),
            Command::Redeem { customer, key, request } => self.redeem(customer, key, request),
            Command::Cancel { customer, key, redemption } => self.cancel(customer, key, redemption),
            Command::Use { code, request } => self.consume(code, &request.order),
            Command::Release { code, request } => self.release(code, &request.order),
            Command::Visit { customer } => self.visit(customer),
            Command::Reviewed { delivery, at, told } => self.reviewed(delivery, *at, told),
            Command::Completed { delivery, at, told } => self.completed(delivery, *at, told),
            Command::Respond { customer, survey, response } => {
                self.respond(customer, survey, response)
            }
            Command::Play { customer, game, request } => self.play(customer, game, &request.play),
            Command::Membership { delivery, at, what, told } => {
                self.membership(delivery, *at, *what, told)
            }
            Command::Adjust { customer, request } => self.adjust(customer, request),
            Command::History { customer, cursor, limit } => {
                self.history(customer, cursor.as_deref(), *limit)
            }
            Command::Read { customer } => Ok(self.read(customer)),
            Command::CutOff { .. } => Ok(String::new()),
        }
    }
}
