//! The shop's products, told to the loyalty backend when the shop starts: what it may suggest.

use super::catalogue;
use super::loyalty::Loyalty;
use super::outbox::pause;
use chrono::Utc;
use std::time::Duration;

/// Tells the backend every product, again and again until it takes them: it may start later.
pub async fn tell(loyalty: Loyalty) {
    for attempt in 0.. {
        let Err(why) = tell_once(&loyalty).await else { return };
        tracing::warn!(attempt = attempt + 1, why, "the products were not taken");
        tokio::time::sleep(pause(attempt).to_std().unwrap_or(Duration::from_secs(1))).await;
    }
}

/// Tells the backend every product.
///
/// # Errors
/// Why they were not taken, in words for the log.
pub async fn tell_once(loyalty: &Loyalty) -> Result<(), String> {
    let feed = catalogue::feed(Utc::now().date_naive());
    let body = serde_json::to_string(&feed).map_err(|error| error.to_string())?;
    let client = loyalty.clone();
    let sent = tokio::task::spawn_blocking(move || client.send_feed(&body));
    sent.await.unwrap_or_else(|error| Err(error.to_string()))
}
