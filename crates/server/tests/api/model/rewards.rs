//! Rewards that are taken, given back and used: what was taken is a list, counted anew each time.

use super::activities::first_day;
use super::answer::{CHANGED, words};
use super::plain::{Lesson, Plain, Taking};
use std::sync::Arc;
use stempel_engine::Program;
use stempel_engine::ledger::{Account, Used, Wallet};
use stempel_engine::member::{self, Member, Redeem};
use stempel_engine::program::{Reward, RewardKind};
use stempel_engine::redemption::{Status, Use, can_cancel, can_use, status_at};
use stempel_engine::reward::Taken;
use stempel_protocol::{RedemptionRequest, RedemptionStatus, Timestamp};
use stempel_server::problem::Refusal;

impl Plain {
    pub(super) fn taken(&self, customer: &str) -> Taken {
        let mut taken = Taken::default();
        for reward in &self.program.rewards {
            let counts = |index: &&usize| {
                let it = &self.takings[**index];
                let status = status_at(&it.status, it.expires_at, self.now);
                it.reward == reward.id && matches!(status, Status::Issued | Status::Used { .. })
            };
            let period = first_day(reward.every, self.program.day(self.now));
            let counts_now = |index: &&usize| {
                counts(index) && self.program.day(self.takings[**index].at) >= period
            };
            let all = self.takings_of_stock.iter().filter(counts);
            let own = self.takings_of.get(customer).into_iter().flatten().filter(counts_now);
            let count = |number: usize| i64::try_from(number).unwrap();
            if reward.per_member_limit.is_some() {
                taken.by_member.insert(reward.id.clone(), count(own.count()));
            }
            if reward.stock.is_some() {
                taken.by_all.insert(reward.id.clone(), count(all.count()));
            }
        }
        taken
    }

    pub(super) fn redeem(
        &mut self,
        customer: &str,
        key: &str,
        request: &RedemptionRequest,
    ) -> Result<String, String> {
        let body = format!("{request:?}");
        self.asked.push((customer.to_owned(), key.to_owned(), request.clone()));
        let key = (customer.to_owned(), "redeem", key.to_owned());
        if let Some((known, index)) = self.keys.get(&key) {
            if *known != body {
                return Err(Refusal::KeyReused.to_string());
            }
            let index = *index;
            self.lesson = Some(Lesson::Taking(index));
            return Ok(self.told(index));
        }
        let (program, now) = (Arc::clone(&self.program), self.now);
        let reward = program.reward(&request.reward);
        let cost = reward.map(|it| cost(it, request.amount)).transpose()?;
        let taken = self.taken(customer);
        let id = self.takings.len();
        let not_joined = || Refusal::NotJoined.to_string();
        let one = self.customers.get_mut(customer).ok_or_else(not_joined)?;
        let reward = reward.ok_or_else(|| "there is no such reward".to_owned())?;
        if one.version != request.version || cost != Some(request.cost) {
            return Err(CHANGED.into());
        }
        let redemption = id.to_string();
        let command =
            Redeem { redemption: &redemption, reward: &request.reward, cart: None, taken: &taken };
        let mut tried = one.member.clone();
        let effect = match request.amount {
            Some(amount) => member::redeem_amount(&program, &mut tried, command, amount, now),
            None => member::redeem(&program, &mut tried, command, now),
        };
        let effect = effect.map_err(words)?;
        one.member = tried;
        self.take(customer, reward, request);
        self.book(customer, &effect);
        self.keys.insert(key, (body, id));
        Ok(self.told(id))
    }

    /// Writes down what was taken just now.
    fn take(&mut self, customer: &str, reward: &Reward, request: &RedemptionRequest) {
        let id = self.takings.len();
        let accounts = self.customers[customer].member.accounts();
        let mut holds = accounts.flat_map(|it| &it.holds);
        let hold = holds.find(|it| it.redemption == id.to_string());
        let status = match hold {
            Some(_) => Status::Issued,
            // Donations and lots hold nothing: they are used as soon as they are taken.
            None => Status::Used { order: String::new(), at: self.now },
        };
        let expires_at = hold.and_then(|it| it.deadline);
        self.takings.push(Taking {
            customer: customer.to_owned(),
            member: self.customers[customer].id.clone(),
            at: self.now,
            reward: reward.id.clone(),
            cost: request.cost,
            worth: worth(reward, request.amount),
            status,
            expires_at,
            used: None,
            freed: None,
            real: None,
        });
        self.takings_of.entry(customer.to_owned()).or_default().push(id);
        if reward.stock.is_some() {
            self.takings_of_stock.push(id);
        }
        self.lesson = Some(Lesson::Taking(id));
    }

    /// Gives a reward at no cost.
    pub(super) fn give(&mut self, customer: &str, reward: &str) -> Result<(), String> {
        let (program, now) = (Arc::clone(&self.program), self.now);
        let free = Reward { cost: 0, ..program.reward(reward).unwrap().clone() };
        let (id, one) = (self.takings.len().to_string(), self.customers.get_mut(customer).unwrap());
        let effect = member::grant(&program, &mut one.member, &id, &free, now).map_err(words)?;
        let reward = reward.to_owned();
        let request = RedemptionRequest { reward, amount: None, cost: 0, version: 0 };
        self.take(customer, &free, &request);
        self.book(customer, &effect);
        Ok(())
    }

