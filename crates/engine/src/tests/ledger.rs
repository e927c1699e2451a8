//! B1, B3, B4, R4: what points do, as a story of commands and the account after each.

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
fn b3_points_leave_the_lot_that_expires_first_and_expire_at_the_end_of_a_day() {
    let program = program("[points]\nexpiry = { days = 30 }");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-05 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-06 redeem r 30", "120a 0p 30r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-06 use r", "120a 0p 0r 0d | 30s 0e 150l | 1:70 2:50"),
            ("2026-03-31T21:59:59Z wait", "120a 0p 0r 0d | 30s 0e 150l | 1:70 2:50"),
            ("2026-03-31T22:00:00Z wait", "50a 0p 0r 0d | 30s 70e 150l | 2:50"),
            ("2026-05-01 wait", "0a 0p 0r 0d | 30s 120e 150l | "),
        ],
    );
}

#[test]
fn r4_a_cancel_returns_to_the_same_lots_and_an_expired_one_has_its_grace() {
    let program = program("[points]\nexpiry = { days = 30 }\ngrace_days = 5");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-20 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-30 redeem r 120", "30a 0p 120r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-30 cancel r", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-30 redeem s 120", "30a 0p 120r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-02 cancel s", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-06 wait", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-07 wait", "50a 0p 0r 0d | 0s 100e 150l | 2:50"),
        ],
    );
}

#[test]
fn r4_an_expired_lot_has_its_grace_once_however_often_its_points_are_taken_and_given_back() {
    let program = program("[points]\nexpiry = { days = 30 }\ngrace_days = 5");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-31 redeem r 100", "0a 0p 100r 0d | 0s 0e 100l | 1:100"),
            ("2026-04-02 cancel r", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-04-05 redeem s 60", "40a 0p 60r 0d | 0s 0e 100l | 1:100"),
            ("2026-04-07 wait", "0a 0p 60r 0d | 0s 40e 100l | 1:60"),
            ("2026-04-08 cancel s", "60a 0p 0r 0d | 0s 40e 100l | 1:60"),
            ("2026-04-08 wait", "0a 0p 0r 0d | 0s 100e 100l | "),
        ],
    );
}

#[test]
fn r4_points_that_return_late_have_their_grace_from_then_on() {
    let program = program("[points]\nexpiry = { days = 30 }\ngrace_days = 5");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-31 redeem r 100", "0a 0p 100r 0d | 0s 0e 100l | 1:100"),
            ("2026-04-20 cancel r", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-04-20 wait", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-04-25 wait", "0a 0p 0r 0d | 0s 100e 100l | "),
        ],
    );
}

#[test]
fn r4_points_that_return_just_as_their_lot_expires_have_their_grace() {
    let program = program("[points]\nexpiry = { days = 30 }\ngrace_days = 5");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-31T21:45:00Z redeem r 60 15", "40a 0p 60r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-31T22:00:00Z wait", "60a 0p 0r 0d | 0s 40e 100l | 1:60"),
            ("2026-04-05T22:00:00Z wait", "0a 0p 0r 0d | 0s 100e 100l | "),
        ],
    );
}

#[test]
fn b3_an_older_lot_in_its_grace_is_spent_after_a_younger_that_expires_first() {
    let program = program("[points]\nexpiry = { days = 30 }\ngrace_days = 60");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-20 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-30 redeem r 100", "50a 0p 100r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-02 cancel r", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-02 redeem s 30", "120a 0p 30r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-02 use s", "120a 0p 0r 0d | 30s 0e 150l | 1:100 2:20"),
        ],
    );
}

#[test]
fn r4_an_unused_code_returns_its_points_at_its_deadline() {
    let program = program("");
    play(
        &program,
        &[
            ("2026-03-01T10:00:00Z earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01T10:00:00Z redeem r 60 15", "40a 0p 60r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01T10:14:59Z wait", "40a 0p 60r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01T10:15:00Z wait", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
        ],
    );
}

#[test]
fn b4_a_refund_takes_its_own_lot_then_the_soonest_then_owes() {
    let program = program("");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-02 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-03 refund b 20", "130a 0p 0r 0d | 0s 0e 130l | 1:100 2:30"),
            ("2026-03-03 redeem r 110", "20a 0p 110r 0d | 0s 0e 130l | 1:100 2:30"),
            ("2026-03-04 refund a 100", "0a 0p 110r 80d | 0s 0e 30l | 1:100 2:10"),
            ("2026-03-05 earn c 60", "0a 0p 110r 20d | 0s 0e 90l | 1:100 2:10"),
            ("2026-03-06 earn d 50", "30a 0p 110r 0d | 0s 0e 140l | 1:100 2:10 4:30"),
            ("2026-03-07 cancel r", "140a 0p 0r 0d | 0s 0e 140l | 1:100 2:10 4:30"),
        ],
    );
}

