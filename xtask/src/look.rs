//! `cargo xtask look`: pictures of the widget's views in the demo shop, phone and desktop, light
//! and dark, in each language, for a person to look at.

use crate::test::browser;
use crate::{dist, process, workspace};
use anyhow::Result;
use std::process::ExitCode;

/// `look`.
pub fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    dist::build(&dist::default_folder())?;
    process::run(&mut browser::playwright("look", false)?)?;
    println!("The pictures are in {}", workspace::target()?.join("look").display());
    Ok(ExitCode::SUCCESS)
}
