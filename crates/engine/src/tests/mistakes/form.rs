//! What is no TOML, and what every file has to have.

use super::mistakes;
use crate::Program;
use crate::tests::support::HEAD;

#[test]
fn a2_what_is_no_toml_is_told_in_plain_words() {
    let comma = "a number has no comma: money is in the smallest unit, 1000 for 10,00; what is no \
                 money has a point, as in 1.25";
    let quotes = "a text stands in straight quotes, as in \"Club\"";
    let escaped = "the text ends before this: a quote inside of it is written \\\"";
    let colon = "a field is written with =, as in name = \"Club\"";
    let rows = [
        ("amount = 10,00", comma),
        ("amount = 1.250,50", comma),
        ("goal = { spend = 1,2 }", comma),
        ("starts = 24.11.2026", "a date is written year first, as in 2026-11-24"),
        ("starts = 4/1/2026", "a date is written year first, as in 2026-01-04"),
        ("starts = 24-11-2026 # soon", "a date is written year first, as in 2026-11-24"),
        ("name = Klub", "a text stands in straight quotes, as in \"Klub\""),
        ("name = { en = Klub }", "a text stands in straight quotes, as in \"Klub\""),
        ("name = „Klub”", quotes),
        ("name = { en = “Club” }", quotes),
        ("name = \"Klub”", "the text does not end: a straight quote \" is missing"),
        ("accept = True", "must be true, in lower case"),
        ("accept = FALSE", "must be false, in lower case"),
        ("accept = yes", "must be true or false"),
        ("goal = { accept = No }", "must be true or false"),
        ("amount = 500 PLN", "a number has no spaces and no unit, as in 500"),
        ("amount = 5 000 zł", "a number has no spaces and no unit, as in 5000"),
        ("percent = 5%", "a number has no spaces and no unit, as in 5"),
        ("goal = { spend = 500 zł }", "a number has no spaces and no unit, as in 500"),
        ("days = [1, 5%]", "a number has no spaces and no unit, as in 5"),
        ("multiplier = 1.5x", "a number has no spaces and no unit, as in 1.5"),
        ("amount = 500;", "a number has no spaces and no unit, as in 500"),
        ("amount = 500 // at most", "a comment begins with #"),
        ("[[reward]]\n[reward]", "each of several is written [[reward]], with two brackets"),
        ("[points]\n[points]", "[points] is there already: put what it says there"),
        ("id = 1\nid = 2", "\"id\" is there already, in this table"),
        ("amount", "key with no value, expected `=`"),
        ("starts = 2027/10/31", "a date is written with -, as in 2027-10-31"),
        ("starts = 2027.1.5 # soon", "a date is written with -, as in 2027-01-05"),
        (
            "version = 2026-01",
            "a text stands in straight quotes, as in \"2026-01\"; a date has its day, too, as in 2026-01-31",
        ),
        ("version = 1.2.3", "a text stands in straight quotes, as in \"1.2.3\""),
        ("name = \"The \"Core\" club\"", escaped),
        ("name = \"The 24\" screen\"", escaped),
        ("name = { en = \"The \"Core\" club\" }", escaped),
        (
            "name = 'Men's'",
            "the text ends before this: with ' inside of it, it stands in straight quotes, as in \"Men's\"",
        ),
        ("name = \"Club\" icon = \"cup\"", "each field has a line of its own"),
        ("name = \"C:\\path\"", "a backslash inside a text is written \\\\"),
        ("name: \"Club\"", colon),
        ("name : Club", colon),
        ("title = { en: \"Club\" }", "a field is written with =, as in en = \"Club\""),
        ("// a comment", "a comment begins with #"),
        ("; a comment", "a comment begins with #"),
        ("-- a comment", "a comment begins with #"),
        ("odds = 50%", "is of a million: 500000 for 50%"),
        ("odds = 0,5", "is of a million: 500000 for 0.5"),
    ];
    for (text, expected) in rows {
        let found = mistakes(text);
        let line = text.lines().count();
        assert_eq!(found, [format!("{line} TOML: {expected}")], "{text}");
    }
    let first = "1 TOML: each of several is written [[reward]], with two brackets";
    assert_eq!(mistakes("[reward]\n[[reward]]\n[[reward]]"), [first], "the one that is wrong");
}

