//! Copying folders.

use crate::{process, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Copies a folder with all that is in it.
pub fn folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Copies the workspace as git sees it: what a clone would have, with what is not committed yet.
pub fn workspace(to: &Path) -> Result<()> {
    let root = workspace::root();
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let listed = process::read(&mut git)?;
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    for name in listed.split_terminator('\0').filter(|name| root.join(name).is_file()) {
        let target = to.join(name);
        fs::create_dir_all(target.parent().context("a file without a folder")?)?;
        fs::copy(root.join(name), target).with_context(|| name.to_owned())?;
    }
    Ok(())
}
