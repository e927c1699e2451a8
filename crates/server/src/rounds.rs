//! What runs beside the calls goes in rounds: one that panics ends by itself, and the next one comes.

use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// What came of a round; nothing of one that panicked.
pub async fn contained<T>(what: &str, round: impl Future<Output = T>) -> Option<T> {
    let done = AssertUnwindSafe(round).catch_unwind().await;
    if done.is_err() {
        tracing::error!(what, "panicked: tried again at its next time");
    }
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::contained;

    #[tokio::test]
    async fn a3_a_round_that_panics_ends_by_itself_alone() {
        let panics = async {
            tokio::task::yield_now().await;
            panic!("on purpose")
        };
        assert_eq!(contained::<()>("test", panics).await, None);
        assert_eq!(contained("test", async { 7 }).await, Some(7));
    }
}
