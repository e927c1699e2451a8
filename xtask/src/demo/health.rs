//! Waiting until a server answers.

use anyhow::{Result, bail};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

const SECONDS_MAX: u64 = 30;

/// Waits until the server on that port answers there with success, or until `go_on` says no or fails.
pub fn wait(port: u16, path: &str, mut go_on: impl FnMut() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while go_on()? && !is_well(port, path).unwrap_or(false) {
        if start.elapsed() > Duration::from_secs(SECONDS_MAX) {
            bail!("the server on port {port} does not answer; its log is in data/");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn is_well(port: u16, path: &str) -> Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    Ok(head.ends_with(b" 200"))
}
