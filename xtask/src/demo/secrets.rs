//! The demo's secrets: made once, readable by nobody else, handed to the servers by environment.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

type Variables = Vec<(String, String)>;

/// The variables of `secrets.env` in the data folder; the file is made when it is missing.
pub fn ensure(data: &Path) -> Result<Variables> {
    let path = data.join("secrets.env");
    if !path.exists() {
        let mut file = private(&path).with_context(|| path.display().to_string())?;
        file.write_all(fresh()?.as_bytes())?;
    }
    Ok(parse(&fs::read_to_string(&path)?))
}

fn fresh() -> Result<String> {
    Ok(format!(
        "STEMPEL_TOKEN_SECRET={}\nSTEMPEL_WEBHOOK_SECRET=whsec_{}\nSTEMPEL_SHOP_KEY={}\n",
        BASE64_URL_SAFE_NO_PAD.encode(random()?),
        BASE64_STANDARD.encode(random()?),
        BASE64_URL_SAFE_NO_PAD.encode(random()?),
    ))
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    Ok(bytes)
}

fn parse(text: &str) -> Variables {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.map(|(name, value)| (name.into(), value.into())).collect()
}

fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::{fresh, parse};

    #[test]
    fn three_secrets_are_long_enough() {
        let variables = parse(&fresh().unwrap());
        assert_eq!(variables.len(), 3);
        assert!(variables.iter().all(|(_, value)| value.len() >= 43));
        // Padding is part of a value, not a second separator.
        assert!(variables[1].1.ends_with('='));
    }
}
