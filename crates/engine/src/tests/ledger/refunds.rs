//! B4: what a refund takes, what is owed after it, and what is forgiven.

use super::play;
use crate::tests::support::program;

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
