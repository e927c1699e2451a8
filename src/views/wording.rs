//! What the state is called in words: headings, failures, reasons, amounts, deadlines.

use stempel_protocol::{
    Member, Program, Reason, ReasonCode, RedemptionStatus, TierMeasure, Timestamp,
};

use super::Ui;
use crate::format;
use crate::host;
use crate::messages;
use crate::state::{Customer, Failure, View};
use stempel_protocol::{MemberStatus, Money, Wallet};

/// The heading of the place on screen.
pub fn title(ui: Ui) -> String {
    let name = |key: &str| ui.text(key);
    match ui.state.view() {
        View::Home => home_title(ui),
        View::Earn => name("tab.earn"),
        View::Rewards => name("tab.rewards"),
        View::Challenges => name("tab.challenges"),
        View::More => name("tab.more"),
        View::History => name("history.title"),
        View::Tiers => name("tiers.title"),
        View::Rules => name("rules.title"),
        View::Reward(_) => name("item.title"),
        View::Redemption(_) => name("code.title"),
        View::Join => name("join.title"),
        View::Page(title, _) => name(title),
    }
}

fn home_title(ui: Ui) -> String {
    let active = ui.state.member().filter(|member| member.status == MemberStatus::Active);
    match active.map(|member| member.name.clone()) {
        Some(Some(name)) if !name.trim_ascii().is_empty() => {
            ui.words.with("home.greeting_name", &[("name", &plain(name.trim_ascii()))])
        }
        Some(_) => ui.text("home.greeting"),
        None => ui.state.program().map_or_else(|| ui.text("panel.title"), |it| it.name.clone()),
    }
}

/// A name without signs that would turn or break the words around it.
fn plain(name: &str) -> String {
    let turns = |it: &char| matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut kept = String::new();
    for sign in name.chars() {
        if !sign.is_control() && !turns(&sign) {
            kept.push(sign);
        }
    }
    kept
}

/// Why something did not work.
pub fn failure(ui: Ui, failure: &Failure) -> String {
    let key = match failure {
        Failure::Offline => "failure.offline",
        Failure::Timeout => "failure.timeout",
        Failure::Server => "failure.server",
        Failure::Changed => "failure.changed",
        Failure::NoToken => "failure.no_token",
        Failure::Declined(words) => {
            return words.clone().unwrap_or_else(|| ui.text("failure.declined"));
        }
        Failure::SignedOut if ui.state.customer() == Customer::Guest => "failure.signed_out",
        Failure::SignedOut => "failure.unauthenticated",
        Failure::Refused(code) => {
            let key = format::join(&["failure.", code], "");
            let known = ui.words.has(&key);
            return ui.text(if known { &key } else { "failure.other" });
        }
    };
    ui.text(key)
}

/// Why a reward cannot be had now, one sentence; `wallet` is what it is paid from.
pub fn reason(ui: Ui, program: &Program, wallet: Option<&String>, reason: &Reason) -> String {
    let key = format::join(&["reason.", reason.code.as_str()], "");
    match reason.code {
        ReasonCode::MissingPoints => {
            let missing = reason.points.unwrap_or_default();
            ui.words.plural(&key, missing, &[("points", &ui.amount(program, wallet, missing))])
        }
        ReasonCode::Tier => {
            let tier = tier_name(program, reason.tier.as_deref().unwrap_or_default());
            ui.words.with(&key, &[("tier", tier)])
        }
        ReasonCode::Limit => limit(ui, reason),
        ReasonCode::NotYet => match reason.at {
            Some(at) => ui.words.with("reason.not_yet_until", &[("date", &format::day(at))]),
            None => ui.text(&key),
        },
        ReasonCode::CartMinimum => match &reason.money {
            Some(money) => {
                ui.words.with("reason.cart_missing", &[("money", &format::money(money))])
            }
            None => ui.text(&key),
        },
        ReasonCode::Stock
        | ReasonCode::Over
        | ReasonCode::NotJoined
        | ReasonCode::Segment
        | ReasonCode::Birthday => ui.text(&key),
        ReasonCode::Unknown => ui.text("reason.unknown"),
    }
}

fn limit(ui: Ui, reason: &Reason) -> String {
    match (reason.limit, reason.at) {
        (_, Some(at)) => ui.words.with("reason.limit_until", &[("date", &format::day(at))]),
        (Some(limit), None) => ui.words.plural("reason.limit", limit, &[]),
        (None, None) => ui.text("reason.limit_plain"),
    }
}

/// A tier's name; its id when the program does not know it.
pub fn tier_name<'a>(program: &'a Program, id: &'a str) -> &'a str {
    program.tiers.iter().find(|tier| tier.id == id).map_or(id, |tier| &tier.name)
}

/// A qualifying amount in the measure of the program's tiers.
pub fn qualifying(ui: Ui, program: &Program, amount: i64) -> String {
    match program.tier_rule.as_ref().map(|rule| rule.measure) {
        Some(TierMeasure::Spend) => money(program, amount),
        Some(TierMeasure::Orders) => ui.words.plural("count.orders", amount, &[]),
        _ => ui.points(program, amount),
    }
}

/// An amount in the program's currency.
pub fn money(program: &Program, amount: i64) -> String {
    format::money(&Money { amount, currency: program.currency.clone() })
}

/// What a wallet holds, in its own words.
pub fn in_wallet(program: &Program, wallet: &Wallet, count: i64) -> String {
    match &wallet.unit {
        Some(unit) => messages::points(unit, count),
        None => money(program, count),
    }
}

/// How long until an instant, in the unit that matters.
pub fn time_left(ui: Ui, at: Timestamp) -> String {
    let left = at - host::now();
    let (key, count) = match left.num_hours() {
        hours if hours >= 48 => ("time.days", left.num_days()),
        hours if hours >= 1 => ("time.hours", hours),
        _ => ("time.minutes", left.num_minutes().max(1)),
    };
    ui.words.plural(key, count, &[])
}

/// How long something of so many seconds lasts.
pub fn duration(ui: Ui, seconds: i64) -> String {
    let (key, count) = match seconds {
        86_400.. => ("time.days", seconds / 86_400),
        3_600.. => ("time.hours", seconds / 3_600),
        _ => ("time.minutes", (seconds / 60).max(1)),
    };
    ui.words.plural(key, count, &[])
}

/// How a redemption stands.
pub fn status(ui: Ui, status: RedemptionStatus) -> String {
    ui.text(&format::join(&["status.", status.as_str()], ""))
}

/// What the cart would give, when that is known and something.
pub fn cart_points(ui: Ui) -> Option<i64> {
    ui.state.quote().map(|quote| quote.points).filter(|points| *points > 0)
}

/// The unit alone, as it goes with the balance.
pub fn unit(program: &Program, member: &Member) -> String {
    messages::unit_of(&program.unit, member.balance.available).into()
}
