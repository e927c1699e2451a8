//! A changed program file is taken over without a restart, once it stays as it is. One that is wrong
//! is refused, every mistake in the log, and the definition from before stays.

use crate::app::App;
use crate::catalogue::{Catalogue, Definition, told};
use crate::problem::Refusal;
use crate::rounds::contained;
use crate::succession;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use stempel_engine::Program;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(1);

/// A file, and what it was like.
struct Watched {
    path: PathBuf,
    /// When it was last read.
    read: Option<Looks>,
    /// When it was last looked at.
    seen: Option<Looks>,
    /// What was said of it that may pass by itself, not to say it each second.
    passing: Option<String>,
}

/// What changes when a file is written.
type Looks = (SystemTime, u64);

/// A program taken over.
struct Taken {
    version: String,
    /// What the one before had and this one has not, and what becomes of it.
    gone: Vec<String>,
}

/// Why a file is not taken over.
enum Fault {
    /// It is wrong: until it changes again.
    Wrong(String),
    /// It could not be kept: until it can.
    Passing(String),
}

/// Watches program files for as long as it is polled.
pub async fn run(app: &App, files: &[PathBuf]) {
    let watched = |path: &PathBuf| {
        let looks = looks(path);
        Watched { path: path.clone(), read: looks, seen: looks, passing: None }
    };
    let mut files: Vec<Watched> = files.iter().map(watched).collect();
    loop {
        tokio::time::sleep(EVERY).await;
        for file in &mut files {
            contained("look at the program files", file.look(app)).await;
        }
    }
}

impl Watched {
    async fn look(&mut self, app: &App) {
        let now = looks(&self.path);
        // One that is being written is read once it stays as it is: half of it may be a program, too.
        let is_still = now == std::mem::replace(&mut self.seen, now);
        if now == self.read || !is_still {
            return;
        }
        let file = self.path.display().to_string();
        if now.is_none() {
            self.read = now;
            tracing::warn!(file, "the file is gone: the program from before stays");
            return;
        }
        let taken = take_over(app, &self.path).await;
        if let Err(Fault::Passing(fault)) = taken {
            if self.passing.as_ref() != Some(&fault) {
                tracing::warn!(file, fault, "not taken over yet: tried again each second");
            }
            self.passing = Some(fault);
            return;
        }
        (self.read, self.passing) = (now, None);
        match taken {
            Ok(None) | Err(Fault::Passing(_)) => {}
            Ok(Some(Taken { version, gone })) => {
                tracing::info!(file, version, "the program has changed");
                for gone in gone {
                    tracing::warn!(file, gone, "the program does not have it any more");
                }
            }
            Err(Fault::Wrong(fault)) => {
                tracing::error!(file, fault, "refused: the program from before stays");
            }
        }
    }
}

/// Reads a file and puts its program in the place of the one with its id; None when it is the same.
async fn take_over(app: &App, file: &Path) -> Result<Option<Taken>, Fault> {
    let definition = Definition::open(file).map_err(|e| Fault::Wrong(e.fault))?;
    let id = definition.program.id.clone();
    let Ok(before) = app.program(&id) else {
        let fault = format!("its id is `{id}` now: to serve another program, start again");
        return Err(Fault::Wrong(fault));
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
    let followed = followed.await.map_err(|e| Fault::Passing(e.to_string()))?;
    let gone = followed.map_err(|mistakes| Fault::Wrong(told(&mistakes)))?;
    app.replace(catalogue);
    Ok(Some(Taken { version, gone }))
}

fn looks(path: &Path) -> Option<Looks> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
