//! Challenges and badges.

use crate::service::wire::{text, text_or_none};
use stempel_engine::challenge::progress;
use stempel_engine::program as engine;
use stempel_engine::program::{Goal, Run};
use stempel_protocol::{Badge, Challenge, ChallengeKind, Timestamp};

pub(super) fn challenge(
    program: &engine::Program,
    challenge: &engine::Challenge,
    lang: &str,
    now: Timestamp,
) -> Challenge {
    let run = progress(program, challenge, &[], &[], now);
    let (kind, steps) = match &challenge.goal {
        Goal::Orders { .. } | Goal::Units { .. } => (ChallengeKind::Count, Vec::new()),
        Goal::Spend { .. } => (ChallengeKind::Spend, Vec::new()),
        Goal::Variety { steps } => {
            (ChallengeKind::Variety, steps.iter().map(|step| text(&step.label, lang)).collect())
        }
    };
    let window = match challenge.run {
        Run::Once(window) => window,
        Run::Monthly => run.window,
    };
    Challenge {
        id: challenge.id.clone(),
        name: text(&challenge.name, lang),
        description: text_or_none(challenge.description.as_ref(), lang),
        kind,
        target: run.target,
        points: challenge.points,
        badge: challenge.badge.clone(),
        steps,
        starts_at: window.starts,
        ends_at: window.ends,
        icon: challenge.icon.clone(),
        personal: !challenge.segments.is_empty(),
    }
}

pub(super) fn badge(badge: &engine::Badge, lang: &str) -> Badge {
    Badge {
        id: badge.id.clone(),
        name: text(&badge.name, lang),
        description: text_or_none(badge.description.as_ref(), lang),
        icon: badge.icon.clone(),
    }
}
