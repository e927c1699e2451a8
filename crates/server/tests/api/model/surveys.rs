//! Surveys: who is asked what now, reckoned from all orders of theirs, and each answer once.

use super::answer::words;
use super::command::Command;
use super::plain::Plain;
use chrono::TimeDelta;
use std::sync::Arc;
use stempel_engine::cart::Order;
use stempel_engine::member::Member;
use stempel_engine::program::{Survey, SurveyKind, SurveyWhen};
use stempel_engine::{member, survey};
use stempel_protocol::{SurveyResponse, Timestamp};
use stempel_server::problem::Refusal;

impl Plain {
    /// Mostly by somebody who is asked something.
    pub(super) fn draw_respond(&mut self, customer: String) -> Command {
        let count = u64::try_from(self.said.len()).unwrap();
        if count > 0 && self.dice.below(6) == 0 {
            let index = usize::try_from(self.dice.below(count)).unwrap();
            return self.draw_again(index);
        }
        let tried: Vec<String> = (0..4).map(|_| self.customer()).collect();
        let asked = tried.into_iter().find(|it| !self.asked_now(it).is_empty());
        let customer = asked.filter(|_| self.dice.below(4) > 0).unwrap_or(customer);
        let due = self.asked_now(&customer).pop().map(|(id, order)| (id.clone(), order));
        let due = due.filter(|_| self.dice.below(4) > 0);
        let anything = ["recommend", "shop", "taste", "no-such"];
        let (survey, order) = match due {
            Some(due) => due,
            None => {
                let index = usize::try_from(self.dice.below(4)).unwrap();
                let order = (self.dice.below(3) > 0).then(|| self.order_of(&customer));
                (anything[index].to_owned(), order.flatten())
            }
        };
        let number = |it: u64| i64::try_from(it).unwrap();
        let (score, choice) = match survey.as_str() {
            "recommend" => (Some(number(self.dice.below(12))), None),
            "shop" => (Some(number(self.dice.below(6))), None),
            _ => (None, Some(number(self.dice.below(3)))),
        };
        let (wrong, dismissed) = (self.dice.below(25) == 0, self.dice.below(5) == 0);
        let text = match self.dice.below(30) {
            0 => Some("x".repeat(1001)),
            1..6 => Some(" \n".to_owned()),
            6..12 => Some("Tasty!".to_owned()),
            _ => None,
        };
        let score = if wrong { choice } else { score };
        let response = SurveyResponse { order, score, choice, text, dismissed };
        Command::Respond { customer, survey, response }
    }

    /// The same answer once more, now and then another one.
    fn draw_again(&mut self, index: usize) -> Command {
        let (key, said) = self.said.iter().nth(index).unwrap();
        let ((member, survey, order), (mut score, choice, text)) = (key.clone(), said.clone());
        if self.dice.below(2) == 0 {
            score = Some(1 + i64::try_from(self.dice.below(5)).unwrap());
        }
        let customer = member.split(' ').next().unwrap().to_owned();
        let order = Some(order).filter(|it| !it.is_empty());
        let response = SurveyResponse { order, score, choice, text, dismissed: false };
        Command::Respond { customer, survey, response }
    }

    /// The newest order of a member's, or one of another.
    fn order_of(&mut self, customer: &str) -> Option<String> {
        let other = self.known_order();
        let own = self.customers.get(customer)?.member.orders.last()?.id.clone();
        Some(if self.dice.below(3) == 0 { other } else { own })
    }

