//! The program files we ship are free of mistakes.

use crate::Program;
use crate::program::Mistake;

#[test]
fn a2_the_demo_program_has_no_mistakes() {
    let text = include_str!("../../../../programs/demo.toml");
    let program = Program::parse(text).unwrap_or_else(|mistakes| panic!("{}", readable(&mistakes)));
    let counts = [program.rewards.len(), program.challenges.len(), program.badges.len()];
    assert_eq!(counts, [10, 4, 6]);
    assert_eq!(program.tiers.map(|tiers| tiers.list.len()), Some(4));
}

fn readable(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(|mistake| format!("\n  programs/demo.toml {mistake}")).collect()
}
