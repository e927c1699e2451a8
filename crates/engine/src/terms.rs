//! A program's rules in plain words, made from its definition, so that they cannot say anything
//! else than what is reckoned. The sentences of each language are in `terms/en.rs` and
//! `terms/pl.rs`; in other languages a program has the rules it writes itself.

use crate::ledger::Wallet;
use crate::program::{
    Activity, ActivityKind, ChallengeOnRefund, Entitlement, Every, Expiry, Game, Hold, Measure,
    Period, Program, Purchase, Reward, RewardKind, Rounding, Selector, SpentOnRefund, Survey,
    SurveyWhen, Tiers, WalletKind,
};
use say::{Say, fill};

mod en;
mod pl;
mod say;

/// One rule: what it is about, and the sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub title: String,
    /// The sentences, one a line.
    pub text: String,
}

/// The rules of a program in one of its languages; none in a language without sentences.
#[must_use]
pub fn rules(program: &Program, language: &str) -> Vec<Told> {
    let Some(say) = Say::new(program, language) else { return Vec::new() };
    let words = say.words;
    let told = |title: &str, sentences: Vec<String>| Told {
        title: title.to_owned(),
        text: sentences.join("\n"),
    };
    let mut rules = vec![
        told(words.earning, earning(&say)),
        told(&spending_title(&say), keeping(&say, &Wallet::default())),
    ];
    for wallet in &program.wallets {
        rules.push(told(wallet.name.get(language), keeping(&say, &wallet.id)));
    }
    rules.push(told(words.returns, returns(&say)));
    rules.push(told(words.codes, codes(&say)));
    rules.extend(program.tiers.as_ref().map(|it| told(words.tiers, tiers(&say, it))));
    rules.push(told(words.joining, vec![joining(&say)]));
    rules.retain(|it| !it.text.is_empty());
    rules
}

fn earning(say: &Say<'_>) -> Vec<String> {
    let words = say.words;
    let program = say.program;
    let purchases = program.purchases.iter().filter(|it| it.offer.is_none());
    let mut sentences: Vec<String> = purchases.map(|it| purchase(say, it)).collect();
    sentences.extend(program.activities.iter().map(|it| activity(say, it)));
    if program.wallets.is_empty() {
        sentences.extend(rounding(say, &Wallet::default()));
    }
    let Selector { except_categories, except_skus, .. } = &program.points.never_earns;
    let never: Vec<&str> =
        except_categories.iter().chain(except_skus).map(String::as_str).collect();
    if !never.is_empty() {
        sentences.push(fill(words.never_earns, &[("list", &never.join(", "))]));
    }
    sentences
}

fn purchase(say: &Say<'_>, rule: &Purchase) -> String {
    let words = say.words;
    let template = match rule {
        Purchase { per_order: true, .. } => words.per_order,
        Purchase { per_unit: true, .. } => words.per_unit,
        _ => words.per_money,
    };
    let points = say.amount(&rule.wallet, rule.points);
    let values =
        [("title", say.text(&rule.title)), ("points", &points), ("money", &say.money(rule.per))];
    finished(fill(template, &values), &conditions(say, rule))
}

fn conditions(say: &Say<'_>, rule: &Purchase) -> Vec<String> {
    let (words, mut all) = (say.words, Vec::new());
    if rule.products != Selector::default() {
        all.push(words.some_products.to_owned());
    }
    if rule.minimum_spend > 0 {
        all.push(fill(words.minimum, &[("money", &say.money(rule.minimum_spend))]));
    }
    if let Some(cap) = rule.order_cap {
        all.push(fill(words.cap, &[("points", &say.amount(&rule.wallet, cap))]));
    }
    if let Some(tier) = rule.tier.as_ref().and_then(|id| say.program.tier(id)) {
        all.push(fill(words.from_tier, &[("tier", say.text(&tier.name))]));
    }
    if rule.membership {
        all.push(words.paid.to_owned());
    }
    if !rule.segments.is_empty() {
        all.push(words.selected.to_owned());
    }
    all.extend(rule.subscription.map(|asked| {
        let condition = if asked { words.subscribed } else { words.not_subscribed };
        condition.to_owned()
    }));
    if !rule.weekdays.is_empty() {
        let name = |day: &chrono::Weekday| words.weekdays[day.num_days_from_monday() as usize];
        let days: Vec<&str> = rule.weekdays.iter().map(name).collect();
        all.push(fill(words.on_days, &[("days", &days.join(", "))]));
    }
    all.extend(rule.window.starts.map(|at| fill(words.from_date, &[("date", &say.date(at))])));
    all.extend(rule.window.ends.map(|at| fill(words.to_date, &[("date", &say.last_day(at))])));
    all
}

fn activity(say: &Say<'_>, rule: &Activity) -> String {
    let words = say.words;
    let condition = match rule.kind {
        ActivityKind::Join => words.once_on_joining.to_owned(),
        ActivityKind::Visits { days, .. } => say.count(words.days_in_a_row, days, &[]),
        ActivityKind::Event => how_often(say, rule.times, rule.every),
    };
    let points = say.amount(&rule.wallet, rule.points);
    let values = [("title", say.text(&rule.title)), ("points", &points)];
    finished(fill(words.activity, &values), &[condition])
}

fn how_often(say: &Say<'_>, times: i64, every: Every) -> String {
    let words = say.words;
    let forms = match every {
        Every::Ever => words.times,
        Every::Day => words.times_a_day,
        Every::Week => words.times_a_week,
        Every::Month => words.times_a_month,
        Every::Year => words.times_a_year,
    };
    say.count(forms, times, &[])
}

