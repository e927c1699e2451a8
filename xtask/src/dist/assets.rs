//! The finished files on their way to the folder: names that carry a hash of the content, the
//! integrity the loader asks browsers to check, and what the loader has to know of them.

use super::compress::{brotli, gzip};
use super::locales::Locale;
use super::manifest::{self, LOADER, pinned};
use anyhow::{Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;

// The expression in the core's source that the table of files replaces, and the one in the
// application's half of the loader for what only that half needs.
const TOKEN: &str = "__STEMPEL_ASSETS__";
const PARTS_TOKEN: &str = "__STEMPEL_PARTS__";
const HASH_BYTES: usize = 5;

/// The files by name, and the table for the loader.
#[derive(Default)]
pub struct Assets {
    files: BTreeMap<String, Vec<u8>>,
    table: Map<String, Value>,
    locales: Map<String, Value>,
    words: Map<String, Value>,
    late: Value,
    late_locales: Map<String, Value>,
}

impl Assets {
    /// The glue.
    pub fn add_app(&mut self, js: &str) {
        let entry = self.add("app", "js", js.into());
        self.table.insert("app".into(), entry);
    }

    /// The module.
    pub fn add_wasm(&mut self, wasm: Vec<u8>) {
        let entry = self.add("app", "wasm", wasm);
        self.table.insert("wasm".into(), entry);
    }

    /// The module's second part.
    pub fn add_late(&mut self, wasm: Vec<u8>) {
        self.late = self.add("late", "wasm", wasm);
    }

    /// A language: its files, and the launcher's words. The style of the second part comes with the
    /// words of that part.
    pub fn add_locale(&mut self, locale: Locale, late_css: &str) {
        let texts = Value::Object(locale.texts).to_string();
        let entry = self.add(&format!("locale-{}", locale.language), "json", texts.into());
        self.locales.insert(locale.language.clone(), entry);
        let late = json!({ "css": late_css, "texts": locale.late }).to_string();
        let entry = self.add(&format!("late-locale-{}", locale.language), "json", late.into());
        self.late_locales.insert(locale.language.clone(), entry);
        self.words.insert(locale.language, locale.words);
    }

    /// The application's half of the loader with the style sheet and the table of the locales and of
    /// what comes later, added so far, in the place of its token.
    pub fn fill_app(&self, source: &str, css: &str) -> Result<String> {
        let (late, late_locales) = (&self.late, &self.late_locales);
        let parts = json!({ "css": css, "locales": self.locales, "late": late, "lateLocales": late_locales });
        fill(source, PARTS_TOKEN, &parts)
    }

    /// The loader's source with the table of the files added so far in the place of its token.
    pub fn fill_loader(&self, source: &str) -> Result<String> {
        let mut table = self.table.clone();
        table.insert("words".into(), Value::Object(self.words.clone()));
        table.insert("version".into(), env!("CARGO_PKG_VERSION").into());
        fill(source, TOKEN, &Value::Object(table))
    }

    /// The loader under the names a shop writes down: the moving one, and the one of its version.
    pub fn add_loader(&mut self, js: &str) {
        for name in [LOADER.into(), pinned(env!("CARGO_PKG_VERSION"))] {
            self.files.insert(name, js.into());
        }
    }

    /// Writes the files, compressed ones beside them, and removes what an earlier build left.
    pub fn write(&self, folder: &Path) -> Result<()> {
        empty(folder)?;
        thread::scope(|scope| {
            let files = self.files.iter();
            let writes: Vec<_> = files
                .map(|(name, bytes)| scope.spawn(move || write_one(folder, name, bytes)))
                .collect();
            for write in writes {
                write.join().map_err(|_| anyhow::anyhow!("compressing a file crashed"))??;
            }
            Ok::<_, anyhow::Error>(())
        })?;
        let files = self.files.iter().map(|(name, bytes)| {
            let entry = json!({ "bytes": bytes.len(), "integrity": integrity(bytes) });
            (name.clone(), entry)
        });
        manifest::write(folder, files.collect())
    }

    fn add(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> Value {
        let name = format!("{stem}-{}.{ending}", hash(&bytes));
        let entry = json!([name, integrity(&bytes)]);
        self.files.insert(name, bytes);
        entry
    }
}

fn fill(source: &str, token: &str, value: &Value) -> Result<String> {
    if source.matches(token).count() != 1 {
        bail!("the loader must name {token} once");
    }
    Ok(source.replace(token, &value.to_string()))
}

fn empty(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        let strange = fs::read_dir(folder)?.next().is_some() && manifest::names(folder).is_err();
        if strange {
            bail!("{} holds something else; name another folder", folder.display());
        }
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

fn write_one(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    fs::write(folder.join(name), bytes)?;
    fs::write(folder.join(format!("{name}.br")), brotli(bytes)?)?;
    fs::write(folder.join(format!("{name}.gz")), gzip(bytes)?)?;
    Ok(())
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::Assets;

    #[test]
    fn the_loader_gets_the_table() {
        let mut assets = Assets::default();
        assets.add_app("1");
        let loader = assets.fill_loader("const a = __STEMPEL_ASSETS__;").unwrap();
        assert!(
            loader.starts_with(r#"const a = {"app":["app-6b86b273ff.js","sha256-"#),
            "{loader}"
        );
        assert!(assets.fill_loader("const a = 1;").is_err());
    }
}
