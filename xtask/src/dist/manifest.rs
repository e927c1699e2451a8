//! `manifest.json`: the version, and each file's bytes and integrity, for shops that pin a version,
//! for those that publish the files, and for `cargo xtask size`.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The loader's moving name.
pub const LOADER: &str = "stempel.js";

/// This file's own name.
pub const MANIFEST: &str = "manifest.json";

/// The loader's lasting name.
pub fn pinned(version: &str) -> String {
    format!("stempel-{version}.js")
}

/// Writes it.
pub fn write(folder: &Path, files: Map<String, Value>) -> Result<()> {
    let manifest = json!({ "version": env!("CARGO_PKG_VERSION"), "files": files });
    fs::write(folder.join(MANIFEST), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}

/// The names of the files it lists.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    Ok(Manifest::read(folder)?.files.keys().cloned().collect())
}

/// A folder's manifest, as it was written.
pub struct Manifest {
    /// The version of the files.
    pub version: String,
    files: Map<String, Value>,
}

impl Manifest {
    /// Reads it.
    pub fn read(folder: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(folder.join(MANIFEST)).context("there is no manifest.json")?;
        let manifest: Value = serde_json::from_str(&text)?;
        let files = manifest["files"].as_object().context("manifest.json lists no files")?;
        let version = manifest["version"].as_str().context("manifest.json names no version")?;
        Ok(Self { version: version.into(), files: files.clone() })
    }

    /// The files it lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// What a browser is to check a file against.
    pub fn integrity(&self, name: &str) -> Result<&str> {
        let integrity = self.files.get(name).and_then(|file| file["integrity"].as_str());
        integrity.with_context(|| format!("manifest.json has no integrity of {name}"))
    }
}
