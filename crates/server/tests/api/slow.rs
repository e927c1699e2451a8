//! Clients that are slow, or only hold on to their connections: they are cut off, and keep nobody out.

use crate::server::Server;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use stempel_server::bounds::Bounds;

/// What a slow client is given here.
const SHORT: Duration = Duration::from_millis(300);
/// By then something happens however slow the machine is.
const LONG: Duration = Duration::from_secs(30);

const HEAD: &str = "GET /healthz HTTP/1.1\r\nhost: a\r\n";

fn server(connections: usize) -> Server {
    Server::with(|config| {
        let bounds = Bounds::default();
        config.bounds = Bounds { head: SHORT, body: SHORT, answer: SHORT, connections, ..bounds };
    })
}

fn sent(server: &Server, text: &str) -> TcpStream {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(LONG)).unwrap();
    connection.write_all(text.as_bytes()).unwrap();
    connection
}

/// All that comes until it is closed.
fn heard(mut connection: TcpStream) -> String {
    let mut bytes = Vec::new();
    match connection.read_to_end(&mut bytes) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("not closed: {error}"),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

#[test]
fn a4_who_says_nothing_or_half_a_head_is_cut_off() {
    let server = server(100);
    let silent = sent(&server, "");
    let half = sent(&server, HEAD);
    let idle = sent(&server, &format!("{HEAD}\r\n"));
    assert_eq!(heard(silent), "");
    assert_eq!(heard(half), "");
    assert!(heard(idle).ends_with("ok"));
}

#[test]
fn a4_half_a_body_is_answered_and_cut_off() {
    let server = server(100);
    let token = server.token("anna");
    let head = format!(
        "host: a\r\nauthorization: {token}\r\ncontent-type: application/json\r\n\
         content-length: 100\r\n\r\n{{"
    );
    for call in ["POST /v1/club/quotes", "POST /v1/club/webhooks", "PUT /v1/club/products"] {
        let answer = heard(sent(&server, &format!("{call} HTTP/1.1\r\n{head}")));
        assert!(answer.starts_with("HTTP/1.1 408 "), "{call}: {answer}");
        assert!(answer.contains("\"code\":\"too_slow\""), "{call}: {answer}");
        assert!(answer.contains("\"retryable\":true"), "{call}: {answer}");
    }
}

#[test]
fn a4_who_holds_on_to_every_connection_keeps_others_out_for_a_while_only() {
    let server = server(3);
    let held: Vec<_> = (0..3).map(|_| sent(&server, HEAD)).collect();
    assert!(heard(sent(&server, &format!("{HEAD}\r\n"))).ends_with("ok"));
    drop(held);
}

#[test]
fn a4_who_takes_nothing_of_an_answer_is_cut_off() {
    let assets = tempfile::tempdir().unwrap();
    std::fs::write(assets.path().join("large.bin"), vec![b'x'; 32 << 20]).unwrap();
    let folder = assets.path().to_owned();
    let server = Server::with(|config| {
        config.assets = Some(folder);
        config.bounds = Bounds { answer: SHORT, connections: 1, ..Bounds::default() };
    });
    let held = sent(&server, "GET /w/large.bin HTTP/1.1\r\nhost: a\r\n\r\n");
    let close = format!("{HEAD}connection: close\r\n\r\n");
    assert!(heard(sent(&server, &close)).ends_with("ok"));
    drop(held);
}
