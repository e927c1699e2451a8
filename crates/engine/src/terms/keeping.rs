//! What is in a wallet and what becomes of it: from when on and how long it can be spent, and what
//! goes with an order that goes back.

use super::earning::rounding;
use super::say::{Say, fill};
use crate::ledger::Wallet;
use crate::program::{
    ChallengeOnRefund, Entitlement, Expiry, Game, Reward, SpentOnRefund, Survey, SurveyWhen,
};

/// When what is in a wallet can be spent, how long it lasts, and what becomes of it when an order or a
/// reward goes back.
pub(super) fn keeping(say: &Say<'_>, wallet: &Wallet) -> Vec<String> {
    let (words, points) = (say.words, say.program.points_in(wallet));
    let own_section = !say.program.wallets.is_empty();
    let mut sentences: Vec<String> =
        rounding(say, wallet).filter(|_| own_section).into_iter().collect();
    sentences.push(match points.pending_days {
        0 => words.at_once.to_owned(),
        days => say.count(words.pending, days, &[]),
    });
    sentences.extend(from_friends(say, wallet));
    sentences.push(match points.expiry {
        Expiry::Never => words.never_expire.to_owned(),
        Expiry::After { days } => say.count(words.expire_days, days, &[]),
        Expiry::Months { months } => say.count(words.expire_months, months.into(), &[]),
        Expiry::Yearly { month, day } => {
            fill(words.expire_yearly, &[("date", &say.day_of_year(month, day))])
        }
    });
    if points.expiry != Expiry::Never {
        sentences.push(words.soonest_first.to_owned());
    }
    sentences.push(match points.spent_on_refund {
        SpentOnRefund::Debt => words.owed.to_owned(),
        SpentOnRefund::Forgive => words.forgiven.to_owned(),
    });
    sentences.extend(grace(say, wallet));
    sentences
}

/// When what a friend brings can be spent; nothing where that is as with everything else.
fn from_friends(say: &Say<'_>, wallet: &Wallet) -> Option<String> {
    let referral = say.program.referral.as_ref().filter(|_| *wallet == Wallet::default())?;
    let days = referral.pending_days;
    (days != say.program.points.pending_days).then(|| match days {
        0 => say.words.friend_at_once.to_owned(),
        days => say.count(say.words.friend_pending, days, &[]),
    })
}

/// What becomes of what comes back too late; nothing where nothing does.
fn grace(say: &Say<'_>, wallet: &Wallet) -> Option<String> {
    let points = say.program.points_in(wallet);
    let comes_back = |it: &Reward| it.wallet == *wallet && it.cost > 0 && !it.kind.is_immediate();
    let can_be_late = points.expiry != Expiry::Never && say.program.rewards.iter().any(comes_back);
    can_be_late.then(|| match points.grace_days {
        0 => say.words.no_grace.to_owned(),
        days => say.count(say.words.grace, days, &[]),
    })
}

pub(super) fn returns(say: &Say<'_>) -> Vec<String> {
    let (words, points) = (say.words, &say.program.points);
    let mut sentences = vec![words.taken_back.to_owned()];
    if !say.program.challenges.is_empty() {
        sentences.push(match points.challenge_on_refund {
            ChallengeOnRefund::Keep => words.challenge_stays.to_owned(),
            ChallengeOnRefund::TakeBack => words.challenge_goes.to_owned(),
        });
    }
    let asks = |it: &Survey| it.points > 0 && matches!(it.when, SurveyWhen::OrderPaid { .. });
    if say.program.surveys.iter().any(asks) {
        sentences.push(words.answer_stays.to_owned());
    }
    let played = |it: &Game| matches!(it.entitlement, Entitlement::Order { .. });
    if say.program.games.iter().any(played) {
        sentences.push(words.prize_stays.to_owned());
    }
    sentences
}
