//! The program files we ship are free of mistakes.

use crate::Program;
use crate::program::Mistake;

#[test]
fn a2_the_demo_program_has_no_mistakes() {
    let text = include_str!("../../../../programs/demo.toml");
    let program = Program::parse(text).unwrap_or_else(|mistakes| panic!("{}", readable(&mistakes)));
    let counts = [program.rewards.len(), program.challenges.len(), program.badges.len()];
    assert_eq!(counts, [13, 4, 6]);
    assert_eq!(program.tiers.map(|tiers| tiers.list.len()), Some(4));
}

#[test]
fn a2_a_file_cut_off_anywhere_is_told_within_its_lines_or_is_a_whole_program() {
    let files = [
        include_str!("../../../../programs/demo.toml"),
        include_str!("../../../../programs/beauty.toml"),
        include_str!("../../../../programs/market.toml"),
    ];
    for text in files {
        let whole = text.char_indices().map(|(at, _)| at);
        // Some places of each kind: inside words, texts, numbers, dates and tables.
        for cut in whole.step_by(41).map(|at| &text[..at]) {
            let Err(mistakes) = Program::parse(cut) else { continue };
            let lines = 1..=cut.lines().count().max(1);
            assert!(!mistakes.is_empty());
            assert!(mistakes.iter().all(|it| lines.contains(&it.line)), "{}", readable(&mistakes));
        }
    }
    let in_a_text = files[0].find("Kawiarnia Stempel\"").unwrap() + 4;
    let mistakes = Program::parse(&files[0][..in_a_text]).err().unwrap();
    let line = files[0][..in_a_text].lines().count();
    assert_eq!(mistakes.iter().map(|it| it.line).collect::<Vec<_>>(), [line]);
}

fn readable(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(|mistake| format!("\n  programs/demo.toml {mistake}")).collect()
}
