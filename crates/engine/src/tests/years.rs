//! S1 to S6: a member's year in each program: what happens on which day, and how the member stands
//! after it. On the right: available points, then what waits (pending), is held by open codes, or
//! is owed; what further wallets hold; the tier; badges earned.

use super::support::{at, cart, check_books, order, returned};
use crate::activity::{happened, visited};
use crate::ledger::Account;
use crate::member::{self, Effect, Member, Redeem, Return};
use crate::membership::{self, Change};
use crate::offer::{self, Why};
use crate::program::Reward;
use crate::reward::{Reason, Taken};
use crate::{Instant, Program};

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

/// Plays a year twice: with all of the past at hand, and with the past in short.
fn play(file: &str, year: &str) {
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

#[test]
fn s1_a_year_of_stars() {
    let year = "
        2026-01-05 join => 0 green
        2026-01-10 buy o1 2x2500 drink => 50 green
        # a Monday outside the season, a Monday within
        2026-01-12 buy o2 1x3000 drink => 80 green
        2026-03-02 buy o3 1x3000 drink => 140 green
        2026-03-03 take hot-drink r1 => 40 100 held green
        2026-03-04 use r1 => 40 green
        # nothing is offered before they agree to it
        2026-03-05 offers => 40 green ()
        2026-03-05 agree personal => 40 green
        2026-03-05 offers => 40 green (nearly: 20 to extra)
        # the birthday: that day only while green
        2026-03-06 take birthday-drink r2 => 40 green (no birthday told)
        2026-03-06 birthday 05-10 => 40 green
        2026-03-06 take birthday-drink r2 => 40 green (from 2026-05-09T22:00:00Z)
        2026-04-10 buy o4 1x34000 catering => 380 green
        2026-04-11 buy o5 1x12000 drink => 500 gold *golden
        # gold: three days before and after
        2026-05-07 take birthday-drink r2 => 500 gold *golden
        2026-05-08 take birthday-drink r3 => 500 gold *golden (1 is the most)
        2026-05-09 refund o5 => 380 green *golden
        # away for two months: double stars on drinks for a week, once they accept
        2026-06-10 offers => 380 green *golden (come-back: 61 days away)
        2026-06-10 buy o6 1x1000 drink => 390 green *golden
        2026-06-10 offers => 390 green *golden ()
        2026-09-01 accept come-back => 390 green *golden
        2026-09-07 buy o7 1x1000 drink => 370 gold *golden
        2026-09-08 buy o8 1x1000 drink => 382 gold *golden
        2026-12-01 offers => 42 gold *golden (nearly: 18 to extra)
        2026-12-07 offers => 42 gold *golden (come-back: 90 days away, nearly: 18 to extra)
        # the next birthday is another time
        2027-05-10 take birthday-drink r4 => 0 green *golden
    ";
    play(include_str!("../../../../programs/stars.toml"), year);
}

#[test]
fn s2_a_year_of_beauty() {
    let year = "
        2026-01-05 join => 0 insider
        2026-02-01 buy o1 1x20000 skincare, 1x10000 makeup => 300 insider
        2026-03-01 buy o2 1x5000 hair => 350 vip
        2026-06-02 take vip-sale r1 => 200 150 held vip
        2026-06-02 take gold-set r2 => 200 150 held vip (needs gold)
        2026-06-03 give-back r1 => 350 vip
        2026-07-01 buy o3 1x70000 scent => 1150 gold *routine
        2026-08-01 buy o4 1x10000 skincare => 1300 gold *routine
        2026-08-10 refund o2 => 1150 gold *routine
        2026-08-10 birthday 08-20 => 1150 gold *routine
        2026-08-10 take birthday-gift r5 => 1150 gold *routine
        2026-08-10 take clean-rivers r6 => 1100 gold *routine
        2026-08-10 take trip r7 => 1075 gold *routine
        2026-08-11 take gold-set r3 => 325 750 held gold *routine
        2026-08-12 use r3 => 325 gold *routine
        2027-12-31 wait => 325 gold *routine
        2028-01-01T12:00:00Z wait => 325 insider *routine
    ";
    play(include_str!("../../../../programs/beauty.toml"), year);
}

const MARKET: &str = "
        2026-01-05 join => 0
        2026-01-07 buy o1 1x9000 any => 0
        2026-01-08 paid until 2026-02-28 => 0
        2026-01-09 buy o2 1x9000 any => 0 100 pending
        2026-01-10 buy o3 1x9000 any => 0 300 pending
        2026-01-11 buy o4 1x4999 any => 0 300 pending
        2026-01-20 refund o3 => 0 100 pending
        2026-01-24 take 1 coins-off r1 => 99 1 held
        2026-01-25 use r1 => 100 (no open redemption of that id)
        2026-02-01 take 150 coins-off r2 => 100 (50 missing)
        2026-02-01 take 99 coins-off r3 => 1 99 held
        2026-02-02 wait => 100
        2026-03-02 buy o5 1x9000 any => 100
        2026-03-11 wait => 0
        # Two per cent of 399,99 zł: 7,9998 zł are 8,00 zł
        2026-04-01 buy o6 1x39999 electronics => 0 [cashback 0 800 pending]
        2026-04-15 take 500 cashback-off r4 => 0 [cashback 300 500 held]
        2026-04-15 take 500 cashback-off r5 => 0 [cashback 300 500 held] (200 missing)
        2026-04-16 wait => 0 [cashback 800]
        2026-04-17 take 500 cashback-off r6 => 0 [cashback 300 500 held]
        2026-04-17T12:10:00Z use r6 => 0 [cashback 300]
        2026-04-20 refund o6 => 0 [cashback 0 500 owed]
        2026-05-01 buy o7 1x50000 electronics => 0 [cashback 0 1000 pending 500 owed]
        2026-05-15 wait => 0 [cashback 500]
        2027-05-01T22:00:00Z wait => 0 [cashback 0]
    ";

#[test]
fn s3_a_year_of_coins_with_the_paid_membership() {
    play(include_str!("../../../../programs/market.toml"), MARKET);
}

#[test]
fn s3_a_year_of_coins_open_to_everybody() {
    let open = include_str!("../../../../programs/market.toml").replace("membership = true\n", "");
    let year = "
        2026-01-05 join => 0
        2026-01-07 buy o1 1x9000 any => 0 100 pending
        2026-01-10 buy o2 1x9000 any => 0 300 pending
        2026-01-21 wait => 100 200 pending
        2026-01-24 wait => 300
    ";
    play(&open, year);
}

#[test]
fn s4_a_year_of_books() {
    let year = "
        2026-01-05 join => 0 reader
        2026-01-10 buy o1 1x4200 novel => 8 reader
        2026-01-11 buy o2 1x4300 novel, 1x5000 gift-cards => 17 reader
        2026-02-01 paid until 2026-12-31 => 17 reader
        2026-02-02 buy o3 2x4000 novel => 49 reader
        2026-02-03 take regular-10 r1 => 49 reader (needs regular)
        2026-02-04 buy o4 1x20000 novel => 129 regular *four-orders
        2026-02-05 take regular-10 r2 => 109 20 held regular *four-orders
        2026-02-05 take signed-copy r4 => 109 20 held regular *four-orders
        2026-02-06 take signed-copy r5 => 109 20 held regular *four-orders (1 is the most)
        2026-03-01 visit => 109 20 held regular *four-orders
        2026-03-02 visit => 109 20 held regular *four-orders
        2026-03-03 visit => 109 20 held regular *four-orders
        2026-03-05 visit => 109 20 held regular *four-orders
        2026-03-06 visit => 109 20 held regular *four-orders
        2026-03-07 visit => 129 regular *four-orders
        2026-03-08 visit => 134 regular *four-orders
        2026-11-27 take night-sale r3 => 134 regular *four-orders (from 2026-11-27T17:00:00Z)
        2026-11-27T19:00:00Z take night-sale r3 => 119 15 held regular *four-orders
        2026-12-01 buy o5 4x3000 pocket => 167 15 held [pocket 4] regular *four-orders
        2026-12-02 buy o6 6x3000 pocket => 239 15 held [pocket 10] regular *four-orders
        # Bookmarks come twice with Premium, stamps do not; a fourth o5 goes back
        2026-12-03 refund o5 1 pocket => 227 15 held [pocket 9] regular *four-orders
        2026-12-04 take pocket-free r4 => 227 15 held [pocket 0 9 held] regular *four-orders
        2026-12-05 give-back r4 => 227 15 held [pocket 9] regular *four-orders
        2026-12-06 take pocket-free r5 => 227 15 held [pocket 0 9 held] regular *four-orders
        2026-12-07 use r5 => 227 15 held [pocket 0] regular *four-orders
        2026-12-08 refund o5 => 191 15 held [pocket 0 3 owed] regular *four-orders
        2026-12-09 buy o7 5x3000 pocket => 251 15 held [pocket 2] regular *four-orders
        2026-12-10 take pocket-free r6 => 251 15 held [pocket 2] regular *four-orders (7 missing)
        2027-01-01 wait => 0 [pocket 2] regular *four-orders
    ";
    play(include_str!("../../../../programs/books.toml"), year);
}

#[test]
fn s5_a_year_of_perfume() {
    let year = "
        2026-01-05 join => 0 member
        2026-01-10 buy o1 1x30000 niche => 60 member
        2026-01-11 offers => 60 member (niche-lover: likes niche)
        2026-01-11 event alert => 65 member
        2026-01-12 event alert => 70 member
        2026-01-13 event alert => 70 member (the activity was rewarded as often as it may be)
        2026-02-01 event alert => 75 member
        2026-09-01 buy o2 1x50000 classic => 175 vip
        2026-09-12 buy o3 1x10000 niche => 255 vip
        2026-09-17 take set-early r1 => 255 vip (from 2026-09-17T22:00:00Z)
        2026-09-18 take set-early r1 => 195 60 held vip
        2026-09-19 take set r2 => 195 60 held vip (from 2026-09-24T22:00:00Z)
        2026-09-25 take set r2 => 75 180 held vip
        2026-10-01 refund o2 => 0 180 held 25 owed member
        2026-10-02 refund o1 => 0 180 held 85 owed member
    ";
    play(include_str!("../../../../programs/perfumery.toml"), year);
}

#[test]
fn s6_a_year_of_shoes() {
    let year = "
        2026-01-05 join => 0
        2026-01-10 buy o1 1x30000 shoes => 0 150 pending
        2026-01-15 event survey => 0 170 pending
        2026-02-01 refund o1 => 0 20 pending
        2026-02-10 buy o2 2x20000 shoes => 0 220 pending
        2026-02-14 wait => 20 200 pending
        2026-04-10 buy o3 1x10000 shoes => 220 110 pending
        2026-05-10 wait => 330
        2026-05-11 take minus-20 r1 => 130 200 held
        2026-05-12 use r1 => 130
        2026-06-01 event idea => 130 250 pending
        2026-06-02 event idea => 130 250 pending (the activity was rewarded as often as it may be)
        2026-07-01 wait => 380
        2027-02-28 wait => 360
    ";
    play(include_str!("../../../../programs/shoes.toml"), year);
}

#[test]
fn t1_a_tier_falls_one_step_a_year_where_the_program_says_so() {
    let gentle = include_str!("../../../../programs/beauty.toml")
        .replace("hold = \"next_period\"", "hold = \"one_step\"");
    let year = "
        2026-01-05 join => 0 insider
        2026-03-01 buy o1 1x120000 hair => 1200 gold
        2027-06-01 wait => 1200 gold
        2027-12-31 wait => 0 gold
        2028-01-01T12:00:00Z wait => 0 vip
        2028-05-01 buy o2 1x40000 hair => 400 vip
        2029-10-31 wait => 400 vip
        2029-12-31 wait => 0 vip
        2030-01-01T12:00:00Z wait => 0 insider
    ";
    play(&gentle, year);
}
