//! What a member buys, in short: what they spend in which category, and which products they buy
//! again and again. Good for suggestions only; what is rarely bought is forgotten first.

use crate::Instant;
use crate::cart::Order;
use crate::member::Member;
use crate::program::Program;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The most categories that are remembered.
const CATEGORIES_MAX: usize = 12;
/// The most products that are remembered.
const PRODUCTS_MAX: usize = 12;
/// The most days of a product that are remembered.
const DAYS_MAX: usize = 4;
/// On how many days a product has to be bought before it is bought regularly.
const REGULAR_DAYS: usize = 3;

/// What a member buys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bought {
    /// By category, what was paid.
    pub categories: BTreeMap<String, Spent>,
    /// By product, the last days on which it was bought, each with how many orders have it: a day goes
    /// with the last of them.
    pub products: BTreeMap<String, BTreeMap<NaiveDate, i64>>,
}

/// What was paid in a category, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spent {
    /// The last half-year in which anything was, counted from the year 0.
    pub half: i32,
    /// In it.
    pub now: i64,
    /// In the half-year before it.
    pub before: i64,
}

impl Bought {
    /// What a member buys, as it is remembered, or from all of their orders.
    #[must_use]
    pub fn by<'a>(program: &Program, member: &'a Member) -> Cow<'a, Self> {
        match &member.record.bought {
            Some(bought) => Cow::Borrowed(bought),
            None => Cow::Owned(Self::of(program, &member.orders)),
        }
    }

    /// What those orders come to.
    #[must_use]
    pub fn of(program: &Program, orders: &[Order]) -> Self {
        let mut bought = Self::default();
        orders.iter().for_each(|order| bought.count(program, None, order));
        bought
    }

    /// Counts an order, or what a refund changed of one (`before` is how it was).
    pub fn count(&mut self, program: &Program, before: Option<&Order>, after: &Order) {
        let day = program.day(after.at);
        if let Some(before) = before {
            before
                .kept()
                .iter()
                .for_each(|it| self.spend(it.line.category.as_ref(), day, -it.paid));
        }
        for it in after.kept() {
            self.spend(it.line.category.as_ref(), day, it.paid);
        }
        let (had, has) = (before.map(skus).unwrap_or_default(), skus(after));
        has.difference(&had).for_each(|sku| self.buy(sku, day, 1));
        had.difference(&has).for_each(|sku| self.buy(sku, day, -1));
        self.forget();
    }

    fn spend(&mut self, category: Option<&String>, day: NaiveDate, amount: i64) {
        let Some(category) = category.filter(|_| amount != 0) else { return };
        let half = half_of(day);
        let spent =
            self.categories.entry(category.clone()).or_insert(Spent { half, ..Spent::default() });
        if spent.half < half {
            spent.before = if spent.half + 1 == half { spent.now } else { 0 };
            (spent.half, spent.now) = (half, 0);
        }
        match spent.half - half {
            0 => spent.now += amount,
            1 => spent.before += amount,
            _ => {}
        }
    }

    /// So many orders of a day more, or less, have that product.
    fn buy(&mut self, sku: &str, day: NaiveDate, orders: i64) {
        let days = self.products.entry(sku.to_owned()).or_default();
        *days.entry(day).or_default() += orders;
        days.retain(|_, orders| *orders > 0);
        while days.len() > DAYS_MAX {
            days.pop_first();
        }
    }

    /// Forgets what was given back, and what is rarest where there is too much.
    fn forget(&mut self) {
        self.categories.retain(|_, spent| spent.now > 0 || spent.before > 0);
        while self.categories.len() > CATEGORIES_MAX {
            let least = self.categories.iter().min_by_key(|(_, it)| (it.half, it.now + it.before));
            let least = least.map(|(category, _)| category.clone()).unwrap_or_default();
            self.categories.remove(&least);
        }
        self.products.retain(|_, days| !days.is_empty());
        while self.products.len() > PRODUCTS_MAX {
            let rarest =
                self.products.iter().min_by_key(|(_, days)| (days.len(), days.keys().last()));
            let rarest = rarest.map(|(sku, _)| sku.clone()).unwrap_or_default();
            self.products.remove(&rarest);
        }
    }

    /// The category most was spent in, in this half-year and the one before.
    #[must_use]
    pub fn favourite(&self, program: &Program, at: Instant) -> Option<&str> {
        let half = half_of(program.day(at));
        let recent = |spent: &Spent| match half - spent.half {
            ..=0 => spent.now + spent.before,
            1 => spent.now,
            _ => 0,
        };
        let spent = self.categories.iter().map(|(category, spent)| (recent(spent), category));
        // Of equals the first by name: the same answer every time.
        let most = spent.filter(|(amount, _)| *amount > 0).rev().max_by_key(|(amount, _)| *amount);
        most.map(|(_, category)| category.as_str())
    }

    /// A product that is bought regularly and due again: as many days have gone since as usually lie
    /// between (the middle one of the gaps), and not twice as many. The one that is longest due.
    #[must_use]
    pub fn due(&self, program: &Program, skus: &[String], at: Instant) -> Option<&str> {
        let today = program.day(at);
        let asked = |sku: &String| skus.is_empty() || skus.contains(sku);
        let products = self.products.iter().filter(|(sku, _)| asked(sku));
        let since = products.filter_map(|(sku, days)| {
            let days: Vec<NaiveDate> = days.keys().copied().collect();
            Some((due_since(&days, today)?, sku))
        });
        since.min().map(|(_, sku)| sku.as_str())
    }
}

/// The products of which something was kept of an order.
fn skus(order: &Order) -> BTreeSet<&str> {
    let kept = order.kept().into_iter().filter(|it| it.quantity > 0);
    kept.map(|it| it.line.sku.as_str()).collect()
}

/// From which day on a product is due, if it is.
fn due_since(days: &[NaiveDate], today: NaiveDate) -> Option<NaiveDate> {
    let (last, gap) = (days.last()?, usual_gap(days)?);
    let (from, to) = (*last + Days::new(gap), *last + Days::new(gap * 2));
    (from <= today && today < to).then_some(from)
}

/// The days that usually lie between two purchases (the middle one of the gaps), of something that is
/// bought regularly; `days` are in order.
pub(crate) fn usual_gap(days: &[NaiveDate]) -> Option<u64> {
    let mut gaps: Vec<i64> = days.windows(2).map(|it| (it[1] - it[0]).num_days()).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).filter(|_| days.len() >= REGULAR_DAYS).map(|it| it.unsigned_abs())
}

fn half_of(day: NaiveDate) -> i32 {
    day.year() * 2 + i32::from(day.month() > 6)
}
