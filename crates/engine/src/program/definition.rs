//! The parts of a definition: plain data, in the order of the file.

use crate::Instant;
use crate::cart::Line;
use chrono::Weekday;
use std::collections::BTreeMap;

/// A text in every language of the program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// The text in that language, one of [`super::Program::languages`].
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }
}

/// One noun in the plural categories of CLDR.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plural {
    /// For zero, where the language has it.
    pub zero: Option<String>,
    /// For one.
    pub one: Option<String>,
    /// For two, where the language has it.
    pub two: Option<String>,
    /// For few, where the language has it.
    pub few: Option<String>,
    /// For many, where the language has it.
    pub many: Option<String>,
    /// For everything else.
    pub other: String,
}

/// How points come and go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// How an order's points become whole, once an order.
    pub rounding: Rounding,
    /// Days until earned points can be spent.
    pub pending_days: i64,
    /// When points expire.
    pub expiry: Expiry,
    /// Days points stay spendable that return to a lot already expired.
    pub grace_days: i64,
    /// What becomes of refunded points that were spent already.
    pub spent_on_refund: SpentOnRefund,
    /// What becomes of a completed challenge that a refund undoes.
    pub challenge_on_refund: ChallengeOnRefund,
    /// Days an order waits for its customer to join.
    pub order_window_days: i64,
    /// What never earns: the exceptions of this selector.
    pub never_earns: Selector,
}

impl Default for Points {
    fn default() -> Self {
        Self {
            rounding: Rounding::Floor,
            pending_days: 0,
            expiry: Expiry::Never,
            grace_days: 0,
            spent_on_refund: SpentOnRefund::Debt,
            challenge_on_refund: ChallengeOnRefund::Keep,
            order_window_days: 14,
            never_earns: Selector::default(),
        }
    }
}

/// How an order's points become whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Down.
    Floor,
    /// To the nearest, halves up.
    Nearest,
}

/// When points expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Never.
    Never,
    /// At the end of the day, so many days after they were earned.
    After {
        /// Days.
        days: i64,
    },
    /// At the end of the day with the same number, so many months later; of the month's last day
    /// when that month is shorter.
    Months {
        /// Months.
        months: u32,
    },
    /// At the end of the first such day of a year after they can be spent.
    Yearly {
        /// Month, 1 to 12.
        month: u32,
        /// Day; the month's last when the month is shorter.
        day: u32,
    },
}

/// What becomes of refunded points that were spent already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpentOnRefund {
    /// The next points pay them.
    Debt,
    /// Nothing.
    Forgive,
}

/// What becomes of a completed challenge that a refund undoes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChallengeOnRefund {
    /// It stays completed, its points stay.
    Keep,
    /// Its points go back; it can be completed again.
    TakeBack,
}

/// Which products are meant: those of a category or sku named (all, when none is), less exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// Categories meant.
    pub categories: Vec<String>,
    /// Products meant.
    pub skus: Vec<String>,
    /// Categories not meant.
    pub except_categories: Vec<String>,
    /// Products not meant.
    pub except_skus: Vec<String>,
}

impl Selector {
    /// Whether that product is meant.
    #[must_use]
    pub fn contains(&self, line: &Line) -> bool {
        let all = self.categories.is_empty() && self.skus.is_empty();
        (all || names(&self.categories, &self.skus, line)) && !self.excludes(line)
    }

    /// Whether that product is an exception.
    #[must_use]
    pub fn excludes(&self, line: &Line) -> bool {
        names(&self.except_categories, &self.except_skus, line)
    }
}

fn names(categories: &[String], skus: &[String], line: &Line) -> bool {
    skus.contains(&line.sku) || line.category.as_ref().is_some_and(|it| categories.contains(it))
}

/// When something is on: from `starts` (inclusive) to `ends` (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// Its first instant; absent when it always was.
    pub starts: Option<Instant>,
    /// The first instant after it; absent when it does not end.
    pub ends: Option<Instant>,
}

impl Window {
    /// Whether it is on at that instant.
    #[must_use]
    pub fn contains(&self, at: Instant) -> bool {
        self.starts.is_none_or(|starts| starts <= at) && !self.is_over(at)
    }

    /// Whether it was on and will not be again.
    #[must_use]
    pub fn is_over(&self, at: Instant) -> bool {
        self.ends.is_some_and(|ends| ends <= at)
    }
}

/// What purchases earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Stable id.
    pub id: String,
    /// What to do.
    pub title: Texts,
    /// The fine print.
    pub detail: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// Points for every `per` minor units paid, or for an order.
    pub points: i64,
    /// The amount, in minor units; 1 where the points are for an order.
    pub per: i64,
    /// Whether the points are for an order as such, whatever it comes to.
    pub per_order: bool,
    /// Which products.
    pub products: Selector,
    /// What the order must come to at least, in minor units.
    pub minimum_spend: i64,
    /// The most points it gives for one order, tier bonus included.
    pub order_cap: Option<i64>,
    /// The lowest tier it is for.
    pub tier: Option<String>,
    /// Whether it is only for those with the paid membership.
    pub membership: bool,
    /// The days of the week on which it is on; every day, if none is named.
    pub weekdays: Vec<Weekday>,
    /// When it is on.
    pub window: Window,
}

