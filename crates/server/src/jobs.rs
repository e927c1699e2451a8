//! What the server does by itself. Nothing a reader sees waits for it: reads count as of now.

use crate::app::App;
use crate::store::{departed, keys};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Forgets idempotency keys that are old enough, who left and who asked long ago, once an hour, for as long as it is polled.
pub async fn run(app: &App) {
    loop {
        tokio::time::sleep(HOUR).await;
        let now = app.now();
        app.limits.forget();
        match app
            .store
            .writer
            .write(move |tx| {
                Ok::<_, crate::problem::Refusal>(
                    keys::forget(tx, now)? + departed::forget(tx, now)?,
                )
            })
            .await
        {
            Ok(count) => tracing::debug!(count, "forgot what is old enough"),
            Err(error) => tracing::warn!(%error, "could not forget what is old enough"),
        }
    }
}
