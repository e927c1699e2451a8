//! Products for a member: what they buy again and is due, what goes with what they bought, and what
//! is new where they buy most. Each says why. Who may be told is [`may_suggest`]'s to say.

use crate::Instant;
use crate::bought;
use crate::cart::Order;
use crate::companion::Companion;
use crate::program::Program;
use chrono::{Days, NaiveDate, TimeDelta};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Companions are looked for of what was bought within so many days, and that itself is not suggested,
/// unless it is due again.
pub const LATELY_DAYS: u64 = 90;
/// A product is new for so many days.
pub const NEW_DAYS: u64 = 30;
/// The most suggestions for each of the three reasons.
pub const EACH_MAX: usize = 4;
/// A purchase within so many days of a click is counted for it.
pub const CLICK_DAYS: i64 = 7;

/// A product of the shop's feed, as far as the rules ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The shop's id.
    pub sku: String,
    /// The shop's category.
    pub category: Option<String>,
    /// Whether it can be bought.
    pub available: bool,
    /// Since when the shop has it.
    pub since: Option<NaiveDate>,
    /// After how many days one usually needs it again.
    pub refill_days: Option<i64>,
}

/// Why a product is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// They buy it again and again, or it is used up by now.
    Refill {
        /// Days since they bought it.
        days: i64,
    },
    /// It goes with something they bought.
    Companion {
        /// That product.
        sku: String,
    },
    /// It is new where they buy most.
    News {
        /// The category.
        category: String,
    },
}

/// A product for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion<'a> {
    /// The product.
    pub product: &'a Product,
    /// Why.
    pub why: Why,
}

/// On which days a member bought which product, less what came back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History(BTreeMap<String, BTreeSet<NaiveDate>>);

/// What is known when products are chosen.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What they bought.
    pub history: &'a History,
    /// The category they spend most in.
    pub favourite: Option<&'a str>,
    /// Products of the feed; those that are not here are not suggested.
    pub products: &'a [Product],
    /// What goes with what they bought.
    pub companions: &'a [Companion],
}

/// Whether products may be suggested to somebody who gave these consents.
#[must_use]
pub fn may_suggest(program: &Program, consents: &[String]) -> bool {
    program.products.as_ref().is_some_and(|it| consents.contains(&it.consent))
}

impl History {
    /// What those orders come to.
    #[must_use]
    pub fn of(program: &Program, orders: &[Order]) -> Self {
        let mut days: BTreeMap<String, BTreeSet<NaiveDate>> = BTreeMap::new();
        for order in orders {
            for kept in order.kept().iter().filter(|it| it.quantity > 0) {
                let of_product = days.entry(kept.line.sku.clone()).or_default();
                of_product.insert(program.day(order.at));
            }
        }
        Self(days)
    }

    /// Every product, the one bought last first.
    #[must_use]
    pub fn skus(&self) -> Vec<&str> {
        let mut skus: Vec<_> =
            self.0.iter().map(|(sku, days)| (Reverse(days.last()), sku)).collect();
        skus.sort_unstable();
        skus.into_iter().map(|(_, sku)| sku.as_str()).collect()
    }

    /// Those bought within the last so many days, today among them.
    #[must_use]
    pub fn skus_within(&self, today: NaiveDate, days: u64) -> Vec<&str> {
        self.skus().into_iter().filter(|sku| self.bought_within(sku, today, days)).collect()
    }

    fn bought_within(&self, sku: &str, today: NaiveDate, days: u64) -> bool {
        let last = self.0.get(sku).and_then(BTreeSet::last);
        last.is_some_and(|last| *last + Days::new(days) > today)
    }

    /// Since when a product is due, and when it was bought last. The member's own interval counts, and
    /// the shop's as long as they have none; once twice the time has gone, they do without.
    fn due(&self, product: &Product, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let days: Vec<NaiveDate> = self.0.get(&product.sku)?.iter().copied().collect();
        let last = *days.last()?;
        let told = || product.refill_days.map(i64::unsigned_abs);
        let gap = bought::usual_gap(&days).or_else(told)?;
        let (from, to) = (last + Days::new(gap), last + Days::new(gap * 2));
        (from <= today && today < to).then_some((from, last))
    }
}

