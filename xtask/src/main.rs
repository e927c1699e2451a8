//! `cargo xtask`: everything a developer of Stempel runs. This file reads the command line and
//! hands over; each command lives in a file of its own name.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks")]

mod bench;
mod demo;
mod dist;
mod look;
mod process;
mod size;
mod test;
mod tools;
mod trunk;
mod workspace;

use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo  [--port 4840] [--reset] [--release]
                    build everything and start the demo shop with its loyalty backend;
                    --reset forgets what was bought, --release builds the server optimised
  test  [--all] [--only rust|e2e|hostile] [--seconds N] [FILTER]
                    every test, ending with a count; --all adds what is slow; --seconds is how
                    long hostile requests are sent to the server
  dist  [--out dist] [--publish FOLDER]
                    the files a shop is served: loader, app, locales, manifest, .br and .gz;
                    --publish adds them to a folder that keeps every released version
  size  [--lower]   their sizes beside the limits; --lower writes smaller limits down
  bench [--only widget|server]
                    what the widget costs the shop's pages, and what the server does in a second
  look              pictures of the views in the running demo's dress, into target/look/
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<ExitCode> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(Value(command)) = arguments.next()? else {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    match command.to_string_lossy().as_ref() {
        "demo" => demo::command(arguments),
        "test" => test::command(arguments),
        "dist" => dist::command(arguments),
        "size" => size::command(arguments),
        "bench" => bench::command(arguments),
        "look" => look::command(arguments),
        "trunk-hook" => trunk::hook(arguments),
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}
