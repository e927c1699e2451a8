//! Numbers, money, countdowns and words as a reader sees them: in a browser, with its `Intl` and
//! the real locale files. `cargo xtask test` runs these; no server is involved.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use chrono::TimeDelta;
use js_sys::{JSON, Object};
use stempel::format;
use stempel::messages::{self, Messages};
use stempel_protocol::{Money, Plural};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const EN: &str = include_str!("../locales/en.json");
const PL: &str = include_str!("../locales/pl.json");

fn polish() -> Messages {
    Messages::new(JSON::parse(PL).unwrap(), "pl")
}

fn english() -> Messages {
    Messages::new(JSON::parse(EN).unwrap(), "en")
}

/// Non-breaking spaces read as spaces.
fn plain(text: String) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn beans() -> Plural {
    let form = |text: &str| Some(text.to_owned());
    let (one, few, many) = (form("ziarno"), form("ziarna"), form("ziaren"));
    Plural { zero: None, one, two: None, few, many, other: "ziarna".into() }
}

#[wasm_bindgen_test]
fn b1_points_stand_with_the_right_plural() {
    polish();
    for (count, shown) in [
        (0, "0 ziaren"),
        (1, "1 ziarno"),
        (2, "2 ziarna"),
        (5, "5 ziaren"),
        (12, "12 ziaren"),
        (22, "22 ziarna"),
        (1250, "1 250 ziaren"),
    ] {
        assert_eq!(plain(messages::points(&beans(), count)), shown);
    }
}

#[wasm_bindgen_test]
fn numbers_follow_the_language() {
    polish();
    assert_eq!(plain(format::number(1_234_567)), "1 234 567");
    english();
    assert_eq!(format::number(1250), "1,250");
    assert_eq!(format::signed(-900), "\u{2212}900");
    assert_eq!(format::signed(150), "+150");
}

#[wasm_bindgen_test]
fn money_has_decimals_only_where_it_needs_them() {
    polish();
    let money = |amount| plain(format::money(&Money { amount, currency: "PLN".into() }));
    assert_eq!(money(1000), "10 zł");
    assert_eq!(money(1050), "10,50 zł");
}

#[wasm_bindgen_test]
fn r4_a_countdown_never_runs_below_nothing() {
    let shown = |seconds| format::countdown(TimeDelta::seconds(seconds));
    assert_eq!(shown(892), "14:52");
    assert_eq!(shown(3723), "1:02:03");
    assert_eq!(shown(-5), "00:00");
}

#[wasm_bindgen_test]
fn a_value_full_of_braces_and_markup_stays_text() {
    let words = Messages::new(JSON::parse(r#"{"hello":"Hello, {name}"}"#).unwrap(), "en");
    let shown = words.with("hello", &[("name", "{name}<b>\u{202e}")]);
    assert_eq!(shown, "Hello, {name}<b>\u{202e}");
    assert_eq!(words.text("panel.missing"), "missing");
}

#[wasm_bindgen_test]
fn every_locale_has_every_text() {
    let keys = |text: &str| Object::keys(&JSON::parse(text).unwrap().into()).sort().join(" ");
    assert_eq!(keys(PL), keys(EN));
}
