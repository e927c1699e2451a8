//! What is no TOML, in words for who wrote it: the slips that people make. The parser's own words
//! stand where none of these is meant.

mod brackets;
mod quotes;
mod slips;

use super::values::millionths;
use brackets::unclosed;

/// Whether the parser says that of a value by itself: it is neither a text in quotes nor anything
/// else.
fn is_value(message: &str) -> bool {
    ["string values must be quoted", "invalid float"].iter().any(|it| message.starts_with(it))
}

/// What is wrong, where: of values each, a line; of anything else the first, since what the parser
/// finds after it only follows from it.
pub(super) fn explained<'a>(
    text: &str,
    errors: impl Iterator<Item = (usize, &'a str)>,
) -> Vec<(usize, String)> {
    let mut errors: Vec<(usize, &str)> = errors.collect();
    errors.sort_by_key(|(at, _)| *at);
    let first = errors.iter().position(|(_, message)| !is_value(message));
    errors.truncate(first.map_or(errors.len(), |index| index + 1));
    let line = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count());
    errors.dedup_by_key(|(at, _)| line(*at));
    errors.into_iter().map(|(at, message)| explain(text, at, message)).collect()
}

/// Where a mistake is that the parser finds at that byte of the file, and what to say of it.
fn explain(text: &str, at: usize, message: &str) -> (usize, String) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if message.starts_with("duplicate key") {
        return twice(text, start, line);
    }
    if message.starts_with("invalid basic string, expected `\"`") {
        return (at, "the text does not end: a straight quote \" is missing".into());
    }
    if let Some((opens, bracket)) = unclosed(text, start) {
        let (what, closes) = if bracket == '[' { ("list", ']') } else { ("table", '}') };
        return (opens, format!("the {what} that begins here does not end: {closes} is missing"));
    }
    if let Some(begins) = comment(line, message) {
        return (start + begins, "a comment begins with #".into());
    }
    if let Some(said) =
        colon(line, at - start).or_else(|| quotes::inside(line, at - start, message))
    {
        return (at, said);
    }
    let sign = line.get(..at - start).and_then(|before| before.rfind('='));
    let after = sign.map(|sign| line[sign + 1..].trim_start());
    let value = match after.filter(|it| !(is_value(message) && it.starts_with(['[', '{']))) {
        None if is_value(message) => line.get(at - start..),
        after => after,
    };
    let value = value.and_then(|it| it.split('#').next()).map(str::trim);
    let field = sign.map(|sign| line[..sign].trim()).unwrap_or_default();
    let odds = value.filter(|_| field == "odds").and_then(odds);
    let said = odds.or_else(|| value.and_then(|it| slips::slip(it, is_value(message))));
    (at, said.unwrap_or_else(|| message.to_owned()))
}

/// A table or a field that is there a second time. Of several tables the one with one bracket is wrong.
fn twice(text: &str, start: usize, line: &str) -> (usize, String) {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.trim_matches(['[', ']']);
    let several = format!("[[{name}]]");
    if line.starts_with("[[") || line.starts_with('[') && text.contains(&several) {
        let before = text[..start].rfind(&format!("\n[{name}]")).map(|end| end + 1);
        let single = before.filter(|_| line.starts_with("[[")).unwrap_or(start);
        return (single, format!("each of several is written {several}, with two brackets"));
    }
    let message = match line.split_once('=') {
        Some((field, _)) => format!("\"{}\" is there already, in this table", field.trim()),
        None => format!("{line} is there already: put what it says there"),
    };
    (start, message)
}

/// Where a comment begins that does not begin with #.
fn comment(line: &str, message: &str) -> Option<usize> {
    let begins = line.len() - line.trim_start().len();
    let is_key =
        ["invalid unquoted key", "key with no value"].iter().any(|it| message.starts_with(it));
    let signs = ["//", "/*", "--", ";"];
    (is_key && signs.iter().any(|it| line[begins..].starts_with(it))).then_some(begins)
}

/// A field whose value follows a colon, which is there in the line.
fn colon(line: &str, at: usize) -> Option<String> {
    let value = line.get(at..)?.strip_prefix(':')?;
    let field = line[..at].rsplit(['{', ',']).next().unwrap_or_default().trim();
    let value = value.split([',', '}', '#']).next().unwrap_or_default().trim();
    let value = match value.chars().next() {
        Some(first) if first.is_alphabetic() => format!("\"{value}\""),
        _ => value.to_owned(),
    };
    Some(format!("a field is written with =, as in {field} = {value}"))
}

/// `50%` is 500000 of a million.
fn odds(value: &str) -> Option<String> {
    let share = |it: &str| millionths(&it.trim().replace(',', "."));
    let odds = match value.strip_suffix('%') {
        Some(percent) => share(percent)? / 100,
        None => share(value)?,
    };
    let written = value.replace(',', ".");
    (1..=1_000_000).contains(&odds).then(|| format!("is of a million: {odds} for {written}"))
}