    pub(super) fn respond(
        &mut self,
        customer: &str,
        id: &str,
        response: &SurveyResponse,
    ) -> Result<String, String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let survey = program.surveys.iter().find(|it| it.id == id);
        let survey = survey.ok_or("there is no such survey")?;
        let long = response.text.as_ref().is_some_and(|it| it.trim().len() > 1000);
        if long || !response.dismissed && !is_whole(survey, response) {
            return Err("invalid field".into());
        }
        let one = self.customers.get(customer);
        let member = one.ok_or_else(|| Refusal::NotJoined.to_string())?.id.clone();
        let subject = response.order.clone().filter(|_| each(survey)).unwrap_or_default();
        let key = (member, id.to_owned(), subject);
        let closed = || Err(Refusal::SurveyClosed.to_string());
        let told = |this: &Self, points| Ok(format!("{points} | {}", this.read(customer)));
        let text = response.text.as_ref().map(|it| it.trim().to_owned());
        let said = (response.score, response.choice, text.filter(|it| !it.is_empty()));
        match self.done.get(&key) {
            Some((answered, points)) if *answered || response.dismissed => {
                // What nobody is known to have said may be anything.
                let other = self.said.get(&key).is_some_and(|before| *before != said);
                if other && !response.dismissed {
                    return Err(Refusal::SurveyAnswered.to_string());
                }
                self.notes.push(("respond", "again"));
                return told(self, *points);
            }
            Some(_) => return closed(),
            None => {}
        }
        let due = self.due(customer, survey);
        let open = if each(survey) { due.contains(&response.order) } else { !due.is_empty() };
        if !open || each(survey) && response.order.is_none() {
            return closed();
        }
        let one = &mut self.customers.get_mut(customer).unwrap().member;
        let order = response.order.as_deref();
        let effect = match response.dismissed {
            true => member::settle(&program, one, now),
            false => survey::answered(&program, one, survey, order, now).map_err(words)?,
        };
        self.notes.push(("respond", if response.dismissed { "not now" } else { "answered" }));
        let points = if response.dismissed { 0 } else { survey.points };
        if !response.dismissed && !survey.anonymous {
            self.said.insert(key.clone(), said);
        }
        self.done.insert(key, (!response.dismissed, points));
        self.book(customer, &effect);
        told(self, points)
    }

    /// What somebody is asked now: each survey, about the newest order that they are not done with.
    pub(super) fn asked_now(&self, customer: &str) -> Vec<(&String, Option<String>)> {
        let Some(one) = self.customers.get(customer) else { return Vec::new() };
        let mut asked = Vec::new();
        for survey in &self.program.surveys {
            let open = |order: &Option<String>| {
                let subject = order.clone().filter(|_| each(survey)).unwrap_or_default();
                !self.done.contains_key(&(one.id.clone(), survey.id.clone(), subject))
            };
            let due = self.due(customer, survey).into_iter().find(open);
            asked.extend(due.map(|order| (&survey.id, order)));
        }
        asked
    }

    /// What a survey may be about now, newest first; nothing once for one that is about no order.
    fn due(&self, customer: &str, survey: &Survey) -> Vec<Option<String>> {
        let Member { joined_at, orders, .. } = &self.customers[customer].member;
        let is_time = |at: Timestamp| {
            let from = at + TimeDelta::days(survey.delay_days);
            from <= self.now && self.now < from + TimeDelta::days(survey.open_days)
        };
        match &survey.when {
            SurveyWhen::Joined => {
                joined_at.filter(|it| is_time(*it)).map(|_| None).into_iter().collect()
            }
            SurveyWhen::OrderPaid { categories, .. } => {
                let due = orders.iter().filter(|it| is_time(it.at) && self.has(it, categories));
                let mut due: Vec<(Timestamp, &String)> = due.map(|it| (it.at, &it.id)).collect();
                due.sort_unstable();
                due.into_iter().rev().map(|(_, id)| Some(id.clone())).collect()
            }
        }
    }

    /// Whether something that counts was kept of these categories, or of any if none is named.
    fn has(&self, order: &Order, categories: &[String]) -> bool {
        self.counted(order).iter().any(|it| {
            let category = it.line.category.as_ref();
            categories.is_empty() || category.is_some_and(|it| categories.contains(it))
        })
    }
}

fn each(survey: &Survey) -> bool {
    matches!(survey.when, SurveyWhen::OrderPaid { each: true, .. })
}

/// Whether an answer has what its survey asks for, and nothing else.
fn is_whole(survey: &Survey, response: &SurveyResponse) -> bool {
    let SurveyResponse { score, choice, .. } = *response;
    match &survey.kind {
        SurveyKind::Nps => matches!(score, Some(0..=10)) && choice.is_none(),
        SurveyKind::Stars => matches!(score, Some(1..=5)) && choice.is_none(),
        SurveyKind::Choice(choices) => {
            let count = i64::try_from(choices.len()).unwrap();
            score.is_none() && choice.is_some_and(|it| it >= 0 && it < count)
        }
        SurveyKind::Text => score.is_none() && choice.is_none() && response.text.is_some(),
    }
}
