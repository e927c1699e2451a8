//! How long callers wait for the database, and the end of all waiting when the server stops.

use std::time::Duration;
use tokio::sync::watch;

/// What every caller of a store waits by.
#[derive(Clone)]
pub struct Waiting {
    most: Duration,
    over: watch::Sender<bool>,
}

impl Waiting {
    /// So long at most.
    pub fn new(most: Duration) -> Self {
        Self { most, over: watch::Sender::new(false) }
    }

    /// What the work gives; nothing when it takes too long, or the waiting is over before.
    pub async fn on<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut over = self.over.subscribe();
        tokio::select! {
            biased;
            given = work => Some(given),
            _ = over.wait_for(|it| *it) => None,
            () = tokio::time::sleep(self.most) => None,
        }
    }

    /// Ends the waiting of everybody, for good.
    pub fn end(&self) {
        self.over.send_replace(true);
    }

    /// Whether it was ended.
    pub fn is_over(&self) -> bool {
        *self.over.borrow()
    }
}
