//! What the server does in a second, and what a long past, a large store and a long day cost it:
//! rounds of the crate's own example, an optimized build.

use crate::{process, workspace};
use anyhow::Result;

/// What is measured, each by a run of its own: what it is, and the arguments.
const RUNS: [(&str, &[&str]); 5] = [
    ("reads, orders and redemptions, 64 connections", &["--rounds", "3"]),
    ("reads at 10,000 a second", &["--only", "read", "--rate", "10000"]),
    ("a member with 100,000 transactions", &["--heavy", "100000"]),
    ("the start on a million entries", &["--start", "1000000"]),
    ("memory over ten minutes", &["--memory", "600"]),
];

/// Measures all of it: about a quarter of an hour.
pub fn run() -> Result<()> {
    for (what, arguments) in RUNS {
        println!("\nThe server: {what}");
        let mut cargo = workspace::cargo();
        cargo.args(["run", "--quiet", "--release", "--package", "stempel-server"]);
        process::run(cargo.args(["--example", "load", "--"]).args(arguments))?;
    }
    Ok(())
}
