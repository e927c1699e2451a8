//! Where things are: the workspace, its target folder, the folders the commands share. Nothing is
//! written here.

use crate::process;
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder of the workspace's `Cargo.toml`.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let own = own.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        own.parent().map(Path::to_path_buf).unwrap_or(own)
    })
}

/// Cargo's target folder, wherever its configuration puts it.
pub fn target() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR") {
        return Ok(root().join(folder));
    }
    let metadata = process::read(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let folder = metadata["target_directory"].as_str().context("cargo names no target folder")?;
    Ok(folder.into())
}

/// The cargo that runs this, told to work in the workspace.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Builds the server and says where it is.
pub fn build_server(release: bool) -> Result<PathBuf> {
    let profile = if release { "release" } else { "dev" };
    process::run(cargo().args(["build", "--package", "stempel-server", "--profile", profile]))?;
    let folder = target()?.join(if release { "release" } else { "debug" });
    Ok(folder.join(format!("stempel-server{}", env::consts::EXE_SUFFIX)))
}
