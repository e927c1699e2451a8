//! The locale files as they are served: without white space, and with the launcher's words taken
//! out, which are built into the loader.

use super::style::files_in;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// One language.
pub struct Locale {
    /// `en`, `pl`.
    pub language: String,
    /// What the app fetches.
    pub text: String,
    /// What the loader says before there is an app.
    pub words: Value,
}

/// Every `*.json` of the folder.
pub fn read(folder: &Path) -> Result<Vec<Locale>> {
    let files = files_in(folder, "json")?;
    files.iter().map(|file| one(file).with_context(|| file.display().to_string())).collect()
}

fn one(file: &Path) -> Result<Locale> {
    let mut texts: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let texts = texts.as_object_mut().context("is no JSON object")?;
    let words = texts.remove("launcher").context("has no `launcher`")?;
    let language = file.file_stem().context("has no name")?.to_string_lossy().into_owned();
    Ok(Locale { language, text: serde_json::to_string(texts)?, words })
}
