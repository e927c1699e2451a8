//! The standard library for WebAssembly. Nothing else of the toolchain.

use crate::process;
use anyhow::{Context, Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The target the widget is built for.
pub const NAME: &str = "wasm32-unknown-unknown";

/// Adds the target to the toolchain that runs this, unless it is there.
pub fn ensure() -> Result<()> {
    if sysroot()?.join("lib/rustlib").join(NAME).is_dir() {
        return Ok(());
    }
    if process::find("rustup").is_none() {
        bail!(
            "the Rust target {NAME} is missing and there is no rustup to add it; install it the \
             way this Rust was installed (a distribution calls it rust-std-wasm or similar), or \
             use rustup"
        );
    }
    println!("Adding the Rust target {NAME}");
    process::run(Command::new("rustup").args(["target", "add", NAME]))
        .context("the widget cannot be built without its Rust target")
}

/// Where the compiler keeps its libraries.
pub fn sysroot() -> Result<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let printed = process::read(Command::new(rustc).args(["--print", "sysroot"]))?;
    Ok(printed.trim().into())
}
