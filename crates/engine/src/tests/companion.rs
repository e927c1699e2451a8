//! P4: products that go together, held to their formula.

use crate::companion::{COMPANIONS_MAX, Companion, Counts, SUPPORT};
use std::collections::{BTreeMap, BTreeSet};

/// Orders written as `tea cup`, so many times each.
fn counts(orders: &[(usize, &str)]) -> Counts {
    let all: BTreeSet<&str> = orders.iter().flat_map(|(_, it)| it.split(' ')).collect();
    let mut counts = Counts::of(all.into_iter().map(str::to_owned));
    for (times, order) in orders {
        (0..*times).for_each(|_| counts.add(order.split(' ')));
    }
    counts
}

fn told(counts: &Counts) -> Vec<(String, i64)> {
    let pair = |it: Companion| (format!("{} > {} ({})", it.sku, it.with, it.orders), it.score);
    counts.companions().into_iter().map(pair).collect()
}

#[test]
fn p4_companions_follow_confidence_and_lift() {
    // 20 orders: tea in 8, cup in 6, both in 4.
    let counts = counts(&[(4, "tea cup"), (4, "tea"), (2, "cup"), (10, "soap")]);
    // confidence 4/8, lift 4·20/(8·6) = 5/3: 0.833333; and 4/6 the other way.
    let expected = [("cup > tea (4)".into(), 1_111_111), ("tea > cup (4)".into(), 833_333)];
    assert_eq!(told(&counts), expected);
}

#[test]
fn p4_two_orders_are_chance_and_so_is_what_everybody_buys() {
    assert_eq!(told(&counts(&[(2, "tea cup"), (10, "soap")])), []);
    assert_eq!(told(&counts(&[(3, "tea bag"), (3, "cup bag"), (3, "bag")])), []);
}

#[test]
fn p4_units_do_not_count_nor_do_orders_of_everything_or_products_not_in_the_feed() {
    let mut counts = Counts::of(["tea".to_owned(), "cup".to_owned()]);
    (0..3).for_each(|_| counts.add(["tea", "tea", "cup", "gone"]));
    (0..3).for_each(|_| counts.add(["soap"]));
    let before = told(&counts);
    let many: Vec<String> = (0..40).map(|it| it.to_string()).collect();
    let many = many.iter().map(String::as_str).chain(["tea", "cup"]);
    (0..50).for_each(|_| counts.add(many.clone()));
    assert_eq!(told(&counts), before);
    assert_eq!(before, [("cup > tea (3)".into(), 2_000_000), ("tea > cup (3)".into(), 2_000_000)]);
}

/// A generator of its own: the same orders each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn p4_whatever_is_bought_the_counts_are_those_of_the_orders_themselves() {
    for seed in 0..40 {
        let mut chance = Chance(seed);
        let order = |chance: &mut Chance| -> BTreeSet<String> {
            let size = 1 + chance.below(4);
            (0..size).map(|_| format!("p{:02}", chance.below(6) * chance.below(4))).collect()
        };
        let orders: Vec<BTreeSet<String>> = (0..60).map(|_| order(&mut chance)).collect();
        let skus: BTreeSet<&String> = orders.iter().flatten().collect();
        let mut counts = Counts::of(skus.iter().map(|it| (*it).clone()));
        orders.iter().for_each(|order| counts.add(order.iter().map(String::as_str)));
        let with = |all: &[&str]| {
            let has = |order: &&BTreeSet<String>| all.iter().all(|it| order.contains(*it));
            orders.iter().filter(has).count() as u128
        };
        let mut found: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
        for it in counts.companions() {
            assert_eq!(it.orders as u128, with(&[&it.sku, &it.with]), "seed {seed}");
            found.entry(it.sku).or_default().push((it.score, it.with));
        }
        for a in &skus {
            let mut expected: Vec<(i64, String)> = Vec::new();
            for b in skus.iter().filter(|b| *b != a) {
                let (both, n) = (with(&[a, b]), orders.len() as u128);
                let (of_a, of_b) = (with(&[a]), with(&[b]));
                if both >= u128::from(SUPPORT) && both * n > of_a * of_b {
                    let score = both * both * n * 1_000_000 / (of_a * of_a * of_b);
                    expected.push((score as i64, (*b).clone()));
                }
            }
            expected.sort_by(|x, y| (y.0, &x.1).cmp(&(x.0, &y.1)));
            expected.truncate(COMPANIONS_MAX);
            assert_eq!(found.remove(*a).unwrap_or_default(), expected, "seed {seed}, {a}");
        }
        assert!(found.is_empty());
    }
}