/// The products for a member, best first: what is due (longest first), what goes with what they bought
/// (the strongest first), what is new (newest first). No product twice, none that is not available.
#[must_use]
pub fn suggest<'a>(program: &Program, known: Known<'a>, at: Instant) -> Vec<Suggestion<'a>> {
    let today = program.day(at);
    let mut chosen: Vec<Suggestion<'a>> = Vec::new();
    for list in [due(known, today), companions(known, today), news(known, today)] {
        let skus: BTreeSet<&str> = chosen.iter().map(|it| it.product.sku.as_str()).collect();
        let new = list.into_iter().filter(|it| !skus.contains(it.product.sku.as_str()));
        let new: Vec<_> = new.take(EACH_MAX).collect();
        chosen.extend(new);
    }
    chosen
}

fn due(known: Known<'_>, today: NaiveDate) -> Vec<Suggestion<'_>> {
    let available = known.products.iter().filter(|it| it.available);
    let due = available.filter_map(|it| Some((known.history.due(it, today)?, it)));
    let mut due: Vec<_> = due.collect();
    due.sort_by(|a, b| (a.0, &a.1.sku).cmp(&(b.0, &b.1.sku)));
    let one = |((_, last), product): ((NaiveDate, NaiveDate), _)| Suggestion {
        product,
        why: Why::Refill { days: (today - last).num_days() },
    };
    due.into_iter().map(one).collect()
}

fn companions(known: Known<'_>, today: NaiveDate) -> Vec<Suggestion<'_>> {
    let seeds = known.history.skus_within(today, LATELY_DAYS);
    let mut best: BTreeMap<&str, &Companion> = BTreeMap::new();
    for it in known.companions.iter().filter(|it| seeds.contains(&it.sku.as_str())) {
        let strongest = best.entry(&it.with).or_insert(it);
        if (it.score, &strongest.sku) > (strongest.score, &it.sku) {
            *strongest = it;
        }
    }
    let mut best: Vec<&Companion> = best.into_values().collect();
    best.sort_by(|a, b| (b.score, &a.with).cmp(&(a.score, &b.with)));
    let one = |it: &Companion| {
        let product = fresh(known, today).find(|product| product.sku == it.with)?;
        Some(Suggestion { product, why: Why::Companion { sku: it.sku.clone() } })
    };
    best.into_iter().filter_map(one).collect()
}

fn news(known: Known<'_>, today: NaiveDate) -> Vec<Suggestion<'_>> {
    let Some(favourite) = known.favourite else { return Vec::new() };
    let is_new = |it: &&Product| {
        let since = it.since.filter(|since| *since <= today);
        it.category.as_deref() == Some(favourite)
            && since.is_some_and(|since| since + Days::new(NEW_DAYS) > today)
    };
    let mut new: Vec<&Product> = fresh(known, today).filter(is_new).collect();
    new.sort_by(|a, b| (b.since, &a.sku).cmp(&(a.since, &b.sku)));
    let why = || Why::News { category: favourite.to_owned() };
    new.into_iter().map(|product| Suggestion { product, why: why() }).collect()
}

/// What can be bought and was not just bought.
fn fresh<'a>(known: Known<'a>, today: NaiveDate) -> impl Iterator<Item = &'a Product> {
    let just = move |sku: &str| known.history.bought_within(sku, today, LATELY_DAYS);
    known.products.iter().filter(move |it| it.available && !just(&it.sku))
}

/// A click on a suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Click {
    /// The product.
    pub sku: String,
    /// When.
    pub at: Instant,
}

/// Which of a member's clicks led to a purchase, by their places: of an order with the product the last
/// click on it in the [`CLICK_DAYS`] before. A click counts once.
#[must_use]
pub fn led_to_purchase(clicks: &[Click], orders: &[Order]) -> BTreeSet<usize> {
    let window = TimeDelta::days(CLICK_DAYS);
    let led = |order: &Order, sku: &str| {
        let before = clicks
            .iter()
            .enumerate()
            .filter(|(_, it)| it.sku == sku && it.at <= order.at && order.at - it.at <= window);
        before.max_by_key(|(_, it)| it.at).map(|(place, _)| place)
    };
    let of_order = |order: &Order| {
        let kept = order.kept().into_iter().filter(|it| it.quantity > 0);
        kept.filter_map(|it| led(order, &it.line.sku)).collect::<Vec<_>>()
    };
    orders.iter().flat_map(of_order).collect()
}
