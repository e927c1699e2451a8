//! B3: which points go first, and when they expire.

use super::{obey, play};
use crate::ledger::Account;
use crate::tests::support::{at, program};

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