#[test]
fn a2_a_bracket_that_is_missing_is_told_once_where_it_opens() {
    let demo = include_str!("../../../../../programs/demo.toml");
    let table = "the table that begins here does not end: } is missing";
    let list = "the list that begins here does not end: ] is missing";
    let steps = "steps = [\n  { a = 1 },\n  { b = \"}\"\n]\n[points]\n";
    let rows = [
        ("expiry = { days = 365 }", "expiry = { days = 365", 0, table),
        ("expiry = { days = 365 }", "expiry = { days = 365 # }", 0, table),
        ("languages = [\"pl\", \"en\"]", "languages = [\"pl]\", \"en\"", 0, list),
        ("languages = [\"pl\", \"en\"]", "languages = [\n  '[[',\n", 0, list),
        ("[points]", "goal = {\n  days = 365,\n[points]", 0, table),
        ("[points]", "[points", 0, "unclosed table, expected `]`"),
        // What is wrong inside of a list or a table is told there.
        (
            "[points]",
            "goal = [\n  \"a\",\n  b,\n]\n[points]",
            2,
            "a text stands in straight quotes, as in \"b\"",
        ),
        (
            "[points]",
            "goal = {\n  a = 1\n  b = 2\n}\n[points]",
            2,
            "missing comma between key-value pairs, expected `,`",
        ),
        ("[points]", steps, 3, "invalid inline table element, expected `,`"),
    ];
    for (right, wrong, further, expected) in rows {
        let (before, _) = demo.split_once(right).unwrap();
        let found = Program::parse(&demo.replacen(right, wrong, 1)).unwrap_err();
        let line = before.matches('\n').count() + 1 + further;
        let found: Vec<_> = found.iter().map(|it| (it.line, it.message.as_str())).collect();
        assert_eq!(found, [(line, expected)], "{wrong}");
    }
}

#[test]
fn a2_values_that_are_wrong_are_told_each_by_itself() {
    let found = mistakes("amount = 5%\nname = Klub\n[[reward]\nname = Klub\n[[reward]\n");
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[2].starts_with("3 TOML: "), "then nothing that only follows: {found:#?}");
}

#[test]
fn a2_a_slip_of_the_pen_is_named_by_line_and_column() {
    let found = Program::parse("[program]\nid = \"test\nname = 3").unwrap_err();
    assert_eq!((found[0].line, found[0].field.as_str()), (2, "TOML"), "{found:?}");
}

#[test]
fn a2_an_empty_file_says_what_a_program_needs() {
    let found = Program::parse("").unwrap_err();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["line 1, column 1: program: is missing", "line 1, column 1: unit: is missing",]
    );
}

#[test]
fn a2_a_plural_form_the_language_needs_is_asked_for() {
    let text = HEAD.replace("\"en\"", "\"pl\"").replace("unit.en", "unit.pl");
    let found = Program::parse(&text).unwrap_err();
    let told: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        told,
        ["\"pl\" needs the plural form \"few\"", "\"pl\" needs the plural form \"many\"",]
    );
}

#[test]
fn a2_a_text_missing_in_a_language_is_named() {
    let text = HEAD.replace("[\"en\"]", "[\"en\", \"de\"]") + "one = \"x\"\n";
    let text = text.replace("one = \"x\"\n", "[unit.de]\none = \"Punkt\"\nother = \"Punkte\"\n");
    let more = "[[rule]]\ntitle = { en = \"Expiry\" }\ntext = \"Never.\"\n";
    let found = Program::parse(&format!("{text}{more}")).unwrap_err();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].field.as_str(), found[0].message.as_str()),
        ("rule[0].title", "is missing in \"de\"")
    );
}

#[test]
fn a2_where_to_ask_in_a_text_is_told_its_form() {
    let found = Program::parse(&HEAD.replace("[unit.en]", "help = \"a@b.example\"\n[unit.en]"));
    let told = found.unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>();
    let form = "must be a table, as in { email = \"help@shop.example\" }, not string";
    assert_eq!(told, [format!("line 8, column 8: program.help: {form}")]);
}
