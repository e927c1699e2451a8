//! What is refused before it is looked into is read nevertheless: its connection goes on to the next
//! call, which the client may have sent already.

use crate::server::Server;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::num::NonZeroU32;
use std::time::Duration;

/// How long a body comes after its head: what is answered by the head alone is answered by then.
const BETWEEN: Duration = Duration::from_millis(30);

/// What is answered to so many equal calls on one connection, one status a call.
fn answers(server: &Server, call: &str, calls: usize) -> Vec<String> {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    for number in 1..=calls {
        let last = if number == calls { "connection: close\r\n" } else { "" };
        let head = format!(
            "{call} HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 203.0.113.1\r\n\
             content-type: application/json\r\ncontent-length: 2\r\n{last}\r\n"
        );
        // A connection that is closed already is seen below.
        let _ = connection.write_all(head.as_bytes());
        std::thread::sleep(BETWEEN);
        let _ = connection.write_all(b"{}");
    }
    let mut text = String::new();
    let _ = connection.read_to_string(&mut text);
    let heads = text.split("HTTP/1.1 ").skip(1);
    heads.map(|it| it.chars().take(3).collect()).collect()
}

#[test]
fn a4_what_there_is_not_leaves_its_connection_to_the_next_call() {
    let server = Server::start();
    for (call, status) in [
        ("POST /v1/club/nothing", "404"),
        ("POST /nothing", "404"),
        ("PUT /v1/club/redemptions", "405"),
        ("POST /v1/none/redemptions", "404"),
    ] {
        assert_eq!(answers(&server, call, 3), [status; 3], "{call}");
    }
}

#[test]
fn a4_who_asks_too_often_keeps_the_connection() {
    let server = Server::with(|config| {
        config.allowed.address = NonZeroU32::new(1);
        config.allowed.proxies = vec!["127.0.0.1/32".parse().unwrap()];
    });
    let answers = answers(&server, "POST /v1/club/redemptions", 12);
    assert_eq!(answers.len(), 12, "{answers:?}");
    assert!(answers.contains(&"429".to_owned()), "{answers:?}");
}