/// What else earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Stable id.
    pub id: String,
    /// What it is for.
    pub kind: ActivityKind,
    /// What to do.
    pub title: Texts,
    /// The fine print.
    pub detail: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// The points it gives each time.
    pub points: i64,
    /// How often it earns in a period.
    pub times: i64,
    /// That period.
    pub every: Every,
}

/// The period within which an activity's limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// All time.
    Ever,
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// The activities that earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityKind {
    /// Joining the program.
    Join,
    /// Something the shop's server tells of: a review, a survey, a birthday.
    Event,
    /// Coming by on so many days in a row.
    Visits {
        /// How many days.
        days: i64,
        /// Days that may be missed on the way.
        grace: i64,
    },
}

/// The tiers and how they are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    /// What is counted.
    pub measure: Measure,
    /// Over which time.
    pub period: Period,
    /// How long a tier reached is kept.
    pub hold: Hold,
    /// Lowest first; the first from zero.
    pub list: Vec<Tier>,
}

/// What qualifies for a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Points earned.
    Points,
    /// Money spent, in minor units.
    Spend,
    /// Orders.
    Orders,
}

/// The qualifying period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The calendar year.
    CalendarYear,
    /// The last so many days, today among them.
    Rolling {
        /// Days.
        days: i64,
    },
    /// Without end.
    Lifetime,
}

/// How long a tier reached is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Until the end of the following period.
    NextPeriod,
    /// As long as the period's amount is enough.
    None,
}

/// A tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// The qualifying amount from which it is held.
    pub from: i64,
    /// What purchases are multiplied by, in thousandths: 1250 is 1.25.
    pub multiplier_thousandths: i64,
    /// What it brings, one benefit a line.
    pub benefits: Vec<Texts>,
}

/// A group of rewards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardGroup {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
}

/// A reward of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What one gets.
    pub description: Option<Texts>,
    /// What the shop does with its code.
    pub kind: RewardKind,
    /// The points it costs.
    pub cost: i64,
    /// Its group.
    pub group: Option<String>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// The address of its picture, https only.
    pub image: Option<String>,
    /// What the cart must come to at least, in minor units.
    pub minimum_spend: Option<i64>,
    /// The lowest tier that may take it.
    pub tier: Option<String>,
    /// Whether it can be taken in multiples: so many times its cost for so many times its amount.
    pub any_amount: bool,
    /// How often one member may take it.
    pub per_member_limit: Option<i64>,
    /// How often it may be taken by all.
    pub stock: Option<i64>,
    /// When it can be taken.
    pub window: Window,
    /// How its codes begin.
    pub code_prefix: String,
    /// Minutes a code is valid; points of an unused one return. Absent: it does not end.
    pub valid_minutes: Option<i64>,
}

/// What the shop does with a reward's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RewardKind {
    /// So many percent off the order.
    PercentOff {
        /// 1 to 100.
        percent: i64,
    },
    /// A fixed amount off the order.
    AmountOff {
        /// Minor units.
        amount: i64,
    },
    /// A product at no price.
    FreeProduct {
        /// The product.
        sku: String,
        /// What it is worth, in minor units, where the file says so.
        value: Option<i64>,
    },
    /// Delivery at no price.
    FreeShipping,
}

/// A challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What to do.
    pub description: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// What it counts.
    pub goal: Goal,
    /// The points it gives.
    pub points: i64,
    /// The badge that is earned by it.
    pub badge: Option<String>,
    /// When it runs.
    pub run: Run,
    /// Days in which the goal has to be reached; the whole run, if absent.
    pub within_days: Option<i64>,
    /// A fingerprint of what it counts: changes when progress has to be counted anew.
    pub mark: String,
}

/// What a challenge counts, net of returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Orders that come to at least so much.
    Orders {
        /// How many.
        target: i64,
        /// What an order must come to, in minor units.
        minimum_spend: i64,
    },
    /// Units of certain products.
    Units {
        /// How many.
        target: i64,
        /// Which.
        products: Selector,
    },
    /// Money paid for certain products.
    Spend {
        /// Minor units.
        target: i64,
        /// Which.
        products: Selector,
    },
    /// Something of each step.
    Variety {
        /// The steps, in the order to show.
        steps: Vec<Step>,
    },
}

/// A step of a variety challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its short label.
    pub label: Texts,
    /// What counts for it.
    pub products: Selector,
}

/// When a challenge runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Once, in a window.
    Once(Window),
    /// Anew every calendar month.
    Monthly,
}

/// A badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// How it is earned.
    pub description: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// What earns it.
    pub earned_by: EarnedBy,
}

/// What earns a badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarnedBy {
    /// Completing a challenge.
    Challenge(String),
    /// Reaching a tier.
    Tier(String),
    /// Earning so many points over all time.
    LifetimePoints(i64),
    /// So many orders.
    Orders(i64),
}

/// A consent in its current version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Stable id.
    pub id: String,
    /// The version of its text.
    pub version: String,
    /// What is agreed to, one sentence.
    pub title: Texts,
    /// The full text or why it is asked for.
    pub text: Option<Texts>,
    /// Where the full text stands (http or https).
    pub url: Option<String>,
    /// Whether joining needs it.
    pub required: bool,
}

/// One rule in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is about.
    pub title: Texts,
    /// The rule.
    pub text: Texts,
}
