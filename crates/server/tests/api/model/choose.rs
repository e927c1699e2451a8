//! Which reward is asked for, given back or used next.

use super::command::Command;
use super::plain::{Plain, Taking};
use stempel_engine::program::{Reward, RewardKind};
use stempel_engine::redemption::Status;
use stempel_protocol::{RedemptionRequest, UseRequest};

impl Plain {
    pub(super) fn draw_redeem(&mut self, customer: String) -> Command {
        let count = u64::try_from(self.asked.len()).unwrap();
        if count > 0 && self.dice.below(10) == 0 {
            let newest = count.min(60);
            let again = usize::try_from(count - 1 - self.dice.below(newest)).unwrap();
            let (customer, key, mut request) = self.asked[again].clone();
            match self.dice.below(12) {
                0 => request.reward = "sample".into(),
                1 => request.amount = Some(300),
                2 => request.cost += 1,
                3 => request.version += 1,
                _ => {}
            }
            return Command::Redeem { customer, key, request };
        }
        let index = usize::try_from(self.dice.below(self.program.rewards.len() as u64)).unwrap();
        let reward = self.program.rewards[index].clone();
        let (amount, cost) = self.draw_amount(&reward);
        let id = if self.dice.below(40) == 0 { "no-such".into() } else { reward.id };
        let version = self.customers.get(&customer).map_or(0, |it| it.version);
        let (stale, other) = (self.dice.below(20) == 0, self.dice.below(20) == 0);
        let (version, cost) = (version - i64::from(stale), cost + i64::from(other));
        let request = RedemptionRequest { reward: id, amount, cost, version };
        Command::Redeem { customer, key: self.fresh("key"), request }
    }

    /// What it is to be worth, and what that costs; now and then what it cannot be had for.
    fn draw_amount(&mut self, reward: &Reward) -> (Option<i64>, i64) {
        let (RewardKind::AmountOff { amount: step }, Some(most)) =
            (&reward.kind, reward.any_amount)
        else {
            let wrong = self.dice.below(40) == 0;
            return (wrong.then_some(100), reward.cost);
        };
        let steps = most.unsigned_abs() / step.unsigned_abs();
        let times = match self.dice.below(12) {
            0 => 0,
            1 => steps + 1,
            2 => steps,
            3 => return (None, reward.cost),
            _ => 1 + self.dice.below(steps.min(20)),
        };
        let times = i64::try_from(times).unwrap();
        let odd = i64::from(self.dice.below(12) == 0);
        (Some(times * step + odd), times * reward.cost)
    }

    /// One that the store has named already.
    fn known_taking(&mut self) -> Option<usize> {
        let count = u64::try_from(self.takings.len()).unwrap();
        let newest = count.min(60);
        let index = (newest > 0).then(|| count - 1 - self.dice.below(newest))?;
        let index = usize::try_from(index).unwrap();
        self.takings[index].real.is_some().then_some(index)
    }

    pub(super) fn draw_cancel(&mut self, customer: String) -> Command {
        let key = self.fresh("cancel");
        let known = self.known_taking().map(|index| &self.takings[index]);
        let (owner, redemption) = match known {
            Some(taking) => (taking.customer.clone(), taking.real.clone().unwrap().0),
            None => (customer.clone(), "nothing".into()),
        };
        let count = u64::try_from(self.cancelled.len()).unwrap();
        if count > 0 && self.dice.below(10) == 0 {
            let newest = count.min(60);
            let again = usize::try_from(count - 1 - self.dice.below(newest)).unwrap();
            let (customer, key, before) = self.cancelled[again].clone();
            let same = self.dice.below(3) > 0;
            return Command::Cancel {
                customer,
                key,
                redemption: if same { before } else { redemption },
            };
        }
        let stranger = self.dice.below(10) == 0;
        Command::Cancel { customer: if stranger { customer } else { owner }, key, redemption }
    }

    pub(super) fn draw_use(&mut self) -> Command {
        let owing = std::mem::take(&mut self.owing);
        let of_owing = self.takings_of.get(&owing).into_iter().flatten().copied().find(|index| {
            let it = &self.takings[*index];
            it.status == Status::Issued && it.cost > 0 && it.real.is_some()
        });
        let known = of_owing.or_else(|| self.soon_over()).or_else(|| self.known_taking());
        let known = known.map(|index| self.takings[index].real.clone().unwrap().1);
        let order = format!("checkout-{}", self.dice.below(3));
        Command::Use {
            code: known.unwrap_or_else(|| "NO-CODE".into()),
            request: UseRequest { order },
        }
    }

    /// At times the newest that will run out and has not.
    fn soon_over(&mut self) -> Option<usize> {
        let open = |it: &Taking| it.status == Status::Issued && it.real.is_some();
        let ahead = |it: &Taking| it.expires_at.is_some_and(|at| at > self.now) && open(it);
        let newest = self.takings.iter().rposition(ahead);
        newest.filter(|_| self.dice.below(4) == 0)
    }

    /// Mostly for the order that used it.
    pub(super) fn draw_release(&mut self) -> Command {
        let (known, other) = (self.draw_freed(), self.dice.below(6) == 0);
        let Some(taking) = known.map(|index| &self.takings[index]) else {
            return Command::Release {
                code: "NO-CODE".into(),
                request: UseRequest { order: "checkout-0".into() },
            };
        };
        let order = match &taking.status {
            Status::Used { order, .. } if !other && taking.used.is_some() => order.clone(),
            _ => taking.freed.clone().filter(|_| !other).unwrap_or("checkout-1".into()),
        };
        let code = taking.real.clone().unwrap().1;
        Command::Release { code, request: UseRequest { order } }
    }

    /// Mostly one that an order used, at times one that could be used no more.
    fn draw_freed(&mut self) -> Option<usize> {
        let by_order = |it: &Taking| {
            let used = matches!(it.status, Status::Used { .. }) && it.used.is_some();
            used && it.real.is_some()
        };
        if self.dice.below(4) == 0 {
            let member = |it: &Taking| self.customers.get(&it.customer).map(|one| &one.id);
            let over = |it: &Taking| {
                let over = it.expires_at.is_some_and(|at| at <= self.now);
                over && by_order(it) && member(it) == Some(&it.member)
            };
            let late = self.takings.iter().rposition(over);
            return late.or_else(|| self.known_taking());
        }
        let some: Vec<usize> = (0..10).filter_map(|_| self.known_taking()).collect();
        let used = some.into_iter().find(|index| by_order(&self.takings[*index]));
        used.or_else(|| self.known_taking())
    }
}
