//! Texts that end before they are meant to, and what stands behind them.

/// What is said where something stands behind a text's last quote, or a backslash in one is none of
/// its signs.
pub(super) fn inside(line: &str, at: usize, message: &str) -> Option<String> {
    if message.starts_with("missing escaped value") {
        return Some("a backslash inside a text is written \\\\".into());
    }
    let is_behind = ["unexpected key or value", "missing comma between key-value pairs"];
    if !is_behind.iter().any(|it| message.starts_with(it)) {
        return None;
    }
    let (before, rest) = (line.get(..at)?, line.get(at..)?);
    let quote = before.trim_end().chars().next_back().filter(|it| matches!(it, '"' | '\''))?;
    let is_name = |it: &str| {
        let sign = |it: char| it.is_ascii_alphanumeric() || "_-.".contains(it);
        !it.is_empty() && it.chars().all(sign)
    };
    let is_field = rest.split_once('=').is_some_and(|(name, _)| is_name(name.trim()));
    match (is_field, message.starts_with(is_behind[0])) {
        (true, true) => return Some("each field has a line of its own".into()),
        (true, false) => return None,
        (false, _) => {}
    }
    if !rest.contains(quote) {
        return None;
    }
    let ends = "the text ends before this:";
    if quote == '"' {
        return Some(format!("{ends} a quote inside of it is written \\\""));
    }
    let whole = before.split_once('=').map(|(_, value)| [value, rest].concat());
    let whole = whole.as_deref().and_then(|it| it.trim().strip_prefix('\'')?.strip_suffix('\''));
    let form = whole.map(|it| format!(", as in \"{it}\"")).unwrap_or_default();
    Some(format!("{ends} with ' inside of it, it stands in straight quotes{form}"))
}
