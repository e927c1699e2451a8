//! The commands of the program and their flags.

use crate::config::{DataArgs, Secrets, ServeArgs, StartError};
use crate::{demo, import, openapi, serve, transfer, verify};
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

/// Secrets do not stand on a command line, where everybody on the machine could read them.
const SECRETS: &str = "\
Secrets, from the environment:
  STEMPEL_TOKEN_SECRET    signs customers' tokens (HS256): a text of 32 bytes or more
  STEMPEL_TOKEN_KEYS      or the keys that do (ES256, EdDSA): a JWKS file or its https address
  STEMPEL_WEBHOOK_SECRET  signs webhooks: whsec_ and the base64 of 24 bytes or more
  STEMPEL_SHOP_KEY        of the shop's server: a text of 32 bytes or more, or sha256:<hex> of it
  STEMPEL_ADMIN_KEY       of its own people, likewise: without one nobody looks at members or adjusts
  STEMPEL_TEST_...        the same for test books; none is needed
Data is kept in --data DIR (SQLite) or DATABASE_URL (Postgres).";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve programs, and the widget's files.
    #[command(after_help = SECRETS)]
    Serve(ServeArgs),
    /// Replay dated events, one JSON a line, as if they had been told when they happened.
    Import(ImportArgs),
    /// Write a whole store to a file, to be imported elsewhere.
    Export(ExportArgs),
    /// Check program files: every mistake with its line and field.
    Check(CheckArgs),
    /// Prove that a database adds up, or name the rows that do not.
    Verify(VerifyArgs),
    /// Write down which calls there are, as an OpenAPI document.
    Openapi(OpenapiArgs),
    /// Serve the demo shop, a client of the loyalty backend like any other.
    Demo(DemoArgs),
    /// Fill the demo shop's database and write the matching import.
    DemoSeed(DemoSeedArgs),
}

/// The flags of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The program file.
    #[arg(long, value_name = "FILE", required_unless_present = "store", conflicts_with = "store")]
    pub program: Option<PathBuf>,
    /// The file is what `export` wrote: a whole store, for an empty one.
    #[arg(long)]
    pub store: bool,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// The events, one JSON object a line; or an export.
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,
}

/// The flags of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// Where to write it; a file that is there already is left alone.
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,
}

/// The flags of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The program files.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// The flags of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
}

/// The flags of `openapi`.
#[derive(Debug, Args)]
pub struct OpenapiArgs {
    /// Where to write it.
    #[arg(value_name = "FILE.json")]
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
        Command::Import(args) if args.store => transfer::import(&args),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => transfer::export(&args),
        Command::Check(args) => verify::check(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Openapi(args) => openapi::write(&args.file),
        Command::Demo(args) => run_demo(args),
        Command::DemoSeed(args) => {
            demo::seed(&args.data, &args.out).map_err(|e| StartError::new("demo-seed", e))
        }
    }
}

fn log(level: tracing::Level, json: bool) {
    let builder = tracing_subscriber::fmt().with_max_level(level).with_target(false);
    let builder = builder.with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // A line that cannot be written is lost: told on the same stderr, that panics in who logs.
    let builder = builder.log_internal_errors(false);
    if json { builder.json().init() } else { builder.init() }
}

fn run_demo(args: DemoArgs) -> Result<(), StartError> {
    let Secrets { live, .. } = Secrets::read(|name| std::env::var(name).ok())?;
    let first = |name: &str, list: Vec<String>| {
        list.into_iter().next().ok_or_else(|| StartError::new(name, "is not set"))
    };
    let settings = demo::Settings {
        listen: args.listen,
        data: args.data,
        site: args.site,
        backend: args.backend,
        program: args.program,
        assets_url: args.assets_url,
        token_secret: first("STEMPEL_TOKEN_SECRET", live.token)?,
        webhook_secret: first("STEMPEL_WEBHOOK_SECRET", live.webhook)?,
        shop_key: shop_key()?,
    };
    let runtime = tokio::runtime::Runtime::new().map_err(|e| StartError::new("demo", e))?;
    runtime
        .block_on(demo::serve(settings, serve::stopped()))
        .map_err(|e| StartError::new("demo", e))
}

/// The shop sends its key, so it must have the key itself and not its hash.
fn shop_key() -> Result<String, StartError> {
    let keys = std::env::var("STEMPEL_SHOP_KEY").unwrap_or_default();
    let key =
        keys.split(',').map(str::trim).find(|it| !it.is_empty() && !it.starts_with("sha256:"));
    let fault = "holds no key that could be sent, only hashes";
    key.map(str::to_owned).ok_or_else(|| StartError::new("STEMPEL_SHOP_KEY", fault))
}
