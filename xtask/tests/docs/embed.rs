//! `docs/embed.md`: settings, methods, events, hooks, elements and console lines.

use crate::read::{
    Names, between, code, file, folder, names_after, once, quoted, rows, section, until,
};

#[test]
fn each_setting_is_listed() {
    let document = file("docs/embed.md");
    let mut settings = Names::new();
    for row in rows(section(&document, "## Settings")) {
        let [attribute, name] = code(row[0])[..] else { panic!("attribute and name: {}", row[0]) };
        assert_eq!(attribute, format!("data-{}", kebab(name)), "the two names of one setting");
        assert!(settings.insert(name.to_owned()), "{name} is listed twice");
    }
    // Hooks are given and read beside the settings.
    let found = settings_read().difference(&hooks_asked()).cloned().collect();
    assert_eq!(settings, found);
}

#[test]
fn each_method_is_listed() {
    let document = file("docs/embed.md");
    let rows = rows(section(&document, "## Methods"));
    let calls = rows.iter().map(|row| until_bracket(code(row[0])[0])).collect();
    assert_eq!(once(calls), methods());
    let without: Vec<_> = rows.iter().filter(|row| !row[1].contains("Stempel.")).collect();
    assert!(without.is_empty(), "methods without an example: {without:?}");
}

#[test]
fn each_event_is_listed() {
    let document = file("docs/embed.md");
    let rows = rows(section(&document, "## Events"));
    let events = rows.iter().map(|row| code(row[0])[0].to_owned()).collect();
    let emitted = names_after(&code_of_all(), "emit('").into_iter();
    let emitted = emitted.chain(names_after(&code_of_all(), "emit(\""));
    assert_eq!(once(events), emitted.map(|name| format!("stempel:{name}")).collect());
}

#[test]
fn each_hook_is_listed_with_its_time() {
    let document = file("docs/embed.md");
    let rows = rows(section(&document, "## Hooks"));
    let hooks = rows.iter().map(|row| until_bracket(code(row[0])[0])).collect();
    assert_eq!(once(hooks), hooks_asked());
    let times = file("loader/app/page.js");
    for row in rows {
        let name = until_bracket(code(row[0])[0]);
        let long = times.contains(&format!("{name}: 20_000"));
        assert_eq!(row[2], if long { "20 s" } else { "5 s" }, "{name}");
    }
    assert!(times.contains("|| 5_000"), "the time of the other hooks");
}

#[test]
fn each_element_is_listed_with_its_attributes() {
    let document = file("docs/embed.md");
    let section = section(&document, "## Elements in the page");
    let elements = rows(section).iter().map(|row| code(row[0])[0].to_owned()).collect();
    let rooms = rooms_reserved();
    let defined = rooms.iter().map(|(name, _)| format!("stempel-{name}"));
    assert_eq!(once(elements), defined.collect());
    let packed = pack(section);
    for (name, room) in rooms {
        let rule = format!("stempel-{name}:not(:defined){{font-size:medium;display:{room};}}");
        assert!(packed.contains(&rule), "the page's own room of an element: {rule}");
    }
    let given = rows(section).iter().flat_map(|row| code(row[2])).map(str::to_owned).collect();
    let mounts = file("loader/app/elements.js");
    let heard = quoted(between(&mounts, "attributeFilter = [", "]"));
    assert_eq!(once(given), heard.into_iter().collect());
}

#[test]
fn each_console_line_is_explained_where_it_points() {
    let document = file("docs/embed.md");
    let lines = section(&document, "## Console lines");
    let explained = lines.lines().filter_map(|line| line.strip_prefix("### "));
    let loader = folder("loader", "js");
    let mut warned = first_arguments(&loader, "warn(");
    warned.extend(first_arguments(&folder("src", "rs"), "warn("));
    assert_eq!(once(explained.map(str::to_owned).collect()), warned);
    assert!(loader.contains("See docs/embed.md#${id}"), "a line names the place in the page");
    // A heading of the same name further up would be what the link leads to.
    let headings: Vec<_> = document.lines().filter_map(heading).collect();
    for name in &warned {
        assert_eq!(headings.iter().filter(|it| *it == name).count(), 1, "one heading {name}");
    }
}

