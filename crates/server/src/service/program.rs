//! `GET program`: what the program offers, in one language, as of now.

use super::wire::{self, money, percent, reward_kind, text, text_or_none, value};
use stempel_engine::program as engine;
use stempel_engine::program::{
    ActivityKind, Entitlement, Every, Goal, Measure, Period, PrizeKind, RewardKind, Run,
};
use stempel_engine::{challenge, terms};
use stempel_protocol::{
    Access, Badge, Challenge, ChallengeKind, Consent, Contact, EarnKind, EarnLimit, EarnPeriod,
    EarnWay, Game, Interest, LeaderboardName, Plural, Prize, Program, Question, Referral, Reward,
    RewardGroup, Rule, Said, Terms, TermsChange, Tier, TierMeasure, TierPeriod, TierRule,
    Timestamp, Wallet,
};

/// The program in one of its languages.
#[must_use]
pub fn page(program: &engine::Program, lang: &str, now: Timestamp) -> Program {
    Program {
        id: program.id.clone(),
        name: text(&program.name, lang),
        version: program.version.clone(),
        lang: lang.to_owned(),
        langs: program.languages.clone(),
        currency: program.currency.clone(),
        unit: program.unit.get(lang).map(plural).unwrap_or_else(no_plural),
        test_mode: program.test_mode,
        wallets: program.wallets.iter().map(|it| wallet(it, lang)).collect(),
        earn: earn(program, lang, now),
        tiers: program.tiers.iter().flat_map(|it| &it.list).map(|it| tier(it, lang)).collect(),
        tier_rule: program.tiers.as_ref().map(tier_rule),
        reward_groups: program.reward_groups.iter().map(|it| group(it, lang)).collect(),
        rewards: program.rewards.iter().map(|it| reward(program, it, lang)).collect(),
        challenges: program.challenges.iter().map(|it| one(program, it, lang, now)).collect(),
        badges: program.badges.iter().map(|it| badge(it, lang)).collect(),
        access: access(program, lang, now),
        interests: program.interests.iter().map(|it| interest(it, lang)).collect(),
        contact: contact(&program.profile),
        products: program.products.is_some(),
        consents: program.consents.iter().map(|it| consent(it, lang)).collect(),
        rules: rules(program, lang),
        games: program
            .games
            .iter()
            .filter(|it| !it.window.is_over(now))
            .map(|it| game(program, it, lang))
            .collect(),
        leaderboards: program.leaderboards.iter().map(|it| board(it, lang)).collect(),
        referral: program.referral.as_ref().map(|it| referral(program, it, lang)),
        said: said(program, lang, now),
        terms: program.terms.as_ref().map(|it| in_force(program, it, lang, now)),
        questions: program.questions.iter().map(|it| question(it, lang)).collect(),
        help: program.help.clone(),
    }
}

/// What earns, now or on another day of the week: what is over or has not begun is not offered.
fn earn(program: &engine::Program, lang: &str, now: Timestamp) -> Vec<EarnWay> {
    let purchases = program.purchases.iter();
    let purchases = purchases.filter(|it| it.offer.is_none() && it.window.contains(now));
    let purchases = purchases.filter_map(|it| purchase(program, it, lang, now));
    purchases.chain(program.activities.iter().map(|it| activity(it, lang))).collect()
}

/// None for a rule whose window ends before its next day.
fn purchase(
    program: &engine::Program,
    rule: &engine::Purchase,
    lang: &str,
    now: Timestamp,
) -> Option<EarnWay> {
    let next = program.on_next(rule, now)?;
    Some(EarnWay {
        id: rule.id.clone(),
        kind: EarnKind::Purchase,
        title: text(&rule.title, lang),
        detail: text_or_none(rule.detail.as_ref(), lang),
        points: rule.points,
        wallet: wire::wallet(&rule.wallet),
        per: (!rule.per_order && !rule.per_unit).then(|| money(program, rule.per)),
        icon: rule.icon.clone(),
        ends_at: program.on_until(rule, next),
        starts_at: (next > now).then_some(next),
        limit: None,
        minimum_spend: (rule.minimum_spend > 0).then(|| money(program, rule.minimum_spend)),
        order_cap: rule.order_cap,
        tier: rule.tier.clone(),
        membership: rule.membership,
        subscription: rule.subscription,
    })
}

