//! Reading: files of the workspace, sections and tables of a document, names in a source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Names, in order.
pub type Names = BTreeSet<String>;

/// A file of the workspace.
pub fn file(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files of a folder and those below it with that ending, one after the other.
pub fn folder(path: &str, ending: &str) -> String {
    let mut all = String::new();
    collect(&root().join(path), ending, &mut all);
    assert!(!all.is_empty(), "{path} has no {ending} files");
    all
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().into()
}

fn collect(folder: &Path, ending: &str, all: &mut String) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, ending, all);
        } else if path.extension().is_some_and(|found| found == ending) {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// What stands below a heading, up to the next of its rank or a higher one.
pub fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let start = document.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let body = &document[start + heading.len() + 2..];
    let rank = heading.chars().take_while(|sign| *sign == '#').count();
    let ends = (1..=rank).filter_map(|rank| body.find(&format!("\n{} ", "#".repeat(rank))));
    &body[..ends.min().unwrap_or(body.len())]
}

/// The rows of all tables in a text, heads left out, as cells.
pub fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().collect();
    let is_head = |index: usize| lines.get(index + 1).is_some_and(|next| next.starts_with("|---"));
    let rows = lines.iter().enumerate().filter(|(index, line)| {
        line.starts_with('|') && !line.starts_with("|---") && !is_head(*index)
    });
    rows.map(|(_, line)| line.trim_matches('|').split(" |").map(str::trim).collect()).collect()
}

/// The pieces of code in a cell.
pub fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The pieces of code in the first cell of each row.
pub fn listed(text: &str) -> Vec<String> {
    rows(text).iter().flat_map(|row| code(row[0])).map(str::to_owned).collect()
}

/// The same as names, of which none may come twice.
pub fn once(names: Vec<String>) -> Names {
    let count = names.len();
    let set: Names = names.into_iter().collect();
    assert_eq!(set.len(), count, "each is listed once: {set:?}");
    set
}

/// What stands between two marks, the first time they come.
pub fn between<'a>(source: &'a str, start: &str, end: &str) -> &'a str {
    let found = source.split_once(start).and_then(|(_, rest)| rest.split_once(end));
    found.unwrap_or_else(|| panic!("nothing between `{start}` and `{end}`")).0
}

/// A text up to a sign, or all of it.
pub fn until(text: &str, end: impl FnMut(char) -> bool) -> &str {
    text.split(end).next().unwrap_or_default()
}

/// The names that follow a mark, each time it comes.
pub fn names_after(source: &str, mark: &str) -> Names {
    let name = |rest: &str| -> String {
        rest.chars()
            .take_while(|sign| sign.is_ascii_alphanumeric() || "_-".contains(*sign))
            .collect()
    };
    let found = source.split(mark).skip(1).map(name);
    found.filter(|name| !name.is_empty()).collect()
}

/// The texts in single or double quotes.
pub fn quoted(source: &str) -> Vec<String> {
    let texts = source.split(['\'', '"']).skip(1).step_by(2);
    texts.map(str::to_owned).collect()
}
