//! A Chromium for the browser tests, and the driver that steers it for the widget's own tests.

use super::{debian, npm};
use crate::process;
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// Names an own Chromium, for machines where it is somewhere else.
pub const PATH_VARIABLE: &str = "STEMPEL_CHROMIUM";

const PROGRAMS: [&str; 4] =
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
const MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The Chromium to test with: the one named, the system's, Debian's, or (None) Playwright's own.
pub fn ensure() -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os(PATH_VARIABLE) {
        return Ok(Some(path.into()));
    }
    if let Some(path) = system() {
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

/// The driver of the system's Chromium, if it can be had.
pub fn driver() -> Result<Option<PathBuf>> {
    let find = || process::find("chromedriver");
    if let Some(path) = find() {
        return Ok(Some(path));
    }
    let installed = process::find("chromium").is_some() && debian::install(&["chromium-driver"])?;
    Ok(installed.then(find).flatten())
}

fn system() -> Option<PathBuf> {
    let mac = MAC.iter().map(Path::new).find(|path| path.is_file());
    PROGRAMS.into_iter().find_map(process::find).or_else(|| mac.map(Path::to_path_buf))
}
