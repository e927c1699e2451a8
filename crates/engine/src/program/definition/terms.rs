//! What is agreed to, and the terms in short.

use super::Texts;

/// A consent in its current version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Stable id.
    pub id: String,
    /// The version of its text.
    pub version: String,
    /// What is agreed to, one sentence.
    pub title: Texts,
    /// The full text or why it is asked for.
    pub text: Option<Texts>,
    /// Where the full text stands (http or https).
    pub url: Option<String>,
    /// Whether joining needs it.
    pub required: bool,
}

/// One rule in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is about.
    pub title: Texts,
    /// The rule.
    pub text: Texts,
}
