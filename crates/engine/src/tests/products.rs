//! P4: products for a member, each with its reason.

use super::support::{ONE_A_ZLOTY, at, order, program, returned};
use crate::Program;
use crate::cart::Order;
use crate::companion::Companion;
use crate::product::{Click, History, Known, Product, led_to_purchase, may_suggest, suggest};

const SUGGEST: &str = r#"
[products]
consent = "suggest"
[[consent]]
id = "suggest"
version = "1"
title = "Suggest"
"#;

fn with_products() -> Program {
    program(&format!("{SUGGEST}{ONE_A_ZLOTY}"))
}

/// Products written as `tea, cup gear 2026-01-20, beans refill 30, soap gone`.
fn products(text: &str) -> Vec<Product> {
    let one = |text: &str| {
        let mut words = text.split(' ');
        let sku = words.next().unwrap().to_owned();
        let mut product =
            Product { sku, category: None, available: true, since: None, refill_days: None };
        while let Some(word) = words.next() {
            match (word, word.parse()) {
                ("gone", _) => product.available = false,
                ("refill", _) => product.refill_days = words.next().and_then(|it| it.parse().ok()),
                (_, Ok(day)) => product.since = Some(day),
                (category, _) => product.category = Some(category.to_owned()),
            }
        }
        product
    };
    text.split(", ").map(one).collect()
}

/// Companions written as `tea > cup 90`.
fn companions(text: &str) -> Vec<Companion> {
    let one = |text: &str| {
        let parts: Vec<&str> = text.split(' ').collect();
        let (sku, with) = (parts[0].to_owned(), parts[2].to_owned());
        Companion { sku, with, orders: 3, score: parts[3].parse().unwrap() }
    };
    text.split(", ").filter(|it| !it.is_empty()).map(one).collect()
}

/// What is suggested on that day, as `cup: Companion { sku: "tea" }`.
fn told(
    orders: &[Order],
    favourite: Option<&str>,
    feed: &str,
    with: &str,
    day: &str,
) -> Vec<String> {
    let program = with_products();
    let history = History::of(&program, orders);
    let (products, companions) = (products(feed), companions(with));
    let known =
        Known { history: &history, favourite, products: &products, companions: &companions };
    let told = suggest(&program, known, at(day)).into_iter();
    told.map(|it| format!("{}: {:?}", it.product.sku, it.why)).collect()
}

#[test]
fn p4_without_the_consent_named_in_the_file_nothing_is_suggested() {
    let program = with_products();
    assert!(!may_suggest(&program, &[]));
    assert!(!may_suggest(&program, &["marketing".into()]));
    assert!(may_suggest(&program, &["suggest".into()]));
    assert!(!may_suggest(&super::support::program(ONE_A_ZLOTY), &["suggest".into()]));
    let nameless = Program::parse(&format!("{}[products]", super::support::HEAD)).unwrap_err();
    assert_eq!(nameless[0].field, "products.consent");
}

#[test]
fn p4_a_refill_is_due_by_the_members_own_interval_or_else_the_shops() {
    let bought = ["2026-01-01", "2026-01-11", "2026-01-22"];
    let orders: Vec<Order> = bought.iter().map(|day| order(day, day, "1x100 beans")).collect();
    let on = |feed, day| told(&orders, None, feed, "", day);
    let nothing: [&str; 0] = [];
    assert_eq!(on("beans refill 90", "2026-02-01"), nothing);
    assert_eq!(on("beans refill 90", "2026-02-02"), ["beans: Refill { days: 11 }"]);
    assert_eq!(on("beans refill 90", "2026-02-12"), ["beans: Refill { days: 21 }"]);
    assert_eq!(on("beans refill 90", "2026-02-13"), nothing, "twice the time: they do without");
    assert_eq!(on("beans refill 90 gone", "2026-02-02"), nothing);
    let once = [order("o1", "2026-01-01", "1x100 beans")];
    let on = |feed, day| told(&once, None, feed, "", day);
    assert_eq!(on("beans", "2026-01-31"), nothing);
    assert_eq!(on("beans refill 30", "2026-01-30"), nothing);
    assert_eq!(on("beans refill 30", "2026-01-31"), ["beans: Refill { days: 30 }"]);
}

#[test]
fn p4_companions_go_with_what_was_bought_and_the_strongest_reason_is_told() {
    let orders = [order("o1", "2026-01-01", "1x100 tea, 1x100 pot")];
    let feed = "tea, pot, cup, spoon, tray gone";
    let with = "tea > cup 50, pot > cup 90, tea > spoon 70, pot > tray 99, tea > pot 99";
    let on = |day| told(&orders, None, feed, with, day);
    let expected = [r#"cup: Companion { sku: "pot" }"#, r#"spoon: Companion { sku: "tea" }"#];
    assert_eq!(on("2026-01-02"), expected);
    assert_eq!(on("2026-03-31").len(), 2);
    assert_eq!(on("2026-04-01").len(), 0, "after a quarter nothing is to be said");
    let mut back = orders.clone();
    back[0].returned = returned("1 pot");
    let left = told(&back, None, feed, with, "2026-01-02");
    assert_eq!(left[0], r#"pot: Companion { sku: "tea" }"#, "what came back was not bought");
}

#[test]
fn p4_news_are_of_the_favourite_category_newest_first() {
    let feed = "a gear 2026-01-02, b gear 2026-01-20, c cups 2026-01-20, d gear, \
                e gear 2026-02-02, f gear 2026-01-03 gone, g gear 2026-01-10";
    let orders = [order("o1", "2026-01-30", "1x100 g")];
    let on = |favourite, day| told(&orders, favourite, feed, "", day);
    let expected = [r#"b: News { category: "gear" }"#, r#"a: News { category: "gear" }"#];
    assert_eq!(on(Some("gear"), "2026-01-31"), expected, "not g, which was just bought");
    assert_eq!(on(Some("gear"), "2026-02-01"), [expected[0]]);
    assert_eq!(on(None, "2026-01-31").len(), 0);
}

#[test]
fn p4_each_product_comes_once_and_there_are_few_of_each_kind() {
    let names: Vec<String> = (0..9).map(|it| format!("p{it} gear 2026-01-20 refill 10")).collect();
    let bought: Vec<String> = (0..6).map(|it| format!("1x100 p{it}")).collect();
    let orders = [order("o1", "2026-01-15", &bought.join(", "))];
    let with = "p0 > p5 9, p0 > p6 8, p0 > p7 7";
    let told = told(&orders, Some("gear"), &names.join(", "), with, "2026-01-25");
    let skus: Vec<&str> = told.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(skus, ["p0", "p1", "p2", "p3", "p6", "p7", "p8"]);
}

#[test]
fn p4_a_purchase_counts_for_the_last_click_in_the_week_before() {
    let click = |day: &str| Click { sku: "tea".into(), at: at(day) };
    let clicks = [click("2026-01-01"), click("2026-01-05"), click("2026-01-20")];
    let led = |days: &[&str]| {
        let orders: Vec<Order> = days.iter().map(|day| order(day, day, "1x100 tea")).collect();
        led_to_purchase(&clicks, &orders).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(led(&["2026-01-06"]), [1]);
    assert_eq!(led(&["2026-01-06", "2026-01-07"]), [1], "a click counts once");
    assert_eq!(led(&["2026-01-12"]), [1]);
    assert_eq!(led(&["2026-01-13"]), [0; 0]);
    assert_eq!(led(&["2026-01-02", "2026-01-27T12:00:00Z"]), [0, 2]);
    assert_eq!(led_to_purchase(&clicks, &[order("o", "2026-01-06", "1x1 cup")]).len(), 0);
}
