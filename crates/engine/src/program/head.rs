//! The head of a program file, and what one point is called.

use super::currency;
use super::notes::Kind;
use super::reader::{Field, Table};
use super::values::missing_in;
use super::{Plural, Texts};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What `[program]` says that everything else needs.
#[derive(Default)]
pub(super) struct Head {
    pub id: String,
    pub currency: String,
    pub test_mode: bool,
    pub help: Option<String>,
    pub personal: Option<String>,
    pub name: Texts,
}

/// Reads `[program]`; languages and time zone go to the notes, where all texts and dates find them.
pub(super) fn head(table: &Table<'_>) -> Head {
    let id = table.text("id");
    let zone = table.text("time_zone");
    table.notes.zone.set(zone.parse().unwrap_or(Tz::UTC));
    if !zone.is_empty() && zone.parse::<Tz>().is_err() {
        table.note_field("time_zone", "must be an IANA time zone, as in \"Europe/Warsaw\"");
    }
    table.must_have("languages", "must list at least one language, as in [\"en\"]");
    // None when one is wrong: then no text is held against them.
    let listed = table.items("languages");
    let languages = listed.iter().map(language).collect::<Option<Vec<_>>>();
    table.notes.languages.replace(once(&listed, languages.unwrap_or_default()));
    let currency = table.text("currency");
    if currency::decimals(&currency).is_none() && !currency.is_empty() {
        table.note_field("currency", "must be an ISO 4217 code, as in \"PLN\"");
    }
    if !id.is_empty()
        && !id.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
    {
        table.note_field("id", "stands in the endpoint's address: a-z, 0-9 and -");
    }
    Head {
        id,
        currency,
        test_mode: table.flag("test_mode"),
        help: table.table("help").and_then(help),
        personal: table.reference("personal", Kind::Consent),
        name: table.texts("name"),
    }
}

fn language(field: &Field<'_>) -> Option<String> {
    let tag = field.text()?;
    let is_tag = |tag: &str| {
        let word = tag.split('-').next().unwrap_or_default();
        (2..=3).contains(&word.len()) && word.bytes().all(|it| it.is_ascii_lowercase())
    };
    match tag.to_lowercase() {
        _ if is_tag(&tag) => return Some(tag),
        lower if is_tag(&lower) => field.note(format!("write \"{lower}\", in lower case")),
        _ => field.note("must be the code of a language, as in \"en\""),
    }
    None
}

/// Each language once; `tags` are those of the list, in its order.
fn once(listed: &[Field<'_>], tags: Vec<String>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for (field, tag) in listed.iter().zip(tags) {
        if known.contains(&tag) {
            field.note(format!("\"{tag}\" is there already"));
        } else {
            known.push(tag);
        }
    }
    known
}

/// A page or a mailbox, as an address to link to.
fn help(table: Table<'_>) -> Option<String> {
    let (url, email) = (table.text_if("url"), table.text_if("email"));
    let is_page = |it: &String| it.starts_with("https://") || it.starts_with("http://");
    if url.as_ref().is_some_and(|it| !is_page(it)) {
        table.note_field("url", "must begin with https:// or http://");
    }
    let plain =
        |it: char| it.is_ascii_graphic() && !matches!(it, '?' | '&' | '<' | '>' | '"' | ':');
    let is_mailbox = |it: &String| {
        let parts = it.split_once('@');
        let whole = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        whole && it.chars().all(plain)
    };
    if email.as_ref().is_some_and(|it| !is_mailbox(it)) {
        table.note_field("email", "must be an e-mail address, as in \"help@shop.example\"");
    }
    if table.has("url") == table.has("email") {
        table.note("must have one of \"url\" and \"email\"");
    }
    table.finish();
    url.or(email.map(|it| format!("mailto:{it}")))
}

/// Reads `[unit.<language>]`.
pub(super) fn unit(table: &Table<'_>) -> BTreeMap<String, Plural> {
    let languages = table.notes.languages.borrow().clone();
    let mut units = BTreeMap::new();
    let entries = table.entries();
    if entries.iter().any(|(name, field)| FORMS.contains(name) && field.value.is_str()) {
        let language = languages.first().map_or("en", String::as_str);
        table.note(format!(
            "needs a table for each language, as in [{}.{language}]",
            table.section()
        ));
        return units;
    }
    for (language, field) in entries {
        if !languages.is_empty() && !languages.iter().any(|known| known == language) {
            field.note("is a language the program does not list");
        }
        if let Some(forms) = field.table() {
            units.insert(language.to_owned(), plural(forms, language));
        }
    }
    if let Some(message) = missing_in(&languages, |it| units.contains_key(it)) {
        table.note(message);
    }
    units
}

const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn plural(forms: Table<'_>, language: &str) -> Plural {
    for form in plural_forms(language).iter().filter(|form| !forms.has(form)) {
        forms.note(format!("\"{language}\" needs the plural form \"{form}\""));
    }
    let plural = Plural {
        zero: forms.text_if("zero"),
        one: forms.text_if("one"),
        two: forms.text_if("two"),
        few: forms.text_if("few"),
        many: forms.text_if("many"),
        other: forms.text("other"),
    };
    forms.finish();
    plural
}

/// The forms besides `other` that whole numbers need, for languages we know.
fn plural_forms(language: &str) -> &'static [&'static str] {
    match language.split('-').next().unwrap_or_default() {
        "pl" | "uk" | "be" | "ru" => &["one", "few", "many"],
        "cs" | "sk" | "hr" | "sr" | "lt" => &["one", "few"],
        "ar" => &["zero", "one", "two", "few", "many"],
        "ja" | "ko" | "zh" | "vi" | "th" | "id" => &[],
        _ => &["one"],
    }
}