fn activity(activity: &engine::Activity, lang: &str) -> EarnWay {
    let is_event = activity.kind == ActivityKind::Event;
    EarnWay {
        id: activity.id.clone(),
        kind: EarnKind::Activity,
        title: text(&activity.title, lang),
        detail: text_or_none(activity.detail.as_ref(), lang),
        points: activity.points,
        wallet: wire::wallet(&activity.wallet),
        per: None,
        icon: activity.icon.clone(),
        ends_at: None,
        starts_at: None,
        limit: is_event
            .then(|| EarnLimit { times: activity.times, every: earn_period(activity.every) }),
        minimum_spend: None,
        order_cap: None,
        tier: None,
        membership: false,
        subscription: None,
    }
}

const fn earn_period(every: Every) -> EarnPeriod {
    match every {
        Every::Ever => EarnPeriod::Ever,
        Every::Day => EarnPeriod::Day,
        Every::Week => EarnPeriod::Week,
        Every::Month => EarnPeriod::Month,
        Every::Year => EarnPeriod::Year,
    }
}

fn plural(unit: &engine::Plural) -> Plural {
    Plural {
        zero: unit.zero.clone(),
        one: unit.one.clone(),
        two: unit.two.clone(),
        few: unit.few.clone(),
        many: unit.many.clone(),
        other: unit.other.clone(),
    }
}

const fn no_plural() -> Plural {
    Plural { zero: None, one: None, two: None, few: None, many: None, other: String::new() }
}

fn wallet(wallet: &engine::WalletRule, lang: &str) -> Wallet {
    Wallet {
        id: wallet.id.0.clone(),
        name: text(&wallet.name, lang),
        kind: wire::wallet_kind(wallet.kind),
        unit: wallet.unit.get(lang).map(plural),
        card: match wallet.kind {
            engine::WalletKind::Stamps { card } => Some(card),
            engine::WalletKind::Points | engine::WalletKind::Money => None,
        },
    }
}

fn tier(tier: &engine::Tier, lang: &str) -> Tier {
    Tier {
        id: tier.id.clone(),
        name: text(&tier.name, lang),
        from: tier.from,
        benefits: tier.benefits.iter().map(|it| text(it, lang)).collect(),
    }
}

const fn tier_rule(tiers: &engine::Tiers) -> TierRule {
    let measure = match tiers.measure {
        Measure::Points => TierMeasure::Points,
        Measure::Spend => TierMeasure::Spend,
        Measure::Orders => TierMeasure::Orders,
    };
    let (period, days) = match tiers.period {
        Period::CalendarYear => (TierPeriod::CalendarYear, None),
        Period::Rolling { days } => (TierPeriod::Rolling, Some(days)),
        Period::Lifetime => (TierPeriod::Lifetime, None),
    };
    TierRule { measure, period, days }
}

fn group(group: &engine::RewardGroup, lang: &str) -> RewardGroup {
    RewardGroup { id: group.id.clone(), name: text(&group.name, lang) }
}

fn reward(program: &engine::Program, reward: &engine::Reward, lang: &str) -> Reward {
    Reward {
        id: reward.id.clone(),
        name: text(&reward.name, lang),
        description: text_or_none(reward.description.as_ref(), lang),
        kind: reward_kind(&reward.kind),
        cost: reward.cost,
        wallet: wire::wallet(&reward.wallet),
        group: reward.group.clone(),
        icon: reward.icon.clone(),
        image: reward.image.clone(),
        value: value(program, &reward.kind),
        max_amount: reward.any_amount,
        percent: percent(&reward.kind),
        minimum_spend: reward.minimum_spend.map(|amount| money(program, amount)),
        valid_seconds: reward.valid_minutes.map(|minutes| minutes * 60),
        at: match reward.kind {
            RewardKind::EventSeat { at, .. } | RewardKind::DrawEntry { drawn_at: at, .. } => {
                Some(at)
            }
            _ => None,
        },
        winners: match reward.kind {
            RewardKind::DrawEntry { winners, .. } => Some(winners),
            _ => None,
        },
        cause: match &reward.kind {
            RewardKind::Donation { cause } => Some(text(cause, lang)),
            _ => None,
        },
        personal: reward.offer.is_some() || !reward.segments.is_empty(),
    }
}

