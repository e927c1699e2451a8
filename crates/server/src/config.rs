//! What the server is told on starting: flags and environment, checked before anything runs.
//! Every complaint names the setting, or the file and line, that is wrong.

mod secrets;

pub use secrets::{Keys, Secrets};

use crate::bounds::Bounds;
use crate::catalogue::Definition;
use crate::limits::Allowed;
use crate::store::Place;
use axum::http::{HeaderValue, Uri};
use clap::Args;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
#[error("{setting}: {fault}")]
pub struct StartError {
    /// The flag, variable or file that is wrong.
    pub setting: String,
    /// What is wrong with it.
    pub fault: String,
}

impl StartError {
    /// A fault of a setting.
    pub fn new(setting: impl Into<String>, fault: impl ToString) -> Self {
        Self { setting: setting.into(), fault: fault.to_string() }
    }
}

/// The flags of `serve`. Secrets come from the environment alone, where no process list shows
/// them: STEMPEL_TOKEN_SECRET or STEMPEL_TOKEN_KEYS, STEMPEL_WEBHOOK_SECRET, STEMPEL_SHOP_KEY,
/// STEMPEL_ADMIN_KEY, and the same with STEMPEL_TEST_ for test books beside the real ones.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// A program file; give the flag several times for several programs.
    #[arg(long = "program", required = true, value_name = "FILE")]
    pub programs: Vec<PathBuf>,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:4841", value_name = "HOST:PORT")]
    pub listen: SocketAddr,
    /// The address on which /metrics is answered, without a key: one that only the monitoring
    /// reaches. Nothing is told without it.
    #[arg(long, env = "STEMPEL_METRICS", value_name = "HOST:PORT")]
    pub metrics: Option<SocketAddr>,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// The folder of the widget's files, served below /w.
    #[arg(long, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// The shops' origins that browsers may call from, with commas between them.
    #[arg(long, env = "STEMPEL_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    pub origins: Vec<String>,
    /// Requests a second that one address may make, six times as many at once; 0 counts none.
    #[arg(long, env = "STEMPEL_LIMIT_ADDRESS", default_value_t = 100, value_name = "NUMBER")]
    pub limit_address: u32,
    /// Requests a second that one customer may make, six times as many at once; 0 counts none.
    #[arg(long, env = "STEMPEL_LIMIT_CUSTOMER", default_value_t = 20, value_name = "NUMBER")]
    pub limit_customer: u32,
    /// The proxies in front of the server, as addresses or networks, with commas between them:
    /// their X-Forwarded-For is believed, no other.
    #[arg(long, env = "STEMPEL_TRUSTED_PROXIES", value_delimiter = ',', value_name = "ADDRESS")]
    pub trusted_proxies: Vec<String>,
}

/// Where the data is: a folder of ours with SQLite in it, or Postgres.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// The folder of the database; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

impl DataArgs {
    /// The one of the two that is set; the address may come from DATABASE_URL, where no process
    /// list shows its password.
    ///
    /// # Errors
    /// When none is set, or both are.
    pub fn place(&self) -> Result<Place, StartError> {
        let url = std::env::var("DATABASE_URL").ok().filter(|it| !it.is_empty());
        match (&self.data, url) {
            (Some(folder), None) => Ok(Place::Folder(folder.clone())),
            (None, Some(url)) => Ok(Place::Postgres(url)),
            (Some(_), Some(_)) => {
                let fault = "is given and DATABASE_URL is set: only one place can hold the data";
                Err(StartError::new("--data", fault))
            }
            (None, None) => Err(StartError::new("--data", "is missing, nor is DATABASE_URL set")),
        }
    }
}

/// Everything the server needs, checked.
pub struct Config {
    /// The programs it serves.
    pub programs: Vec<Definition>,
    /// The files they came from, which are watched.
    pub files: Vec<PathBuf>,
    /// The secrets shared with the shop.
    pub secrets: Secrets,
    /// The origins browsers may call from.
    pub origins: Vec<HeaderValue>,
    /// The address of `/metrics`.
    pub metrics: Option<SocketAddr>,
    /// The folder of the widget's files.
    pub assets: Option<PathBuf>,
    /// How often one may ask.
    pub allowed: Allowed,
    /// How long, and how many, the server bears.
    pub bounds: Bounds,
}

impl Config {
    /// Checks flags and environment.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn read(args: &ServeArgs) -> Result<Self, StartError> {
        Ok(Self {
            programs: programs(&args.programs)?,
            files: args.programs.clone(),
            secrets: Secrets::read(|name| std::env::var(name).ok())?,
            origins: args.origins.iter().map(|text| origin(text)).collect::<Result<_, _>>()?,
            metrics: args.metrics,
            assets: args.assets.as_deref().map(assets).transpose()?,
            allowed: Allowed {
                address: NonZeroU32::new(args.limit_address),
                customer: NonZeroU32::new(args.limit_customer),
                proxies: args
                    .trusted_proxies
                    .iter()
                    .map(|text| proxy(text))
                    .collect::<Result<_, _>>()?,
            },
            bounds: Bounds::default(),
        })
    }
}

/// Reads and checks program files.
///
/// # Errors
/// The file, line and field that are wrong.
pub fn programs(files: &[PathBuf]) -> Result<Vec<Definition>, StartError> {
    let mut programs: Vec<Definition> = Vec::with_capacity(files.len());
    for file in files {
        let definition = Definition::open(file)?;
        let id = &definition.program.id;
        if programs.iter().any(|other| other.program.id == *id) {
            let fault = format!("another file has the id `{id}`");
            return Err(StartError::new(file.display().to_string(), fault));
        }
        programs.push(definition);
    }
    Ok(programs)
}

/// An origin is a scheme, a host and perhaps a port; never a pattern, never a path.
fn origin(text: &str) -> Result<HeaderValue, StartError> {
    let wrong = || {
        let fault = format!("`{text}` is not an origin such as https://shop.example");
        StartError::new("STEMPEL_ORIGINS", fault)
    };
    let text = text.trim();
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    let scheme = uri.scheme_str().filter(|s| matches!(*s, "http" | "https")).ok_or_else(wrong)?;
    let authority = uri.authority().filter(|a| !a.as_str().contains('@')).ok_or_else(wrong)?;
    if format!("{scheme}://{authority}") != text || text.contains('*') {
        return Err(wrong());
    }
    HeaderValue::from_str(text).map_err(|_| wrong())
}

fn proxy(text: &str) -> Result<IpNet, StartError> {
    let text = text.trim();
    let network = text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    let fault = || format!("`{text}` is neither an address nor a network such as 10.0.0.0/8");
    network.ok_or_else(|| StartError::new("STEMPEL_TRUSTED_PROXIES", fault()))
}

fn assets(folder: &Path) -> Result<PathBuf, StartError> {
    if folder.is_dir() {
        return Ok(folder.to_owned());
    }
    Err(StartError::new("--assets", format!("{} is not a folder", folder.display())))
}
