//! Debian's packages, when this is Debian and we may install them.

use crate::process;
use anyhow::Result;
use std::fs;
use std::process::Command;

/// Installs packages; false when this is not Debian or we are not root.
pub fn install(packages: &[&str]) -> Result<bool> {
    if !is_debian() || !is_root() {
        return Ok(false);
    }
    println!("Installing from Debian: {}", packages.join(", "));
    process::run(apt().args(["-qq", "update"]))?;
    process::run(
        apt().args(["-qq", "install", "--yes", "--no-install-recommends"]).args(packages),
    )?;
    Ok(true)
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

// Ubuntu's chromium is a snap, which neither containers nor CI machines run.
fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    process::find("apt-get").is_some() && release.lines().any(|line| line == "ID=debian")
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
