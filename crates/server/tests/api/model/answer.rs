//! What came of a command, and everything that the store and the model must agree on, as text.

use stempel_engine::ledger::{Account, Wallet};
use stempel_engine::member;
use stempel_protocol::{
    AdjustmentReply, InvitedStatus, PlayReply, Redemption, RedemptionStatus, ReferralProgress,
    Streak, SurveyReply, Timestamp, Transaction, TransactionPage, WebhookReply,
};
use stempel_server::problem::Refusal;

/// What the customer saw is not so any more.
pub const CHANGED: &str = "the member or the cost has changed: show the snapshot and ask again";
/// More is taken than there is, whatever the figures.
pub const MISSING: &str = "points are missing";

/// What came of it.
#[derive(Debug)]
pub enum Answer {
    Event(WebhookReply),
    Member(Box<stempel_protocol::Member>),
    Redemption(Box<Redemption>, Box<stempel_protocol::Member>),
    Coupon(RedemptionStatus),
    Adjusted(Box<AdjustmentReply>),
    Invite(String),
    History(TransactionPage),
    Play(Box<PlayReply>),
    Survey(Box<SurveyReply>),
    Refused(String),
}

impl Answer {
    pub fn of_refusal(refusal: &Refusal) -> Self {
        Self::Refused(match refusal {
            Refusal::InvalidField { .. } => "invalid field".into(),
            Refusal::Internal(cause) if cause.contains("panicked") => "panicked".into(),
            other => other.to_string(),
        })
    }

    /// Everything that both must agree on, as text.
    pub fn told(&self) -> String {
        match self {
            Self::Event(reply) => of_event(reply),
            Self::Member(member) => of_member(member),
            Self::Redemption(redemption, member) => {
                let Redemption { status, reward, cost, value, .. } = &**redemption;
                let worth = value.as_ref().map(|it| it.amount);
                format!("{status:?} {reward} {cost} {worth:?} | {}", of_member(member))
            }
            Self::Coupon(status) => format!("{status:?}"),
            Self::Adjusted(reply) => {
                let AdjustmentReply { adjustment: made, duplicate, member } = &**reply;
                let (wallet, points, reason) = (&made.wallet, made.points, &made.reason);
                format!("{wallet:?} {points} {reason} {duplicate} | {}", of_member(member))
            }
            Self::Survey(reply) => {
                let SurveyReply { points, member } = &**reply;
                format!("{points} | {}", of_member(member))
            }
            Self::Play(reply) => {
                let PlayReply { prize, points, redemption, member } = &**reply;
                let given = redemption.is_some();
                format!("{prize:?} {points:?} {given} | {}", of_member(member))
            }
            Self::History(page) => of_page(page),
            Self::Invite(_) => "a code".to_owned(),
            Self::Refused(words) => words.clone(),
        }
    }

    /// In a word, for the count of what was played.
    pub fn outcome(&self) -> String {
        match self {
            Self::Event(reply) => reply.outcome.as_str().to_owned(),
            Self::Adjusted(reply) if reply.duplicate => "again".to_owned(),
            Self::Adjusted(reply) if reply.adjustment.wallet.is_some() => "in a wallet".to_owned(),
            Self::Refused(words) if words.ends_with("are missing") => MISSING.to_owned(),
            Self::Refused(words) => words.clone(),
            _ => "done".to_owned(),
        }
    }
}

pub(super) fn of_event(WebhookReply { outcome, points, again }: &WebhookReply) -> String {
    format!("{outcome:?} {points} {again:?}")
}

fn of_member(member: &stempel_protocol::Member) -> String {
    let balance = &member.balance;
    let expiring: Vec<_> = member.expiring.iter().map(|it| (it.at, it.points)).collect();
    let challenges: Vec<_> = member.challenges.iter().map(|it| it.progress).collect();
    let badges = member.badges.iter().filter(|it| it.earned_at.is_some()).count();
    let open = member.redemptions.iter().filter(|it| it.status == RedemptionStatus::Issued);
    let tier = member.tier.as_ref().map(|it| (it.id.clone(), it.qualifying));
    let free = member.rewards.iter().filter(|it| it.reasons.is_empty());
    let mut free: Vec<_> = free.map(|it| it.id.clone()).collect();
    free.sort();
    let wallets: Vec<_> = member.wallets.iter().map(of_wallet).collect();
    let streak = member.streak.as_ref().map(|it| (it.days, it.target, it.grace_left, it.today));
    let friends = member.referral.as_ref().map(of_friends);
    let asked: Vec<_> = member.surveys.iter().map(|it| (&it.id, &it.order)).collect();
    let games: Vec<_> = member.games.iter().map(|it| (&it.id, &it.plays)).collect();
    let card = &member.card;
    let paid = member.membership.as_ref().map(|it| (it.status, it.until));
    format!(
        "v{} {balance:?} {expiring:?} {wallets:?} {challenges:?} {badges} {} {tier:?} {free:?} \
         {paid:?} {streak:?} {friends:?} {asked:?} {games:?} {card:?}",
        member.version,
        open.count()
    )
}

/// Whether there is a code, and how it stands with those who came by it.
fn of_friends(it: &ReferralProgress) -> (bool, Vec<(Timestamp, InvitedStatus)>) {
    let mut came: Vec<_> = it.invited.iter().map(|it| (it.at, it.status)).collect();
    came.sort_by_key(|it| (it.0, it.1.as_str()));
    (it.code.is_some(), came)
}

/// Whether the days in a row became as many as they are to be, today.
pub(super) const fn is_full(streak: &Streak) -> bool {
    streak.today && streak.days == streak.target
}

/// A page of a history, without the ids that only the store knows.
pub(super) fn of_page(page: &TransactionPage) -> String {
    let line = |it: &Transaction| Transaction { id: String::new(), ..it.clone() };
    let untitled = |mut it: Transaction| {
        it.parts.iter_mut().for_each(|part| part.title.clear());
        it
    };
    let lines: Vec<_> = page.items.iter().map(line).map(untitled).collect();
    format!("{lines:?} {:?}", page.next)
}

/// A further wallet's balance, and what of it expires when.
fn of_wallet(wallet: &stempel_protocol::WalletBalance) -> String {
    let expiring: Vec<_> = wallet.expiring.iter().map(|it| (it.at, it.points)).collect();
    format!("{} {:?} {expiring:?}", wallet.id, wallet.balance)
}

/// The same of the model's own account.
pub(super) fn of_account(id: &Wallet, account: Option<&Account>) -> String {
    let of = account.cloned().unwrap_or_default();
    let expiring: Vec<_> = of.expiring().into_iter().map(|it| (it.at, it.points)).collect();
    format!("{} {:?} {expiring:?}", id.0, balance(&of))
}

pub(super) fn balance(account: &Account) -> stempel_protocol::Balance {
    let balance = account.balance();
    stempel_protocol::Balance {
        available: balance.available,
        pending: balance.pending,
        reserved: balance.reserved,
        spent: balance.spent,
        expired: balance.expired,
        lifetime: balance.lifetime,
        debt: balance.debt,
    }
}

/// The engine's refusal, as the services would say it.
pub(super) fn words(refused: member::Refused) -> String {
    match refused {
        member::Refused::Cart(_) => "invalid field".into(),
        member::Refused::NotRedeemable(_) => Refusal::NotRedeemable(Vec::new()).to_string(),
        other => format!("internal: {other}"),
    }
}
