//! How a year is played: each line is done, and how the member stands then is told.

use crate::activity::{happened, visited};
use crate::ledger::Account;
use crate::member::{self, Effect, Member, Redeem, Return};
use crate::membership::{self, Change};
use crate::offer::{self, Why};
use crate::program::Reward;
use crate::reward::{Reason, Taken};
use crate::tests::support::{at, cart, check_books, order, returned};
use crate::{Instant, Program};

/// Plays a year twice: with all of the past at hand, and with the past in short.
pub(super) fn play(file: &str, year: &str) {
    let program = Program::parse(file).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    for in_short in [false, true] {
        let mut member = Member::default();
        if in_short {
            crate::record::remember(&program, &mut member);
        }
        let (mut wrong, mut takings) = (Vec::new(), Takings::default());
        for line in year.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'))
        {
            let (left, expected) = line.split_once("=>").unwrap_or((line, ""));
            let (day, what) = left.split_once(' ').unwrap();
            let before = member.clone();
            let mut after = match act(&program, &mut member, day, what.trim(), &mut takings) {
                Ok(effect) => {
                    member.accounts().for_each(|it| check_books(it, &effect.transactions));
                    String::new()
                }
                Err(refused) => {
                    member = before;
                    format!(" ({refused})")
                }
            };
            member::settle(&program, &mut member, at(day));
            after.insert_str(0, &stands(&program, &member, day));
            if after != expected.trim() {
                wrong.push(format!("{left}=> {after}"));
            }
        }
        assert!(wrong.is_empty(), "in short: {in_short}\n{}", wrong.join("\n"));
    }
}

/// Does one line of a story: `buy o1 2x500 tea`, `refund o1`, `refund o1 1 tea`, `take reward r1`,
/// `take 50 reward r1`, `use r1`, `give-back r1`, `event survey`, `visit`, `paid until DAY`,
/// `paid off`, `join`, `wait`, `birthday 05-10`, `agree consent`, `accept offer`, and `offers`, which
/// tells those of that day and why. A refusal is told in words.
fn act(
    program: &Program,
    member: &mut Member,
    day: &str,
    line: &str,
    takings: &mut Takings,
) -> Result<Effect, String> {
    let now = at(day);
    let taken = takings.of(program, member, now);
    let words: Vec<&str> = line.split_whitespace().collect();
    let rest = |from: usize| words[from..].join(" ");
    let take = |redemption, reward| Redeem { redemption, reward, cart: None, taken: &taken };
    let told = |refused: member::Refused| match refused {
        member::Refused::NotRedeemable(reasons) => why_not(&reasons[0]),
        other => other.to_string(),
    };
    match words.as_slice() {
        ["join"] => member::join(program, member, Vec::new(), now).map_err(told),
        ["buy", id, ..] => {
            let mut order = order(id, day, "");
            order.cart = cart(&rest(2));
            member::order_paid(program, member, order, now).map_err(told)
        }
        ["refund", id, units @ ..] => {
            let units = returned(&units.join(" "));
            let back = if units.is_empty() { Return::All } else { Return::Units(&units) };
            member::order_refunded(program, program, member, id, back, now).map_err(told)
        }
        ["birthday", birthday] => {
            let (month, day) = birthday.split_once('-').unwrap();
            member.profile.birthday = Some((month.parse().unwrap(), day.parse().unwrap()));
            Ok(Effect::default())
        }
        ["agree", consent] => {
            member.consents.push((*consent).into());
            Ok(Effect::default())
        }
        ["accept", offer] => offer::accept(program, member, offer, now)
            .map(|()| Effect::default())
            .map_err(|it| it.to_string()),
        ["offers"] => {
            member::settle(program, member, now);
            Err(offered(program, member, now))
        }
        ["take", amount, reward, id] => {
            let amount = amount.parse().unwrap();
            member::redeem_amount(program, member, take(id, reward), amount, now).map_err(told)
        }
        ["take", reward, id] => {
            let done = member::redeem(program, member, take(id, reward), now).map_err(told)?;
            takings.0.push(((*id).into(), (*reward).into(), now));
            Ok(done)
        }
        ["use", id] => member::consume(program, member, id, now).map_err(told),
        ["give-back", id] => {
            takings.0.retain(|it| it.0 != *id);
            member::cancel(program, member, id, now).map_err(told)
        }
        ["event", activity] => {
            happened(program, member, activity, now, now).map_err(|it| it.to_string())
        }
        ["visit"] => visited(program, member, now).map_err(|it| it.to_string()),
        ["paid", "until", end] => {
            let until = Some(program.end_of(end.parse().unwrap()));
            membership::change(member, "m", Change::On { until }, now);
            Ok(Effect::default())
        }
        ["paid", "off"] => {
            membership::change(member, "m", Change::Ended { until: None }, now);
            Ok(Effect::default())
        }
        ["wait"] => Ok(member::settle(program, member, now)),
        _ => panic!("{line}"),
    }
}

