//! The model: one thing after the other, everything in memory, nothing clever.

use super::Dice;
use super::adjustments::Made;
use super::games::{Play, Won};
use super::history::Line;
use super::leaving::{Gone, Late};
use super::memberships::Told;
use super::referrals::Came;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use stempel_engine::Program;
use stempel_engine::cart::Order;
use stempel_engine::ledger::{Source, TransactionKind, Used, Wallet};
use stempel_engine::member::{Effect, Member};
use stempel_engine::redemption::Status;
use stempel_protocol::{RedemptionRequest, Timestamp};
use stempel_server::store::referrals::Mark;

pub(super) struct One {
    pub(super) member: Member,
    pub(super) version: i64,
    /// All that was ever booked, the oldest first.
    pub(super) history: Vec<Line>,
    /// Their id: the customer, and which time they are a member.
    pub(super) id: String,
}

pub(super) struct Taking {
    pub(super) customer: String,
    /// As which member they took it, and when.
    pub(super) member: String,
    pub(super) at: Timestamp,
    pub(super) reward: String,
    pub(super) cost: i64,
    /// What it is worth in minor units, where it is money.
    pub(super) worth: Option<i64>,
    pub(super) status: Status,
    pub(super) expires_at: Option<Timestamp>,
    /// What it held when an order used it, and in which wallet.
    pub(super) used: Option<(Wallet, Used)>,
    /// The order it was freed for.
    pub(super) freed: Option<String>,
    /// The store's id and code, once they were learnt.
    pub(super) real: Option<(String, String)>,
}

/// What an answer tells that only the store knows.
pub enum Lesson {
    /// The id and the code of that redemption.
    Taking(usize),
    /// The code of that member.
    Code(String),
    /// What a customer wins who plays a game for that.
    Prize { customer: String, game: String, play: String },
}

/// The score, the choice and the text of an answer.
pub(super) type Said = (Option<i64>, Option<i64>, Option<String>);