#[test]
fn each_place_of_the_panel_is_listed() {
    let document = file("docs/embed.md");
    let methods = section(&document, "## Methods");
    let rows = rows(methods);
    let open = rows.iter().find(|row| row[0].starts_with("`open(")).unwrap();
    let places: Names =
        code(open[1]).iter().filter(|it| !it.contains('.')).map(|it| (*it).into()).collect();
    assert_eq!(places, places_known());
}

/// What the panel opens at when a page asks for it by name; at home by any other.
fn places_known() -> Names {
    let source = folder("src", "rs");
    quoted(between(&source, "\nfn place(", "\n}")).into_iter().chain(["home".to_owned()]).collect()
}

/// The elements' names, and how each is laid out before it is filled.
fn rooms_reserved() -> Vec<(String, String)> {
    let loader = file("loader/stempel.js");
    let rows = between(&loader, "of Object.entries({", "})")
        .lines()
        .filter_map(|line| line.split_once(": '"));
    rows.map(|(name, room)| {
        (name.trim().to_owned(), pack(&room.trim_end_matches("',").replace("!important", "")))
    })
    .collect()
}

/// Without any space.
fn pack(text: &str) -> String {
    text.split_whitespace().collect()
}

fn code_of_all() -> String {
    folder("loader", "js") + &folder("src", "rs")
}

/// `settings.NAME`, `const { NAME } = core.settings`, and what the application reads.
fn settings_read() -> Names {
    let loader = folder("loader", "js");
    let mut all = names_after(&loader, "settings.");
    for before in loader.split(" } = core.settings;") {
        let names = before.rsplit("const { ").next().unwrap_or_default();
        if !names.contains(['}', ';']) {
            all.extend(names.split(',').map(|name| name.trim().to_owned()));
        }
    }
    let config = file("src/config.rs");
    let reads = config.split("text(").skip(1).map(|rest| until(rest, |sign| sign == ')'));
    all.extend(reads.flat_map(quoted));
    all
}

/// What the loader and the application ask of the page.
fn hooks_asked() -> Names {
    let all = code_of_all();
    let marks = ["hook('", "hook(\"", "asked(\"", "has('", "has(\""];
    marks.iter().flat_map(|mark| names_after(&all, mark)).collect()
}

/// The keys of `api`, and the commands it passes on.
fn methods() -> Names {
    let loader = file("loader/stempel.js");
    let body = between(&loader, "const api = {\n", "\n  };").lines();
    let keys = body.filter_map(|line| line.strip_prefix("    "));
    let keys = keys.filter(|it| !it.starts_with([' ', '}']));
    let keys = keys.map(|line| until(line, |sign| ":(".contains(sign)).to_owned());
    let commands = between(&loader, "\n  ['", "].forEach((name");
    keys.chain(quoted(&format!("'{commands}"))).collect()
}

/// The texts in quotes within the first argument of each call.
fn first_arguments(source: &str, call: &str) -> Names {
    let calls = source.split(call).skip(1);
    calls.flat_map(|rest| quoted(until(rest, |sign| ",)".contains(sign)))).collect()
}

fn heading(line: &str) -> Option<String> {
    let title = line.trim_start_matches('#');
    (title != line).then(|| title.trim().to_lowercase().replace(' ', "-"))
}

fn until_bracket(call: &str) -> String {
    until(call, |sign| sign == '(').to_owned()
}

/// tokenUrl as token-url.
fn kebab(name: &str) -> String {
    let parts = name.chars().map(|sign| match sign {
        'A'..='Z' => format!("-{}", sign.to_ascii_lowercase()),
        other => other.to_string(),
    });
    parts.collect()
}
