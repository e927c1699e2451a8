//! The locale files as they are served: without white space, and with the launcher's words taken
//! out, which are built into the loader; what only the second part says is apart.

use super::split::Late;
use super::style::files_in;
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// One language.
pub struct Locale {
    /// `en`, `pl`.
    pub language: String,
    /// What the app fetches.
    pub texts: Map<String, Value>,
    /// What it fetches with the second part.
    pub late: Map<String, Value>,
    /// What the loader says before there is an app.
    pub words: Value,
}

/// Every `*.json` of the folder.
pub fn read(folder: &Path, late: &Late) -> Result<Vec<Locale>> {
    let files = files_in(folder, "json")?;
    files.iter().map(|file| one(file, late).with_context(|| file.display().to_string())).collect()
}

fn one(file: &Path, late: &Late) -> Result<Locale> {
    let mut texts: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let texts = texts.as_object_mut().context("is no JSON object")?;
    let words = texts.remove("launcher").context("has no `launcher`")?;
    let language = file.file_stem().context("has no name")?.to_string_lossy().into_owned();
    let (late, texts) = std::mem::take(texts).into_iter().partition(|(key, _)| late.owns_word(key));
    Ok(Locale { language, texts, late, words })
}
