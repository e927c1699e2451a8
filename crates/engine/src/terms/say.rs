//! How a language says numbers, money, days and counted things.

use super::{en, pl};
use crate::Instant;
use crate::ledger::Wallet;
use crate::program::{Plural, Program, Texts, WalletKind, currency};
use chrono::{Datelike, TimeDelta};

/// A sentence in the plural forms that a language has for whole numbers, `{count}` in them: one,
/// few, many. English has the same for few and many.
pub(super) type Forms = [&'static str; 3];

/// What counts for tiers, over each period.
pub(super) struct Counted {
    pub in_year: &'static str,
    pub in_days: Forms,
    pub always: &'static str,
}

/// The sentences of a language. Values stand in braces.
pub(super) struct Words {
    pub form: fn(i64) -> usize,
    pub months: [&'static str; 12],
    pub weekdays: [&'static str; 7],
    /// `{day} {month}`.
    pub day_of_year: &'static str,
    /// `{date}` and `{time}`.
    pub moment: &'static str,
    /// What stands between thousands, and from how many digits on.
    pub thousands: (&'static str, usize),
    pub decimal: &'static str,
    /// The currency's sign or code before the amount.
    pub sign_first: bool,
    pub earning: &'static str,
    pub per_money: &'static str,
    pub per_order: &'static str,
    pub per_unit: &'static str,
    pub some_products: &'static str,
    pub minimum: &'static str,
    pub cap: &'static str,
    pub from_tier: &'static str,
    pub paid: &'static str,
    pub selected: &'static str,
    pub subscribed: &'static str,
    pub not_subscribed: &'static str,
    pub on_days: &'static str,
    pub from_date: &'static str,
    pub to_date: &'static str,
    pub activity: &'static str,
    pub once_on_joining: &'static str,
    pub days_in_a_row: Forms,
    pub times: Forms,
    pub times_a_day: Forms,
    pub times_a_week: Forms,
    pub times_a_month: Forms,
    pub times_a_year: Forms,
    pub round_down: &'static str,
    pub round_nearest: &'static str,
    pub round_down_to: &'static str,
    pub round_nearest_to: &'static str,
    pub never_earns: &'static str,
    pub spending: &'static str,
    /// The same where further wallets have sections of their own.
    pub spending_of: &'static str,
    pub at_once: &'static str,
    pub pending: Forms,
    pub friend_at_once: &'static str,
    pub friend_pending: Forms,
    pub never_expire: &'static str,
    pub expire_days: Forms,
    pub expire_months: Forms,
    pub expire_yearly: &'static str,
    pub soonest_first: &'static str,
    pub owed: &'static str,
    pub forgiven: &'static str,
    pub grace: Forms,
    pub no_grace: &'static str,
    pub returns: &'static str,
    pub taken_back: &'static str,
    pub challenge_stays: &'static str,
    pub challenge_goes: &'static str,
    pub answer_stays: &'static str,
    pub prize_stays: &'static str,
    pub codes: &'static str,
    pub code_once: &'static str,
    pub give_back: &'static str,
    pub runs_out: &'static str,
    pub free: &'static str,
    pub each_time: Forms,
    pub immediate: &'static str,
    pub draw: Forms,
    pub tiers: &'static str,
    pub orders: Forms,
    pub counted_points: Counted,
    pub counted_spend: Counted,
    pub counted_orders: Counted,
    /// Where there are further wallets: which one counts.
    pub only_unit_counts: &'static str,
    pub tier_from: &'static str,
    pub multiplied: &'static str,
    pub multiplied_unit: &'static str,
    pub held: &'static str,
    pub one_step: &'static str,
    pub not_held: &'static str,
    pub joining: &'static str,
    pub orders_after: &'static str,
    pub orders_before: Forms,
}

/// A program told in a language.
pub(super) struct Say<'a> {
    pub program: &'a Program,
    pub words: &'static Words,
    language: &'a str,
}

impl<'a> Say<'a> {
    /// None in a language that has no sentences here.
    pub fn new(program: &'a Program, language: &'a str) -> Option<Self> {
        let words = match language.split('-').next()? {
            "en" => &en::WORDS,
            "pl" => &pl::WORDS,
            _ => return None,
        };
        Some(Self { program, words, language })
    }

    pub fn text(&self, texts: &'a Texts) -> &'a str {
        texts.get(self.language)
    }

    /// A sentence about so many.
    pub fn count(&self, forms: Forms, count: i64, values: &[(&str, &str)]) -> String {
        let sentence = fill(forms[(self.words.form)(count)], values);
        fill(&sentence, &[("count", &self.number(count))])
    }

    /// `1,200 beans`, `12 stamps`, `3,50 zł`: what stands for so many in a wallet.
    pub fn amount(&self, wallet: &Wallet, amount: i64) -> String {
        let known = self.program.wallet(wallet);
        if known.is_some_and(|it| it.kind == WalletKind::Money) {
            return self.money(amount);
        }
        let units = known.map_or(&self.program.unit, |it| &it.unit);
        let noun = units.get(self.language).map(|it| self.noun(it, amount)).unwrap_or_default();
        format!("{} {noun}", self.number(amount))
    }

    /// What points are called, many of them.
    pub fn unit(&self) -> &str {
        self.program.unit.get(self.language).map(|it| self.noun(it, 2)).unwrap_or_default()
    }

    fn noun<'n>(&self, unit: &'n Plural, count: i64) -> &'n str {
        let forms = [&unit.one, &unit.few, &unit.many];
        forms[(self.words.form)(count)].as_ref().unwrap_or(&unit.other)
    }

    fn number(&self, number: i64) -> String {
        let (between, from) = self.words.thousands;
        let digits = number.unsigned_abs().to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.char_indices() {
            if index > 0 && digits.len() >= from && (digits.len() - index).is_multiple_of(3) {
                grouped.push_str(between);
            }
            grouped.push(digit);
        }
        if number < 0 { format!("-{grouped}") } else { grouped }
    }

    /// An amount in minor units.
    pub fn money(&self, amount: i64) -> String {
        let code = self.program.currency.as_str();
        let decimals = currency::decimals(code).unwrap_or(2);
        let one = 10_i64.pow(decimals);
        let (whole, rest) = (self.number(amount / one), amount % one);
        let number = match decimals {
            0 => whole,
            width => {
                format!("{whole}{}{rest:0>width$}", self.words.decimal, width = width as usize)
            }
        };
        let sign = match (code, self.words.sign_first) {
            ("EUR", _) => "€",
            ("USD", true) => "$",
            ("GBP", true) => "£",
            ("PLN", false) => "zł",
            _ => code,
        };
        match (self.words.sign_first, sign.len() > 2 && sign.is_ascii()) {
            (true, true) => format!("{sign}\u{a0}{number}"),
            (true, false) => format!("{sign}{number}"),
            (false, _) => format!("{number}\u{a0}{sign}"),
        }
    }

    /// `1.25`.
    pub fn thousandths(&self, amount: i64) -> String {
        let rest = format!("{:03}", amount % 1000);
        match rest.trim_end_matches('0') {
            "" => self.number(amount / 1000),
            decimals => format!("{}{}{decimals}", self.number(amount / 1000), self.words.decimal),
        }
    }

    /// The day of an instant, in the program's time zone, and the time unless the day begins then.
    pub fn moment(&self, at: Instant) -> String {
        match self.begins_a_day(at) {
            true => self.date(at),
            false => {
                let time = at.with_timezone(&self.program.zone).format("%H:%M").to_string();
                fill(self.words.moment, &[("date", &self.date(at)), ("time", &time)])
            }
        }
    }

    /// Until when something lasts that ends at that instant: its last day, where days end it.
    pub fn end(&self, ends: Instant) -> String {
        match self.begins_a_day(ends) {
            true => self.date(ends - TimeDelta::milliseconds(1)),
            false => self.moment(ends),
        }
    }

    fn begins_a_day(&self, at: Instant) -> bool {
        self.program.start_of(self.program.day(at)) == at
    }

    fn date(&self, at: Instant) -> String {
        let day = self.program.day(at);
        format!("{} {}", self.day_of_year(day.month(), day.day()), day.year())
    }

    pub fn day_of_year(&self, month: u32, day: u32) -> String {
        let name = self.words.months[(month.clamp(1, 12) - 1) as usize];
        fill(self.words.day_of_year, &[("day", &day.to_string()), ("month", name)])
    }
}

/// Puts values in the place of their names in braces. What a value says is never looked into.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}
