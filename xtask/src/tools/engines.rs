//! The other two browsers of the core journeys: Firefox, and a WebKit with its driver and a screen.

use super::debian;
use crate::process;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];
const FIREFOX_MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
const DRIVER: &str = "WebKitWebDriver";
const SCREEN: &str = "Xvfb";

/// What could be had.
pub struct Engines {
    firefox: Option<PathBuf>,
    webkit: Option<WebKit>,
}

struct WebKit {
    driver: PathBuf,
    browser: PathBuf,
}

impl Engines {
    /// Finds them, or installs them where this is Debian and we may.
    pub fn ensure() -> Self {
        Self {
            firefox: firefox().or_else(|| install(&["firefox-esr"]).and_then(|()| firefox())),
            webkit: webkit()
                .or_else(|| install(&["webkit2gtk-driver", "xvfb"]).and_then(|()| webkit())),
        }
    }

    /// Tells a command where they are.
    pub fn tell(&self, command: &mut Command) {
        if let Some(firefox) = &self.firefox {
            command.env("STEMPEL_FIREFOX", firefox);
        }
        if let Some(WebKit { driver, browser }) = &self.webkit {
            command.env("STEMPEL_WEBKIT_DRIVER", driver).env("STEMPEL_WEBKIT", browser);
        }
    }

    /// A line for each whose journeys are left out.
    pub fn missing(&self) -> Vec<String> {
        let firefox = (self.firefox.is_none(), "Firefox", "firefox-esr or firefox");
        let webkit = (self.webkit.is_none(), "WebKit", "WebKitWebDriver, MiniBrowser and Xvfb");
        let missing = [firefox, webkit].into_iter().filter(|(missing, ..)| *missing);
        missing
            .map(|(_, engine, programs)| {
                format!("Not run: the journeys in {engine}; it needs {programs}")
            })
            .collect()
    }
}

// Without a network there is no browser, and the other journeys still run.
fn install(packages: &[&str]) -> Option<()> {
    let installed = debian::install(packages).unwrap_or_else(|error| {
        println!("{error:#}");
        false
    });
    installed.then_some(())
}

fn firefox() -> Option<PathBuf> {
    let mac = Path::new(FIREFOX_MAC);
    FIREFOX.into_iter().find_map(process::find).or_else(|| mac.is_file().then(|| mac.to_path_buf()))
}

fn webkit() -> Option<WebKit> {
    process::find(SCREEN)?;
    Some(WebKit { driver: process::find(DRIVER)?, browser: mini_browser(Path::new("/usr"))? })
}

/// `lib/<machine>/webkit2gtk-4.1/MiniBrowser`, or wherever else a distribution puts it.
fn mini_browser(prefix: &Path) -> Option<PathBuf> {
    let folders = ["lib", "lib64", "libexec"].map(|name| prefix.join(name));
    let inside = folders.iter().flat_map(|folder| entries(folder));
    let near = folders.iter().cloned().chain(inside);
    let mut found: Vec<PathBuf> = near
        .flat_map(|folder| entries(&folder))
        .filter(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("webkit")))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Engines, mini_browser};
    use std::fs;

    #[test]
    fn an_engine_that_is_not_there_is_named() {
        let none = Engines { firefox: None, webkit: None };
        let lines = none.missing();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("Not run: the journeys in Firefox"));
        assert!(lines[1].starts_with("Not run: the journeys in WebKit"));
    }

    #[test]
    fn the_newest_browser_of_webkit_is_found_below_the_machines_own_folder() {
        let prefix = std::env::temp_dir().join(format!("stempel-webkit-{}", std::process::id()));
        for version in ["webkit2gtk-4.0", "webkit2gtk-4.1"] {
            let folder = prefix.join("lib/some-machine").join(version);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("MiniBrowser"), "").unwrap();
        }
        let found = mini_browser(&prefix).unwrap();
        fs::remove_dir_all(&prefix).unwrap();
        assert!(found.ends_with("lib/some-machine/webkit2gtk-4.1/MiniBrowser"));
    }
}
