//! What holds for every call: caching, CORS, files, health.

use crate::server::{ORIGIN, Server};
use serde_json::json;

#[test]
fn m1_the_program_is_public_in_each_language_and_cacheable() {
    let server = Server::start();
    let reply = server.send("GET", "program?lang=pl-PL", &[], None);
    let program = reply.ok();
    assert_eq!((&program["lang"], &program["langs"]), (&json!("pl"), &json!(["en", "pl"])));
    assert_eq!(program["unit"]["many"], "punktów");
    assert_eq!(program["rewards"][0]["valid_seconds"], 900);
    assert_eq!(program["rewards"][0]["image"], "https://shop.example/cappuccino.avif");
    assert_eq!(program["rewards"][1]["image"], json!(null));
    assert_eq!(program["consents"][0]["version"], "2");
    assert!(reply.header("cache-control").starts_with("public"));
    let etag = reply.header("etag").to_owned();
    let known = [("if-none-match", etag.as_str())];
    assert_eq!(server.send("GET", "program?lang=pl", &known, None).status, 304);
    let other = server.send("GET", "program?lang=xx", &known, None);
    assert_eq!((other.status, &other.json()["lang"]), (200, &json!("en")));
    server.send("HEAD", "program", &[], None);
}

#[test]
fn d1_only_listed_origins_may_call_from_a_browser() {
    let server = Server::start();
    let ask = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization,content-type,idempotency-key"),
        ];
        server.send("OPTIONS", "redemptions", &headers, None)
    };
    let allowed = ask(ORIGIN);
    assert_eq!(allowed.header("access-control-allow-origin"), ORIGIN);
    assert!(allowed.header("access-control-allow-headers").contains("idempotency-key"));
    assert_ne!(allowed.header("access-control-max-age"), "");
    assert_eq!(allowed.header("access-control-allow-credentials"), "");
    for other in ["https://shop.example.evil", "http://shop.example", "null"] {
        assert_eq!(ask(other).header("access-control-allow-origin"), "", "{other}");
    }
    // Refusals are readable too, and say what a page may read of them.
    let refused = server.send("GET", "member", &[("origin", ORIGIN)], None);
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), ORIGIN);
    assert!(refused.header("access-control-expose-headers").contains("etag"));
    assert!(refused.header("vary").contains("origin"));
}

#[test]
fn d1_a_page_reads_that_a_program_does_not_exist() {
    let server = Server::start();
    for path in ["/v1/nothing/program", "/v1/nothing/member", "/v1/nothing/what", "/v1/club/what"] {
        let reply = server.send("GET", path, &[("origin", ORIGIN)], None);
        reply.problem(404, "not_found");
        assert_eq!(reply.header("access-control-allow-origin"), ORIGIN, "{path}");
    }
    let asking = [("origin", ORIGIN), ("access-control-request-method", "GET")];
    let preflight = server.send("OPTIONS", "/v1/nothing/member", &asking, None);
    assert_eq!((preflight.status, preflight.header("access-control-max-age")), (200, "7200"));
    assert_eq!(preflight.header("access-control-allow-origin"), ORIGIN);
}

#[test]
fn d1_the_widgets_files_are_served_compressed_to_any_page() {
    let dist = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("stempel.js", "loader"),
        ("stempel-0.1.0.js", "loader"),
        ("app-0123456789abcdef.js", "app"),
        ("app-0123456789abcdef.js.br", "brotli"),
        ("app-0123456789abcdef.js.gz", "gzip"),
    ] {
        std::fs::write(dist.path().join(name), text).unwrap();
    }
    let server = Server::with_assets(dist.path());
    let loader = server.send("GET", "/w/stempel.js", &[("origin", "https://any.example")], None);
    assert_eq!((loader.status, loader.text.as_str()), (200, "loader"));
    assert_eq!(loader.header("access-control-allow-origin"), "*");
    assert_eq!(loader.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(loader.header("cache-control"), "public, max-age=300");
    assert_eq!(loader.header("timing-allow-origin"), "*");
    assert!(loader.header("content-type").starts_with("text/javascript"));
    let pinned = server.send("GET", "/w/stempel-0.1.0.js", &[], None);
    assert!(pinned.header("cache-control").contains("immutable"));

    let br = [("accept-encoding", "br, gzip")];
    let app = server.send("GET", "/w/app-0123456789abcdef.js", &br, None);
    assert_eq!((app.header("content-encoding"), app.text.as_str()), ("br", "brotli"));
    assert!(app.header("cache-control").contains("immutable"));
    assert_eq!(app.header("vary"), "Accept-Encoding");
    let missing = server.send("GET", "/w/nothing.js", &[], None);
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("cache-control"), "");
    assert_eq!(server.send("GET", "/w/../program.toml", &[], None).status, 404);
}

#[test]
fn a3_health_and_readiness_answer() {
    let server = Server::start();
    assert_eq!(server.send("GET", "/healthz", &[], None).text, "ok");
    assert_eq!(server.send("GET", "/readyz", &[], None).text, "ready");
}

#[test]
fn not_ready_as_long_as_no_row_can_be_written() {
    let server = Server::start();
    let ready = || {
        // An answer holds for half a second.
        std::thread::sleep(std::time::Duration::from_millis(600));
        server.send("GET", "/readyz", &[], None)
    };
    assert_eq!(ready().text, "ready");
    server.data.run("ALTER TABLE leases RENAME TO away").unwrap();
    ready().problem(503, "unavailable");
    ready().problem(503, "unavailable");
    server.data.run("ALTER TABLE away RENAME TO leases").unwrap();
    assert_eq!(ready().text, "ready");
}
