//! A call whose body comes later than its headers.

use super::{Reply, Server};
use crate::document;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use ureq::http::{HeaderMap, HeaderName, HeaderValue};

pub struct Held {
    stream: BufReader<TcpStream>,
    path: String,
    body: String,
}

impl Server {
    /// Sends the headers of a POST, and waits until the server asks for the body.
    pub fn begin(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Held {
        let (path, body) = (format!("/v1/club/{path}"), body.to_string());
        let address = self.root.strip_prefix("http://").unwrap();
        let mut stream = BufReader::new(TcpStream::connect(address).unwrap());
        let mut head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n",
            body.len()
        );
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        stream.get_mut().write_all((head + "\r\n").as_bytes()).unwrap();
        assert_eq!(lines(&mut stream)[0], "HTTP/1.1 100 Continue");
        Held { stream, path, body }
    }
}

impl Held {
    /// Sends the body; gives the answer.
    pub fn end(mut self) -> Reply {
        self.stream.get_mut().write_all(self.body.as_bytes()).unwrap();
        let head = lines(&mut self.stream);
        let status = head[0].split(' ').nth(1).unwrap().parse().unwrap();
        let headers: HeaderMap = head[1..]
            .iter()
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| {
                (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
            })
            .collect();
        let mut text = String::new();
        self.stream.read_to_string(&mut text).unwrap();
        let reply = Reply { status, headers, text };
        document::check("POST", &self.path, &reply);
        reply
    }
}

/// Up to an empty one.
fn lines(stream: &mut BufReader<TcpStream>) -> Vec<String> {
    let lines = stream.lines().map(Result::unwrap);
    lines.take_while(|line| !line.is_empty()).collect()
}
