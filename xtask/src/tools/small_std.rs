//! The standard library built with the widget, for size and without the words of panics: a quarter
//! of the whole. The compiler still calls this unstable, so it is used where it works and done
//! without where not.

use super::wasm_target;
use crate::process;
use anyhow::Result;
use std::env;
use std::process::{Command, Stdio};

/// What cargo is told.
pub const ARGUMENTS: [&str; 2] =
    ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// What the compiler is told. Functions keep their own names, by which what nobody calls is found
/// later; like ones are made one after that.
pub const FLAGS: [&str; 3] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zmerge-functions=disabled"];

/// Adds the library's sources unless they are there; false when this compiler cannot use them.
pub fn ensure() -> Result<bool> {
    if understood() && (sources()? || added()) && sources()? {
        return Ok(true);
    }
    println!("The standard library cannot be built here: the widget works but is a third larger");
    Ok(false)
}

fn sources() -> Result<bool> {
    Ok(wasm_target::sysroot()?.join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

fn added() -> bool {
    println!("Adding the standard library's sources");
    process::run(Command::new("rustup").args(["component", "add", "rust-src"])).is_ok()
}

fn understood() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut probe = Command::new(rustc);
    probe.args(FLAGS).args(["--target", wasm_target::NAME, "--print", "cfg"]);
    probe.env("RUSTC_BOOTSTRAP", "1").stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}
