//! `cargo xtask dist --publish FOLDER`: the built files beside those of all earlier versions.
//! Nothing that a page may have pinned is ever changed; the moving loader comes last, when
//! everything that it fetches is there.

use super::manifest::{LOADER, MANIFEST, Manifest, pinned};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

// The file itself, and what a server may have beside it.
const ENDINGS: [&str; 3] = ["", ".br", ".gz"];

/// Copies the files of `built` into `folder` and says which line a shop pastes.
pub fn run(built: &Path, folder: &Path) -> Result<()> {
    let manifest = Manifest::read(built)?;
    let loader = pinned(&manifest.version);
    let integrity = manifest.integrity(&loader)?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let lasting: Vec<&str> = manifest.names().filter(|name| *name != LOADER).collect();
    lasting.iter().try_for_each(|name| check(built, folder, name))?;
    lasting.iter().try_for_each(|name| add(built, folder, name))?;
    if is_newest(folder, &manifest.version)? {
        ENDINGS.iter().try_for_each(|end| replace(built, folder, &format!("{LOADER}{end}")))?;
        replace(built, folder, MANIFEST)?;
    } else {
        println!("{LOADER} stays with a newer version that is published there");
    }
    println!("\nVersion {} is in {}. To pin it:\n", manifest.version, folder.display());
    println!("{}", tag(&loader, integrity));
    Ok(())
}

fn tag(loader: &str, integrity: &str) -> String {
    format!(
        "<script async crossorigin=\"anonymous\"\n        \
         src=\"https://YOUR-HOST/w/{loader}\"\n        \
         integrity=\"{integrity}\"\n        \
         data-endpoint=\"https://YOUR-HOST/v1/YOUR-PROGRAM\"></script>"
    )
}

/// A lasting name keeps its bytes.
fn check(built: &Path, folder: &Path, name: &str) -> Result<()> {
    let published = folder.join(name);
    if published.exists() && fs::read(&published)? != fs::read(built.join(name))? {
        bail!(
            "{} was published with other bytes, and pages may have pinned it; \
             raise the version in Cargo.toml",
            published.display()
        );
    }
    Ok(())
}

fn add(built: &Path, folder: &Path, name: &str) -> Result<()> {
    for name in ENDINGS.map(|end| format!("{name}{end}")) {
        if !folder.join(&name).exists() {
            replace(built, folder, &name)?;
        }
    }
    Ok(())
}

/// Puts a file in place at once: whoever reads gets the old one or the new one, whole.
fn replace(built: &Path, folder: &Path, name: &str) -> Result<()> {
    let scratch = folder.join(format!(".{name}.new"));
    fs::copy(built.join(name), &scratch).with_context(|| format!("cannot copy {name}"))?;
    Ok(fs::rename(scratch, folder.join(name))?)
}

/// Whether the moving name may go on to this version.
fn is_newest(folder: &Path, version: &str) -> Result<bool> {
    if !folder.join(MANIFEST).exists() {
        return Ok(true);
    }
    Ok(numbers(&Manifest::read(folder)?.version) <= numbers(version))
}

/// 0.10.2 as numbers; a version before the release, such as 0.10.2-beta, is older than it.
fn numbers(version: &str) -> (Vec<u64>, bool, &str) {
    let (core, early) = version.split_once('-').map_or((version, None), |(a, b)| (a, Some(b)));
    let core = core.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    (core, early.is_none(), early.unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::{numbers, run};
    use std::fs;
    use std::path::{Path, PathBuf};

    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let folder = format!("stempel-publish-{name}-{}", std::process::id());
            let path = std::env::temp_dir().join(folder);
            fs::create_dir_all(path.join("built")).unwrap();
            Self(path)
        }

        fn build(&self, version: &str, code: &str) -> PathBuf {
            let built = self.0.join("built");
            let loader = format!("stempel-{version}.js");
            let app = format!("app-{code}.js");
            for name in ["stempel.js", &loader, &app] {
                for end in ["", ".br", ".gz"] {
                    fs::write(built.join(format!("{name}{end}")), format!("{version} {code}{end}"))
                        .unwrap();
                }
            }
            let file = r#"{"bytes":1,"integrity":"sha384-x"}"#;
            let files = format!(r#"{{"stempel.js":{file},"{loader}":{file},"{app}":{file}}}"#);
            let manifest = format!(r#"{{"version":"{version}","files":{files}}}"#);
            fs::write(built.join("manifest.json"), manifest).unwrap();
            built
        }

        fn folder(&self) -> PathBuf {
            self.0.join("public")
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn text(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).unwrap()
    }

    #[test]
    fn every_released_version_stays_and_the_moving_name_goes_on() {
        let scratch = Scratch::new("stays");
        let public = scratch.folder();
        run(&scratch.build("0.9.0", "aaaa"), &public).unwrap();
        run(&scratch.build("0.10.0", "bbbb"), &public).unwrap();
        assert_eq!(text(&public, "stempel-0.9.0.js"), "0.9.0 aaaa");
        assert_eq!(text(&public, "app-aaaa.js.br"), "0.9.0 aaaa.br");
        assert_eq!(text(&public, "stempel-0.10.0.js"), "0.10.0 bbbb");
        assert_eq!(text(&public, "stempel.js.gz"), "0.10.0 bbbb.gz");
        assert!(
            fs::read_dir(&public)
                .unwrap()
                .all(|it| { !it.unwrap().file_name().to_string_lossy().starts_with('.') })
        );
    }

    #[test]
    fn a_version_is_never_published_twice_with_other_bytes() {
        let scratch = Scratch::new("twice");
        let public = scratch.folder();
        run(&scratch.build("1.0.0", "aaaa"), &public).unwrap();
        run(&scratch.build("1.0.0", "aaaa"), &public).unwrap();
        let error = run(&scratch.build("1.0.0", "bbbb"), &public).unwrap_err().to_string();
        assert!(error.contains("raise the version"), "{error}");
        assert_eq!(text(&public, "stempel.js"), "1.0.0 aaaa");
        assert!(!public.join("app-bbbb.js").exists(), "nothing of a refused version is there");
    }

    #[test]
    fn a_mend_of_an_older_version_leaves_the_moving_name_alone() {
        let scratch = Scratch::new("mend");
        let public = scratch.folder();
        run(&scratch.build("1.0.0", "bbbb"), &public).unwrap();
        run(&scratch.build("0.9.1", "aaaa"), &public).unwrap();
        assert_eq!(text(&public, "stempel-0.9.1.js"), "0.9.1 aaaa");
        assert_eq!(text(&public, "stempel.js"), "1.0.0 bbbb");
        assert!(text(&public, "manifest.json").contains("1.0.0"));
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(numbers("0.9.0") < numbers("0.10.0"));
        assert!(numbers("1.0.0-beta.1") < numbers("1.0.0"));
    }
}
