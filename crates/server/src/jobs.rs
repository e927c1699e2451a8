//! What the server does by itself. Nothing a reader sees waits for it: reads count as of now.
//!
//! Each job is leased in the database: of several processes one does it, once in its time.

mod draws;
mod products;
mod stock;

use crate::app::App;
use crate::problem::Refusal;
use crate::rounds::contained;
use crate::service::{Context, Mode};
use crate::store::{clicks, departed, keys, leases, referrals};
use chrono::TimeDelta;
use std::time::{Duration, Instant};

/// How often it is looked whether something is due.
const TICK: Duration = Duration::from_secs(10);
/// How often those are forgotten who have not asked for a while.
const LIMITS: Duration = Duration::from_secs(60);
/// Days for which it is remembered who followed a suggestion.
const CLICKS_DAYS: i64 = 30;
/// Days for which it is remembered who was shown a product: today, wherever that is.
const SHOWN_DAYS: i64 = 2;
/// Days for which it is told what came of suggestions: as many as can be asked for.
const OUTCOMES_DAYS: i64 = 367;
/// Days for which what is left of a friend who left tells of misuse: as long as a mark of who left.
const FRIENDS_DAYS: i64 = 730;

/// Does what is due, again and again, for as long as it is polled.
pub async fn run(app: &App) {
    let mut last = Instant::now();
    loop {
        tokio::time::sleep(TICK).await;
        if last.elapsed() > LIMITS {
            app.limits.forget();
            last = Instant::now();
        }
        due(app).await;
    }
}

/// Does what is due now.
pub async fn due(app: &App) {
    said("forget what is old enough", forget(app)).await;
    for catalogue in app.programs() {
        for mode in [Mode::Live, Mode::Test] {
            let lang = catalogue.program.language(None).to_owned();
            let context = Context { catalogue: catalogue.clone(), mode, lang, now: app.now() };
            said("make draws", draws::make(app, &context)).await;
            said("count what is left", stock::bring_to_now(app, &context)).await;
            said("count what goes together", products::companions(app, &context)).await;
            said("count purchases", products::purchases(app, &context)).await;
        }
    }
}

async fn said(what: &str, job: impl Future<Output = Result<usize, Refusal>>) {
    match contained(what, job).await {
        None | Some(Ok(0)) => {}
        Some(Ok(count)) => tracing::debug!(what, count, "a job is done"),
        Some(Err(error)) => tracing::warn!(what, %error, "a job failed"),
    }
}

/// Whether this process is to do the job now; nobody else does it for so long.
async fn leased(app: &App, job: &str, length: TimeDelta) -> Result<bool, Refusal> {
    let (asked, now) = (job.to_owned(), app.now());
    // Read first: most of the time there is nothing to write.
    if !app.store.readers.read(move |tx| leases::is_due(tx, &asked, length, now)).await? {
        return Ok(false);
    }
    let job = job.to_owned();
    let take =
        move |tx: &mut crate::store::Tx<'_>| Ok::<_, Refusal>(leases::take(tx, &job, length, now)?);
    app.store.writer.write(take).await
}

/// Forgets idempotency keys that are old enough, who left, who saw or followed a suggestion long ago.
async fn forget(app: &App) -> Result<usize, Refusal> {
    if !leased(app, "forget", TimeDelta::hours(1)).await? {
        return Ok(0);
    }
    let now = app.now();
    let forget = move |tx: &mut crate::store::Tx<'_>| {
        let clicks = clicks::forget(tx, now - TimeDelta::days(CLICKS_DAYS))?;
        let day = |days| (now - TimeDelta::days(days)).date_naive();
        let shown = clicks::forget_shown(tx, day(SHOWN_DAYS), day(OUTCOMES_DAYS))?;
        let friends = referrals::forget_friends(tx, now - TimeDelta::days(FRIENDS_DAYS))?;
        Ok::<_, Refusal>(
            keys::forget(tx, now)? + departed::forget(tx, now)? + clicks + shown + friends,
        )
    };
    app.store.writer.write(forget).await
}