#[test]
fn b4_points_that_return_pay_what_is_owed() {
    let program = program("");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01 redeem r 100", "0a 0p 100r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-02 refund a 70", "0a 0p 100r 70d | 0s 0e 30l | 1:100"),
            ("2026-03-03 cancel r", "30a 0p 0r 0d | 0s 0e 30l | 1:30"),
        ],
    );
}

#[test]
fn b4_a_program_may_forgive_what_was_spent() {
    let program = program("[points]\nspent_on_refund = \"forgive\"");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01 redeem r 70", "30a 0p 70r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01 use r", "30a 0p 0r 0d | 70s 0e 100l | 1:30"),
            ("2026-03-02 refund a 100", "0a 0p 0r 0d | 70s 0e 70l | "),
            ("2026-03-03 earn b 10", "10a 0p 0r 0d | 70s 0e 80l | 2:10"),
        ],
    );
}

#[test]
fn b4_points_of_an_unused_code_are_not_spent_yet_and_nothing_is_left_of_them_when_it_comes_back() {
    let program = program("[points]\nspent_on_refund = \"forgive\"");
    for back in ["2026-03-03 cancel r", "2026-03-04 wait"] {
        play(
            &program,
            &[
                ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
                ("2026-03-01 redeem r 100 3000", "0a 0p 100r 0d | 0s 0e 100l | 1:100"),
                ("2026-03-02 refund a 100", "0a 0p 100r 100d | 0s 0e 0l | 1:100"),
                (back, "0a 0p 0r 0d | 0s 0e 0l | "),
            ],
        );
    }
}

#[test]
fn b4_what_is_owed_for_an_unused_code_is_forgiven_when_it_is_used() {
    let program = program("[points]\nspent_on_refund = \"forgive\"");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-01 redeem r 60", "90a 0p 60r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-01 redeem s 50", "40a 0p 110r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-02 refund a 100", "0a 0p 110r 60d | 0s 0e 50l | 1:100 2:10"),
            // Nobody owes more than is reserved: what r took is gone, what s holds is not.
            ("2026-03-03 use r", "0a 0p 50r 50d | 60s 0e 50l | 1:40 2:10"),
            ("2026-03-04 refund b 50", "0a 0p 50r 50d | 60s 0e 50l | 1:40 2:10"),
            ("2026-03-05 use s", "0a 0p 0r 0d | 110s 0e 50l | "),
        ],
    );
}

#[test]
fn r5_a_used_code_is_open_again_in_its_lots_even_when_they_were_gone() {
    let program = program("");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01 earn b 20", "120a 0p 0r 0d | 0s 0e 120l | 1:100 2:20"),
            ("2026-03-01 redeem r 100", "20a 0p 100r 0d | 0s 0e 120l | 1:100 2:20"),
            ("2026-03-02 use r", "20a 0p 0r 0d | 100s 0e 120l | 2:20"),
            ("2026-03-03 release r", "20a 0p 100r 0d | 0s 0e 120l | 1:100 2:20"),
            ("2026-03-04 use r", "20a 0p 0r 0d | 100s 0e 120l | 2:20"),
            ("2026-03-05 release r", "20a 0p 100r 0d | 0s 0e 120l | 1:100 2:20"),
            ("2026-03-06 cancel r", "120a 0p 0r 0d | 0s 0e 120l | 1:100 2:20"),
            // The lot is the order's again.
            ("2026-03-07 refund a 100", "20a 0p 0r 0d | 0s 0e 20l | 2:20"),
        ],
    );
}

#[test]
fn r5_a_code_freed_after_its_deadline_is_given_back_with_the_grace_of_its_lot() {
    let program = program("[points]\nexpiry = { days = 30 }\ngrace_days = 7");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-29 redeem r 60 1440", "40a 0p 60r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-29 use r", "40a 0p 0r 0d | 60s 0e 100l | 1:40"),
            ("2026-04-02 release r", "60a 0p 0r 0d | 0s 40e 100l | 1:60"),
            ("2026-04-09 wait", "0a 0p 0r 0d | 0s 100e 100l | "),
        ],
    );
}