fn one(
    program: &engine::Program,
    challenge: &engine::Challenge,
    lang: &str,
    now: Timestamp,
) -> Challenge {
    let run = challenge::progress(program, challenge, &[], &[], now);
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

fn badge(badge: &engine::Badge, lang: &str) -> Badge {
    Badge {
        id: badge.id.clone(),
        name: text(&badge.name, lang),
        description: text_or_none(badge.description.as_ref(), lang),
        icon: badge.icon.clone(),
    }
}

fn access(program: &engine::Program, lang: &str, now: Timestamp) -> Vec<Access> {
    let to_come = program.access.iter().filter(|it| !it.window.is_over(now));
    let one = |it: &engine::Access| {
        let (id, title) = (it.id.clone(), text(&it.title, lang));
        Some(Access { id, title, opens_at: it.window.starts?, ends_at: it.window.ends })
    };
    to_come.filter_map(one).collect()
}

fn contact(rules: &engine::ProfileRules) -> Option<Contact> {
    let (channels, frequencies) = (rules.channels.clone(), rules.frequencies.clone());
    (!channels.is_empty()).then_some(Contact { channels, frequencies })
}

fn interest(interest: &engine::Interest, lang: &str) -> Interest {
    Interest { id: interest.id.clone(), name: text(&interest.name, lang) }
}

fn consent(consent: &engine::Consent, lang: &str) -> Consent {
    Consent {
        id: consent.id.clone(),
        version: consent.version.clone(),
        title: text(&consent.title, lang),
        text: text_or_none(consent.text.as_ref(), lang),
        url: consent.url.clone(),
        required: consent.required,
    }
}

fn game(program: &engine::Program, game: &engine::Game, lang: &str) -> Game {
    let (order_from, every) = match game.entitlement {
        Entitlement::Order { minimum_spend, .. } => (Some(money(program, minimum_spend)), None),
        Entitlement::Every(Every::Day) => (None, Some("day")),
        Entitlement::Every(Every::Month) => (None, Some("month")),
        Entitlement::Every(_) => (None, Some("week")),
    };
    Game {
        id: game.id.clone(),
        name: text(&game.name, lang),
        description: text_or_none(game.description.as_ref(), lang),
        icon: game.icon.clone(),
        order_from,
        every: every.map(str::to_owned),
        prizes: game.prizes.iter().map(prize).collect(),
        ends_at: game.window.ends,
    }
}

fn prize(prize: &engine::Prize) -> Prize {
    let (points, reward) = match &prize.kind {
        PrizeKind::Points(points) => (Some(*points), None),
        PrizeKind::Reward(reward) => (None, Some(reward.clone())),
    };
    Prize { id: prize.id.clone(), points, reward, odds: prize.odds, stock: prize.stock }
}

fn board(board: &engine::Leaderboard, lang: &str) -> LeaderboardName {
    LeaderboardName { id: board.id.clone(), name: text(&board.name, lang) }
}

fn referral(program: &engine::Program, it: &engine::Referral, lang: &str) -> Referral {
    let minimum = Some(it.minimum_spend).filter(|it| *it > 0);
    Referral {
        title: text(&it.title, lang),
        detail: text_or_none(it.detail.as_ref(), lang),
        points: it.points,
        friend_points: it.friend_points,
        friend_reward: it.friend_reward.clone(),
        minimum_spend: minimum.map(|amount| money(program, amount)),
        within_days: it.within_days,
        pending_days: it.pending_days,
        per_month: it.per_month,
    }
}

/// What was changed by now, newest first.
fn said(program: &engine::Program, lang: &str, now: Timestamp) -> Vec<Said> {
    let said = program.said.iter().filter(|it| it.at <= now).map(|it| Said {
        at: it.at,
        you_said: text(&it.you_said, lang),
        we_changed: text(&it.we_changed, lang),
    });
    let mut said: Vec<Said> = said.collect();
    said.sort_by_key(|it| std::cmp::Reverse(it.at));
    said
}

/// What the definition says, in words, and then what the merchant adds.
fn rules(program: &engine::Program, lang: &str) -> Vec<Rule> {
    let made = terms::rules(program, lang).into_iter();
    let made = made.map(|it| Rule { title: it.title, text: it.text });
    let own = program.rules.iter();
    let own = own.map(|it| Rule { title: text(&it.title, lang), text: text(&it.text, lang) });
    made.chain(own).collect()
}

fn in_force(program: &engine::Program, terms: &engine::Terms, lang: &str, now: Timestamp) -> Terms {
    let change = |it: &engine::Change| TermsChange {
        from: program.start_of(it.from),
        text: text(&it.text, lang),
    };
    Terms {
        version: terms.version.clone(),
        valid_from: program.start_of(terms.valid_from),
        next: terms.next.iter().map(change).filter(|it| it.from > now).collect(),
    }
}

fn question(question: &engine::Question, lang: &str) -> Question {
    Question { question: text(&question.question, lang), answer: text(&question.answer, lang) }
}
