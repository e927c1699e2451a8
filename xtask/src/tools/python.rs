//! Programs from the Python registry, each in an environment of its own below the target folder.

use crate::{process, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The generator of hostile requests, and the version it is.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// The oldest Python it runs on.
const MINOR_MIN: u32 = 10;

/// An environment: its folder of programs.
pub struct Environment(PathBuf);

impl Environment {
    /// A program of it.
    pub fn program(&self, name: &str) -> Command {
        Command::new(self.0.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    }
}

/// Installs Schemathesis, unless it is there. `None` without a usable Python.
pub fn schemathesis() -> Result<Option<Environment>> {
    let Some(python) = process::find("python3").filter(usable) else { return Ok(None) };
    let folder = workspace::target()?.join("tools").join(SCHEMATHESIS);
    let environment = Environment(folder.join(if cfg!(windows) { "Scripts" } else { "bin" }));
    let stamp = folder.join("installed");
    if stamp.exists() {
        return Ok(Some(environment));
    }
    println!("Installing {SCHEMATHESIS}");
    process::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = environment.program("python");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS]);
    process::run(&mut pip).context("it could not be installed; is the network there?")?;
    fs::write(stamp, "")?;
    Ok(Some(environment))
}

/// Whether it is new enough and can make environments, which Debian leaves out.
fn usable(python: &PathBuf) -> bool {
    let check = format!("import ensurepip, sys; sys.exit(sys.version_info < (3, {MINOR_MIN}))");
    Command::new(python).args(["-c", &check]).output().is_ok_and(|it| it.status.success())
}
