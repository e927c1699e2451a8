//! What is no TOML, in words for who wrote it: the slips that people make. The parser's own words
//! stand where none of these is meant.

/// Where a mistake is that the parser finds at that byte of the file, and what to say of it.
pub(super) fn explain(text: &str, at: usize, message: &str) -> (usize, String) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if message.starts_with("duplicate key") {
        return twice(text, start, line);
    }
    if message.starts_with("invalid basic string, expected `\"`") {
        return (at, "the text does not end: a straight quote \" is missing".into());
    }
    let value = line.get(..at - start).and_then(|before| before.rfind('=')).map(|sign| {
        let rest = &line[sign + 1..];
        rest.split('#').next().unwrap_or_default().trim()
    });
    (at, value.and_then(slip).unwrap_or_else(|| message.to_owned()))
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

fn slip(value: &str) -> Option<String> {
    let first = value.chars().next()?;
    let word = value.to_lowercase();
    if "„“”‚‘’«»".contains(first) {
        return Some("a text stands in straight quotes, as in \"Club\"".into());
    }
    if ["true", "false"].contains(&word.as_str()) {
        return Some(format!("must be {word}, in lower case"));
    }
    if let Some(date) = date(value) {
        return Some(format!("a date is written year first, as in {date}"));
    }
    if has_decimal_comma(value) {
        let words = "a number has no comma: money is in the smallest unit, 1000 for 10,00; what is \
                     no money has a point, as in 1.25";
        return Some(words.into());
    }
    let text = value.split([',', ']', '}']).next().unwrap_or_default().trim();
    first.is_alphabetic().then(|| format!("a text stands in straight quotes, as in \"{text}\""))
}

/// `24.11.2026` is 2026-11-24.
fn date(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split(['.', '/', '-']).collect();
    let [day, month, year] = parts[..] else { return None };
    let is_number = |it: &&str| it.bytes().all(|sign| sign.is_ascii_digit());
    let is_date = year.len() == 4 && (1..=2).contains(&day.len()) && (1..=2).contains(&month.len());
    (is_date && parts.iter().all(is_number)).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

fn has_decimal_comma(value: &str) -> bool {
    let number = value.split(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ',');
    let number = number.into_iter().next().and_then(|it| it.split_once(','));
    number.is_some_and(|(whole, decimals)| !whole.is_empty() && !decimals.is_empty())
}
