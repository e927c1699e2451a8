//! A3: `/metrics`, on an address of its own.

use crate::server::Server;
use std::net::{SocketAddr, TcpListener};

/// A server, and the address of its metrics.
fn server() -> (Server, SocketAddr) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    (Server::with(|config| config.metrics = Some(address)), address)
}

fn told(address: SocketAddr) -> String {
    let mut reply = ureq::get(format!("http://{address}/metrics")).call().unwrap();
    let kind = reply.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    reply.body_mut().read_to_string().unwrap()
}

/// The figure of a line that begins so.
fn figure(text: &str, line: &str) -> f64 {
    let found = text.lines().find_map(|it| it.strip_prefix(line)?.trim().parse().ok());
    found.unwrap_or_else(|| panic!("no {line} in:\n{text}"))
}

#[test]
fn a3_metrics_tell_calls_by_route_and_how_the_store_stands() {
    let (server, address) = server();
    server.join("anna");
    server.member("anna");
    server.member("anna");
    server.paid("o-1", "anna", "tea", 90_000).ok();
    server.paid("o-2", "stranger", "tea", 5000).ok();
    server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    server.get("nothing/of-anna-here", "anna").problem(404, "not_found");
    let text = told(address);
    let route = |method: &str, route: &str, status: u16| {
        format!(
            "stempel_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}"
        )
    };
    assert!(figure(&text, &route("GET", "/v1/{program}/member", 200)) >= 2.0);
    assert_eq!(figure(&text, &route("POST", "/v1/{program}/webhooks", 200)), 2.0);
    let took = "stempel_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/{program}/webhooks\"}";
    assert_eq!(figure(&text, took), 2.0);
    assert!(figure(&text, "stempel_ledger_entries{program=\"club\"}") >= 4.0);
    assert_eq!(figure(&text, "stempel_redemptions_open{program=\"club\"}"), 1.0);
    assert_eq!(figure(&text, "stempel_orders_waiting{program=\"club\"}"), 1.0);
    assert_eq!(figure(&text, "stempel_commands_waiting"), 0.0);
    assert!(text.contains("stempel_database_errors_total"));
    for private in ["anna", "stranger", "o-1", "k-1", "of-"] {
        assert!(!text.contains(private), "{private} in:\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
}

#[test]
fn a3_metrics_are_told_nowhere_else() {
    let (server, address) = server();
    server.send("GET", "/metrics", &[], None).problem(404, "not_found");
    let agent = ureq::Agent::new_with_config(
        ureq::Agent::config_builder().http_status_as_error(false).build(),
    );
    let reply = agent.get(format!("http://{address}/v1/club/program")).call().unwrap();
    assert_eq!(reply.status(), 404);
}
