//! wasm-opt from npm's binaryen.

use crate::tools::npm;
use crate::{process, workspace};
use anyhow::Result;
use std::fs;

/// Named one by one: `--all-features` writes a module that browsers refuse.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];
const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// Fewer bytes after compression, at the price of a few before it: code that stays in one place and
/// in one form repeats itself, and what repeats compresses well.
const SHRINK: [&str; 10] = [
    "-Os",
    "--one-caller-inline-max-function-size=20",
    "--always-inline-max-function-size=4",
    "--skip-pass=local-cse",
    "--skip-pass=merge-locals",
    "--skip-pass=code-folding",
    "--dae-optimizing",
    "--converge",
    // The lowest bytes of a module's memory are the far end of its stack.
    "--low-memory-unused",
    "--reorder-functions-by-name",
];

/// Shrinks a module.
pub fn run(module: &[u8]) -> Result<Vec<u8>> {
    let folder = workspace::target()?.join("xtask");
    let (input, output) = (folder.join("app.wasm"), folder.join("app.opt.wasm"));
    fs::create_dir_all(&folder)?;
    fs::write(&input, module)?;
    let mut command = npm::program("wasm-opt");
    command.args(SHRINK).args(FEATURES.map(|feature| format!("--enable-{feature}"))).args(STRIP);
    process::run(command.arg(&input).arg("-o").arg(&output))?;
    Ok(fs::read(output)?)
}
