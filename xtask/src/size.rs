//! `cargo xtask size`: what a shopper's browser loads, in bytes, and whether it stays within the
//! limits of `size-limits.toml`.

mod limits;

use crate::dist::manifest::{self, LOADER};
use crate::{dist, workspace};
use anyhow::{Context, Result};
use lexopt::prelude::*;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use limits::Limits;

/// `size [--lower]`.
pub fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut lower = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("lower") => lower = true,
            other => return Err(other.unexpected().into()),
        }
    }
    dist::build(&dist::default_folder())?;
    let within = report(lower)?;
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the table and says whether the totals are within the limits.
pub fn report(lower: bool) -> Result<bool> {
    let files = measure(&dist::default_folder())?;
    println!("\n{:<28}{:>10}{:>10}{:>10}", "file", "raw", "gzip", "brotli");
    files.iter().for_each(|file| print_row(&file.name, file.bytes));
    let first_open = first_open(&files);
    print_row("first open, one locale", first_open);
    println!();
    let loader = files.iter().find(|file| file.name == LOADER).context("dist has no loader")?;
    let path = workspace::root().join("xtask/size-limits.toml");
    let mut limits = Limits::read(&path)?;
    let loader = limits.check("loader", loader.bytes[2], lower)?;
    let first_open = limits.check("first_open", first_open[2], lower)?;
    if lower {
        limits.write(&path)?;
    }
    Ok(loader && first_open)
}

struct Measured {
    name: String,
    // Raw, gzip, brotli.
    bytes: [u64; 3],
}

fn measure(folder: &Path) -> Result<Vec<Measured>> {
    let size = |name: &str, ending| -> Result<u64> {
        let path = folder.join(format!("{name}{ending}"));
        Ok(fs::metadata(&path).with_context(|| path.display().to_string())?.len())
    };
    let one = |name: String| -> Result<Measured> {
        let bytes = [size(&name, "")?, size(&name, ".gz")?, size(&name, ".br")?];
        Ok(Measured { name, bytes })
    };
    manifest::names(folder)?.into_iter().map(one).collect()
}

/// Everything but the loader, with the largest of the locales standing for the one fetched.
fn first_open(files: &[Measured]) -> [u64; 3] {
    let (locales, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| file.name.starts_with("locale-"));
    let largest = locales.into_iter().max_by_key(|file| file.bytes[2]);
    let mut total = [0; 3];
    let loaders = |file: &&Measured| file.name.starts_with("stempel");
    for file in others.into_iter().filter(|file| !loaders(file)).chain(largest) {
        (0..3).for_each(|column| total[column] += file.bytes[column]);
    }
    total
}

fn print_row(name: &str, [raw, gzip, brotli]: [u64; 3]) {
    println!("{name:<28}{raw:>10}{gzip:>10}{brotli:>10}");
}

#[cfg(test)]
mod tests {
    use super::{Measured, first_open};

    #[test]
    fn first_open_counts_one_locale_and_no_loader() {
        let file = |name: &str, size| Measured { name: name.into(), bytes: [size; 3] };
        let names =
            ["stempel.js", "app-1.js", "app-2.wasm", "locale-en-3.json", "locale-pl-4.json"];
        let files = names.iter().zip([1000, 1, 2, 30, 40]).map(|(name, size)| file(name, size));
        assert_eq!(first_open(&files.collect::<Vec<_>>()), [43; 3]);
    }
}
