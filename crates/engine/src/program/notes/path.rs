//! How places of the file are named.

/// The path of a field of a table.
pub(in crate::program) fn path_of(table: &str, name: &str) -> String {
    if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") }
}

/// A path without the items of lists: `game.prize` of `game "wheel".prize[2]`.
pub(in crate::program) fn section(path: &str) -> String {
    let steps = path.split('.').map(|step| step.split([' ', '[']).next().unwrap_or_default());
    steps.collect::<Vec<_>>().join(".")
}

/// How the file writes the head of that table.
pub(super) fn heading(path: &str) -> String {
    let name = section(path);
    if path.ends_with([']', '"']) { format!("[[{name}]]") } else { format!("[{name}]") }
}
