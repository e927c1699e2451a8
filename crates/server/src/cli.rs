//! The commands of the program and their flags.

use crate::config::{ServeArgs, StartError};
use crate::{demo, import, serve};
use clap::{Args, Parser, Subcommand};
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Stempel's reference backend, and the demo shop's.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// What to log: error, warn, info, debug or trace.
    #[arg(long, global = true, default_value = "info", env = "STEMPEL_LOG", value_name = "LEVEL")]
    log: tracing::Level,
    /// Log as JSON, one object a line.
    #[arg(long, global = true, env = "STEMPEL_LOG_JSON")]
    log_json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve programs, and the widget's files.
    Serve(ServeArgs),
    /// Replay dated events, one JSON a line, as if they had been told when they happened.
    Import(ImportArgs),
    /// Serve the demo shop, a client of the loyalty backend like any other.
    Demo(DemoArgs),
    /// Fill the demo shop's database and write the matching import.
    DemoSeed(DemoSeedArgs),
}

/// The flags of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The program file.
    #[arg(long, value_name = "FILE")]
    pub program: PathBuf,
    /// The folder of the database; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The events: one JSON object a line.
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,
}

/// The flags of `demo`.
#[derive(Debug, Args)]
struct DemoArgs {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:4840", value_name = "HOST:PORT")]
    listen: SocketAddr,
    /// The folder of the shop's database.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder with index.html and shop/.
    #[arg(long, default_value = ".", value_name = "DIR")]
    site: PathBuf,
    /// The root of the loyalty backend.
    #[arg(long, default_value = "http://localhost:4841", value_name = "URL")]
    backend: String,
    /// The program's id.
    #[arg(long, default_value = "demo", value_name = "ID")]
    program: String,
    /// Where the widget's files are.
    #[arg(long, default_value = "http://localhost:4841/w", value_name = "URL")]
    assets_url: String,
}

/// The flags of `demo-seed`.
#[derive(Debug, Args)]
struct DemoSeedArgs {
    /// The folder of the shop's database.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where to write the import.
    #[arg(long, value_name = "FILE.jsonl")]
    out: PathBuf,
}

/// Runs what the command line asks for.
///
/// # Errors
/// Why it could not start, in words for the person who started it.
pub fn run(cli: Cli) -> Result<(), StartError> {
    log(cli.log, cli.log_json);
    match cli.command {
        Command::Serve(args) => serve::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Demo(args) => run_demo(args),
        Command::DemoSeed(args) => {
            demo::seed(&args.data, &args.out).map_err(|e| StartError::new("demo-seed", e))
        }
    }
}

fn log(level: tracing::Level, json: bool) {
    let builder = tracing_subscriber::fmt().with_max_level(level).with_target(false);
    let builder = builder.with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    if json { builder.json().init() } else { builder.init() }
}

fn run_demo(args: DemoArgs) -> Result<(), StartError> {
    let secrets = crate::config::Secrets::read(|name| std::env::var(name).ok())?;
    let first = |mut list: Vec<String>| list.swap_remove(0);
    let settings = demo::Settings {
        listen: args.listen,
        data: args.data,
        site: args.site,
        backend: args.backend,
        program: args.program,
        assets_url: args.assets_url,
        token_secret: first(secrets.token),
        webhook_secret: first(secrets.webhook),
        shop_key: secrets.shop_key,
    };
    let runtime = tokio::runtime::Runtime::new().map_err(|e| StartError::new("demo", e))?;
    runtime
        .block_on(demo::serve(settings, serve::stopped()))
        .map_err(|e| StartError::new("demo", e))
}
