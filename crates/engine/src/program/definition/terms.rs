//! What is agreed to, and the terms in short.

use super::Texts;
use chrono::NaiveDate;

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

/// The terms: which version holds since when, and what will change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The version.
    pub version: String,
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// Changes announced, soonest first.
    pub next: Vec<Change>,
}

/// A change announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// What changes.
    pub text: Texts,
}

/// A question, and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub question: Texts,
    /// The answer.
    pub answer: Texts,
}
