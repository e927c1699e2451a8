//! R4, R5: codes that are given back, run out, or are freed again, and where their points go.

use super::{play, told};
use crate::ledger::{self, Account, Credit, Refused, Source};
use crate::tests::support::{about_to_be_used, at, check_books, program};

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
