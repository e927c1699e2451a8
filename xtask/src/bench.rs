//! `cargo xtask bench`: how long a shopper waits from the click on the launcher to the filled
//! panel, and what is loaded for it. Figures for a person; no test depends on them.

use crate::test::browser;
use crate::{dist, size, workspace};
use anyhow::Result;
use std::process::ExitCode;

/// `bench`.
pub fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    dist::build(&dist::default_folder())?;
    workspace::build_server(true)?;
    size::report(false)?;
    println!();
    browser::show("bench")?;
    Ok(ExitCode::SUCCESS)
}
