//! esbuild from npm, fed on its standard input.

use crate::tools::npm;
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::process::Stdio;
use std::thread;

/// What is to be shrunk.
#[derive(Clone, Copy)]
pub enum Kind {
    /// An ES module; its exports keep their names.
    Module,
    /// A classic script; its globals keep their names.
    Script,
    /// A style sheet, as new as it was written.
    Css,
}

impl Kind {
    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Module => {
                &["--loader=js", "--format=esm", "--tree-shaking=true", "--target=es2020"]
            }
            Self::Script => &["--loader=js", "--target=es2020"],
            Self::Css => &["--loader=css"],
        }
    }
}

/// Shrinks a text.
pub fn shrink(kind: Kind, text: &str) -> Result<String> {
    let mut command = npm::program("esbuild");
    command.args(["--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    command.args(kind.flags()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot start esbuild")?;
    let mut stdin = child.stdin.take().context("esbuild takes no input")?;
    let text = text.to_owned();
    let feed = thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output()?;
    // When esbuild stops reading early its status tells why.
    drop(feed.join());
    if !output.status.success() {
        bail!("esbuild failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}
