//! What joining asks to agree to, and the rules in words.

use crate::Timestamp;
use crate::wire::wire;

wire! {
    /// A consent in its current version.
    pub struct Consent {
        /// Stable id, e.g. `terms` or `marketing`.
        pub id: String,
        /// The version of the text that is shown.
        pub version: String,
        /// What is agreed to, one sentence.
        pub title: String,
        /// The full text or why it is asked for.
        pub text: Option<String>,
        /// Where the full text stands (http or https).
        pub url: Option<String>,
        /// Whether joining needs it.
        #[cfg_attr(feature = "serde", serde(default))]
        pub required: bool,
    }

    /// Which terms hold.
    pub struct Terms {
        /// The version.
        pub version: String,
        /// Since when.
        pub valid_from: Timestamp,
        /// Changes announced and not in force yet, soonest first.
        pub next: Vec<TermsChange>,
    }

    /// A change of the terms.
    pub struct TermsChange {
        /// From when on.
        pub from: Timestamp,
        /// What changes.
        pub text: String,
    }

    /// A question and its answer.
    pub struct Question {
        /// The question.
        pub question: String,
        /// The answer.
        pub answer: String,
    }

    /// One rule in plain words.
    pub struct Rule {
        /// What it is about, e.g. "Expiry".
        pub title: String,
        /// The rule, in one or several lines.
        pub text: String,
    }
}