#[test]
fn b4_what_was_forgiven_because_a_code_was_used_is_owed_again_when_it_is_freed() {
    let program = program("[points]\nspent_on_refund = \"forgive\"");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-01 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-01 redeem q 50", "100a 0p 50r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-01 use q", "100a 0p 0r 0d | 50s 0e 150l | 1:50 2:50"),
            ("2026-03-02 refund b 50", "50a 0p 0r 0d | 50s 0e 100l | 1:50"),
            ("2026-03-03 redeem r 50", "0a 0p 50r 0d | 50s 0e 100l | 1:50"),
            ("2026-03-04 refund a 30", "0a 0p 50r 30d | 50s 0e 70l | 1:50"),
            ("2026-03-05 use r", "0a 0p 0r 0d | 100s 0e 70l | "),
            ("2026-03-06 refund a 40", "0a 0p 0r 0d | 100s 0e 70l | "),
            // Of both refunds, and no more than it holds.
            ("2026-03-07 release r", "0a 0p 50r 50d | 50s 0e 70l | 1:50"),
            ("2026-03-08 use r", "0a 0p 0r 0d | 100s 0e 70l | "),
            ("2026-03-09 release r", "0a 0p 50r 50d | 50s 0e 70l | 1:50"),
            ("2026-03-10 cancel r", "0a 0p 0r 0d | 50s 0e 70l | "),
            // The rest was forgiven because q was used.
            ("2026-03-11 release q", "0a 0p 50r 20d | 0s 0e 70l | 1:50"),
            ("2026-03-12 cancel q", "30a 0p 0r 0d | 0s 0e 70l | 1:30"),
        ],
    );
}

#[test]
fn r5_of_a_code_used_before_its_lots_were_kept_the_points_come_back_in_a_new_one() {
    let program = program("[points]\nexpiry = { days = 30 }");
    let (now, later) = (at("2026-03-01"), at("2026-03-02"));
    let mut account = Account::default();
    let credit = Credit { source: Source::Order("a".into()), points: 100, parts: Vec::new() };
    ledger::earn(&mut account, program.times(now), credit, now).unwrap();
    ledger::redeem(&mut account, "r", "reward", 60, None, now).unwrap();
    let mut used = about_to_be_used(&account, "r", now).unwrap();
    ledger::consume(&mut account, &program.points, "r", now).unwrap();
    (used.hold.from, used.lots) = (Vec::new(), Vec::new());
    let rules = (&program.points, program.times(later));
    let done = ledger::reopen(&mut account, rules, used.clone(), later).unwrap();
    check_books(&account, &done);
    assert_eq!(told(&account), "40a 0p 60r 0d | 0s 0e 100l | 1:40 2:60");
    assert_eq!(ledger::reopen(&mut account, rules, used, later), Err(Refused::Held));
}

#[test]
fn b4_a_refund_does_not_take_again_what_expired() {
    let program = program("[points]\nexpiry = { days = 30 }");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-20 earn b 50", "150a 0p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-04-02 refund a 100", "50a 0p 0r 0d | 0s 0e 50l | 2:50"),
        ],
    );
}

#[test]
fn b4_pending_points_go_back_before_any_others() {
    let program = program("[points]\npending_days = 7");
    play(
        &program,
        &[
            ("2026-03-01 earn a 100", "0a 100p 0r 0d | 0s 0e 100l | 1:100"),
            ("2026-03-09 earn b 50", "100a 50p 0r 0d | 0s 0e 150l | 1:100 2:50"),
            ("2026-03-10 refund b 50", "100a 0p 0r 0d | 0s 0e 100l | 1:100"),
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
fn b3_yearly_expiry_is_the_end_of_that_day_and_clamped_to_the_month() {
    let rows = [
        ("month = 12, day = 31", 0, "2026-03-01", "2026-12-31T23:00:00Z"),
        ("month = 12, day = 31", 0, "2026-12-31", "2026-12-31T23:00:00Z"),
        ("month = 12, day = 31", 14, "2026-12-20", "2027-12-31T23:00:00Z"),
        ("month = 6, day = 31", 0, "2026-03-01", "2026-06-30T22:00:00Z"),
        ("month = 2, day = 29", 0, "2026-01-01", "2026-02-28T23:00:00Z"),
        ("month = 2, day = 29", 0, "2028-01-01", "2028-02-29T23:00:00Z"),
    ];
    for (day, pending, earned, expires) in rows {
        let file = format!("[points]\npending_days = {pending}\nexpiry = {{ {day} }}");
        assert_eq!(
            program(&file).times(at(earned)).expires_at,
            Some(at(expires)),
            "{day} {earned}"
        );
    }
}

#[test]
fn b3_what_expires_is_told_by_moment_soonest_first() {
    let program = program("[points]\nexpiry = { days = 30 }");
    let mut account = Account::default();
    for (day, act) in
        [("2026-03-05", "earn b 50"), ("2026-03-01", "earn a 100"), ("2026-03-05", "earn c 7")]
    {
        obey(&program, (&mut account, &mut Vec::new()), act, at(day));
    }
    let told: Vec<String> = account
        .expiring()
        .iter()
        .map(|it| format!("{} {}", it.points, it.at.date_naive()))
        .collect();
    assert_eq!(told, ["100 2026-03-31", "57 2026-04-04"]);
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
