//! B1, B3, B4, R4: what points do, as a story of commands and the account after each.

mod expiry;
mod refunds;
mod returned;

use super::support::{about_to_be_used, at, check_books, program};
use crate::Program;
use crate::ledger::{self, Account, Credit, Refused, Source, Transaction, Used};

/// Plays lines such as `2026-03-01 earn a 100`; tells the account after each.
///
/// `earn <order> <points>`, `redeem <id> <points> [<minutes>]`, `use <id>`, `release <id>`,
/// `cancel <id>`, `refund <order> <points>`, `adjust <points>`, `wait`.
fn play(program: &Program, story: &[(&str, &str)]) {
    let (mut account, mut used) = (Account::default(), Vec::new());
    for (command, expected) in story {
        let (day, act) = command.split_once(' ').unwrap();
        let now = at(day);
        let settled = ledger::settle(&mut account, &program.points, now);
        check_books(&account, &settled);
        let done = obey(program, (&mut account, &mut used), act, now);
        check_books(&account, &done.unwrap_or_default());
        assert_eq!(told(&account), *expected, "after {command}");
    }
}

fn obey(
    program: &Program,
    (account, used): (&mut Account, &mut Vec<Used>),
    act: &str,
    now: crate::Instant,
) -> Option<Vec<Transaction>> {
    let words: Vec<&str> = act.split(' ').collect();
    let number = |index: usize| words[index].parse::<i64>().unwrap();
    let credit = |index: usize| Credit {
        source: Source::Order(words[1].into()),
        points: number(index),
        parts: Vec::new(),
    };
    let (times, points) = (program.times(now), &program.points);
    let deadline = words.get(3).map(|_| now + chrono::TimeDelta::minutes(number(3)));
    let done = match words[0] {
        "earn" => ledger::earn(account, times, credit(2), now),
        "redeem" => ledger::redeem(account, words[1], "reward", number(2), deadline, now),
        "use" => {
            used.push(about_to_be_used(account, words[1], now).unwrap());
            return Some(ledger::consume(account, points, words[1], now).unwrap());
        }
        "release" => {
            let of = used.iter().rposition(|it| it.hold.redemption == words[1]).unwrap();
            let used = used.remove(of);
            return Some(ledger::reopen(account, (points, times), used, now).unwrap());
        }
        "cancel" => ledger::cancel(account, points, words[1], now),
        "refund" => Ok(ledger::refund(account, points, credit(2), now)),
        "adjust" => ledger::adjust(account, times, number(1), now),
        _ => return None,
    };
    Some(vec![done.unwrap_or_else(|refused| panic!("{act}: {refused}"))])
}

/// `available [pending …] [reserved …] [debt …] | spent expired lifetime | lots`
fn told(account: &Account) -> String {
    let it = account.balance();
    let lot =
        |lot: &ledger::Lot| format!("{}:{}", lot.id.0, lot.pending + lot.available + lot.reserved);
    let lots: Vec<String> = account.lots.iter().filter(|it| it.is_open()).map(lot).collect();
    format!(
        "{}a {}p {}r {}d | {}s {}e {}l | {}",
        it.available,
        it.pending,
        it.reserved,
        it.debt,
        it.spent,
        it.expired,
        it.lifetime,
        lots.join(" ")
    )
}

#[test]
fn b1_points_are_pending_then_available_then_reserved_then_spent() {
    let program = program("[points]\npending_days = 7");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "0a 100p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-07 wait", "0a 100p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-08 wait", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-09 redeem r 60", "40a 0p 60r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-09 use r", "40a 0p 0r 0d | 60s 0e 100l | 1:40"),
        ],
    );
}

#[test]
fn a5_a_correction_gives_and_takes_what_is_there() {
    let program = program("");
    play(
        &program,
        &[
            ("2026-03-01 adjust 100", "100a 0p 0r 0d | 0s 0e 0l | 1:100"),
            ("2026-03-01 adjust -30", "70a 0p 0r 0d | 0s 0e 0l | 1:70"),
        ],
    );
}

#[test]
fn the_ledger_refuses_what_would_break_the_books() {
    let (program, now) = (program(""), at("2026-03-01"));
    let mut account = Account::default();
    obey(&program, (&mut account, &mut Vec::new()), "earn a 100", now);
    obey(&program, (&mut account, &mut Vec::new()), "redeem r 10", now);
    let before = account.clone();
    let mut redeem =
        |id, cost| ledger::redeem(&mut account, id, "reward", cost, None, now).unwrap_err();
    assert_eq!(redeem("s", 91), Refused::MissingPoints { missing: 1 });
    assert_eq!(redeem("r", 1), Refused::Held);
    assert_eq!(redeem("s", -1), Refused::Amount);
    assert_eq!(ledger::consume(&mut account, &program.points, "s", now), Err(Refused::NotHeld));
    let missing = Refused::MissingPoints { missing: 10 };
    assert_eq!(ledger::adjust(&mut account, program.times(now), -100, now), Err(missing));
    assert_eq!(account, before);
}
