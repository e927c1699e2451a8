//! Too many requests are refused with when to come back.

use crate::server::{ORIGIN, SHOP_KEY, Server};
use std::num::NonZeroU32;
use std::time::Duration;

#[test]
fn one_customer_asks_too_often_and_is_told_when_to_come_back() {
    let server = Server::with(|config| config.allowed.customer = NonZeroU32::new(2));
    server.join("anna");
    server.join("ben");
    let refused = (0..20).map(|_| server.get("member", "anna")).find(|it| it.status == 429);
    let refused = refused.expect("twenty at once are too many");
    let problem = refused.problem(429, "rate_limited");
    assert_eq!((&problem["retryable"], refused.header("retry-after")), (&true.into(), "1"));
    server.get("member", "ben").ok();
    std::thread::sleep(Duration::from_secs(1));
    server.get("member", "anna").ok();
}

#[test]
fn one_address_asks_too_often_and_the_shops_server_is_not_held_up() {
    let server = Server::with(|config| {
        config.allowed.address = NonZeroU32::new(1);
        config.allowed.proxies = vec!["127.0.0.1/32".parse().unwrap()];
    });
    let from = |address: &str| {
        let headers = [("x-forwarded-for", address), ("origin", ORIGIN)];
        server.send("GET", "program", &headers, None)
    };
    let refused = (0..20).map(|_| from("203.0.113.7")).find(|it| it.status == 429);
    let refused = refused.expect("twenty at once are too many");
    refused.problem(429, "rate_limited");
    assert_eq!(refused.header("access-control-allow-origin"), ORIGIN);
    assert!(refused.header("access-control-expose-headers").contains("retry-after"));
    from("203.0.113.8").ok();

    let signed = [("x-forwarded-for", "203.0.113.7"), ("webhook-signature", "v1,x")];
    server.send("GET", "program", &signed, None).problem(429, "rate_limited");
    let key = format!("Bearer {SHOP_KEY}");
    let shop = [("x-forwarded-for", "203.0.113.7"), ("authorization", key.as_str())];
    server.send("GET", "redemptions/NO-SUCH", &shop, None).problem(404, "not_found");
    assert_eq!(server.paid("o-1", "anna", "gear", 100).status, 200);
}

/// A server behind a proxy, which counts one request a second of an address.
fn counting() -> Server {
    Server::with(|config| {
        config.allowed.address = NonZeroU32::new(1);
        config.allowed.proxies = vec!["127.0.0.1/32".parse().unwrap()];
    })
}

#[test]
fn who_only_says_that_it_is_signed_is_counted_and_the_shop_at_the_same_address_is_not() {
    let server = counting();
    let ask = |method: &str, path: &str, seconds: &str, address: &str| {
        let headers = [
            ("x-forwarded-for", address),
            ("webhook-id", "x"),
            ("webhook-timestamp", seconds),
            ("webhook-signature", "v1,x"),
            ("content-type", "application/json"),
            ("authorization", "Bearer guessed"),
        ];
        let body = (method == "POST").then_some(b"{}".as_slice());
        server.send(method, path, &headers, body).status
    };
    for (method, path, seconds, address) in [
        ("POST", "webhooks", "1", "203.0.113.1"),
        ("POST", "webhooks", "-9223372036854775808", "203.0.113.2"),
        ("POST", "/v1/none/webhooks", "1", "203.0.113.3"),
        ("GET", "redemptions/webhooks", "1", "203.0.113.4"),
    ] {
        // However slow this machine is, it asks more often than once a second.
        let mut asked = (0..100).map(|_| ask(method, path, seconds, address));
        assert_ne!(asked.next(), Some(429), "{method} {path}");
        assert!(asked.any(|it| it == 429), "{method} {path}");
    }
    // The address of the tests' own events is this machine's, which the proxy does not name.
    for number in 0..20 {
        let signed =
            server.signed(&format!("w-{number}"), "{}", &[("x-forwarded-for", "203.0.113.1")]);
        signed.problem(422, "invalid_field");
    }
}