/// What was taken and not given back: the redemption, the reward, when.
#[derive(Default)]
struct Takings(Vec<(String, String, Instant)>);

impl Takings {
    /// As a server counts it.
    fn of(&self, program: &Program, member: &Member, now: Instant) -> Taken {
        let count = |reward: &Reward| {
            let since = member::counted_since(program, member, reward, now);
            let counts = |at: &Instant| since.is_none_or(|since| since <= *at);
            let taken = self.0.iter().filter(|(_, id, at)| *id == reward.id && counts(at));
            (reward.id.clone(), i64::try_from(taken.count()).unwrap())
        };
        let by_member = program.rewards.iter().map(count).collect();
        Taken { by_member, ..Taken::default() }
    }
}

/// `refill: due cream, vip: on`.
fn offered(program: &Program, member: &Member, now: Instant) -> String {
    let states = offer::states(program, member, now).into_iter();
    let told = states.map(|it| {
        let why = match it.why {
            None => "accepted".into(),
            Some(Why::Due { sku }) => format!("due {sku}"),
            Some(Why::FavouriteCategory { category }) => format!("likes {category}"),
            Some(Why::Lapsed { days }) => format!("{days} days away"),
            Some(Why::NearReward { reward, points }) => format!("{points} to {reward}"),
            Some(other) => format!("{other:?}"),
        };
        format!("{}: {why}", it.offer.id)
    });
    told.collect::<Vec<_>>().join(", ")
}

fn why_not(reason: &Reason) -> String {
    match reason {
        Reason::Tier { tier } => format!("needs {tier}"),
        Reason::NotYet { at } => format!("from {}", at.format("%Y-%m-%dT%H:%M:%SZ")),
        Reason::MissingPoints { points } => format!("{points} missing"),
        Reason::Limit { limit, .. } => format!("{limit} is the most"),
        Reason::Segment => "for others".into(),
        Reason::Birthday => "no birthday told".into(),
        other => format!("{other:?}"),
    }
}

/// `100 20 pending`.
fn holds(account: &Account) -> String {
    let balance = account.balance();
    let extra = [("pending", balance.pending), ("held", balance.reserved), ("owed", balance.debt)];
    let extra = extra.iter().filter(|it| it.1 > 0).map(|it| format!(" {} {}", it.1, it.0));
    format!("{}{}", balance.available, extra.collect::<String>())
}

fn stands(program: &Program, member: &Member, day: &str) -> String {
    let others = member.others.iter().filter(|(_, account)| account.lots_made > 0);
    let others = others.map(|(wallet, account)| format!(" [{} {}]", wallet.0, holds(account)));
    let tier = member::standing(program, member, at(day));
    let tier = tier.map(|it| format!(" {}", it.tier.id)).unwrap_or_default();
    let badges = member.badges.iter().map(|it| format!(" *{}", it.badge));
    format!(
        "{}{}{tier}{}",
        holds(&member.account),
        others.collect::<String>(),
        badges.collect::<String>()
    )
}
