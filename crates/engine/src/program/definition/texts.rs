//! Texts by language, and a noun in its plural forms.

use std::collections::BTreeMap;

/// A text in every language of the program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// The text in that language, one of [`crate::Program::languages`].
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }
}

/// One noun in the plural categories of CLDR.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plural {
    /// For zero, where the language has it.
    pub zero: Option<String>,
    /// For one.
    pub one: Option<String>,
    /// For two, where the language has it.
    pub two: Option<String>,
    /// For few, where the language has it.
    pub few: Option<String>,
    /// For many, where the language has it.
    pub many: Option<String>,
    /// For everything else.
    pub other: String,
}
