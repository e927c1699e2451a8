//! `cargo xtask bench`: how long a shopper waits from the click on the launcher to the filled
//! panel, what is loaded for it, and what the widget costs the pages of the shop, in pairs with it
//! and without it. Figures for a person; no test depends on them.

use crate::test::browser;
use crate::{dist, process, size};
use anyhow::Result;
use std::process::ExitCode;

/// `bench`.
pub fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    dist::build(&dist::default_folder())?;
    size::report(false)?;
    println!();
    process::run(&mut browser::playwright("bench", true)?)?;
    Ok(ExitCode::SUCCESS)
}
