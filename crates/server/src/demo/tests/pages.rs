//! The page, its language, and requests that make no sense.

use super::support::World;
use crate::demo::{catalogue, guard, pages};
use axum::http::HeaderMap;
use serde_json::{Value, json};

#[tokio::test]
async fn page_carries_the_script_tag_filled_in() {
    let mut world = World::start().await;
    for path in ["/", "/cart", "/product/dripper", "/order/KS-1"] {
        let (status, page) = world.call("GET", path, Value::Null).await;
        let page = page.as_str().unwrap();
        assert_eq!(status, 200, "{path}");
        assert!(page.contains("/w/stempel.js") && page.contains("/v1/demo\""), "{page}");
    }
}

#[tokio::test]
async fn unknown_address_is_the_page_with_404() {
    let mut world = World::start().await;
    for path in ["/nowhere", "/product/tea", "/order"] {
        assert_eq!(world.call("GET", path, Value::Null).await.0, 404, "{path}");
    }
    let (status, answer) = world.call("GET", "/api/nowhere", Value::Null).await;
    assert_eq!((status, answer["code"].as_str()), (404, Some("not_found")));
}

#[tokio::test]
async fn bad_bodies_get_clear_answers() {
    let mut world = World::start().await;
    let huge = json!({ "sku": "x".repeat(20_000), "quantity": 1 });
    let cases = [
        (json!({ "sku": "tea", "quantity": 1 }), 422, "unknown_product"),
        (json!({ "sku": "dripper", "quantity": -1 }), 422, "quantity"),
        (json!({ "sku": "dripper", "quantity": 100 }), 422, "quantity"),
        (json!({ "sku": "dripper", "quantity": i64::MAX }), 422, "quantity"),
        (json!({ "sku": "dripper" }), 422, "invalid_body"),
        (Value::Null, 400, "invalid_json"),
        (huge, 413, "too_large"),
    ];
    for (body, status, code) in cases {
        let (got, answer) = world.call("POST", "/api/cart/lines", body).await;
        assert_eq!((got, answer["code"].as_str()), (status, Some(code)));
    }
}

#[test]
fn language_is_chosen_then_asked_for_then_polish() {
    let cases = [
        ("", "", "pl"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de, pl;q=0.5", "pl"),
        ("lang=pl", "en", "pl"),
        ("kawiarnia=x; lang=en", "pl", "en"),
        ("lang=<script>", "żółć", "pl"),
    ];
    for (cookie, accepts, lang) in cases {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookie.parse().unwrap());
        headers.insert("accept-language", accepts.parse().unwrap());
        assert_eq!(pages::language(&headers), lang, "{cookie} {accepts}");
    }
}

#[test]
fn origin_is_scheme_host_and_port() {
    assert_eq!(guard::origin("http://localhost:4841/w"), "http://localhost:4841");
    assert_eq!(guard::origin("https://club.example"), "https://club.example");
    assert_eq!(guard::origin("nonsense"), "");
}

#[test]
fn catalogue_has_words_in_both_languages() {
    let (pl, en) = (catalogue::view("pl"), catalogue::view("en"));
    assert!(pl.len() >= 10 && pl.len() == en.len());
    assert_ne!(json!(pl), json!(en));
}
