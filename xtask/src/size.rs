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
    let (first_open, late) = (first_open(&files), late(&files));
    print_row("first open, one locale", first_open);
    print_row("later, one locale", late);
    println!();
    let loader = files.iter().find(|file| file.name == LOADER).context("dist has no loader")?;
    let path = workspace::root().join("xtask/size-limits.toml");
    let mut limits = Limits::read(&path)?;
    let loader = limits.check("loader", loader.bytes[2], lower)?;
    let first_open = limits.check("first_open", first_open[2], lower)?;
    let late = limits.check("late", late[2], lower)?;
    if lower {
        limits.write(&path)?;
    }
    Ok(loader && first_open && late)
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

/// What the first open of the panel fetches: everything but the loader and what comes later.
fn first_open(files: &[Measured]) -> [u64; 3] {
    total(files, &["app-"], "locale-")
}

/// What comes later.
fn late(files: &[Measured]) -> [u64; 3] {
    total(files, &["late-"], "late-locale-")
}

/// The files of these kinds, with the largest of the locales standing for the one fetched.
fn total(files: &[Measured], kinds: &[&str], locale: &str) -> [u64; 3] {
    let is_locale = |file: &&Measured| file.name.starts_with(locale);
    let others = files.iter().filter(|file| kinds.iter().any(|kind| file.name.starts_with(kind)));
    let largest = files.iter().filter(is_locale).max_by_key(|file| file.bytes[2]);
    let mut total = [0; 3];
    for file in others.filter(|file| !is_locale(file)).chain(largest) {
        (0..3).for_each(|column| total[column] += file.bytes[column]);
    }
    total
}

fn print_row(name: &str, [raw, gzip, brotli]: [u64; 3]) {
    println!("{name:<28}{raw:>10}{gzip:>10}{brotli:>10}");
}

#[cfg(test)]
mod tests {
    use super::{Measured, first_open, late};

    #[test]
    fn each_part_counts_one_locale_and_no_loader() {
        let file = |(name, size): (&str, u64)| Measured { name: name.into(), bytes: [size; 3] };
        let files = [
            ("stempel.js", 10_000),
            ("app-1.js", 1),
            ("app-2.wasm", 2),
            ("locale-en-3.json", 30),
            ("locale-pl-4.json", 40),
            ("late-5.wasm", 500),
            ("late-locale-en-6.json", 6_000),
            ("late-locale-pl-7.json", 5_000),
        ]
        .map(file);
        assert_eq!(first_open(&files), [43; 3]);
        assert_eq!(late(&files), [6_500; 3]);
    }
}
