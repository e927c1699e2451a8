//! The journeys, the pages to embed in and the other engines: Playwright, real browsers, the real
//! servers.

use super::count::Count;
use crate::tools::engines::Engines;
use crate::tools::{chromium, npm};
use crate::workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::process::Command;

/// Runs them.
pub fn run(filter: Option<&str>) -> Result<Count> {
    let results = workspace::target()?.join("e2e/results.json");
    // The last run's results must not be taken for this one's.
    fs::remove_file(&results).ok();
    let mut command = playwright("journeys", false)?;
    command.args(["--project", "hosts", "--project", "engines"]);
    let engines = Engines::ensure();
    engines.tell(&mut command);
    if let Some(filter) = filter {
        command.args(["--pass-with-no-tests", "--grep", filter]);
    }
    let status = command.status().context("cannot start Playwright")?;
    for line in engines.missing() {
        println!("{line}");
    }
    let mut count = read(&fs::read_to_string(&results).context("Playwright left no results")?)?;
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// Playwright for one of the projects of its configuration, told where everything is. Builds the
/// server; the widget's files must be there.
pub fn playwright(project: &str, release: bool) -> Result<Command> {
    if !npm::ensure()? {
        bail!("the browser tests need Node 20 or newer, with npm");
    }
    let server = workspace::build_server(release)?;
    let mut command = npm::program("playwright");
    command.args(["test", "--config", "tests/e2e/playwright.config.ts", "--project", project]);
    command.env("STEMPEL_TARGET", workspace::target()?).env("STEMPEL_SERVER", server);
    if let Some(chromium) = chromium::ensure()? {
        command.env(chromium::PATH_VARIABLE, chromium);
    }
    Ok(command)
}

fn read(results: &str) -> Result<Count> {
    let results: Value = serde_json::from_str(results)?;
    let number = |name: &str| results["stats"][name].as_u64().unwrap_or(0);
    let broken = results["errors"].as_array().map_or(0, |errors| errors.len() as u64);
    Ok(Count {
        passed: number("expected"),
        failed: number("unexpected") + number("flaky") + broken,
        skipped: number("skipped"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Count, read};

    #[test]
    fn reads_playwrights_results() {
        let text = r#"{"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":2},"errors":[]}"#;
        assert_eq!(read(text).unwrap(), Count { passed: 7, failed: 2, skipped: 2 });
    }
}
