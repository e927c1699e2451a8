//! A Chromium for the browser tests, and the driver that steers it for the widget's own tests.

use super::{debian, npm};
use crate::process;
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names an own Chromium, for machines where it is somewhere else.
pub const PATH_VARIABLE: &str = "STEMPEL_CHROMIUM";

const PROGRAMS: [&str; 4] =
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
const DRIVER: &str = "chromedriver";
const MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The Chromium to test with: the one named, the system's, Debian's, or (None) Playwright's own.
pub fn ensure() -> Result<Option<PathBuf>> {
    if let Some(path) = named().or_else(system) {
        return Ok(Some(path));
    }
    if debian::install(&["chromium"]).context("Debian's chromium")? {
        return Ok(system());
    }
    println!("Installing Playwright's Chromium");
    process::run(npm::program("playwright").args(["install", "chromium"]))
        .context("no Chromium: install one, or name it in STEMPEL_CHROMIUM")?;
    Ok(None)
}

/// The system's Chromium and the driver that is made for it, if both can be had.
pub fn driver() -> Result<Option<(PathBuf, PathBuf)>> {
    if process::find(DRIVER).is_none() {
        debian::install(&["chromium", "chromium-driver"])?;
    }
    let pair = named().or_else(system).zip(process::find(DRIVER));
    Ok(pair.filter(|(browser, driver)| version(browser) == version(driver)))
}

/// The first number of a program's version.
fn version(program: &Path) -> Option<String> {
    let printed = process::read(Command::new(program).arg("--version")).ok()?;
    let number = printed.split_whitespace().find(|word| word.starts_with(char::is_numeric))?;
    Some(number.split('.').next()?.to_owned())
}

fn named() -> Option<PathBuf> {
    env::var_os(PATH_VARIABLE).map(PathBuf::from)
}

fn system() -> Option<PathBuf> {
    let mac = MAC.iter().map(Path::new).find(|path| path.is_file());
    PROGRAMS.into_iter().find_map(process::find).or_else(|| mac.map(Path::to_path_buf))
}
