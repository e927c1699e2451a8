//! Numbers, money and dates as the reader's language writes them, through `Intl`; countdowns with
//! chrono. No words live here.

use std::cell::RefCell;

use chrono::{Datelike, TimeDelta};
use js_sys::{Array, Function, Intl, Object, Reflect};
use stempel_protocol::{Money, Timestamp};
use wasm_bindgen::{JsCast, JsValue};

use crate::host;

/// A formatter of `Intl`, kept because making one is slow.
#[derive(Clone)]
struct Formatter {
    key: String,
    format: Function,
    /// The digits after the point, for money.
    digits: u32,
}

impl Formatter {
    /// How many of the smallest unit make one, for money.
    fn scale(&self) -> f64 {
        f64::from(10_u32.pow(self.digits))
    }
}

thread_local! {
    static LANG: RefCell<String> = RefCell::new("en".into());
    static FORMATTERS: RefCell<Vec<Formatter>> = const { RefCell::new(Vec::new()) };
}

/// Sets the language of everything here.
pub fn set_lang(lang: &str) {
    LANG.with(|slot| *slot.borrow_mut() = lang.into());
    FORMATTERS.with(|all| all.borrow_mut().clear());
}

/// Pieces one after the other, without the empty ones. One function for all of them: the generic
/// ones of the standard library would be in the wasm once for each way they are called.
#[must_use]
pub fn join(pieces: &[&str], between: &str) -> String {
    let mut joined = String::new();
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        if !joined.is_empty() {
            joined.push_str(between);
        }
        joined.push_str(piece);
    }
    joined
}

/// A whole number as programs write it.
#[must_use]
pub fn digits(value: i64) -> String {
    plain(value as f64)
}

/// Any number as programs write it.
#[must_use]
pub fn plain(value: f64) -> String {
    js_sys::Number::from(value).to_js_string().into()
}

/// A whole number, its thousands always grouped.
#[must_use]
pub fn number(value: i64) -> String {
    format(&formatter("number", true, &[("useGrouping", "always")]), value as f64)
}

/// A whole number with its sign.
#[must_use]
pub fn signed(value: i64) -> String {
    let options = [("useGrouping", "always"), ("signDisplay", "exceptZero")];
    let shown = format(&formatter("signed", true, &options), value as f64);
    match shown.strip_prefix('-') {
        Some(positive) => join(&["\u{2212}", positive], ""),
        None => shown,
    }
}

/// An amount of money; whole amounts without decimals.
#[must_use]
pub fn money(money: &Money) -> String {
    match of_money(&money.currency) {
        Some(formatter) => format(&formatter, money.amount as f64 / formatter.scale()),
        None => number(money.amount),
    }
}

/// How many minor units make one of a currency.
#[must_use]
pub fn scale(currency: &str) -> f64 {
    of_money(currency).map_or(1.0, |it| it.scale())
}

fn of_money(currency: &str) -> Option<Formatter> {
    // Intl throws on a code that is not three letters.
    if currency.len() != 3 || !currency.bytes().all(|it| it.is_ascii_alphabetic()) {
        return None;
    }
    let options = [
        ("style", "currency"),
        ("currency", currency),
        ("currencyDisplay", "narrowSymbol"),
        ("useGrouping", "always"),
        ("trailingZeroDisplay", "stripIfInteger"),
    ];
    Some(formatter(currency, true, &options))
}

/// So many percent.
#[must_use]
pub fn percent(value: i64) -> String {
    format(&formatter("percent", true, &[("style", "percent")]), value as f64 / 100.0)
}

/// A day in words; with its year unless that is the present one.
#[must_use]
pub fn day(at: Timestamp) -> String {
    let this_year = at.year() == host::now().year();
    let options = [("day", "numeric"), ("month", "long"), ("year", "numeric")];
    let shown = if this_year { &options[..2] } else { &options[..] };
    date(if this_year { "day" } else { "day-year" }, at, shown)
}

/// The last day before an instant at which something ends: what ends at midnight is there all the
/// day before.
#[must_use]
pub fn last_day(end: Timestamp) -> String {
    day(end - TimeDelta::seconds(1))
}

/// A month with its year.
#[must_use]
pub fn month(at: Timestamp) -> String {
    date("month", at, &[("month", "long"), ("year", "numeric")])
}

/// The time of day.
#[must_use]
pub fn time(at: Timestamp) -> String {
    date("time", at, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// What a clock that runs down shows: `14:52`, or `1:02:03` from an hour on.
#[must_use]
pub fn countdown(left: TimeDelta) -> String {
    let seconds = left.num_seconds().max(0);
    let two = |value: i64| join(&[if value < 10 { "0" } else { "" }, &digits(value)], "");
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let tail = join(&[&two(minutes), &two(seconds % 60)], ":");
    if hours == 0 { tail } else { join(&[&digits(hours), &tail], ":") }
}

/// The plural category of a count in the language: `one`, `few`, `many`, `other`, ….
#[must_use]
pub fn plural(count: i64) -> String {
    thread_local! { static RULES: RefCell<Option<(String, Intl::PluralRules)>> = const { RefCell::new(None) } }
    let lang = LANG.with(|lang| lang.borrow().clone());
    RULES.with(|slot| {
        let mut slot = slot.borrow_mut();
        if slot.as_ref().is_none_or(|(of, _)| *of != lang) {
            *slot = Some((lang, Intl::PluralRules::new(&langs(), &Object::new())));
        }
        slot.as_ref().map_or_else(String::new, |(_, rules)| rules.select(count as f64).into())
    })
}

fn date(key: &str, at: Timestamp, options: &[(&str, &str)]) -> String {
    format(&formatter(key, false, options), at.timestamp_millis() as f64)
}

fn langs() -> Array {
    LANG.with(|lang| Array::of1(&lang.borrow().as_str().into()))
}

fn format(formatter: &Formatter, value: f64) -> String {
    let text = formatter.format.call1(&JsValue::UNDEFINED, &value.into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn formatter(key: &str, is_number: bool, options: &[(&str, &str)]) -> Formatter {
    let found = FORMATTERS.with(|all| all.borrow().iter().find(|it| it.key == key).cloned());
    found.unwrap_or_else(|| {
        let fields: Vec<_> = options.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let made = make(key, is_number, host::record(&fields).unchecked_ref());
        FORMATTERS.with(|all| all.borrow_mut().push(made.clone()));
        made
    })
}

fn make(key: &str, is_number: bool, options: &Object) -> Formatter {
    let (format, digits) = if is_number {
        let numbers = Intl::NumberFormat::new(&langs(), options);
        let digits = Reflect::get(&numbers.resolved_options(), &"maximumFractionDigits".into());
        (numbers.format(), digits.ok().and_then(|it| it.as_f64()).unwrap_or_default() as u32)
    } else {
        (Intl::DateTimeFormat::new(&langs(), options).format(), 0)
    };
    Formatter { key: key.into(), format, digits }
}
