//! What the server is told on starting: flags and environment, checked before anything runs.
//! Every complaint names the setting, or the file and line, that is wrong.

use crate::catalogue::Definition;
use axum::http::{HeaderValue, Uri};
use clap::Args;
use std::net::SocketAddr;
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
/// them: STEMPEL_TOKEN_SECRET, STEMPEL_WEBHOOK_SECRET, STEMPEL_SHOP_KEY.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// A program file; give the flag several times for several programs.
    #[arg(long = "program", required = true, value_name = "FILE")]
    pub programs: Vec<PathBuf>,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:4841", value_name = "HOST:PORT")]
    pub listen: SocketAddr,
    /// The folder of the database; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The folder of the widget's files, served below /w.
    #[arg(long, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// The shops' origins that browsers may call from, with commas between them.
    #[arg(long, env = "STEMPEL_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    pub origins: Vec<String>,
}

/// The secrets shared with the shop.
#[derive(Clone)]
pub struct Secrets {
    /// Sign the customers' tokens; more than one while they are rotated.
    pub token: Vec<String>,
    /// Sign the webhooks; more than one while they are rotated.
    pub webhook: Vec<String>,
    /// The bearer secret of the shop's server.
    pub shop_key: String,
}

/// Everything the server needs, checked.
pub struct Config {
    /// The programs it serves.
    pub programs: Vec<Definition>,
    /// The secrets shared with the shop.
    pub secrets: Secrets,
    /// The origins browsers may call from.
    pub origins: Vec<HeaderValue>,
    /// The folder of the widget's files.
    pub assets: Option<PathBuf>,
}

impl Config {
    /// Checks flags and environment.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn read(args: &ServeArgs) -> Result<Self, StartError> {
        Ok(Self {
            programs: programs(&args.programs)?,
            secrets: Secrets::read(|name| std::env::var(name).ok())?,
            origins: args.origins.iter().map(|text| origin(text)).collect::<Result<_, _>>()?,
            assets: args.assets.as_deref().map(assets).transpose()?,
        })
    }
}

impl Secrets {
    /// Reads the secrets from an environment.
    ///
    /// # Errors
    /// The first that is missing or weak.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, StartError> {
        let token = list(&variable, "STEMPEL_TOKEN_SECRET")?;
        for secret in &token {
            long_enough("STEMPEL_TOKEN_SECRET", secret.len())?;
        }
        let webhook = list(&variable, "STEMPEL_WEBHOOK_SECRET")?;
        for secret in &webhook {
            webhook_secret(secret)?;
        }
        let name = "STEMPEL_SHOP_KEY";
        let shop_key = variable(name).ok_or_else(|| StartError::new(name, "is not set"))?;
        long_enough("STEMPEL_SHOP_KEY", shop_key.len())?;
        Ok(Self { token, webhook, shop_key })
    }
}

/// Reads and checks program files.
///
/// # Errors
/// The file, line and field that are wrong.
pub fn programs(files: &[PathBuf]) -> Result<Vec<Definition>, StartError> {
    let mut programs: Vec<Definition> = Vec::with_capacity(files.len());
    for file in files {
        let name = file.display().to_string();
        let source = std::fs::read_to_string(file).map_err(|e| StartError::new(&name, e))?;
        let definition = Definition::read(&name, source)?;
        let id = &definition.program.id;
        if programs.iter().any(|other| other.program.id == *id) {
            return Err(StartError::new(name, format!("another file has the id `{id}`")));
        }
        programs.push(definition);
    }
    Ok(programs)
}

fn list(variable: impl Fn(&str) -> Option<String>, name: &str) -> Result<Vec<String>, StartError> {
    let text = variable(name).ok_or_else(|| StartError::new(name, "is not set"))?;
    let items: Vec<String> =
        text.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect();
    if items.is_empty() {
        return Err(StartError::new(name, "is empty"));
    }
    Ok(items)
}

fn long_enough(name: &str, bytes: usize) -> Result<(), StartError> {
    const LEAST: usize = 32;
    if bytes >= LEAST {
        return Ok(());
    }
    Err(StartError::new(name, format!("has {bytes} bytes, at least {LEAST} are needed")))
}

fn webhook_secret(secret: &str) -> Result<(), StartError> {
    const NAME: &str = "STEMPEL_WEBHOOK_SECRET";
    let coded = secret
        .strip_prefix("whsec_")
        .ok_or_else(|| StartError::new(NAME, "is not of the form whsec_<base64>"))?;
    standardwebhooks::Webhook::new(secret).map_err(|e| StartError::new(NAME, e))?;
    // 24 bytes are the least Standard Webhooks allows; base64 makes 32 characters of them.
    if coded.len() < 32 {
        return Err(StartError::new(NAME, "is shorter than 24 bytes"));
    }
    Ok(())
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

fn assets(folder: &Path) -> Result<PathBuf, StartError> {
    if folder.is_dir() {
        return Ok(folder.to_owned());
    }
    Err(StartError::new("--assets", format!("{} is not a folder", folder.display())))
}
