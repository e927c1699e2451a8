//! `cargo xtask demo`: the shop and its loyalty backend on this machine, until Ctrl-C. What was
//! bought stays in `data/` from one start to the next.

pub mod health;
pub mod secrets;
mod seed;

use crate::process::Service;
use crate::{dist, tools, workspace};
use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{fs, thread};

const PROGRAM: &str = "programs/demo.toml";
// Where `trunk serve` shows the same shop to those who develop the widget.
const TRUNK: &str = "http://localhost:8080";

struct Options {
    port: u16,
    reset: bool,
    release: bool,
}

/// `demo [--port PORT] [--reset] [--release]`.
pub fn command(arguments: lexopt::Parser) -> Result<ExitCode> {
    let options = parse(arguments)?;
    [options.port, options.port + 1].into_iter().try_for_each(check_port)?;
    tell_duration()?;
    let folder = dist::default_folder();
    dist::build(&folder)?;
    println!("Building the server{}", if options.release { ", optimised" } else { "" });
    let server = workspace::build_server(options.release)?;

    let data = workspace::root().join("data");
    if options.reset && data.exists() {
        println!("Forgetting what was bought");
        fs::remove_dir_all(&data).context("data/ cannot be removed")?;
    }
    fs::create_dir_all(&data)?;
    let stack = Stack { server, data, port: options.port, dist: folder };
    seed::ensure(&stack)?;
    stack.run()
}

fn parse(mut arguments: lexopt::Parser) -> Result<Options> {
    let mut options = Options { port: 4840, reset: false, release: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("reset") => options.reset = true,
            Long("release") => options.release = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if !(1024..u16::MAX).contains(&options.port) {
        bail!("--port takes a number from 1024 to 65534; the backend gets the one after it");
    }
    Ok(options)
}

fn check_port(port: u16) -> Result<()> {
    let busy = || {
        let other = if port < 60_000 { port + 100 } else { port - 100 };
        format!("port {port} is taken by another program; try `cargo xtask demo --port {other}`")
    };
    TcpListener::bind(("127.0.0.1", port)).map(drop).with_context(busy)
}

fn tell_duration() -> Result<()> {
    let built = workspace::target()?.join("widget").join(tools::wasm_target::NAME).exists();
    if built {
        println!("Starting the demo; when nothing has changed this takes a few seconds.");
    } else {
        println!("The first run downloads and compiles everything: about 5 minutes on four cores,");
        println!("10 on two. Later runs start in seconds.\n");
    }
    Ok(())
}

/// What the two servers are started with.
pub struct Stack {
    server: PathBuf,
    data: PathBuf,
    dist: PathBuf,
    port: u16,
}

impl Stack {
    /// The folder of the two databases.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The server's program, with the secrets of this data folder in its environment.
    pub fn server(&self) -> Result<Command> {
        let mut command = Command::new(&self.server);
        command.current_dir(workspace::root()).envs(secrets::ensure(&self.data)?);
        command.env("STEMPEL_ORIGINS", format!("{},{TRUNK}", self.shop()));
        Ok(command)
    }

    fn run(&self) -> Result<ExitCode> {
        let stop = stop_on_signal()?;
        let mut services = [self.start_backend()?, self.start_shop()?];
        for (port, path) in [(self.port + 1, "/healthz"), (self.port, "/")] {
            health::wait(port, path, || {
                services.iter_mut().try_for_each(Service::check)?;
                Ok(!stop.load(Ordering::Relaxed))
            })?;
        }
        if !stop.load(Ordering::Relaxed) {
            self.tell_addresses();
        }
        while !stop.load(Ordering::Relaxed) {
            services.iter_mut().try_for_each(Service::check)?;
            thread::sleep(Duration::from_millis(100));
        }
        println!("\nStopping; what you bought stays in data/");
        Ok(ExitCode::SUCCESS)
    }

    fn start_backend(&self) -> Result<Service> {
        let mut command = self.server()?;
        command.args(["serve", "--program", PROGRAM, "--listen", &self.listen(self.port + 1)]);
        command.arg("--data").arg(&self.data).arg("--assets").arg(&self.dist);
        Service::start("The loyalty backend", &mut command, self.data.join("backend.log"))
    }

    fn start_shop(&self) -> Result<Service> {
        let mut command = self.server()?;
        command.args(["demo", "--program", "demo", "--listen", &self.listen(self.port)]);
        command.args(["--backend", &self.backend()]);
        command.arg("--assets-url").arg(self.backend() + "/w").arg("--data").arg(&self.data);
        Service::start("The demo shop", &mut command, self.data.join("shop.log"))
    }

    fn tell_addresses(&self) {
        println!("\n  The shop:             {}", self.shop());
        println!("  The loyalty backend:  {}", self.backend());
        println!("\n  Sign in as Nina (new), Anna (a member) or Marek (a member for a year).");
        println!("  Logs and databases are in data/. Ctrl-C stops both servers.\n");
    }

    fn listen(&self, port: u16) -> String {
        format!("127.0.0.1:{port}")
    }

    fn shop(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    fn backend(&self) -> String {
        format!("http://localhost:{}", self.port + 1)
    }
}

fn stop_on_signal() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed))?;
    Ok(stop)
}
