//! What the shop gives or takes with a reason, in any wallet: each of its ids once.

use super::answer::words;
use super::command::Command;
use super::plain::Plain;
use std::sync::Arc;
use stempel_engine::ledger::Wallet;
use stempel_engine::member::{self, Member};
use stempel_protocol::AdjustmentRequest;
use stempel_server::problem::Refusal;

/// One that was made.
pub struct Made {
    id: String,
    customer: String,
    /// As which member.
    member: String,
    wallet: Option<String>,
    points: i64,
    reason: String,
}

impl Plain {
    pub(super) fn draw_adjust(&mut self, customer: String) -> Command {
        if self.dice.below(4) == 0
            && let Some((customer, there)) = self.purse_beside_a_code()
        {
            self.poor.clone_from(&customer);
            let (id, reason) = (self.fresh("adjustment"), "sorry".to_owned());
            let request = AdjustmentRequest { id, wallet: None, points: -there, reason };
            return Command::Adjust { customer, request };
        }
        let points = match self.dice.below(20) {
            0 => 0,
            1 => 1_000_001,
            2 => -2_000_000,
            _ => i64::try_from(self.dice.below(900)).unwrap() - 500,
        };
        let long = "x".repeat(201);
        let reason = match self.dice.below(20) {
            0 => " \n",
            1 => &long,
            2 => " a gift ",
            3..10 => "a gift",
            _ => "sorry",
        };
        let wallet = match self.dice.below(20) {
            0 => Some("nonsense"),
            1 => Some("points"),
            2..5 => Some("card"),
            5..9 => Some("cash"),
            _ => None,
        };
        let mut asked = (customer, points, reason.to_owned(), wallet.map(str::to_owned));
        let mut id = self.fresh("adjustment");
        if self.dice.below(5) == 0 && !self.made.is_empty() {
            let count = u64::try_from(self.made.len()).unwrap();
            let known = &self.made[usize::try_from(self.dice.below(count)).unwrap()];
            id.clone_from(&known.id);
            let reason = format!(" {}", known.reason);
            let mut same = (known.customer.clone(), known.points, reason, known.wallet.clone());
            match self.dice.below(7) {
                0 => same.0 = asked.0,
                1 => same.1 = asked.1,
                2 => same.2 = asked.2,
                3 => same.3 = asked.3,
                _ => {}
            }
            asked = same;
        }
        let (customer, points, reason, wallet) = asked;
        Command::Adjust { customer, request: AdjustmentRequest { id, wallet, points, reason } }
    }

    pub(super) fn adjust(
        &mut self,
        customer: &str,
        request: &AdjustmentRequest,
    ) -> Result<String, String> {
        let AdjustmentRequest { id, wallet, points, .. } = request.clone();
        let wallet = wallet.filter(|it| it != "points");
        let reason = request.reason.trim().to_owned();
        let told = !reason.is_empty() && request.reason.len() <= 200;
        if points == 0 || points.abs() > 1_000_000 || !told {
            return Err("invalid field".into());
        }
        let one = self.customers.get_mut(customer);
        let one = one.ok_or_else(|| Refusal::NotJoined.to_string())?;
        if let Some(before) = self.made.iter().find(|it| it.id == id) {
            let same = before.member == one.id && before.points == points;
            if !same || before.reason != reason || before.wallet != wallet {
                return Err(Refusal::KeyReused.to_string());
            }
            return Ok(format!("{wallet:?} {points} {reason} true | {}", self.read(customer)));
        }
        let (program, now) = (Arc::clone(&self.program), self.now);
        let place = wallet.clone().map_or_else(Wallet::default, Wallet);
        if wallet.is_some() && program.wallets.iter().all(|it| it.id != place) {
            return Err("invalid field".into());
        }
        let Member { account, others, .. } = one.member.clone();
        let mut purse = Member { account, others, ..Member::default() };
        let _ = member::settle(&program, &mut purse, now);
        let available = purse.account_in(&place).map_or(0, |it| it.balance().available);
        let missing = -points - available;
        if missing > 0 {
            return Err(Refusal::MissingPoints { missing, available }.to_string());
        }
        let effect =
            member::adjust(&program, &mut one.member, &place, points, now).map_err(words)?;
        let (customer_id, member) = (customer.to_owned(), one.id.clone());
        self.book(customer, &effect);
        self.explain(customer, &reason);
        let told = format!("{wallet:?} {points} {reason} false");
        self.made.push(Made { id, customer: customer_id, member, wallet, points, reason });
        Ok(format!("{told} | {}", self.read(customer)))
    }
}
