//! The demo's past: a year of orders in the shop, and the same year in the loyalty backend. It is
//! made beside the data and moved in place when it is whole, so that an interrupted start leaves
//! nothing half done.

use super::{PROGRAM, Stack};
use crate::process;
use anyhow::Result;
use std::fs;
use std::path::Path;

const LEDGER: &str = "stempel.db";

/// Makes the past, unless there is one.
pub fn ensure(stack: &Stack) -> Result<()> {
    let data = stack.data();
    if data.join(LEDGER).exists() {
        return Ok(());
    }
    println!("Making up a year of orders");
    let scratch = data.join("new");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    fs::create_dir_all(&scratch)?;
    make(stack, &scratch)?;
    move_in(&scratch, data)
}

fn make(stack: &Stack, folder: &Path) -> Result<()> {
    let history = folder.join("history.jsonl");
    let mut seed = stack.server()?;
    process::run(seed.arg("demo-seed").arg("--data").arg(folder).arg("--out").arg(&history))?;
    let mut import = stack.server()?;
    import.args(["import", "--program", PROGRAM, "--data"]).arg(folder).arg(&history);
    process::run(&mut import)?;
    Ok(fs::remove_file(history)?)
}

// The ledger comes last: where it is, everything is.
fn move_in(scratch: &Path, data: &Path) -> Result<()> {
    for entry in fs::read_dir(scratch)? {
        let name = entry?.file_name();
        if name != LEDGER {
            fs::rename(scratch.join(&name), data.join(&name))?;
        }
    }
    fs::rename(scratch.join(LEDGER), data.join(LEDGER))?;
    Ok(fs::remove_dir(scratch)?)
}
