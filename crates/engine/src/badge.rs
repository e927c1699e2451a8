//! Which badges are due. A badge once earned stays.

use crate::Instant;

/// A badge earned, as the caller keeps it: unique by badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeEarned {
    /// The badge.
    pub badge: String,
    /// When.
    pub at: Instant,
}
