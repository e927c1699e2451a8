//! What earns, how much, and under which conditions.

use super::say::{Say, fill};
use crate::ledger::Wallet;
use crate::program::{Activity, ActivityKind, Every, Purchase, Rounding, Selector, WalletKind};

pub(super) fn earning(say: &Say<'_>) -> Vec<String> {
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
    all.extend(rule.window.starts.map(|at| fill(words.from_date, &[("date", &say.moment(at))])));
    all.extend(rule.window.ends.map(|at| fill(words.to_date, &[("date", &say.end(at))])));
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

pub(super) fn how_often(say: &Say<'_>, times: i64, every: Every) -> String {
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
pub(super) fn rounding(say: &Say<'_>, wallet: &Wallet) -> Option<String> {
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
