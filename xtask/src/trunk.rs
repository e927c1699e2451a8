//! Trunk, for those who develop the widget with it: the hook that `Trunk.toml` names, and the
//! check that a clean copy of the workspace builds that way.

mod copy;

use crate::test::{browser, count::Count};
use crate::{dist, process, workspace};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

const VERSION: &str = "0.21.14";
const BACKEND: &str = "http://localhost:4841";

/// `trunk-hook`: what Trunk runs after it has put `index.html` in its folder. Adds the widget and
/// the shop's files, and fills the page in as the demo shop's server does.
pub fn hook(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("this is for Trunk to call; try `trunk build`")?;
    let files = dist::default_folder();
    dist::build(&files)?;
    copy::folder(&files, &staging.join("w"))?;
    copy::folder(&workspace::root().join("shop"), &staging.join("shop"))?;
    fill(&staging.join("index.html"))?;
    Ok(ExitCode::SUCCESS)
}

fn fill(page: &Path) -> Result<()> {
    let base = env::var("TRUNK_PUBLIC_URL").unwrap_or_default();
    let filled = fs::read_to_string(page)?
        .replace("{{lang}}", "pl")
        .replace("{{assets}}", &format!("{}/w", base.trim_end_matches('/')))
        .replace("{{backend}}", BACKEND)
        .replace("{{program}}", "demo");
    Ok(fs::write(page, filled)?)
}

/// Builds a clean copy of the workspace with `trunk build` and opens the result in a browser.
pub fn check() -> Result<Count> {
    let trunk = ensure()?;
    let copy = workspace::target()?.join("trunk-check");
    println!("Building a clean copy with Trunk, from nothing: several minutes");
    copy::workspace(&copy)?;
    let mut command = Command::new(trunk);
    // The copy has a target folder of its own, and colours are no yes or no to everybody.
    command.arg("build").current_dir(&copy).env_remove("CARGO_TARGET_DIR").env_remove("NO_COLOR");
    process::run(&mut command)?;
    let built = copy.join("target/trunk");
    let mut opened = browser::playwright("trunk", false)?;
    let opened = opened.env("STEMPEL_TRUNK", &built).status().context("cannot start Playwright")?;
    let mut count = Count::one(built.join("w/manifest.json").is_file());
    count.add("the page Trunk built", Ok(Count::one(opened.success())));
    Ok(count)
}

/// The Trunk of this machine, or one installed for the workspace.
fn ensure() -> Result<PathBuf> {
    if let Some(trunk) = process::find("trunk") {
        return Ok(trunk);
    }
    let tools = workspace::target()?.join("tools");
    let trunk = tools.join("bin").join(format!("trunk{}", env::consts::EXE_SUFFIX));
    if !trunk.is_file() {
        println!("Installing Trunk {VERSION} for the workspace: up to a quarter of an hour");
        let name = format!("trunk@{VERSION}");
        let arguments = ["install", "--locked", &name, "--root"];
        process::run(workspace::cargo().args(arguments).arg(&tools))?;
    }
    Ok(trunk)
}
