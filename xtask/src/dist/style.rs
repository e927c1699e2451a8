//! Files that are joined from several: the widget's one style sheet, from `style/`.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// What each view builds on, from the ground up: the last has the say on motion and forced colours.
const SHARED: [&str; 6] = ["tokens", "widget", "panel", "parts", "foot", "motion"];

/// What is shared, then each view in the order of its name. What only the second part wears is in a
/// folder of its own, `late`.
pub fn join(folder: &Path) -> Result<String> {
    let mut files = SHARED.map(|name| folder.join(name).with_extension("css")).to_vec();
    files.extend(files_in(&folder.join("views"), "css")?);
    read_all(&files)
}

/// Files one after the other.
pub fn read_all(files: &[PathBuf]) -> Result<String> {
    let read = |file: &PathBuf| {
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
    };
    Ok(files.iter().map(read).collect::<Result<Vec<_>>>()?.join("\n"))
}

/// The files of a folder with that ending, by name.
pub fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("no folder {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    Ok(files)
}
