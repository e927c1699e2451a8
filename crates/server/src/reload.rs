//! A changed program file is taken over without a restart. One that is wrong is refused, every
//! mistake in the log, and the definition from before stays.

use crate::app::App;
use crate::catalogue::{Catalogue, Definition, told};
use crate::problem::Refusal;
use crate::succession;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use stempel_engine::Program;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(1);

/// A file, and what it was like when it was last read.
struct Watched {
    path: PathBuf,
    looks: Option<Looks>,
}

/// What changes when a file is written.
type Looks = (SystemTime, u64);

/// A program taken over.
struct Taken {
    version: String,
    /// What the one before had and this one has not, and what becomes of it.
    gone: Vec<String>,
}

/// Watches program files for as long as it is polled.
pub async fn run(app: &App, files: &[PathBuf]) {
    let watched = |path: &PathBuf| Watched { path: path.clone(), looks: looks(path) };
    let mut files: Vec<Watched> = files.iter().map(watched).collect();
    loop {
        tokio::time::sleep(EVERY).await;
        for file in &mut files {
            file.look(app).await;
        }
    }
}

impl Watched {
    async fn look(&mut self, app: &App) {
        let now = looks(&self.path);
        if now == self.looks {
            return;
        }
        self.looks = now;
        let file = self.path.display().to_string();
        if now.is_none() {
            tracing::warn!(file, "the file is gone: the program from before stays");
            return;
        }
        match take_over(app, &self.path).await {
            Ok(None) => {}
            Ok(Some(Taken { version, gone })) => {
                tracing::info!(file, version, "the program has changed");
                for gone in gone {
                    tracing::warn!(file, gone, "the program does not have it any more");
                }
            }
            Err(fault) => tracing::error!(file, fault, "refused: the program from before stays"),
        }
    }
}

/// Reads a file and puts its program in the place of the one with its id; None when it is the same.
async fn take_over(app: &App, file: &Path) -> Result<Option<Taken>, String> {
    let definition = Definition::open(file).map_err(|e| e.fault)?;
    let id = definition.program.id.clone();
    let Ok(before) = app.program(&id) else {
        return Err(format!("its id is `{id}` now: to serve another program, start again"));
    };
    if definition.program.version == before.program.version {
        return Ok(None);
    }
    let (source, now) = (definition.source.clone(), app.now());
    let catalogue = Arc::new(Catalogue::new(definition));
    let version = catalogue.program.version.clone();
    let remembered = Arc::clone(&catalogue);
    // Before anything is credited under it: a refund must find it again.
    let followed = app.store.writer.write(move |tx| {
        let before = succession::before(tx, &remembered.program, vec![(*before.program).clone()])?;
        let before: Vec<&Program> = before.iter().collect();
        let followed = remembered.program.follow(&source, &before);
        if followed.is_ok() {
            remembered.remember(tx, now)?;
        }
        Ok::<_, Refusal>(followed)
    });
    let followed = followed.await.map_err(|e| e.to_string())?;
    let gone = followed.map_err(|mistakes| told(&mistakes))?;
    app.replace(catalogue);
    Ok(Some(Taken { version, gone }))
}

fn looks(path: &Path) -> Option<Looks> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
