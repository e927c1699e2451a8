//! The OpenAPI document: every answer that any test gets is one that it has, every call is in it,
//! and the committed file is the one of today's code.

use crate::server::{Reply, Server};
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;
use stempel_server::openapi;

const COMMAND: &str = "cargo run -p stempel-server -- openapi docs/openapi.json";

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&openapi::text()).unwrap());

/// Holds an answer to what the document says of its call.
#[track_caller]
pub fn check(method: &str, path: &str, reply: &Reply) {
    let method = method.to_lowercase();
    if matches!(method.as_str(), "head" | "options") || path.starts_with("/w/") {
        return;
    }
    let call = format!("{method} {path}: {} {}", reply.status, reply.text);
    let Some(described) = operation(&method, path) else {
        assert!(matches!(reply.status, 404 | 405), "no such call in the document: {call}");
        return;
    };
    let says = &described["responses"][reply.status.to_string()];
    assert!(says.is_object(), "an answer that the route's description lacks: {call}");
    if reply.status >= 400 {
        let schema = &says["content"]["application/problem+json"]["schema"];
        let codes = &schema["allOf"][1]["properties"]["code"]["enum"];
        let known = codes.as_array().unwrap().contains(&reply.json()["code"]);
        assert!(known, "a code that the route's description lacks (`refuses`): {call}");
    }
}

/// What the document says of a call; a part that stands there word by word goes first.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let expected: Vec<&str> = template.split('/').collect();
        let same = |(is, as_told): (&&str, &&str)| is == as_told || as_told.starts_with('{');
        expected.len() == parts.len() && parts.iter().zip(&expected).all(same)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let fitting = paths.iter().filter(|(template, _)| fits(template));
    let (_, calls) = fitting.min_by_key(|(template, _)| template.matches('{').count())?;
    calls.get(method)
}

#[test]
fn the_document_is_the_one_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let written = std::fs::read_to_string(file).unwrap();
    assert!(written == openapi::text(), "docs/openapi.json is old; write it anew: {COMMAND}");
    let server = Server::start();
    let served = server.send("GET", "/openapi.json", &[], None);
    assert_eq!(served.header("content-type"), "application/json");
    assert_eq!(served.text, written);
}

#[test]
fn every_call_of_the_document_is_served() {
    let server = Server::start();
    for (path, calls) in DOCUMENT["paths"].as_object().unwrap() {
        for method in calls.as_object().unwrap().keys() {
            let path = path.replace("{program}", "club").replace(['{', '}'], "");
            let reply = server.send(&method.to_uppercase(), &path, &[], Some(b""));
            assert_ne!(reply.status, 405, "{method} {path}");
            assert!(!reply.text.contains("there is no such call"), "{method} {path}");
        }
    }
}

/// The other way round: nothing gets into a router but by `Calls`, which describes it.
#[test]
fn no_route_is_put_past_the_document() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let routes = std::fs::read_dir(source.join("routes")).unwrap();
    let files = routes
        .map(|it| it.unwrap().path())
        .chain(["app.rs", "app/router.rs"].map(|it| source.join(it)));
    for file in files.filter(|it| !it.ends_with("calls.rs")) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains(".route("), "{}: use Calls::get and its like", file.display());
    }
}

#[test]
fn every_code_is_listed_and_some_call_refuses_with_it() {
    let listed = &DOCUMENT["components"]["schemas"]["ProblemCode"]["enum"];
    let all: Vec<&str> = listed.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let declared: Vec<&str> = stempel_protocol::codes::ALL.iter().map(|(code, _)| *code).collect();
    assert_eq!(all, declared);
    let paths = DOCUMENT["paths"].to_string();
    // A call with another method is none of the document's calls.
    for code in all.into_iter().filter(|it| *it != "method_not_allowed") {
        assert!(paths.contains(&format!("\"{code}\"")), "no call refuses with `{code}`");
    }
}
