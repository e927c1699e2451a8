//! A2: the reference of the format names every field that is read, and no other.

use crate::Program;
use crate::program::Fields;
use std::collections::BTreeMap;

const REFERENCE: &str = include_str!("../../../../docs/program.md");

/// Each kind of table that no file of ours has.
const REST: &str = r#"
[program]
help = {}
[terms]
next = [{}]
[[question]]
[points]
expiry = { days = 1 }
[tiers]
period = { rolling_days = 1 }
[[reward]]
kind = "percent_off"
[[reward]]
kind = "amount_off"
[[reward]]
kind = "free_product"
[[reward]]
kind = "event_seat"
[[reward]]
kind = "premium_service"
[[reward]]
kind = "draw_entry"
[[reward]]
kind = "early_access"
[[reward]]
kind = "early_access"
access = ""
[[reward]]
kind = "donation"
[[activity]]
kind = "visits"
[[challenge]]
goal = { orders = 1 }
[[challenge]]
goal = { units = 1 }
[[challenge]]
goal = { spend = 1 }
[[reward]]
kind = "sample"
window = { longer = [{}] }
[[segment]]
when = { }
[[offer]]
because = "favourite_category"
[[offer]]
because = "due"
[[offer]]
because = "lapsed"
[[offer]]
because = "left_cart"
[[offer]]
because = "near_reward"
[[offer]]
because = "birthday"
longer = [{}]
[[purchase]]
[[reward_group]]
[[wallet]]
kind = "stamps"
expiry = { days = 1 }
unit = { en = { other = "s" } }
[[consent]]
[membership]
[[access]]
early = [{ hours = 1 }]
[[interest]]
[profile]
[products]
[[rule]]
[[badge]]
earned_by = { orders = 1 }
[[survey]]
kind = "nps"
[[said]]
[referral]
[[game]]
order_from = 1
[[game.prize]]
[[leaderboard]]
[[cause]]
"#;

fn read() -> Fields {
    let files = [
        include_str!("../../../../programs/demo.toml"),
        include_str!("../../../../programs/beauty.toml"),
        include_str!("../../../../programs/stars.toml"),
        include_str!("../../../../programs/books.toml"),
        REST,
    ];
    let mut all = Fields::new();
    for (table, fields) in files.into_iter().flat_map(Program::fields) {
        let known = all.entry(table).or_default();
        for (field, required) in fields {
            *known.entry(field).or_insert(true) &= required;
        }
    }
    all.remove("unit");
    all
}

/// `## `table`` and below it rows `| `field` |`, with a star after those that have to be there.
fn documented() -> BTreeMap<String, Vec<(String, bool)>> {
    let mut tables = BTreeMap::new();
    let mut table = String::new();
    for line in REFERENCE.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            table = title.trim_matches('`').replace("The file", "");
        } else if let Some((field, rest)) =
            line.strip_prefix("| `").and_then(|it| it.split_once('`'))
        {
            let fields: &mut Vec<(String, bool)> = tables.entry(table.clone()).or_default();
            fields.push((field.to_owned(), rest.starts_with(" * |")));
        }
    }
    tables.values_mut().for_each(|fields| fields.sort());
    tables
}

#[test]
fn a2_the_reference_names_every_field_that_is_read_and_no_other_and_marks_what_must_be_there() {
    let own = |(field, required): (&str, bool)| (field.to_owned(), required);
    let read =
        read().into_iter().map(|(table, fields)| (table, fields.into_iter().map(own).collect()));
    assert_eq!(documented(), read.collect::<BTreeMap<_, Vec<_>>>());
}

#[test]
fn a2_what_only_some_kinds_have_is_known_when_the_kind_is_wrong() {
    let all = read();
    let kinds = ["reward.kind", "offer.because", "activity.kind", "wallet.kind", "survey.kind"];
    for (table, kind) in kinds.iter().filter_map(|it| it.split_once('.')) {
        let known = Program::fields(&format!("[[{table}]]\n{kind} = \"?\"\n"));
        let names = |fields: &Fields| fields[table].keys().copied().collect::<Vec<_>>();
        assert_eq!(names(&known), names(&all), "{table}");
    }
}

#[test]
fn the_short_program_of_the_reference_is_a_program() {
    let start = REFERENCE.find("```toml\n").expect("an example") + "```toml\n".len();
    let end = REFERENCE[start..].find("```").expect("its end") + start;
    let program = Program::parse(&REFERENCE[start..end]).expect("no mistakes");
    assert_eq!((program.purchases.len(), program.rewards.len()), (1, 1));
}
