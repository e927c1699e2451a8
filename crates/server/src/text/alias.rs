//! Names to be seen under by strangers: what is invisible makes no name, and no other name either.

use super::name;
use crate::problem::Refusal;
use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// How many characters a name has.
const LENGTH: RangeInclusive<usize> = 2..=24;
/// How many digits it has at most.
const DIGITS: usize = 5;

/// A name to be seen under: 2 to 24 characters that can be seen, and nothing one could be reached by.
/// Of what cannot be seen only the joiners of emoji and of scripts stay.
///
/// # Errors
/// `InvalidField` with that field.
pub fn alias(text: &str, field: &str) -> Result<String, Refusal> {
    let wrong = |why: &str| Err(Refusal::field(field, why));
    let shown: String = text.chars().filter(|c| joins(*c) || !is_invisible(*c)).collect();
    let shown = name(&shown).unwrap_or_default();
    let folded = folded(&shown);
    let seen = folded.chars().filter(|c| canonical_combining_class(*c) == 0).count();
    if seen < *LENGTH.start() || !LENGTH.contains(&shown.chars().count()) {
        return wrong("a name has 2 to 24 characters that can be seen");
    }
    let digits = folded.chars().filter(|c| c.is_numeric()).count();
    if digits > DIGITS || folded.contains('@') || folded.contains("://") {
        return wrong("no e-mail address, number or link: everybody here sees it");
    }
    Ok(shown)
}

/// What two names have in common that look the same: capitals, spaces, widths and what cannot be seen
/// make no difference. Letters of two scripts that look alike do.
#[must_use]
pub fn folded(alias: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !is_invisible(*c);
    let composed: String = alias.chars().filter(seen).nfkc().filter(seen).collect();
    composed.to_lowercase().nfkc().collect()
}

/// Joiners and the marks that choose between text and emoji: without them some would fall apart.
const fn joins(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

/// What Unicode says is not to be seen where it does nothing (`Default_Ignorable_Code_Point`), and
/// signs that are blank by themselves.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}'
        | '\u{2800}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D159}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alias_refuses_what_leads_to_a_person() {
        for wrong in ["", "x", "anna@shop.example", "Anna 600 700 800", &"x".repeat(25)] {
            assert!(alias(wrong, "alias").is_err(), "{wrong:?}");
        }
        assert_eq!(alias(" Kot\u{202E} 77 ", "alias").unwrap(), "Kot 77");
    }

    #[test]
    fn folded_is_the_same_again_and_tells_words_apart() {
        for (name, expected) in
            [("Kot", "kot"), ("Żółw 7", "żółw7"), ("ŻÓŁW７", "żółw7"), ("Κώστας", "κώστας")]
        {
            assert_eq!(folded(name), expected, "{name:?}");
            assert_eq!(folded(expected), expected);
        }
        assert_ne!(folded("Kot"), folded("Kos"));
        assert_ne!(folded("👩‍👩‍👧"), folded("👨‍👩‍👧"));
    }
}
