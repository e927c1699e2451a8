//! `GET member`: everything the widget shows of one customer, as of now.

use super::{
    Context, Customer, Mode, benefits, game, member_of, offer, profile, referral, survey, taken,
    wire,
};
use crate::problem::Refusal;
use crate::store::members::{self, Stored, Wanted};
use crate::store::redemptions::Taken as StoredRedemption;
use crate::store::{StoreError, Tx, consents, departed};
use std::collections::BTreeMap;
use stempel_engine::ledger::{Account, Wallet};
use stempel_engine::member::{self, Member as EngineMember};
use stempel_engine::program::Challenge;
use stempel_engine::redemption::{Status, status_at};
use stempel_engine::tier::Standing;
use stempel_engine::{activity, card, challenge, membership, reward};
use stempel_protocol::{
    BadgeProgress, ChallengeProgress, ContactChoice, Expiring, Member, MemberStatus, NextTier,
    RewardState, Streak, TierProgress, Timestamp, WalletBalance,
};

/// How many closed redemptions it shows; every open one is shown.
const CLOSED: usize = 10;

/// The snapshot of a customer, who may not have joined.
///
/// # Errors
/// When the database fails.
pub fn read(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Member, Refusal> {
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?;
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
    let taken = taken(tx, context, stored.as_ref(), &program.rewards)?;
    let consents = match &stored {
        Some(stored) => consents::held(tx, context.ledger(), &stored.id)?,
        None => Vec::new(),
    };
    let joined = stored.is_some();
    let games = match &stored {
        Some(stored) => game::open(tx, context, &stored.id)?,
        None => Vec::new(),
    };
    let referral = match &stored {
        Some(stored) => referral::progress(tx, context, &stored.id)?,
        None => None,
    };
    let surveys = match stored.as_ref().and_then(|it| Some((&it.id, it.member.joined_at?))) {
        Some((id, joined_at)) => survey::asked(tx, context, id, joined_at)?,
        None => Vec::new(),
    };
    let seen = stored.map(|stored| Seen::of(tx, context, stored)).transpose()?.unwrap_or_default();
    let Seen { mut settled, mut expiring, redemptions, version, nickname, lang, contact, card } =
        seen;
    // The command may have been about them.
    settled.consents = consents.iter().map(|it| it.id.clone()).collect();
    let version = match joined {
        true => version,
        false => departed::version(tx, context.ledger(), &customer.id)?.unwrap_or(0),
    };
    let wallets = if joined { wallets(context, &settled, &mut expiring) } else { Vec::new() };
    let facts = member::facts(program, &settled, &taken, now);
    let standing = member::standing(program, &settled, now).filter(|_| joined);
    let state = |it: reward::RewardState<'_>| RewardState {
        id: it.reward.id.clone(),
        cost: it.cost,
        reasons: wire::reasons(program, it.reasons),
        suits: it.suits.map(wire::suits),
    };
    Ok(Member {
        status: if joined { MemberStatus::Active } else { MemberStatus::NotJoined },
        version,
        as_of: now,
        name: nickname.clone().or_else(|| customer.name.clone()),
        joined_at: settled.joined_at,
        balance: wire::balance(&settled.account.balance()),
        wallets,
        tier: standing.map(|it| tier(&it)),
        expiring: expiring.remove(&Wallet::default()).unwrap_or_default(),
        challenges: challenges(context, &settled),
        badges: badges(context, &settled),
        rewards: reward::catalogue(program, &facts, now).into_iter().map(state).collect(),
        redemptions: shown(context, &redemptions),
        consents,
        surveys,
        games,
        referral,
        access: benefits::openings(context, &settled),
        offers: offer::shown(context, &settled),
        profile: joined.then(|| profile::shown(context, &settled.profile, nickname, lang, contact)),
        card,
        streak: streak(context, &settled).filter(|_| joined),
        membership: membership::status(&settled, now).map(wire::membership),
        test: context.mode == Mode::Test,
    })
}

/// What expires, by wallet.
type ByWallet = BTreeMap<Wallet, Vec<Expiring>>;

/// A member as of now.
#[derive(Default)]
struct Seen {
    settled: EngineMember,
    expiring: ByWallet,
    redemptions: Vec<StoredRedemption>,
    version: i64,
    nickname: Option<String>,
    lang: Option<String>,
    contact: Option<ContactChoice>,
    card: Option<String>,
}

impl Seen {
    /// Brings the member to now and writes nothing: the next command books what was due.
    fn of(tx: &mut Tx<'_>, context: &Context, mut stored: Stored) -> Result<Self, StoreError> {
        let mut settled = std::mem::take(&mut stored.member);
        let _ = member::settle(context.program(), &mut settled, context.now);
        let told = |all: Vec<(Timestamp, i64)>| {
            all.into_iter().map(|(at, points)| Expiring { points, at }).collect()
        };
        let expiring = members::expiring(tx, &stored, &settled, context.now)?.into_iter();
        let expiring = expiring.map(|(wallet, all)| (wallet, told(all))).collect();
        let Stored { redemptions, version, nickname, lang, contact, card, .. } = stored;
        Ok(Self {
            settled,
            expiring,
            redemptions,
            version,
            nickname,
            lang,
            contact,
            card: card::number(card),
        })
    }
}

/// Every further wallet of the program; one that nothing was booked in yet is empty.
fn wallets(
    context: &Context,
    member: &EngineMember,
    expiring: &mut ByWallet,
) -> Vec<WalletBalance> {
    let wallet = |it: &stempel_engine::program::WalletRule| WalletBalance {
        id: it.id.0.clone(),
        kind: wire::wallet_kind(it.kind),
        balance: wire::balance(
            &member.account_in(&it.id).map(Account::balance).unwrap_or_default(),
        ),
        expiring: expiring.remove(&it.id).unwrap_or_default(),
    };
    context.program().wallets.iter().map(wallet).collect()
}

/// The first of the program's streaks.
fn streak(context: &Context, member: &EngineMember) -> Option<Streak> {
    let activities = context.program().activities.iter();
    let of = |it| Some((it, activity::streak(context.program(), member, it, context.now)?));
    let (activity, on) = activities.filter_map(of).next()?;
    Some(Streak {
        days: on.of_round(),
        target: on.target,
        grace_left: on.grace_left,
        points: activity.points,
        today: on.today,
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

fn challenges(context: &Context, member: &EngineMember) -> Vec<ChallengeProgress> {
    let program = context.program();
    let board = challenge::board(program, member, context.now);
    let progress = |(it, progress, suits): (&Challenge, challenge::Progress, _)| {
        let steps = progress.steps_done.iter();
        ChallengeProgress {
            id: it.id.clone(),
            status: wire::challenge_status(progress.status),
            progress: progress.reached,
            steps_done: steps.map(|step| i64::try_from(*step).unwrap_or(i64::MAX)).collect(),
            completed_at: progress.completed_at,
            suits: Option::map(suits, wire::suits),
        }
    };
    board.into_iter().map(progress).collect()
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
