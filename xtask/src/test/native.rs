//! The tests of the crates that run on this machine.

use super::count::Count;
use crate::{process, workspace};
use anyhow::Result;

/// Runs them.
pub fn run(filter: Option<&str>) -> Result<Count> {
    let mut cargo = workspace::cargo();
    cargo
        .args(["test", "--workspace", "--exclude", "stempel", "--no-fail-fast", "--"])
        .args(filter);
    count(&mut cargo)
}

/// Runs Rust's test harness and counts. A build that failed counts as a failure.
pub fn count(command: &mut std::process::Command) -> Result<Count> {
    let mut count = Count::default();
    let status = process::watch(command, |line| count.see(line))?;
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}
