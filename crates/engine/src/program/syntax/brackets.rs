//! Brackets that are open where something else begins.

/// The list or table of an earlier line that is still open where another section or, in a list,
/// another field begins: where it is, and its bracket. A table that goes on in lines of its own may
/// hold fields, so it is held open only by a section.
pub(super) fn unclosed(text: &str, start: usize) -> Option<(usize, char)> {
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