/// The sentence with its conditions in brackets.
fn finished(sentence: String, conditions: &[String]) -> String {
    match conditions {
        [] => format!("{sentence}."),
        _ => format!("{sentence} ({}).", conditions.join("; ")),
    }
}

/// How what an order gives in a wallet becomes whole; nothing where orders give nothing.
fn rounding(say: &Say<'_>, wallet: &Wallet) -> Option<String> {
    let (words, program) = (say.words, say.program);
    program.purchases.iter().find(|rule| rule.wallet == *wallet)?;
    let is_money = program.wallet(wallet).is_some_and(|it| it.kind == WalletKind::Money);
    let smallest = say.money(1);
    let money = [("money", smallest.as_str())];
    Some(match (program.points_in(wallet).rounding, is_money) {
        (Rounding::Floor, false) => words.round_down.to_owned(),
        (Rounding::Nearest, false) => words.round_nearest.to_owned(),
        (Rounding::Floor, true) => fill(words.round_down_to, &money),
        (Rounding::Nearest, true) => fill(words.round_nearest_to, &money),
    })
}

/// Beside further wallets it says that it is about points.
fn spending_title(say: &Say<'_>) -> String {
    match say.program.wallets.as_slice() {
        [] => say.words.spending.to_owned(),
        _ => fill(say.words.spending_of, &[("unit", say.unit())]),
    }
}

/// When what is in a wallet can be spent, how long it lasts, and what becomes of it when an order or a
/// reward goes back.
fn keeping(say: &Say<'_>, wallet: &Wallet) -> Vec<String> {
    let (words, points) = (say.words, say.program.points_in(wallet));
    let own_section = !say.program.wallets.is_empty();
    let mut sentences: Vec<String> =
        rounding(say, wallet).filter(|_| own_section).into_iter().collect();
    sentences.push(match points.pending_days {
        0 => words.at_once.to_owned(),
        days => say.count(words.pending, days, &[]),
    });
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

fn returns(say: &Say<'_>) -> Vec<String> {
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

fn codes(say: &Say<'_>) -> Vec<String> {
    let (words, program) = (say.words, say.program);
    if program.rewards.is_empty() {
        return Vec::new();
    }
    let mut sentences = vec![words.code_once.to_owned(), words.give_back.to_owned()];
    if program.rewards.iter().any(|it| it.valid_minutes.is_some()) {
        sentences.push(words.runs_out.to_owned());
    }
    for (reward, limit) in program.rewards.iter().filter_map(|it| Some((it, it.per_member_limit?)))
    {
        if reward.cost == 0 {
            let condition = match reward.around {
                Some(_) => say.count(words.each_time, limit, &[]),
                None => how_often(say, limit, reward.every),
            };
            let values = [("name", say.text(&reward.name)), ("condition", &condition)];
            sentences.push(fill(words.free, &values));
        }
    }
    if program.rewards.iter().any(|it| it.kind.is_immediate()) {
        sentences.push(words.immediate.to_owned());
    }
    for reward in &program.rewards {
        if let RewardKind::DrawEntry { drawn_at, winners } = reward.kind {
            let values = [("name", say.text(&reward.name)), ("date", &say.date(drawn_at))];
            sentences.push(say.count(words.draw, winners, &values));
        }
    }
    sentences
}

fn tiers(say: &Say<'_>, tiers: &Tiers) -> Vec<String> {
    let words = say.words;
    let measured = |amount: i64| match tiers.measure {
        Measure::Points => say.amount(&Wallet::default(), amount),
        Measure::Spend => say.money(amount),
        Measure::Orders => say.count(words.orders, amount, &[]),
    };
    let counted = match tiers.measure {
        Measure::Points => &words.counted_points,
        Measure::Spend => &words.counted_spend,
        Measure::Orders => &words.counted_orders,
    };
    let mut sentences = vec![match tiers.period {
        Period::CalendarYear => counted.in_year.to_owned(),
        Period::Rolling { days } => say.count(counted.in_days, days, &[]),
        Period::Lifetime => counted.always.to_owned(),
    }];
    let has_others = !say.program.wallets.is_empty();
    if has_others && tiers.measure == Measure::Points {
        sentences.push(fill(words.only_unit_counts, &[("unit", say.unit())]));
    }
    for tier in tiers.list.iter().filter(|it| it.from > 0) {
        let values = [("tier", say.text(&tier.name)), ("amount", &measured(tier.from))];
        sentences.push(fill(words.tier_from, &values));
    }
    for tier in tiers.list.iter().filter(|it| it.multiplier_thousandths != 1000) {
        let times = say.thousandths(tier.multiplier_thousandths);
        let values = [("tier", say.text(&tier.name)), ("times", &times), ("unit", say.unit())];
        let template = if has_others { words.multiplied_unit } else { words.multiplied };
        sentences.push(fill(template, &values));
    }
    if tiers.period != Period::Lifetime {
        sentences.push(match tiers.hold {
            Hold::NextPeriod => words.held.to_owned(),
            Hold::OneStep => words.one_step.to_owned(),
            Hold::None => words.not_held.to_owned(),
        });
    }
    sentences
}

fn joining(say: &Say<'_>) -> String {
    match say.program.points.order_window_days {
        0 => say.words.orders_after.to_owned(),
        days => say.count(say.words.orders_before, days, &[]),
    }
}
