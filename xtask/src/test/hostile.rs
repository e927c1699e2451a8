//! Hostile requests: a generator (Schemathesis) reads the OpenAPI document and sends what it makes of
//! it, right and wrong, to the real server, as a shop with its keys and a customer with a token
//! (`tests/hostile`). No answer may be a 5xx, or one that the document does not have.

use super::count::Count;
use crate::demo::{health, secrets};
use crate::process::{self, Service};
use crate::tools::python;
use crate::workspace;
use anyhow::{Context, Result};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = "programs/demo.toml";

/// Sends them for so many seconds.
pub fn run(seconds: u32) -> Result<Count> {
    let Some(environment) = python::schemathesis()? else {
        println!("No Python 3.10 with venv here: the hostile requests are left out");
        return Ok(Count { skipped: 1, ..Count::default() });
    };
    let folder = workspace::target()?.join("hostile");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let server = workspace::build_server(false)?;
    let variables = secrets::ensure(&folder)?;
    let port = free_port()?;
    let mut running = start(&server, &folder, port, &variables)?;
    health::wait(port, "/readyz", || running.check().map(|()| true))?;

    let root = format!("http://127.0.0.1:{port}");
    let files = workspace::root().join("tests/hostile");
    let mut mint = environment.program("python");
    let token = process::read(mint.arg(files.join("token.py")).envs(variables.clone()))?;
    let mut generator = environment.program("schemathesis");
    generator.current_dir(&folder).envs(variables).env("PYTHONDONTWRITEBYTECODE", "1");
    generator.env("SCHEMATHESIS_HOOKS", files.join("hooks.py"));
    generator.env("HOSTILE_ROOT", &root).env("HOSTILE_TOKEN", token);
    generator.arg("--config-file").arg(files.join("schemathesis.toml"));
    generator.args(["run", &format!("{root}/openapi.json"), "--max-time", &seconds.to_string()]);
    let passed = generator.status()?.success();
    running.check()?;
    drop(running);
    // What got through has left the books in order.
    process::run(Command::new(server).arg("verify").arg("--data").arg(&folder))?;
    Ok(Count::one(passed))
}

/// None that the system gives out by itself, to somebody else in the next moment.
fn free_port() -> Result<u16> {
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (24_840..24_940).find(free).context("no port is free")
}

fn start(server: &Path, data: &Path, port: u16, secrets: &[(String, String)]) -> Result<Service> {
    let mut command = Command::new(server);
    command.current_dir(workspace::root()).envs(secrets.iter().cloned());
    command.args(["serve", "--program", PROGRAM, "--listen", &format!("127.0.0.1:{port}")]);
    // How often one may ask has a test of its own.
    command.args(["--limit-customer", "0", "--limit-address", "0", "--data"]).arg(data);
    Service::start("The server", &mut command, data.join("server.log"))
}
