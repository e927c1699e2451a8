//! `manifest.json`: each file's bytes and integrity, for shops that host the files themselves and
//! for `cargo xtask size`.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The loader's name.
pub const LOADER: &str = "stempel.js";

const MANIFEST: &str = "manifest.json";

/// Writes it.
pub fn write(folder: &Path, files: Map<String, Value>) -> Result<()> {
    let manifest = json!({ "version": env!("CARGO_PKG_VERSION"), "files": files });
    fs::write(folder.join(MANIFEST), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}

/// The names of the files it lists.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(folder.join(MANIFEST)).context("there is no manifest.json")?;
    let manifest: Value = serde_json::from_str(&text)?;
    let files = manifest["files"].as_object().context("manifest.json lists no files")?;
    Ok(files.keys().cloned().collect())
}
