//! `docs/theming.md`: properties with their values, and parts.

use crate::read::{Names, code, file, folder, listed, names_after, once, rows, section};
use std::collections::BTreeMap;

// In light, in dark.
type Values = (String, String);

const COLOUR: &str = "light-dark(";

#[test]
fn each_property_is_listed_with_the_value_it_has() {
    let document = file("docs/theming.md");
    let listed = table(section(&document, "## Properties"));
    let mut used: BTreeMap<String, Values> = BTreeMap::new();
    for (name, value) in defaults(&sources()) {
        let values = (plain(&side(&value, 0)), plain(&side(&value, 1)));
        // The launcher has no token sheet: its fonts are the end of the same list.
        let known = used.entry(name.clone()).or_insert_with(|| values.clone());
        let same = *known == values || (name == "font" && known.0.ends_with("sans-serif"));
        assert!(same, "--stempel-{name} has two values: {known:?} and {values:?}");
    }
    for (name, values) in &used {
        let row = listed.get(name).unwrap_or_else(|| panic!("--stempel-{name} is not listed"));
        assert_eq!(row, values, "--stempel-{name}");
    }
    let nowhere: Vec<_> = listed.keys().filter(|name| !used.contains_key(*name)).collect();
    assert!(nowhere.is_empty(), "listed, but nowhere in the code: {nowhere:?}");
}

#[test]
fn each_property_of_the_token_sheet_is_used() {
    let sheets = folder("style", "css");
    let given: Names = defaults(&file("style/tokens.css")).into_iter().map(|it| it.0).collect();
    let used = names_after(&sheets, "var(--");
    let idle: Vec<_> = given.difference(&used).collect();
    assert!(idle.is_empty(), "set, but no sheet uses them: {idle:?}");
}

/// Browsers without `light-dark()` get its first value by a plain replacement.
#[test]
fn each_pair_of_values_can_be_taken_apart_by_plain_text() {
    for pair in sources().split(COLOUR).skip(1) {
        let (light, rest) = pair.split_once(',').unwrap();
        let dark = rest.split_once(')').unwrap().0;
        let balanced = |text: &str| text.matches('(').count() == text.matches(')').count();
        assert!(balanced(light) && !dark.contains('('), "light-dark({light},{dark})");
    }
}

#[test]
fn each_part_is_listed() {
    let document = file("docs/theming.md");
    let listed = once(listed(section(&document, "## Parts")));
    let views = folder("src/views", "rs") + &file("src/views.rs");
    let views = views.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(");
    let mut found = names_after(&views, "\"part\", \"");
    found.extend(names_after(&views, "piece(\""));
    let loader = folder("loader", "js");
    found.extend(names_after(&loader, "part: '"));
    assert_eq!(listed, found);
    // A part with another kind of name would be overlooked above.
    let unnamed = views.matches("\"part\", ").count() - views.matches("\"part\", \"").count();
    assert_eq!(unnamed, 1, "only `piece` takes the name of a part from its caller");
}

fn sources() -> String {
    folder("style", "css") + &folder("loader", "js") + &folder("src", "rs")
}

fn table(text: &str) -> BTreeMap<String, Values> {
    let mut all = BTreeMap::new();
    for row in rows(text) {
        let name = code(row[0])[0].strip_prefix("--stempel-").unwrap().to_owned();
        let light = code(row[2])[0];
        let dark = code(row[3]).first().copied().unwrap_or(light);
        assert!(dark != light || row[3] == "as in light", "{name}: the same in both");
        let first = all.insert(name.clone(), (plain(light), plain(dark)));
        assert!(first.is_none(), "{name} is listed twice");
    }
    all
}

/// Each `var(--stempel-NAME, VALUE)` of a source; a use without a value of its own has none.
fn defaults(source: &str) -> Vec<(String, String)> {
    let uses = source.split("var(--stempel-").skip(1);
    let pairs = uses.filter_map(|rest| {
        let (name, rest) = rest.split_once([',', ')'])?;
        Some((name.to_owned(), until_closed(rest)?.to_owned()))
    });
    pairs.collect()
}

/// What stands before the bracket that closes one that was opened earlier.
fn until_closed(text: &str) -> Option<&str> {
    let mut open = 0;
    let end = text.find(|sign| {
        open += i32::from(sign == '(') - i32::from(sign == ')');
        open < 0
    })?;
    Some(&text[..end])
}

/// A value with each `light-dark()` replaced by its first or second half.
fn side(value: &str, half: usize) -> String {
    let Some((before, rest)) = value.split_once(COLOUR) else { return value.to_owned() };
    let pair = until_closed(rest).unwrap();
    let (light, dark) = pair.split_once(',').unwrap();
    let after = &rest[pair.len() + 1..];
    format!("{before}{}{}", [light, dark][half].trim(), side(after, half))
}

/// Without what does not matter: spaces, a zero before a point, a colour mixed with itself.
fn plain(value: &str) -> String {
    let spaced = value.split_whitespace().collect::<Vec<_>>().join(" ").replace(", ", ",");
    let text = spaced.replace(" 0.", " .");
    let text = text.strip_prefix("0.").map_or(text.clone(), |rest| format!(".{rest}"));
    let itself = || {
        let mixed = text.strip_prefix("color-mix(in oklab,")?.strip_suffix(')')?;
        let (one, other) = mixed.split_once(',')?;
        one.starts_with(&format!("{other} ")).then(|| other.to_owned())
    };
    itself().unwrap_or(text)
}
