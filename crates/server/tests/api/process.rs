//! The server as a process of its own.

use crate::server::{PROGRAM, SHOP_KEY, TOKEN_SECRET, WEBHOOK_SECRET};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread::JoinHandle;
use stempel_server::store::Place;

/// A running server, killed when dropped.
pub struct Running {
    pub child: Child,
    /// Where it answers.
    pub root: String,
    /// Reads its log to the end, since it would wait for its reader.
    log: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts one on that data; `folder` is for its program file.
    pub fn start(folder: &Path, place: &Place, change: impl FnOnce(&mut Command)) -> Self {
        let (mut running, mut log, mut said) = Self::begin(folder, place, change);
        let rest = move || {
            let _ = log.read_to_string(&mut said);
            said
        };
        running.log = Some(std::thread::spawn(rest));
        running
    }

    /// One whose log goes nowhere once it serves: who read it is gone.
    #[allow(dead_code, reason = "only one of the two suites asks")]
    pub fn unheard(folder: &Path, place: &Place) -> Self {
        Self::begin(folder, place, |_| {}).0
    }

    /// One that serves, its log, and what that has said already.
    fn begin(
        folder: &Path,
        place: &Place,
        change: impl FnOnce(&mut Command),
    ) -> (Self, BufReader<ChildStderr>, String) {
        let file = folder.join("program.toml");
        std::fs::write(&file, PROGRAM).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
        command
            .env_remove("DATABASE_URL")
            .env("STEMPEL_TOKEN_SECRET", TOKEN_SECRET)
            .env("STEMPEL_WEBHOOK_SECRET", WEBHOOK_SECRET)
            .env("STEMPEL_SHOP_KEY", SHOP_KEY)
            .args(["serve", "--log-json", "--listen", "127.0.0.1:0", "--limit-customer", "0"])
            .arg("--program")
            .arg(&file)
            .stderr(Stdio::piped());
        match place {
            Place::Folder(data) => command.arg("--data").arg(data),
            Place::Postgres(url) => command.env("DATABASE_URL", url),
        };
        change(&mut command);
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        // It may have a warning first.
        let address = loop {
            let mut line = String::new();
            log.read_line(&mut line).unwrap();
            said.push_str(&line);
            let line: serde_json::Value =
                serde_json::from_str(&line).unwrap_or_else(|_| panic!("{said}"));
            if let Some(address) = line["fields"]["address"].as_str() {
                break address.to_owned();
            }
        };
        let root = format!("http://{address}");
        (Self { child, root, log: None }, log, said)
    }

    /// Waits for its end; gives whether it ended well, and its log.
    #[allow(dead_code, reason = "only one of the two suites asks")]
    pub fn ended(&mut self) -> (bool, String) {
        let success = self.child.wait().unwrap().success();
        (success, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
