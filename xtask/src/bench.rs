//! `cargo xtask bench`: how long a shopper waits from the click on the launcher to the filled
//! panel, what is loaded for it, and what the widget costs the pages of the shop, in pairs with it
//! and without it; then what the server does. Figures for a person; no test depends on them.

mod server;

use crate::test::browser;
use crate::{dist, process, size};
use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::process::ExitCode;

/// `bench [--only widget|server]`.
pub fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut only = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("only") => only = Some(arguments.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    match only.as_deref() {
        None => widget().and_then(|()| server::run())?,
        Some("widget") => widget()?,
        Some("server") => server::run()?,
        Some(other) => bail!("--only is widget or server, not {other}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn widget() -> Result<()> {
    dist::build(&dist::default_folder())?;
    size::report(false)?;
    println!();
    process::run(&mut browser::playwright("bench", true)?)
}
