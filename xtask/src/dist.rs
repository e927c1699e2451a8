//! `cargo xtask dist`: the files a shop is served. This file is the recipe; each step lives in a
//! file of its own. Made of the same sources, the files are the same to the byte.

mod assets;
mod bindings;
mod cache;
mod compress;
mod glue;
mod locales;
pub mod manifest;
mod minify;
mod optimize;
mod publish;
mod slim;
mod split;
mod style;
mod widget;

use crate::tools::{npm, wasm_target};
use crate::workspace;
use anyhow::{Context, Result};
use lexopt::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use assets::Assets;
use widget::Compiled;

/// `dist [--out FOLDER] [--publish FOLDER]`.
pub fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut out, mut public) = (default_folder(), None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("out") => out = std::env::current_dir()?.join(arguments.value()?),
            Long("publish") => public = Some(std::env::current_dir()?.join(arguments.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    build(&out)?;
    if let Some(folder) = public {
        publish::run(&out, &folder)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the files go unless told otherwise.
pub fn default_folder() -> PathBuf {
    workspace::root().join("dist")
}

/// Makes the files in `out`, unless those there were made of the same sources.
pub fn build(out: &Path) -> Result<()> {
    wasm_target::ensure()?;
    let node = npm::ensure()?;
    let wasm = widget::build()?;
    let key = cache::key(&wasm.module, node)?;
    if cache::holds(out, &key)? {
        println!("The widget in {} is up to date", out.display());
        return Ok(());
    }
    if !node {
        println!("Without Node 20 or newer the files work but are larger: nothing shrinks them");
    }
    let assets = make(&wasm, node)?;
    cache::forget(out)?;
    assets.write(out)?;
    cache::remember(out, &key)?;
    println!("The widget is in {}", out.display());
    Ok(())
}

fn make(wasm: &Compiled, node: bool) -> Result<Assets> {
    println!("Preparing the widget's files");
    let root = workspace::root();
    let bindings = bindings::generate(&wasm.module, wasm.own_names)?;
    let glue = glue::catch_traps(&bindings.js)?;
    let css = style::join(&root.join("style"))?;
    let late_css = style::read_all(&style::files_in(&root.join("style/late"), "css")?)?;
    let locales = locales::read(&root.join("locales"), &bindings.late)?;
    let loader = fs::read_to_string(root.join("loader/stempel.js")).context("loader/stempel.js")?;
    let app = style::read_all(&style::files_in(&root.join("loader/app"), "js")?)?;

    let shrunk = |module: Vec<u8>| if node { optimize::run(&module) } else { Ok(module) };
    let shrink = |kind, text: &str| if node { minify::shrink(kind, text) } else { Ok(text.into()) };
    let mut assets = Assets::default();
    let late_css = shrink(minify::Kind::Css, &late_css)?;
    locales.into_iter().for_each(|locale| assets.add_locale(locale, &late_css));
    assets.add_late(shrunk(bindings.wasm.late)?);
    let app = assets.fill_app(&app, &shrink(minify::Kind::Css, &css)?)?;
    assets.add_app(&shrink(minify::Kind::Module, &(glue + &app))?);
    assets.add_wasm(shrunk(bindings.wasm.first)?);
    let loader = assets.fill_loader(&loader)?;
    assets.add_loader(&shrink(minify::Kind::Script, &loader)?);
    Ok(assets)
}
