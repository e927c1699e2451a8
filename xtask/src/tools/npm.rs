//! Programs from npm, pinned by the workspace's `package-lock.json`.

use crate::{process, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

const NODE_MAJOR_MIN: u32 = 20;

/// Installs what `package-lock.json` names, unless it is there. False without a usable Node.
pub fn ensure() -> Result<bool> {
    if !usable() {
        return Ok(false);
    }
    let root = workspace::root();
    let wanted = fs::read(root.join("package-lock.json")).context("package-lock.json")?;
    let stamp = root.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(true);
    }
    println!("Installing the npm packages of package-lock.json");
    process::run(npm("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        .context("the npm packages could not be installed; is the network there?")?;
    fs::write(stamp, wanted)?;
    Ok(true)
}

/// A program of the installed packages, by its name in `node_modules/.bin`.
pub fn program(name: &str) -> Command {
    let ending = if cfg!(windows) { ".cmd" } else { "" };
    let path = workspace::root().join("node_modules/.bin").join(format!("{name}{ending}"));
    let mut command = Command::new(path);
    command.current_dir(workspace::root());
    command
}

fn npm(name: &str) -> Command {
    let mut command = Command::new(process::find(name).unwrap_or_else(|| name.into()));
    command.current_dir(workspace::root());
    command
}

fn usable() -> bool {
    let version = match (process::find("node"), process::find("npm")) {
        (Some(node), Some(_)) => process::read(Command::new(node).arg("--version")).ok(),
        _ => None,
    };
    version.as_deref().and_then(major).is_some_and(|major| major >= NODE_MAJOR_MIN)
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version_of_node() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20.20.2"), None);
    }
}
