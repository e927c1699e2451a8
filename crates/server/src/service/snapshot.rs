//! `GET member`: everything the widget shows of one customer, as of now.

use super::{Context, Customer, taken, wire};
use crate::problem::Refusal;
use crate::store::members::{self, Stored};
use crate::store::redemptions::Taken as StoredRedemption;
use crate::store::{StoreError, Tx, programs};
use stempel_engine::member::{self, Member as EngineMember};
use stempel_engine::redemption::{Status, status_at};
use stempel_engine::tier::Standing;
use stempel_engine::{challenge, reward};
use stempel_protocol::{
    BadgeProgress, ChallengeProgress, Expiring, Member, MemberStatus, NextTier, RewardState,
    TierProgress,
};

/// How many closed redemptions it shows; every open one is shown.
const CLOSED: usize = 10;

/// The snapshot of a customer, who may not have joined.
///
/// # Errors
/// When the database fails.
pub fn read(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Member, Refusal> {
    let stored = members::load(tx, &context.program().id, &customer.id)?;
    Ok(of(tx, context, customer, stored)?)
}

/// The snapshot of a member as loaded, or as a command left them.
pub(super) fn of(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    stored: Option<Stored>,
) -> Result<Member, StoreError> {
    let (program, now) = (context.program(), context.now);
    let taken = taken(tx, context, stored.as_ref())?;
    let consents = match &stored {
        Some(stored) => programs::consents(tx, &program.id, &stored.id)?,
        None => Vec::new(),
    };
    let joined = stored.is_some();
    let guest = || (EngineMember::default(), Vec::new(), 0, None);
    let (mut settled, redemptions, version, nickname) =
        stored.map_or_else(guest, |it| (it.member, it.redemptions, it.version, it.nickname));
    // A read brings the member to now and writes nothing: the next command books what was due.
    let _ = member::settle(program, &mut settled, now);
    let facts = member::facts(program, &settled, &taken, now);
    let standing = member::standing(program, &settled, now).filter(|_| joined);
    let state = |it: reward::RewardState<'_>| RewardState {
        id: it.reward.id.clone(),
        cost: it.cost,
        reasons: wire::reasons(program, it.reasons),
    };
    Ok(Member {
        status: if joined { MemberStatus::Active } else { MemberStatus::NotJoined },
        version,
        as_of: now,
        name: nickname.or_else(|| customer.name.clone()),
        joined_at: settled.joined_at,
        balance: wire::balance(&settled.account.balance()),
        tier: standing.map(|it| tier(&it)),
        expiring: expiring(&settled),
        challenges: challenges(context, &settled),
        badges: badges(context, &settled),
        rewards: reward::catalogue(program, &facts, now).into_iter().map(state).collect(),
        redemptions: shown(context, &redemptions),
        consents,
    })
}

fn tier(standing: &Standing<'_>) -> TierProgress {
    TierProgress {
        id: standing.tier.id.clone(),
        qualifying: standing.qualifying,
        next: standing
            .next
            .as_ref()
            .map(|next| NextTier { id: next.tier.id.clone(), missing: next.missing }),
        until: standing.until,
        keep_missing: standing.keep_missing,
    }
}

fn expiring(member: &EngineMember) -> Vec<Expiring> {
    let lots = member.account.expiring().into_iter();
    lots.map(|lot| Expiring { points: lot.points, at: lot.at }).collect()
}

fn challenges(context: &Context, member: &EngineMember) -> Vec<ChallengeProgress> {
    let program = context.program();
    let progress = |it: &stempel_engine::program::Challenge| {
        let progress =
            challenge::progress(program, it, &member.orders, &member.completed, context.now);
        let steps = progress.steps_done.iter();
        ChallengeProgress {
            id: it.id.clone(),
            status: wire::challenge_status(progress.status),
            progress: progress.reached,
            steps_done: steps.map(|step| i64::try_from(*step).unwrap_or(i64::MAX)).collect(),
            completed_at: progress.completed_at,
        }
    };
    program.challenges.iter().map(progress).collect()
}

fn badges(context: &Context, member: &EngineMember) -> Vec<BadgeProgress> {
    let progress = |badge: &stempel_engine::program::Badge| BadgeProgress {
        id: badge.id.clone(),
        earned_at: member.badges.iter().find(|it| it.badge == badge.id).map(|it| it.at),
    };
    context.program().badges.iter().map(progress).collect()
}

fn shown(context: &Context, redemptions: &[StoredRedemption]) -> Vec<stempel_protocol::Redemption> {
    let mut closed = 0;
    let of_now =
        redemptions.iter().map(|it| (it, status_at(&it.status, it.expires_at, context.now)));
    of_now
        .filter(|(_, status)| {
            closed += usize::from(*status != Status::Issued);
            *status == Status::Issued || closed <= CLOSED
        })
        .map(|(it, status)| wire::redemption(it, status, &context.lang))
        .collect()
}
