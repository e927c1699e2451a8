//! Knowing that a folder already holds what would be made: a note, kept in the target folder, of
//! what the files were made of.

use super::manifest;
use super::style::files_in;
use crate::workspace;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

// Beside the compiled widget, everything that can change a file.
const FOLDERS: [(&str, &str); 8] = [
    ("style", "css"),
    ("style/views", "css"),
    ("style/late", "css"),
    ("locales", "json"),
    ("loader", "js"),
    ("loader/app", "js"),
    ("xtask/src/dist", "rs"),
    ("xtask/src/dist/split", "rs"),
];
const FILES: [&str; 4] =
    ["package-lock.json", "Cargo.lock", "xtask/Cargo.toml", "xtask/src/dist.rs"];

/// A hash of all that the files are made of.
pub fn key(wasm: &Path, node: bool) -> Result<String> {
    let root = workspace::root();
    let mut files = vec![wasm.to_path_buf()];
    files.extend(FILES.map(|file| root.join(file)));
    for (folder, ending) in FOLDERS {
        files.extend(files_in(&root.join(folder), ending)?);
    }
    let mut digest = Sha256::new();
    digest.update([u8::from(node)]);
    for file in files {
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        digest.update(file.to_string_lossy().as_bytes());
        digest.update(bytes.len().to_le_bytes());
        digest.update(bytes);
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether the folder holds the files of that key.
pub fn holds(folder: &Path, key: &str) -> Result<bool> {
    let noted = fs::read_to_string(note(folder)?).is_ok_and(|noted| noted == key);
    let there = |names: Vec<String>| names.iter().all(|name| complete(folder, name));
    Ok(noted && manifest::names(folder).is_ok_and(there))
}

/// Notes that it does.
pub fn remember(folder: &Path, key: &str) -> Result<()> {
    let note = note(folder)?;
    fs::create_dir_all(note.parent().context("the note has no folder")?)?;
    Ok(fs::write(note, key)?)
}

/// Notes nothing of it, for while it is being written.
pub fn forget(folder: &Path) -> Result<()> {
    // There may be no note yet.
    fs::remove_file(note(folder)?).ok();
    Ok(())
}

fn complete(folder: &Path, name: &str) -> bool {
    ["", ".br", ".gz"].iter().all(|ending| folder.join(format!("{name}{ending}")).is_file())
}

fn note(folder: &Path) -> Result<PathBuf> {
    let name: String = Sha256::digest(folder.to_string_lossy().as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(workspace::target()?.join("xtask/dist").join(name))
}
