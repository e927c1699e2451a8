//! The limits file: lines of `name = bytes`, which only ever get lower.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The file as it stands.
pub struct Limits {
    text: String,
}

impl Limits {
    /// Reads it.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok(Self { text })
    }

    /// Writes it.
    pub fn write(&self, path: &Path) -> Result<()> {
        Ok(fs::write(path, &self.text)?)
    }

    /// Says how `bytes` compare with a limit and whether they keep it; with `lower`, writes a
    /// smaller number down.
    pub fn check(&mut self, name: &str, bytes: u64, lower: bool) -> Result<bool> {
        let limit = self.get(name).with_context(|| format!("there is no limit `{name}`"))?;
        if bytes > limit {
            println!("{name}: {bytes} bytes, {} ABOVE the limit of {limit}", bytes - limit);
        } else if bytes == limit {
            println!("{name}: {bytes} bytes, exactly the limit");
        } else if lower {
            self.text = self.text.replace(&line(name, limit), &line(name, bytes));
            println!("{name}: {bytes} bytes, and the limit is lowered from {limit} to that");
        } else {
            println!("{name}: {bytes} bytes of {limit}; the limit can be lowered to {bytes}");
        }
        Ok(bytes <= limit)
    }

    fn get(&self, name: &str) -> Option<u64> {
        let lines = self.text.lines().filter_map(|line| line.split_once('='));
        lines.filter(|(key, _)| key.trim() == name).find_map(|(_, value)| value.trim().parse().ok())
    }
}

fn line(name: &str, bytes: u64) -> String {
    format!("{name} = {bytes}")
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn a_limit_is_lowered_and_never_raised() {
        let mut limits = Limits { text: "# Why.\nloader = 100\n".into() };
        assert!(limits.check("loader", 90, false).unwrap());
        assert_eq!(limits.get("loader"), Some(100));
        assert!(limits.check("loader", 90, true).unwrap());
        assert!(!limits.check("loader", 95, true).unwrap());
        assert_eq!(limits.text, "# Why.\nloader = 90\n");
        assert!(limits.check("unknown", 1, false).is_err());
    }
}
