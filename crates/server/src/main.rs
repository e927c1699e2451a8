//! The program `stempel-server`: reads the command line and says in one line why it cannot go on.

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;
use stempel_server::cli::{self, Cli};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "stempel-server: {error}");
            ExitCode::FAILURE
        }
    }
}
