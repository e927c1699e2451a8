//! Compiling the widget's crate. The paths of this machine are kept out of its messages, so that
//! the same sources give the same bytes everywhere.

use crate::tools::{small_std, wasm_target};
use crate::{process, workspace};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The linker writes down which function and which constant needs which: `split` reads it.
const RELOCATIONS: &str = "-Clink-arg=--emit-relocs";

/// The module as the compiler left it.
pub struct Compiled {
    /// Where it is.
    pub module: PathBuf,
    /// Whether each function has a name of its own; see `tools::small_std`.
    pub own_names: bool,
}

/// Builds the root package for the browser.
pub fn build() -> Result<Compiled> {
    // A folder of its own: the compiler's flags and environment differ from all other builds here,
    // which would otherwise be done again after each of these, and these after them.
    let target = workspace::target()?.join("widget");
    let module = target.join(wasm_target::NAME).join("widget/stempel.wasm");
    println!(
        "Building the widget{}",
        if module.exists() { "" } else { " (a few minutes at first)" }
    );
    let arguments = ["build", "--package", "stempel", "--lib", "--profile", "widget", "--target"];
    let mut cargo = workspace::cargo();
    cargo.args(arguments).arg(wasm_target::NAME).arg("--target-dir").arg(&target);
    let mut flags = flags()?;
    let own_names = small_std::ensure()?;
    if own_names {
        cargo.args(small_std::ARGUMENTS).env("RUSTC_BOOTSTRAP", "1");
        flags.extend(small_std::FLAGS.map(Into::into));
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    process::run(&mut cargo)?;
    Ok(Compiled { module, own_names })
}

fn flags() -> Result<Vec<String>> {
    let mut folders = vec![(workspace::root().to_path_buf(), ".")];
    folders.push((wasm_target::sysroot()?.join("lib/rustlib/src/rust"), "rust"));
    for sources in sources_of_crates()? {
        folders.push((sources, "crates"));
    }
    let remap =
        |(from, to): (PathBuf, &str)| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags: Vec<String> = folders.into_iter().map(remap).collect();
    flags.push(RELOCATIONS.into());
    Ok(flags)
}

fn sources_of_crates() -> Result<Vec<PathBuf>> {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = cargo_home.context("this account has no home folder")?.join("registry/src");
    folders_in(&sources)
}

fn folders_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut folders = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    folders.sort();
    Ok(folders)
}
