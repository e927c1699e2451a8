//! R1: draws, fair and once a member.

use crate::draw::{Lot, draw};
use std::convert::Infallible;

/// Lots written as `anna bob anna`.
fn lots(text: &str) -> Vec<Lot> {
    let lots = text.split_whitespace().enumerate();
    lots.map(|(it, name)| Lot { redemption: it.to_string(), member: name.to_owned() }).collect()
}

/// A generator of its own: the same draws each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> Result<usize, Infallible> {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Ok((self.0 >> 33) as usize % most)
    }
}

fn names(text: &str, winners: i64, seed: u64) -> Vec<String> {
    let (lots, mut chance) = (lots(text), Chance(seed));
    let Ok(drawn) = draw(&lots, winners, |most| chance.below(most));
    drawn.into_iter().map(|place| lots[place].member.clone()).collect()
}

#[test]
fn r1_a_draw_has_as_many_winners_as_the_file_says_if_there_are_so_many_members() {
    for seed in 0..50 {
        let mut all = names("anna bob anna cleo bob", 9, seed);
        all.sort_unstable();
        assert_eq!(all, ["anna", "bob", "cleo"], "each once");
        assert_eq!(names("anna bob cleo", 2, seed).len(), 2);
        assert_eq!(names("", 2, seed).len(), 0);
        assert_eq!(names("anna", 0, seed).len(), 0);
    }
}

#[test]
fn r1_each_lot_has_the_same_chance_wherever_it_lies() {
    let (rounds, mut chance) = (30_000, Chance(7));
    let lots = lots("anna bob cleo dan eva anna");
    let mut won = [0; 6];
    for _ in 0..rounds {
        let Ok(drawn) = draw(&lots, 1, |most| chance.below(most));
        won[drawn[0]] += 1;
    }
    // Five standard deviations around a sixth.
    assert!(won.iter().all(|it| (4677..=5323).contains(it)), "{won:?}");
}
