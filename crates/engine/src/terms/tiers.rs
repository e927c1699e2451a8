//! What the tiers count, from where on each begins, and how long it is held.

use super::say::{Say, fill};
use crate::ledger::Wallet;
use crate::program::{Hold, Measure, Period, Tiers};

pub(super) fn tiers(say: &Say<'_>, tiers: &Tiers) -> Vec<String> {
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