    pub(super) fn cancel(
        &mut self,
        customer: &str,
        key: &str,
        real: &str,
    ) -> Result<String, String> {
        self.cancelled.push((customer.to_owned(), key.to_owned(), real.to_owned()));
        let key = (customer.to_owned(), "cancel", key.to_owned());
        if let Some((known, index)) = self.keys.get(&key) {
            let same = known == real;
            return if same { Ok(self.told(*index)) } else { Err(Refusal::KeyReused.to_string()) };
        }
        let not_joined = || Refusal::NotJoined.to_string();
        let member = &self.customers.get(customer).ok_or_else(not_joined)?.id;
        let own = self.by_id.get(real).filter(|it| self.takings[**it].member == *member);
        let index = *own.ok_or_else(|| "there is no such redemption".to_owned())?;
        let taking = &self.takings[index];
        can_cancel(&status_at(&taking.status, taking.expires_at, self.now))
            .map_err(|_| Refusal::NotCancellable.to_string())?;
        let (program, now) = (Arc::clone(&self.program), self.now);
        let member = &mut self.customers.get_mut(customer).unwrap().member;
        let effect = member::cancel(&program, member, &index.to_string(), now).map_err(words)?;
        self.takings[index].status = Status::Cancelled { at: now };
        self.book(customer, &effect);
        self.keys.insert(key, (real.to_owned(), index));
        Ok(self.told(index))
    }

    /// The shop frees a code of an order that came to nothing.
    pub(super) fn release(&mut self, code: &str, order: &str) -> Result<String, String> {
        let index = *self.by_code.get(code).ok_or_else(|| "there is no such code".to_owned())?;
        let taking = &self.takings[index];
        let status = status_at(&taking.status, taking.expires_at, self.now);
        let told = |status: &Status| {
            format!(
                "{:?}",
                match status {
                    Status::Issued => RedemptionStatus::Issued,
                    Status::Used { .. } => RedemptionStatus::Used,
                    Status::Cancelled { .. } => RedemptionStatus::Cancelled,
                    Status::Expired { .. } => RedemptionStatus::Expired,
                }
            )
        };
        match &status {
            Status::Used { order: used, .. } if used == order => {}
            Status::Used { .. } => return Err(Refusal::CodeUsed.to_string()),
            _ if taking.freed.as_deref() == Some(order) => return Ok(told(&status)),
            Status::Issued => return Err(Refusal::CodeUnused.to_string()),
            _ => return Err(Refusal::CodeClosed.to_string()),
        }
        let (program, now, customer) =
            (Arc::clone(&self.program), self.now, taking.customer.clone());
        let one = self.customers.get_mut(&customer).filter(|it| it.id == taking.member);
        let one = one.ok_or_else(|| Refusal::CodeClosed.to_string())?;
        let (wallet, used) = taking.used.clone().unwrap();
        let ran_out = taking.expires_at.is_some_and(|at| at <= now);
        let effect =
            member::release(&program, &mut one.member, &wallet, used, now).map_err(words)?;
        self.book(&customer, &effect);
        self.notes.push(("release", if ran_out { "ran out" } else { "open" }));
        let taking = &mut self.takings[index];
        taking.status = if ran_out { Status::Expired { at: now } } else { Status::Issued };
        taking.freed = Some(order.to_owned());
        Ok(told(&taking.status))
    }

    pub(super) fn consume(&mut self, code: &str, order: &str) -> Result<String, String> {
        let index = *self.by_code.get(code).ok_or_else(|| "there is no such code".to_owned())?;
        let taking = &self.takings[index];
        let status = status_at(&taking.status, taking.expires_at, self.now);
        match can_use(&status, order) {
            Ok(Use::Before) => {}
            Ok(Use::Now) => {
                let (program, now) = (Arc::clone(&self.program), self.now);
                let customer = taking.customer.clone();
                let member = &mut self.customers.get_mut(&customer).unwrap().member;
                let used = held(&program, member, index, now);
                let effect =
                    member::consume(&program, member, &index.to_string(), now).map_err(words)?;
                self.takings[index].status = Status::Used { order: order.into(), at: now };
                self.takings[index].used = Some(used);
                if effect.points() > 0 {
                    self.notes.push(("use", "forgiven"));
                }
                self.book(&customer, &effect);
            }
            Err(stempel_engine::redemption::Refused::UsedForAnother) => {
                return Err(Refusal::CodeUsed.to_string());
            }
            Err(_) => return Err(Refusal::CodeClosed.to_string()),
        }
        Ok(format!("{:?}", RedemptionStatus::Used))
    }
}

/// What an open redemption holds, and in which wallet.
fn held(program: &Program, member: &Member, index: usize, now: Timestamp) -> (Wallet, Used) {
    let mut member = member.clone();
    let _ = member::settle(program, &mut member, now);
    let id = index.to_string();
    let holds = |it: &&Account| it.holds.iter().any(|hold| hold.redemption == id);
    let account = member.accounts().find(holds).unwrap();
    let hold = account.holds.iter().find(|it| it.redemption == id).unwrap().clone();
    let cost = hold.from.iter().map(|(_, part)| part).sum();
    let lots = account.lots_held(&id);
    (account.wallet.clone(), Used { hold, cost, lots, at: now })
}

/// What a reward costs, taken for that amount.
fn cost(reward: &Reward, amount: Option<i64>) -> Result<i64, String> {
    let wrong = || Err("invalid field".to_owned());
    match (amount, &reward.kind, reward.any_amount) {
        (None, ..) => Ok(reward.cost),
        (Some(amount), RewardKind::AmountOff { amount: step }, Some(most)) => {
            let fits = amount > 0 && amount <= most && amount % step == 0;
            if fits { Ok(amount / step * reward.cost) } else { wrong() }
        }
        _ => wrong(),
    }
}

/// What it is worth then, in minor units.
fn worth(reward: &Reward, amount: Option<i64>) -> Option<i64> {
    amount.or(match reward.kind {
        RewardKind::AmountOff { amount }
        | RewardKind::StoreCredit { amount }
        | RewardKind::GiftCard { amount } => Some(amount),
        RewardKind::FreeProduct { value, .. } => value,
        _ => None,
    })
}
