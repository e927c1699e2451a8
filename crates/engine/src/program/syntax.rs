//! What is no TOML, in words for who wrote it: the slips that people make. The parser's own words
//! stand where none of these is meant.

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
    let sign = line.get(..at - start).and_then(|before| before.rfind('='));
    let after = sign.map(|sign| line[sign + 1..].trim_start());
    let value = match after.filter(|it| !(is_value(message) && it.starts_with(['[', '{']))) {
        None if is_value(message) => line.get(at - start..),
        after => after,
    };
    let value = value.and_then(|it| it.split('#').next()).map(str::trim);
    let said = value.and_then(|it| slip(it, is_value(message)));
    (at, said.unwrap_or_else(|| message.to_owned()))
}

/// The list or table of an earlier line that is still open where another section or, in a list,
/// another field begins: where it is, and its bracket. A table that goes on in lines of its own may
/// hold fields, so it is held open only by a section.
fn unclosed(text: &str, start: usize) -> Option<(usize, char)> {
    let line = text[start..].lines().next().unwrap_or_default().trim();
    let (opens, bracket) = open_at(text.get(..start)?)?;
    let ends_its_line = text[opens + 1..].lines().next().is_none_or(|rest| rest.trim().is_empty());
    let is_name = |it: &str| {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || "._-".contains(sign);
        !it.is_empty() && it.chars().all(plain)
    };
    let bare = line.split('#').next().unwrap_or_default().trim();
    let inner = bare.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let inner = inner.map(|it| it.trim_matches(['[', ']']));
    let is_section =
        inner.is_some_and(|it| is_name(it) && !it.starts_with(|c: char| c.is_ascii_digit()));
    let is_field = line.split_once('=').is_some_and(|(name, _)| is_name(name.trim()));
    (is_section || is_field && !(bracket == '{' && ends_its_line)).then_some((opens, bracket))
}

/// The innermost bracket that is open at the end of a text.
fn open_at(text: &str) -> Option<(usize, char)> {
    let (mut open, mut rest) = (Vec::new(), text.char_indices());
    while let Some((at, sign)) = rest.next() {
        match sign {
            '[' | '{' => open.push((at, sign)),
            ']' | '}' => drop(open.pop()),
            '#' => drop(rest.find(|(_, sign)| *sign == '\n')),
            '"' | '\'' => skip_text(&mut rest, sign, &text[at..]),
            _ => {}
        }
    }
    open.pop()
}

/// Goes to the end of the text in quotes that has just begun.
fn skip_text(rest: &mut std::str::CharIndices<'_>, quote: char, from: &str) {
    let three = quote.to_string().repeat(3);
    let several = from.starts_with(&three);
    if several {
        rest.nth(1);
    }
    while let Some((_, sign)) = rest.next() {
        match sign {
            '\\' if quote == '"' => drop(rest.next()),
            '\n' if !several => return,
            _ if sign == quote && !several => return,
            _ if sign == quote && rest.as_str().starts_with(&three[1..]) => {
                rest.nth(1);
                return;
            }
            _ => {}
        }
    }
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

fn slip(value: &str, is_value: bool) -> Option<String> {
    let first = value.chars().next()?;
    let text = value.split([',', ']', '}']).next().unwrap_or_default().trim();
    if "„“”‚‘’«»".contains(first) {
        return Some("a text stands in straight quotes, as in \"Club\"".into());
    }
    match text.to_lowercase().as_str() {
        word @ ("true" | "false") => return Some(format!("must be {word}, in lower case")),
        "yes" | "no" | "on" | "off" => return Some("must be true or false".into()),
        _ => {}
    }
    if let Some(date) = date(value) {
        return Some(format!("a date is written year first, as in {date}"));
    }
    if has_decimal_comma(value) {
        let words = "a number has no comma: money is in the smallest unit, 1000 for 10,00; what is \
                     no money has a point, as in 1.25";
        return Some(words.into());
    }
    if value.contains("//") {
        return Some("a comment begins with #".into());
    }
    if is_value && text.trim_start_matches(['-', '+']).starts_with(|it: char| it.is_ascii_digit()) {
        return Some(format!("a number has no spaces and no unit, as in {}", number(text)));
    }
    first.is_alphabetic().then(|| format!("a text stands in straight quotes, as in \"{text}\""))
}

/// `5 000 zł` is 5000.
fn number(text: &str) -> String {
    let text = text.trim_start_matches('+').replace([' ', '_', '\u{a0}', '\u{202f}'], "");
    let is_of_it = |(at, it): &(usize, char)| {
        it.is_ascii_digit()
            || *at == 0 && *it == '-'
            || *it == '.' && text[at + 1..].starts_with(|it: char| it.is_ascii_digit())
    };
    text.char_indices().take_while(is_of_it).map(|(_, it)| it).collect()
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
