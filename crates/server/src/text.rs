//! Text that strangers send: names made harmless, ids checked. Words are not changed.

mod alias;

pub use alias::{alias, folded};

use crate::problem::Refusal;
use crate::store::referrals::Mark;

/// The longest name, in characters.
pub const NAME: usize = 60;
/// The longest id of the shop's (customer, order, sku), in bytes.
const ID: usize = 128;
/// The longest address, in bytes.
const ADDRESS: usize = 2000;

/// A name as it may be shown: without control characters and without marks that turn the reading
/// direction around; at most 60 characters; `None` when nothing is left. Markup stays, as text.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    shown(text, NAME)
}

/// A text of so many characters at most as it may be shown, in the same way.
#[must_use]
pub fn shown(text: &str, longest: usize) -> Option<String> {
    let shown: String = text.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let shown: String = shown.trim().chars().take(longest).collect();
    let shown = shown.trim_end().to_owned();
    (!shown.is_empty()).then_some(shown)
}

/// What somebody wrote: without control characters but line ends and tabs, without marks that turn
/// the reading direction, without spaces around; empty when nothing is left.
///
/// # Errors
/// `InvalidField` with that field for more than `most` characters.
pub fn words(text: &str, most: usize, field: &str) -> Result<String, Refusal> {
    let kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control() && !turns(*c);
    let shown: String = text.chars().filter(kept).collect();
    let shown = shown.trim();
    if shown.chars().count() > most {
        return Err(Refusal::field(field, format!("at most {most} characters")));
    }
    Ok(shown.to_owned())
}

/// A code as somebody types it: case and spaces do not matter.
#[must_use]
pub fn code(typed: &str) -> String {
    let signs = typed.chars().filter(|c| !c.is_whitespace()).take(64);
    signs.map(|c| c.to_ascii_uppercase()).collect()
}

/// What the shop says of a device and an address, for comparing alone.
///
/// # Errors
/// `InvalidField` for what is no id, under that path.
pub fn marks(
    device: Option<&str>,
    address: Option<&str>,
    under: &str,
) -> Result<Vec<Mark>, Refusal> {
    let given = [("device", device), ("address", address)];
    let given = given.into_iter().filter_map(|(kind, value)| Some((kind, value?)));
    let mark = |(kind, value): (&'static str, &str)| {
        id(value, &format!("{under}.{kind}"))?;
        Ok(Mark { kind, value: value.to_owned() })
    };
    given.map(mark).collect()
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

/// Checks the address of a page or a picture: https, or a path of the shop's own site.
///
/// # Errors
/// `InvalidField` with that field.
pub fn address(text: &str, field: &str) -> Result<(), Refusal> {
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '"' | '\'' | '<' | '>' | '\\');
    let host = text.strip_prefix("https://").and_then(|it| it.split(['/', '?', '#']).next());
    let is_page = host.is_some_and(|it| !it.is_empty() && !it.contains('@'));
    let is_path = text.starts_with('/') && !text.starts_with("//");
    if (is_page || is_path) && text.len() <= ADDRESS && text.chars().all(plain) {
        return Ok(());
    }
    let detail = "an address that begins with https://, or a path of your own site (/…); at most \
                  2000 bytes, other signs written as %…";
    Err(Refusal::field(field, detail))
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
    fn words_keep_lines_and_refuse_what_is_too_long() {
        assert_eq!(words(" a\r\n\u{202E}b\u{0} ", 3, "text").unwrap(), "a\nb");
        assert_eq!(words("\n \u{FEFF}", 3, "text").unwrap(), "");
        assert!(words("żżżż", 3, "text").is_err());
    }

    #[test]
    fn address_refuses_what_is_neither_https_nor_a_path() {
        for wrong in [
            "",
            "http://shop.example/a",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "//evil.example",
            "https://a@b.example",
            "/\\evil.example",
            "/a b",
            "/ż",
            "shop.example",
        ] {
            assert!(address(wrong, "url").is_err(), "{wrong:?}");
        }
        for right in ["https://shop.example", "https://shop.example/a?b=%20#c", "/product/tea"] {
            assert!(address(right, "url").is_ok(), "{right:?}");
        }
    }

    #[test]
    fn id_refuses_empty_long_and_invisible() {
        for wrong in ["", "  ", "a\nb", "a\u{202E}b", &"x".repeat(129)] {
            assert!(id(wrong, "order").is_err(), "{wrong:?}");
        }
        assert!(id("Z-2026/11/0042", "order").is_ok());
    }
}
