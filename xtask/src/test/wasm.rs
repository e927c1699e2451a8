//! The widget's own tests, in a browser: each component by itself, without a server.

use super::count::Count;
use super::native;
use crate::tools::{chromium, wasm_target};
use crate::{process, workspace};
use anyhow::Result;
use serde_json::json;
use std::fs;
use std::path::Path;

/// Runs them, when there are any and the browser's driver can be had.
pub fn run(filter: Option<&str>) -> Result<Count> {
    let tests = tests(&workspace::root().join("tests"));
    if tests == 0 {
        return Ok(Count::default());
    }
    let Some((browser, driver)) = chromium::driver()? else {
        println!("No Chromium with its chromedriver here: the widget's own tests are left out");
        return Ok(Count { skipped: tests, ..Count::default() });
    };
    wasm_target::ensure()?;
    let runner = build_runner()?;
    let capabilities = workspace::target()?.join("xtask/webdriver.json");
    fs::create_dir_all(capabilities.with_file_name(""))?;
    fs::write(&capabilities, self::capabilities(&browser))?;

    let mut cargo = workspace::cargo();
    cargo.args(["test", "--package", "stempel", "--target", wasm_target::NAME, "--tests"]);
    cargo.arg("--").args(filter);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    cargo.env("CHROMEDRIVER", driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
    native::count(&mut cargo)
}

fn capabilities(browser: &Path) -> String {
    let flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    json!({ "goog:chromeOptions": { "binary": browser, "args": flags } }).to_string()
}

fn tests(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "rs")).count() as u64
}

fn build_runner() -> Result<std::path::PathBuf> {
    let name = "wasm_test_runner";
    let arguments = ["build", "--package", "xtask", "--features", "wasm-tests", "--bin", name];
    process::run(workspace::cargo().args(arguments))?;
    Ok(workspace::target()?.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