/// A key, with what it was used for: the fingerprint and the redemption.
pub(super) type Keys = HashMap<(String, &'static str, String), (String, usize)>;

/// The model.
pub struct Plain {
    pub now: Timestamp,
    pub dice: Dice,
    pub(super) program: Arc<Program>,
    pub(super) programs: [Arc<Program>; 2],
    /// Which of them it is now.
    pub version: usize,
    /// Under which program an order was credited, or kept.
    pub(super) rules: HashMap<String, Arc<Program>>,
    pub(super) customers: HashMap<String, One>,
    /// Orders by id, with their customer; credited ones are with the member too.
    pub(super) orders: HashMap<String, (String, Order, bool)>,
    pub(super) events: HashMap<String, (String, i64)>,
    pub(super) subjects: HashMap<(&'static str, String), i64>,
    pub(super) keys: Keys,
    /// Redemptions that were asked for, and given back, with the customer and the key.
    pub(super) asked: Vec<(String, String, RedemptionRequest)>,
    pub(super) cancelled: Vec<(String, String, String)>,
    pub(super) takings: Vec<Taking>,
    pub(super) takings_of: HashMap<String, Vec<usize>>,
    pub(super) takings_of_stock: Vec<usize>,
    pub(super) by_id: HashMap<String, usize>,
    pub(super) by_code: HashMap<String, usize>,
    /// The days on which somebody came by.
    pub(super) visits: HashMap<String, BTreeSet<NaiveDate>>,
    /// What was rewarded, by customer: the activity, and the first day of the period it counted in.
    pub(super) rewarded: HashMap<String, Vec<(String, NaiveDate)>>,
    /// Reviews and deeds that were told of, with whose they are and which.
    pub(super) deeds: Vec<(String, String, u64)>,
    /// Surveys that members are done with, by the member, the survey and the order: whether they
    /// answered, and what it gave.
    pub(super) done: BTreeMap<(String, String, String), (bool, i64)>,
    /// What they answered, where it is kept with them: score, choice and text.
    pub(super) said: BTreeMap<(String, String, String), Said>,
    /// What was played, by the member, the game and what gave it, with what it won.
    pub(super) plays: HashMap<Play, Won>,
    pub(super) played: Vec<(String, String, String)>,
    /// How often each game was drawn, and how often each of its prizes was won.
    pub(super) drawn_games: BTreeMap<String, i64>,
    pub(super) won: BTreeMap<(String, String), i64>,
    /// What was told of paid memberships, by customer, in the order of its own times.
    pub(super) told: HashMap<String, Vec<Told>>,
    /// Who got which card, by customer and member, in their order.
    pub(super) cards: Vec<(String, String)>,
    /// Which of them, from 1, a customer got last.
    pub(super) card_of: HashMap<String, usize>,
    /// Whose purse was emptied beside an open code, and who owes for that code.
    pub(super) poor: String,
    pub(super) owing: String,
    /// Who left last.
    pub(super) left: String,
    /// What is left of those who left, and of customers who were erased.
    pub(super) gone: HashMap<String, Gone>,
    /// What was left in each wallet of those who left, or comes to be owed since; and what refunds of
    /// their orders would still take, by order.
    pub(super) left_with: BTreeMap<(String, Wallet), i64>,
    pub(super) late: HashMap<String, Vec<Late>>,
    /// The codes of members by their ids, and whose they are, once they were learnt.
    pub(super) invites: HashMap<String, Option<String>>,
    pub(super) codes: HashMap<String, String>,
    pub(super) learnt_codes: Vec<String>,
    /// Customers who came by a code before they were heard of.
    pub(super) friends: Vec<String>,
    /// Everybody who came by a code, and the marks of members by their ids.
    pub(super) came: Vec<Came>,
    pub(super) marks: HashMap<String, Vec<Mark>>,
    /// The shop's corrections, in their order.
    pub(super) made: Vec<Made>,
    pub(super) serial: u64,
    /// How many customers there are, and how many commands were drawn so far.
    pub(super) people: u64,
    pub(super) drawn: u64,
    /// What can be learnt from the answer to the command that is on.
    pub(super) lesson: Option<Lesson>,
    /// What came up besides the answers, to be counted.
    pub notes: Vec<(&'static str, &'static str)>,
}

impl Plain {
    pub fn new(programs: [Arc<Program>; 2], dice: Dice, people: u64) -> Self {
        let now = "2026-01-05T12:00:00Z".parse().unwrap();
        Self {
            now,
            dice,
            program: Arc::clone(&programs[0]),
            programs,
            version: 0,
            rules: HashMap::new(),
            customers: HashMap::new(),
            orders: HashMap::new(),
            events: HashMap::new(),
            subjects: HashMap::new(),
            keys: HashMap::new(),
            asked: Vec::new(),
            cancelled: Vec::new(),
            takings: Vec::new(),
            takings_of: HashMap::new(),
            takings_of_stock: Vec::new(),
            by_id: HashMap::new(),
            by_code: HashMap::new(),
            visits: HashMap::new(),
            rewarded: HashMap::new(),
            deeds: Vec::new(),
            done: BTreeMap::new(),
            said: BTreeMap::new(),
            plays: HashMap::new(),
            played: Vec::new(),
            drawn_games: BTreeMap::new(),
            won: BTreeMap::new(),
            told: HashMap::new(),
            cards: Vec::new(),
            card_of: HashMap::new(),
            poor: String::new(),
            owing: String::new(),
            left: "customer-0".into(),
            gone: HashMap::new(),
            left_with: BTreeMap::new(),
            late: HashMap::new(),
            invites: HashMap::new(),
            codes: HashMap::new(),
            learnt_codes: Vec::new(),
            friends: Vec::new(),
            came: Vec::new(),
            marks: HashMap::new(),
            made: Vec::new(),
            serial: 0,
            people,
            drawn: 0,
            lesson: None,
            notes: Vec::new(),
        }
    }

    /// What the store does after each command that has an effect.
    pub(super) fn book(&mut self, customer: &str, effect: &Effect) {
        for order in &effect.orders {
            if self.orders.get(&order.id).is_none_or(|(.., credited)| !credited) {
                self.rules.insert(order.id.clone(), Arc::clone(&self.program));
            }
            self.orders.insert(order.id.clone(), (customer.to_owned(), order.clone(), true));
        }
        self.close(effect);
        self.note_down(customer, effect);
        self.customers.get_mut(customer).unwrap().version += 1;
    }

    /// Redemptions that an effect closed: some ran out before, some were given back by it.
    pub(super) fn close(&mut self, effect: &Effect) {
        for (index, it) in effect.transactions.iter().enumerate() {
            if let (TransactionKind::Cancel, Source::Redemption(id)) = (it.kind, &it.source) {
                let (at, ran_out) = (it.at, index < effect.settled);
                let status =
                    if ran_out { Status::Expired { at } } else { Status::Cancelled { at } };
                self.takings[index_of(id)].status = status;
            }
        }
    }
}

fn index_of(redemption: &str) -> usize {
    redemption.parse().unwrap()
}
