//! Which products are bought together: orders counted, nothing guessed.
//!
//! Of n orders n(A) have A, n(B) have B and n(AB) have both. Then
//! - confidence(A, B) = n(AB) / n(A): how often B goes with A;
//! - lift(A, B) = n(AB) · n / (n(A) · n(B)): how much more often than by chance.
//!
//! B is a companion of A when n(AB) ≥ [`SUPPORT`] and lift > 1; the best one is that with the highest
//! confidence · lift.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// In how many orders two products have to be together.
pub const SUPPORT: u32 = 3;
/// The most companions of a product.
pub const COMPANIONS_MAX: usize = 8;
/// An order of more different products than this says nothing about which go together.
pub const PRODUCTS_MAX: usize = 20;
/// The most pairs that are counted at once; beyond it the rarest are forgotten.
const PAIRS_MAX: usize = 500_000;
const MILLION: u128 = 1_000_000;

/// A product that goes with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// The product.
    pub sku: String,
    /// What goes with it.
    pub with: String,
    /// In how many orders they are together.
    pub orders: i64,
    /// Confidence · lift, in millionths.
    pub score: i64,
}

/// Orders, counted by product and by pair.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    orders: u32,
    known: HashMap<String, u32>,
    products: Vec<(String, u32)>,
    pairs: HashMap<(u32, u32), u32>,
}

impl Counts {
    /// For those products; others are not counted.
    pub fn of(skus: impl IntoIterator<Item = String>) -> Self {
        let mut counts = Self::default();
        for sku in skus.into_iter().collect::<BTreeSet<_>>() {
            let number = u32::try_from(counts.products.len()).unwrap_or(u32::MAX);
            counts.known.insert(sku.clone(), number);
            counts.products.push((sku, 0));
        }
        counts
    }

    /// Counts an order by the products in it, each once, however many units there are.
    pub fn add<'a>(&mut self, skus: impl IntoIterator<Item = &'a str>) {
        let skus: BTreeSet<&str> = skus.into_iter().collect();
        if skus.is_empty() || skus.len() > PRODUCTS_MAX {
            return;
        }
        self.orders += 1;
        let numbers = skus.iter().filter_map(|sku| self.known.get(*sku).copied());
        let numbers: BTreeSet<u32> = numbers.collect();
        for (index, number) in numbers.iter().enumerate() {
            self.products[*number as usize].1 += 1;
            for other in numbers.iter().skip(index + 1) {
                *self.pairs.entry((*number, *other)).or_default() += 1;
            }
        }
        self.forget();
    }

    fn forget(&mut self) {
        let mut least = 1;
        while self.pairs.len() > PAIRS_MAX {
            self.pairs.retain(|_, orders| *orders > least);
            least += 1;
        }
    }

    /// The companions of each product, the products by name, best first; of equals the first by name.
    #[must_use]
    pub fn companions(&self) -> Vec<Companion> {
        let mut by_product: BTreeMap<u32, Vec<Companion>> = BTreeMap::new();
        let often = self.pairs.iter().filter(|(_, orders)| **orders >= SUPPORT);
        for (&(one, other), &orders) in often {
            for (one, other) in [(one, other), (other, one)] {
                by_product.entry(one).or_default().extend(self.pair(one, other, orders));
            }
        }
        by_product.into_values().flat_map(best).collect()
    }

    /// What `other` is to `one`; nothing, when they meet no more often than by chance.
    fn pair(&self, one: u32, other: u32, orders: u32) -> Option<Companion> {
        let (sku, of_one) = &self.products[one as usize];
        let (with, of_other) = &self.products[other as usize];
        let [both, all, one, other] = [orders, self.orders, *of_one, *of_other].map(u128::from);
        (both * all > one * other).then(|| Companion {
            sku: sku.clone(),
            with: with.clone(),
            orders: orders.into(),
            score: i64::try_from(both * both * all * MILLION / (one * one * other))
                .unwrap_or(i64::MAX),
        })
    }
}

fn best(mut companions: Vec<Companion>) -> Vec<Companion> {
    companions.sort_by(|a, b| (b.score, &a.with).cmp(&(a.score, &b.with)));
    companions.truncate(COMPANIONS_MAX);
    companions
}
