//! What is remembered of a member's past in place of the past itself, so that a command needs
//! neither all orders nor all events. A caller stores it whole, as it serializes, beside the member.

use crate::activity::{Counted, Streak};
use crate::bought::Bought;
use crate::cart::Order;
use crate::challenge::Tallies;
use crate::ledger::Wallet;
use crate::left_cart::Seen;
use crate::member::Member;
use crate::membership::{Paid, Told};
use crate::offer::Accepted;
use crate::program::Program;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A member's past in short. Its size depends on the program and on time, not on how much was
/// bought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// What the orders add up to; absent as long as [`Member::orders`] are all there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tallies: Option<Tallies>,
    /// How often activities were rewarded, by their ids.
    pub activities: BTreeMap<String, Counted>,
    /// Days in a row, by activity.
    pub streaks: BTreeMap<String, Streak>,
    /// When the paid membership was on, oldest first.
    pub membership: Vec<Paid>,
    /// What was told of it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership_told: Option<Told>,
    /// The shop's id of the membership that was told of last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership_id: Option<String>,
    /// What they buy; absent where [`Record::tallies`] are, and where it was kept as `bought`, without
    /// how many orders a day had: then it is made anew.
    #[serde(rename = "purchases", skip_serializing_if = "Option::is_none")]
    pub bought: Option<Bought>,
    /// What was told of their cart last, where the program asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart: Option<Seen>,
    /// The offers they accepted last, by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub offers: BTreeMap<String, Accepted>,
    /// What opens earlier to them because they took a reward, by its id: by how many hours.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub opened: BTreeMap<String, i64>,
    /// Rewards with a limit that they took as a member before they left, by their ids: on which
    /// days.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub taken: BTreeMap<String, Vec<NaiveDate>>,
    /// What was left in each wallet when they last left, less what refunds of orders from before took
    /// of it since.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left: BTreeMap<Wallet, i64>,
}

impl Record {
    /// Whether commands can do without the member's orders. If not: load every order, call
    /// [`remember`], store the record.
    #[must_use]
    pub fn is_current(&self, program: &Program) -> bool {
        let current = self.tallies.as_ref().is_some_and(|tallies| tallies.are_current(program));
        current && self.bought.is_some()
    }

    pub(crate) fn count(&mut self, program: &Program, before: Option<&Order>, after: &Order) {
        if let Some(tallies) = &mut self.tallies {
            tallies.count(program, before, after);
        }
        if let Some(bought) = &mut self.bought {
            bought.count(program, before, after);
        }
        let ordered = self.cart.filter(|it| before.is_none() && it.at <= after.at);
        if ordered.is_some() {
            self.cart = Some(Seen { at: after.at, full: false });
        }
    }
}

/// Makes the record from a member whose every order is loaded. From then on
/// [`Member::orders`] needs only the order a refund is about.
pub fn remember(program: &Program, member: &mut Member) {
    member.record.tallies = Some(Tallies::of(program, &member.orders));
    member.record.bought = Some(Bought::of(program, &member.orders));
}
