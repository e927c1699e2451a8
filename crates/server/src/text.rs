//! Text that strangers send: names made harmless, ids checked. Words are not changed.

use crate::problem::Refusal;

/// The longest name, in characters.
const NAME: usize = 60;
/// The longest id of the shop's (customer, order, sku), in bytes.
const ID: usize = 128;

/// A name as it may be shown: without control characters and without marks that turn the reading
/// direction around; at most 60 characters; `None` when nothing is left. Markup stays, as text.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    let shown: String = text.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let shown: String = shown.trim().chars().take(NAME).collect();
    let shown = shown.trim_end().to_owned();
    (!shown.is_empty()).then_some(shown)
}

/// Checks an id given by the shop: some visible characters, no control characters.
///
/// # Errors
/// `InvalidField` with that field.
pub fn id(text: &str, field: &str) -> Result<(), Refusal> {
    let harmless = !text.chars().any(|c| c.is_control() || turns(c));
    if harmless && !text.trim().is_empty() && text.len() <= ID {
        return Ok(());
    }
    Err(Refusal::field(field, format!("an id has 1 to {ID} bytes and no control characters")))
}

/// Marks that override or isolate the direction of text, and line separators. The joiners of
/// emoji stay.
const fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}'
        | '\u{061C}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_keeps_words_markup_and_emoji_and_drops_what_turns_text() {
        let table = [
            (" Anna ", Some("Anna")),
            ("<b>Anna</b>", Some("<b>Anna</b>")),
            ("An\u{202E}na\u{2069}\u{7}", Some("Anna")),
            ("👩‍👩‍👧 Żaneta", Some("👩‍👩‍👧 Żaneta")),
            ("\u{202E}\n\t", None),
            ("", None),
        ];
        for (given, expected) in table {
            assert_eq!(name(given).as_deref(), expected, "{given:?}");
        }
        assert_eq!(name(&"ż".repeat(500)).map(|n| n.chars().count()), Some(60));
    }

    #[test]
    fn id_refuses_empty_long_and_invisible() {
        for wrong in ["", "  ", "a\nb", "a\u{202E}b", &"x".repeat(129)] {
            assert!(id(wrong, "order").is_err(), "{wrong:?}");
        }
        assert!(id("Z-2026/11/0042", "order").is_ok());
    }
}
