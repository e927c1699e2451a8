//! Which badges are due. A badge once earned stays.

use crate::Instant;
use crate::program::{EarnedBy, Program};
use crate::tier;

/// A badge earned, as the caller keeps it: unique by badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeEarned {
    /// The badge.
    pub badge: String,
    /// When.
    pub at: Instant,
}

/// What decides about badges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Challenges completed.
    pub challenges: Vec<String>,
    /// The tier held.
    pub tier: Option<String>,
    /// Points earned over all time.
    pub lifetime_points: i64,
    /// Orders over all time, net of those that went back.
    pub orders: i64,
}

/// Badges that are due and not yet earned.
#[must_use]
pub fn due(
    program: &Program,
    earned: &[BadgeEarned],
    facts: &Facts,
    now: Instant,
) -> Vec<BadgeEarned> {
    let is_due = |by: &EarnedBy| match by {
        EarnedBy::Challenge(challenge) => facts.challenges.contains(challenge),
        EarnedBy::Tier(asked) => tier::reaches(program, facts.tier.as_deref(), asked),
        EarnedBy::LifetimePoints(points) => facts.lifetime_points >= *points,
        EarnedBy::Orders(orders) => facts.orders >= *orders,
    };
    let open = program.badges.iter().filter(|it| earned.iter().all(|done| done.badge != it.id));
    let due = open.filter(|badge| is_due(&badge.earned_by));
    due.map(|badge| BadgeEarned { badge: badge.id.clone(), at: now }).collect()
}
