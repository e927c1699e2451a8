//! `cargo xtask test`: every test there is, and one line at the end that counts them.

pub mod browser;
pub mod count;
mod hostile;
mod native;
mod wasm;

use crate::{dist, size, trunk};
use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::process::ExitCode;

use count::Count;

#[derive(Clone, Copy, PartialEq)]
enum Only {
    Rust,
    Browser,
    Hostile,
}

#[derive(Default)]
struct Options {
    all: bool,
    only: Option<Only>,
    filter: Option<String>,
    seconds: Option<u32>,
}

/// How long hostile requests are sent.
const HOSTILE_SECONDS: u32 = 75;

/// `test [--all] [--only rust|e2e|hostile] [--seconds N] [FILTER]`.
pub fn command(arguments: lexopt::Parser) -> Result<ExitCode> {
    let options = parse(arguments)?;
    let filter = options.filter.as_deref();
    let mut count = Count::default();
    if matches!(options.only, None | Some(Only::Rust)) {
        count.add("Rust tests", native::run(filter));
        count.add("widget tests", wasm::run(filter));
    }
    if matches!(options.only, None | Some(Only::Browser)) {
        count.add("the widget's files", prepare(filter.is_none()));
        count.add("journeys", browser::run(filter));
    }
    if options.only == Some(Only::Hostile) || (options.only.is_none() && filter.is_none()) {
        count.add("hostile requests", hostile::run(options.seconds.unwrap_or(HOSTILE_SECONDS)));
    }
    if options.all {
        count.add("trunk", trunk::check());
    }
    println!("\n{count}");
    Ok(if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn parse(mut arguments: lexopt::Parser) -> Result<Options> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("all") => options.all = true,
            Long("seconds") => options.seconds = Some(arguments.value()?.parse()?),
            Long("only") => options.only = Some(only(&arguments.value()?.string()?)?),
            Value(filter) if options.filter.is_none() => options.filter = Some(filter.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn only(word: &str) -> Result<Only> {
    match word {
        "rust" => Ok(Only::Rust),
        "e2e" => Ok(Only::Browser),
        "hostile" => Ok(Only::Hostile),
        other => bail!("--only takes `rust`, `e2e` or `hostile`, not `{other}`"),
    }
}

/// The files the journeys need, and whether they keep their limits.
fn prepare(weigh: bool) -> Result<Count> {
    dist::build(&dist::default_folder())?;
    if !weigh {
        return Ok(Count::default());
    }
    Ok(Count::one(size::report(false)?))
}
