//! What and when something is about: products and windows of time.

use crate::Instant;
use crate::cart::Line;

/// Which products are meant: those of a category or sku named (all, when none is), less exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// Categories meant.
    pub categories: Vec<String>,
    /// Products meant.
    pub skus: Vec<String>,
    /// Categories not meant.
    pub except_categories: Vec<String>,
    /// Products not meant.
    pub except_skus: Vec<String>,
}

impl Selector {
    /// Whether that product is meant.
    #[must_use]
    pub fn contains(&self, line: &Line) -> bool {
        let all = self.categories.is_empty() && self.skus.is_empty();
        (all || names(&self.categories, &self.skus, line)) && !self.excludes(line)
    }

    /// Whether that product is an exception.
    #[must_use]
    pub fn excludes(&self, line: &Line) -> bool {
        names(&self.except_categories, &self.except_skus, line)
    }
}

fn names(categories: &[String], skus: &[String], line: &Line) -> bool {
    skus.contains(&line.sku) || line.category.as_ref().is_some_and(|it| categories.contains(it))
}

/// When something is on: from `starts` (inclusive) to `ends` (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// Its first instant; absent when it always was.
    pub starts: Option<Instant>,
    /// The first instant after it; absent when it does not end.
    pub ends: Option<Instant>,
}

impl Window {
    /// Whether it is on at that instant.
    #[must_use]
    pub fn contains(&self, at: Instant) -> bool {
        self.starts.is_none_or(|starts| starts <= at) && !self.is_over(at)
    }

    /// Whether it was on and will not be again.
    #[must_use]
    pub fn is_over(&self, at: Instant) -> bool {
        self.ends.is_some_and(|ends| ends <= at)
    }
}
