//! A connection that is kept open, and what the one who uses it knows.

use crate::Outcome;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// A connection that is kept open.
pub struct Connection {
    stream: BufReader<TcpStream>,
    /// Its place among all.
    pub number: usize,
    /// Members as last told.
    pub members: HashMap<usize, Known>,
    /// Codes that were taken.
    pub codes: Vec<String>,
}

/// What a client reads of a snapshot.
#[derive(Deserialize)]
pub struct Known {
    pub version: i64,
    pub rewards: Vec<Reward>,
}

#[derive(Deserialize)]
pub struct Reward {
    pub id: String,
    pub cost: i64,
    pub reasons: Vec<serde::de::IgnoredAny>,
}

/// The reply to a redemption.
#[derive(Deserialize)]
pub struct Taken {
    pub redemption: Redemption,
    pub member: Known,
}

#[derive(Deserialize)]
pub struct Redemption {
    pub code: Option<String>,
}

impl Connection {
    pub fn open(address: SocketAddr, number: usize) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let stream = BufReader::new(stream);
        Ok(Self { stream, number, members: HashMap::new(), codes: Vec::new() })
    }

    /// Sends a request and reads the whole answer, which must be a success.
    pub fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Outcome<Vec<u8>> {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut status = String::new();
        self.stream.read_line(&mut status)?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse()?;
            }
        }
        let mut reply = vec![0; length];
        self.stream.read_exact(&mut reply)?;
        if status.contains(" 200 ") || status.contains(" 201 ") {
            return Ok(reply);
        }
        Err(format!("{}: {}", status.trim(), String::from_utf8_lossy(&reply)).into())
    }
}
