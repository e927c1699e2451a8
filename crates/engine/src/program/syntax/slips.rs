//! Values that are none, and what is meant by them.

/// What is said of a value that is none; `is_value` when the parser says that of it by itself.
pub(super) fn slip(value: &str, is_value: bool) -> Option<String> {
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
    if let Some(date) = date_with_other_signs(value) {
        return Some(format!("a date is written with -, as in {date}"));
    }
    if is_month(value) {
        let whole = format!("a date has its day, too, as in {value}-31");
        return Some(format!("a text stands in straight quotes, as in \"{value}\"; {whole}"));
    }
    if has_decimal_comma(value) {
        let words = "a number has no comma: money is in the smallest unit, 1000 for 10,00; what is \
                     no money has a point, as in 1.25";
        return Some(words.into());
    }
    if value.contains("//") {
        return Some("a comment begins with #".into());
    }
    if is_value && is_dotted(text) {
        let thousands = text.split('.').skip(1).all(|it| it.len() == 3);
        let digits = text.replace('.', "");
        return Some(match thousands {
            true => format!("a number has no dots between thousands, as in {digits}"),
            false => format!("a text stands in straight quotes, as in \"{text}\""),
        });
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

/// `2027/1/31` is 2027-01-31.
fn date_with_other_signs(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split(['.', '/']).collect();
    let [year, month, day] = parts[..] else { return None };
    date(&format!("{day}-{month}-{year}"))
}

/// Whether it is a year and a month: `2026-01`.
fn is_month(value: &str) -> bool {
    let is_number = |it: &str| it.bytes().all(|sign| sign.is_ascii_digit());
    let parts = value.split_once('-');
    parts.is_some_and(|(year, month)| {
        (year.len(), month.len()) == (4, 2) && is_number(year) && is_number(month)
    })
}

/// Whether it is digits in three groups or more: a version, or thousands.
fn is_dotted(text: &str) -> bool {
    let is_group = |it: &str| !it.is_empty() && it.bytes().all(|sign| sign.is_ascii_digit());
    text.matches('.').count() >= 2 && text.split('.').all(is_group)
}

fn has_decimal_comma(value: &str) -> bool {
    let number = value.split(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ',');
    let number = number.into_iter().next().and_then(|it| it.split_once(','));
    number.is_some_and(|(whole, decimals)| !whole.is_empty() && !decimals.is_empty())
}
