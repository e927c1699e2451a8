//! A program's definition. Reading it begins in `program/read.rs`; applying it elsewhere.

use crate::Instant;
use crate::member;
use crate::referral::RULE;
use chrono_tz::Tz;
use std::collections::BTreeMap;

mod benefits;
mod calendar;
mod catalogue;
mod community;
pub(crate) mod currency;
mod definition;
mod earns;
mod head;
mod keeping;
mod ladder;
mod meant;
mod notes;
mod person;
mod personal;
mod read;
mod reader;
mod spelling;
mod succession;
mod syntax;
mod values;
mod wallet;

pub use benefits::*;
pub use community::*;
pub use definition::*;
pub use notes::Fields;
pub use person::*;
pub use wallet::{WalletKind, WalletRule};

/// The most the least common multiple of all purchase rules' `per` may be, so that sums stay exact.
pub const PER_MULTIPLE_MAX: i128 = 1_000_000_000;

/// A loyalty program, complete and free of contradictions.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Stable id, the last part of the endpoint.
    pub id: String,
    /// A fingerprint of the file: changes whenever the definition does.
    pub version: String,
    /// Its name as shown to shoppers.
    pub name: Texts,
    /// ISO 4217.
    pub currency: String,
    /// Where its days and years begin.
    pub zone: Tz,
    /// The languages of its texts; the first is the default.
    pub languages: Vec<String>,
    /// The point's name by language.
    pub unit: BTreeMap<String, Plural>,
    /// Whether nothing here is worth money.
    pub test_mode: bool,
    /// The consent without which nothing is chosen for a member by what they did.
    pub personal: Option<String>,
    /// How points come and go.
    pub points: Points,
    /// Further wallets; everything else is about points unless it names one of these.
    pub wallets: Vec<WalletRule>,
    /// What purchases earn; every rule that matches adds its points.
    pub purchases: Vec<Purchase>,
    /// What else earns.
    pub activities: Vec<Activity>,
    /// The tiers; absent without any.
    pub tiers: Option<Tiers>,
    /// What the paid membership gives at the till.
    pub membership: Gives,
    /// What opens earlier to some.
    pub access: Vec<Access>,
    /// Groups to filter rewards by.
    pub reward_groups: Vec<RewardGroup>,
    /// The catalogue.
    pub rewards: Vec<Reward>,
    /// The challenges.
    pub challenges: Vec<Challenge>,
    /// The badges.
    pub badges: Vec<Badge>,
    /// What a member may say they like.
    pub interests: Vec<Interest>,
    /// What holds for profiles.
    pub profile: ProfileRules,
    /// Groups of members.
    pub segments: Vec<Segment>,
    /// Offers to single members.
    pub offers: Vec<Offer>,
    /// Products for single members; absent when none are suggested.
    pub products: Option<Products>,
    /// What a customer is asked to agree to on joining.
    pub consents: Vec<Consent>,
    /// Rules in the merchant's own words, besides those made from the definition.
    pub rules: Vec<Rule>,
    /// Members who bring friends; absent when that gives nothing.
    pub referral: Option<Referral>,
    /// Games of chance.
    pub games: Vec<Game>,
    /// Who earned most.
    pub leaderboards: Vec<Leaderboard>,
    /// What points are given to together.
    pub causes: Vec<Cause>,
    /// What members are asked.
    pub surveys: Vec<Survey>,
    /// What was changed because of what members said, in the order of the file.
    pub said: Vec<Said>,
    /// Which terms hold.
    pub terms: Option<Terms>,
    /// Questions and answers.
    pub questions: Vec<Question>,
    /// Where to ask: an address of http, https or mailto.
    pub help: Option<String>,
}

/// One mistake of a program file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The field, as a path: `reward "mug".cost`, or `reward[2].cost`, from 0, when it has no id.
    pub field: String,
    /// What is wrong, and what is expected.
    pub message: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}: {}: {}", self.line, self.column, self.field, self.message)
    }
}

impl Program {
    /// Reads and checks a definition.
    ///
    /// # Errors
    /// Every mistake found, in the order of their lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        read::checked(text)
    }

    /// Reads a definition from before, which was checked when it came: what it credited goes back by
    /// it, though it would be refused now as not meant.
    ///
    /// # Errors
    /// Every mistake that keeps it from being read.
    pub fn parse_earlier(text: &str) -> Result<Self, Vec<Mistake>> {
        read::read(text)
    }

    /// Every field that the tables in that text may have, by table: what a reference of the format
    /// has to name.
    #[must_use]
    pub fn fields(text: &str) -> Fields {
        read::fields(text)
    }

    /// The language to answer in: the asked one (`pl`, `pl-PL`) if there is such, else the first.
    #[must_use]
    pub fn language(&self, asked: Option<&str>) -> &str {
        let known = |tag: &str| self.languages.iter().find(|known| known.eq_ignore_ascii_case(tag));
        asked
            .and_then(|tag| known(tag).or_else(|| known(tag.split('-').next()?)))
            .map_or(self.languages[0].as_str(), String::as_str)
    }

    /// The reward of that id.
    #[must_use]
    pub fn reward(&self, id: &str) -> Option<&Reward> {
        self.rewards.iter().find(|reward| reward.id == id)
    }

    /// The challenge of that id.
    #[must_use]
    pub fn challenge(&self, id: &str) -> Option<&Challenge> {
        self.challenges.iter().find(|challenge| challenge.id == id)
    }

    /// The game of that id.
    #[must_use]
    pub fn game(&self, id: &str) -> Option<&Game> {
        self.games.iter().find(|game| game.id == id)
    }

    /// The leaderboard of that id.
    #[must_use]
    pub fn leaderboard(&self, id: &str) -> Option<&Leaderboard> {
        self.leaderboards.iter().find(|board| board.id == id)
    }

    /// The survey of that id.
    #[must_use]
    pub fn survey(&self, id: &str) -> Option<&Survey> {
        self.surveys.iter().find(|survey| survey.id == id)
    }

    /// The offer of that id.
    #[must_use]
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// The tier of that id.
    #[must_use]
    pub fn tier(&self, id: &str) -> Option<&Tier> {
        self.tiers.as_ref()?.list.iter().find(|tier| tier.id == id)
    }

    /// The title of what a [`crate::ledger::Part`] names: a purchase rule, an activity, a tier's
    /// bonus, a challenge, a reward or a survey. Their ids are unique among them all.
    #[must_use]
    pub fn title(&self, rule: &str) -> Option<&Texts> {
        let purchase = self.purchases.iter().find(|it| it.id == rule).map(|it| &it.title);
        let activity = || self.activities.iter().find(|it| it.id == rule).map(|it| &it.title);
        purchase
            .or_else(activity)
            .or_else(|| self.tier(rule).map(|it| &it.name))
            .or_else(|| self.challenge(rule).map(|it| &it.name))
            .or_else(|| self.reward(rule).map(|it| &it.name))
            .or_else(|| self.survey(rule).map(|it| &it.title))
            .or_else(|| self.game(rule).map(|it| &it.name))
            .or_else(|| self.referral.as_ref().filter(|_| rule == RULE).map(|it| &it.title))
            .or_else(|| self.offer(rule).map(|it| &it.title))
    }

    /// Whether an order paid then counts for a customer who joins, or joined, at that instant: it
    /// waits for them so many days, to the second.
    #[must_use]
    pub fn order_counts(&self, paid_at: Instant, joined_at: Instant) -> bool {
        let window = chrono::Days::new(self.points.order_window_days.unsigned_abs());
        member::joined_by(joined_at, paid_at + window)
    }
}
