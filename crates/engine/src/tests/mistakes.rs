//! A2: every mistake of a program file is found, and says where it stands.

mod alone;
mod fields;
mod form;
mod meant;

use super::support::HEAD;
use crate::Program;

/// Where mistakes stand, counted from the first line after the head.
fn mistakes(more: &str) -> Vec<String> {
    let head = HEAD.matches('\n').count();
    let found = Program::parse(&format!("{HEAD}{more}")).err().unwrap_or_default();
    found.iter().map(|it| format!("{} {}: {}", it.line - head, it.field, it.message)).collect()
}

/// What a reward has, besides what a row is about.
const TREE: &str = "[[reward]]\nid = \"tree\"\nname = \"A tree\"\ncost = 1\n";
/// A cause to which a reward's points go.
const WOOD: &str = "[[cause]]\nid = \"wood\"\nname = \"Our wood\"\nrewards = [\"tree\"]\nunit = \"trees\"\npoints_per_unit = 5\ntarget = 1\n";
const SHOPPING: &str = "[[purchase]]\nid = \"p\"\ntitle = \"P\"\npoints = 1\nper = 100\n";
const SHIPPING: &str = "kind = \"free_shipping\"\ncode_prefix = \"T\"\n";
const SLEEPING: &str = "[[segment]]\nid = \"s\"\nname = \"S\"\n";

/// These texts in a row have just that mistake.
#[track_caller]
fn only(rows: &[(&[&str], &str)]) {
    for (texts, expected) in rows {
        assert_eq!(mistakes(&texts.concat()), [*expected], "{}", texts.concat());
    }
}

#[test]
fn a2_all_mistakes_are_found_at_once_in_the_order_of_lines() {
    let found = mistakes(
        r#"[points]
pending_days = -1
expiri = "never"
[[purchase]]
id = "all"
title = { en = "Shopping", fr = "Achats" }
points = 1
per = 0
[[reward]]
id = "all"
name = "Reward"
kind = "percent_off"
percent = 120
cost = 100
tier = "gold"
group = "none"
code_prefix = "P"
starts = 2026-05-01
ends = 2026-04-01
"#,
    );
    assert_eq!(
        found,
        [
            "2 points.pending_days: must be from 0 to 365",
            "3 points.expiri: is not known; did you mean \"expiry\"?",
            "6 purchase \"all\".title.fr: is a language the program does not list",
            "8 purchase \"all\".per: must be from 1 to 1000000",
            "10 reward \"all\".id: \"all\" is taken by purchase \"all\".id",
            "13 reward \"all\".percent: must be from 1 to 100",
            "15 reward \"all\".tier: there is no tier \"gold\"",
            "16 reward \"all\".group: there is no reward_group \"none\"",
            "19 reward \"all\".ends: must be after \"starts\"",
        ]
    );
}

#[test]
fn a2_a_mistake_of_its_own_is_told_beside_another() {
    let donation = "kind = \"donation\"\ncause = \"C\"\n";
    let wood = WOOD.replace("[\"tree\"]", "[\"one\", \"other\"]");
    assert_eq!(
        mistakes(&[TREE, SHIPPING, TREE, donation, &wood].concat()),
        [
            "8 reward \"tree\".id: \"tree\" is taken by reward \"tree\".id",
            "16 cause \"wood\".rewards[0]: there is no reward \"one\"",
            "16 cause \"wood\".rewards[1]: there is no reward \"other\"",
        ]
    );
}

#[test]
fn a2_the_version_changes_with_the_file() {
    let version = |text: &str| Program::parse(text).unwrap().version;
    assert_eq!(version(HEAD), version(HEAD));
    assert_ne!(version(HEAD), version(&format!("{HEAD}[points]\ngrace_days = 1\n")));
}

#[test]
fn a_language_is_found_by_its_tag_or_the_first_is_taken() {
    let program = super::support::demo();
    let rows = [
        (Some("en"), "en"),
        (Some("en-GB"), "en"),
        (Some("PL"), "pl"),
        (Some("de"), "pl"),
        (None, "pl"),
    ];
    for (asked, language) in rows {
        assert_eq!(program.language(asked), language, "{asked:?}");
    }
}

#[test]
fn a2_whatever_one_line_of_a_whole_program_says_wrong_is_one_mistake_of_that_line() {
    let text = include_str!("../../../../programs/demo.toml");
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let goes_on = line.trim_end().ends_with(['[', ',']);
        let Some((field, value)) = line.split_once(" = ").filter(|_| !goes_on) else { continue };
        if !field.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_') {
            continue;
        }
        let other = if value.starts_with(['t', 'f']) { "7" } else { "true" };
        for wrong in [format!("{field} = {other}"), format!("x{field} = {value}")] {
            let mut changed = lines.clone();
            changed[at] = &wrong;
            let found = Program::parse(&changed.join("\n")).err().unwrap_or_default();
            let at = at + 1;
            assert_eq!(
                found.iter().map(|it| it.line).collect::<Vec<_>>(),
                [at],
                "{wrong} {found:#?}"
            );
        }
    }
}
