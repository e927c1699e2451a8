//! E2, G4, M6, R2: activities with limits, visits in a row, the paid membership, any amount.

use super::support::{at, cart, check_books, joined, order, pay, program};
use crate::activity::{Refused, happened, streak, told, visited};
use crate::earning::quote;
use crate::member::{self, Redeem, Return, order_refunded, redeem_amount};
use crate::membership::{Change, Status, change, status};
use crate::program::{Program, ShopEvent};
use crate::reward;
use crate::reward::Taken;

fn activities(more: &str) -> Program {
    program(&format!("[[activity]]\nid = \"it\"\ntitle = \"It\"\npoints = 10\n{more}\n"))
}

#[test]
fn e2_an_activity_earns_as_often_as_its_limit_says() {
    // (limit, days on which it happens, what each earns)
    let rows = [
        ("", "2026-03-01 2027-03-02", "10 -"),
        ("times = 2\nevery = \"day\"", "2026-03-01 2026-03-01 2026-03-01 2026-03-02", "10 10 - 10"),
        // the 8th is a Sunday
        ("every = \"week\"", "2026-03-02 2026-03-08 2026-03-09", "10 - 10"),
        ("every = \"month\"", "2026-03-01 2026-03-31 2026-04-01", "10 - 10"),
        ("every = \"year\"", "2026-03-01 2026-12-31 2027-01-01", "10 - 10"),
    ];
    for (limit, days, expected) in rows {
        let program = activities(&format!("kind = \"event\"\n{limit}"));
        let mut member = joined(&program, "2026-02-01");
        let told = days.split(' ').map(|day| {
            match happened(&program, &mut member, "it", at(day), at(day)) {
                Ok(effect) => effect.points().to_string(),
                Err(Refused::Limit { .. }) => "-".into(),
                Err(other) => panic!("{other}"),
            }
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{limit} {days}");
        check_books(&member.account, &[]);
    }
}

#[test]
fn e2_an_event_told_late_does_not_open_a_limit_again() {
    let program = activities("kind = \"event\"\nevery = \"month\"");
    let mut member = joined(&program, "2026-02-01");
    let now = at("2026-04-02");
    assert!(happened(&program, &mut member, "it", now, now).is_ok());
    let again = Some(at("2026-04-30T22:00:00Z"));
    let late = happened(&program, &mut member, "it", at("2026-03-15"), now);
    assert_eq!(late, Err(Refused::Limit { again }));
    assert_eq!(happened(&program, &mut member, "other", now, now), Err(Refused::Unknown));
    let mut guest = member::Member::default();
    let refused = happened(&program, &mut guest, "it", now, now);
    assert_eq!(refused, Err(Refused::Member(member::Refused::NotJoined)));
}

#[test]
fn e2_all_of_the_second_of_joining_counts_as_joined() {
    let program = activities("kind = \"event\"\ntimes = 9\nevery = \"year\"");
    let mut member = joined(&program, "2026-03-01T19:01:36.314Z");
    let now = at("2026-03-01T19:05:00Z");
    for (when, counts) in [("35.999", false), ("36", true), ("36.313", true), ("37", true)] {
        let when = at(&format!("2026-03-01T19:01:{when}Z"));
        let told = happened(&program, &mut member, "it", when, now);
        assert_eq!(told.is_ok(), counts, "{when}");
    }
}

#[test]
fn e2_an_event_of_the_shop_brings_every_activity_that_waits_for_it() {
    let program = program(
        "[[activity]]\nid = \"first\"\nkind = \"event\"\nevent = \"review.published\"\n\
         title = \"F\"\npoints = 50\n\
         [[activity]]\nid = \"each\"\nkind = \"event\"\nevent = \"review.published\"\n\
         title = \"E\"\npoints = 10\ntimes = 2\nevery = \"month\"\n",
    );
    let review = ShopEvent::ReviewPublished;
    let mut member = joined(&program, "2026-02-01");
    let mut publish = |day| told(&program, &mut member, review, at(day), at("2026-03-20"));
    assert_eq!(publish("2026-03-01").unwrap().points(), 60);
    assert_eq!(publish("2026-03-02").unwrap().points(), 10);
    let again = Some(at("2026-03-31T22:00:00Z"));
    assert_eq!(publish("2026-03-03"), Err(Refused::Limit { again }));
    let before = publish("2026-01-31");
    assert_eq!(before, Err(Refused::Member(member::Refused::NotJoined)), "before they joined");
    check_books(&member.account, &[]);
    let nothing = activities("kind = \"event\"");
    let mut member = joined(&nothing, "2026-02-01");
    let now = at("2026-03-01");
    assert_eq!(told(&nothing, &mut member, review, now, now), Err(Refused::Unknown));
}

#[test]
fn g4_a_streak_forgives_one_day_and_pays_when_it_is_full() {
    let program = activities("kind = \"visits\"\ndays = 4\ngrace_days = 1");
    let rows = [
        ("01 02 03 04", "0 0 0 10", 4),
        ("01 01 02 03 04", "0 0 0 0 10", 4),
        ("01 03 04 05", "0 0 0 10", 4),
        ("01 03 05 06 07 08", "0 0 0 0 0 10", 4),
        // full once, the day of grace is there again
        ("01 02 03 05 07 08 09 10", "0 0 0 10 0 0 0 10", 8),
    ];
    for (days, expected, length) in rows {
        let mut member = joined(&program, "2026-03-01");
        let mut last = at("2026-03-01");
        let told = days.split(' ').map(|day| {
            last = at(&format!("2026-03-{day}"));
            visited(&program, &mut member, last).unwrap().points().to_string()
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{days}");
        let activity = &program.activities[0];
        let on = |now| streak(&program, &member, activity, now).unwrap();
        assert_eq!((on(last).days, on(last).today), (length, true), "{days}");
        let tomorrow = on(last + chrono::TimeDelta::days(1));
        assert_eq!((tomorrow.days, tomorrow.today, tomorrow.grace_left), (length, false, 1));
        let missed = on(last + chrono::TimeDelta::days(3));
        assert_eq!((missed.days, missed.grace_left), (0, 1), "two days missed: anew");
    }
}

#[test]
fn g4_a_streak_says_how_far_its_round_is() {
    let program = activities("kind = \"visits\"\ndays = 3\ngrace_days = 1");
    let mut member = joined(&program, "2026-03-01");
    // (day, days of the round, days that may still be missed)
    for (day, round, grace) in [(1, 1, 1), (3, 2, 0), (4, 3, 1), (5, 1, 1), (6, 2, 1)] {
        let now = at(&format!("2026-03-0{day}"));
        visited(&program, &mut member, now).unwrap();
        let on = streak(&program, &member, &program.activities[0], now).unwrap();
        assert_eq!((on.of_round(), on.grace_left, on.target), (round, grace, 3), "day {day}");
    }
}

#[test]
fn m6_the_paid_rate_is_for_orders_while_it_is_on_and_a_refund_knows_it_later() {
    let program = program(
        "[[purchase]]\nid = \"all\"\ntitle = \"A\"\npoints = 1\nper = 100\nmembership = true\n",
    );
    let mut member = joined(&program, "2026-01-01");
    let mut earned = Vec::new();
    let mut buy = |member: &mut member::Member, day| {
        earned.push(pay(&program, member, order(day, day, "1x5000")).points());
    };
    buy(&mut member, "2026-02-01");
    let on = |member: &mut member::Member, until: &str, from| {
        let until = (!until.is_empty()).then(|| at(until));
        assert!(change(member, "m", Change::On { until }, at(from)));
    };
    on(&mut member, "2026-04-01", "2026-03-01");
    buy(&mut member, "2026-03-15");
    on(&mut member, "2026-05-01", "2026-03-31");
    buy(&mut member, "2026-04-15");
    change(&mut member, "m", Change::Ended { until: None }, at("2026-04-20"));
    buy(&mut member, "2026-04-25");
    on(&mut member, "", "2026-06-01");
    buy(&mut member, "2026-06-01");
    assert_eq!(earned, [0, 50, 50, 0, 50]);
    for (day, back) in [("2026-04-25", 0), ("2026-04-15", -50), ("2026-02-01", 0)] {
        let now = at("2026-06-02");
        let it = order_refunded(&program, &program, &mut member, day, Return::All, now).unwrap();
        assert_eq!(it.points(), back, "{day}");
    }
}

#[test]
fn m6_of_two_events_the_later_one_by_its_own_time_wins() {
    let program = program("");
    let mut member = joined(&program, "2026-01-01");
    let now = at("2026-03-20");
    assert_eq!(status(&member, now), None);
    let until = Some(at("2026-04-01"));
    assert!(change(&mut member, "m", Change::On { until }, at("2026-03-01")));
    assert_eq!(status(&member, now), Some(Status::Active { until }));
    assert_eq!(status(&member, at("2026-04-02")), Some(Status::Ended), "it ran out");
    assert!(change(&mut member, "m", Change::Paused, at("2026-03-15")));
    assert_eq!(status(&member, now), Some(Status::Paused));
    // told late: it happened before the pause
    let renewed = Change::On { until: Some(at("2026-05-01")) };
    assert!(!change(&mut member, "m", renewed, at("2026-03-10")));
    assert_eq!(status(&member, now), Some(Status::Paused));
    assert!(change(&mut member, "m", renewed, at("2026-03-18")));
    let until = Some(at("2026-03-25"));
    assert!(change(&mut member, "m", Change::Ended { until }, at("2026-03-19")));
    assert_eq!(status(&member, now), Some(Status::Active { until }), "what is paid for stays");
    assert_eq!(status(&member, at("2026-03-26")), Some(Status::Ended));
}

#[test]
fn m6_the_end_of_an_old_plan_does_not_end_the_new_one() {
    let program = program("");
    let mut member = joined(&program, "2026-01-01");
    let (on, ended) = (Change::On { until: None }, Change::Ended { until: None });
    assert!(change(&mut member, "monthly", on, at("2026-03-01")));
    assert!(change(&mut member, "yearly", on, at("2026-03-10")));
    assert!(!change(&mut member, "monthly", ended, at("2026-03-11")));
    assert!(!change(&mut member, "monthly", Change::Paused, at("2026-03-12")));
    assert_eq!(status(&member, at("2026-03-20")), Some(Status::Active { until: None }));
    assert!(change(&mut member, "yearly", ended, at("2026-03-21")));
    assert_eq!(status(&member, at("2026-03-22")), Some(Status::Ended));
    // Of one that is told from its end it is the end that counts.
    assert!(change(&mut member, "third", ended, at("2026-04-02")));
    assert!(!change(&mut member, "third", on, at("2026-04-01")));
    assert_eq!(status(&member, at("2026-04-03")), Some(Status::Ended));
}

#[test]
fn m6_orders_of_a_subscription_have_a_rate_of_their_own() {
    let program = program(
        "[[purchase]]\nid = \"all\"\ntitle = \"A\"\npoints = 1\nper = 100\n\
         [[purchase]]\nid = \"box\"\ntitle = \"B\"\npoints = 2\nper = 100\nsubscription = true\n\
         [[purchase]]\nid = \"once\"\ntitle = \"C\"\npoints = 4\nper = 100\nsubscription = false\n",
    );
    let mut member = joined(&program, "2026-01-01");
    for (id, lines, points) in [("a", "1x1000", 50), ("b", "1x1000, subscription", 30)] {
        let quoted = quote(&program, None, &cart(lines), at("2026-02-01")).unwrap();
        assert_eq!(quoted.points, points, "{lines}");
        let paid = pay(&program, &mut member, order(id, "2026-02-01", lines));
        assert_eq!(paid.points(), points, "{lines}");
    }
    let back = order_refunded(&program, &program, &mut member, "b", Return::All, at("2026-02-02"));
    assert_eq!(back.unwrap().points(), -30);
}

#[test]
fn r2_any_amount_is_one_redemption_of_so_many_times_the_cost() {
    let program = program(
        "[[activity]]\nid = \"j\"\nkind = \"join\"\ntitle = \"J\"\npoints = 100\n\
         [[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"amount_off\"\namount = 5\ncost = 2\n\
         any_amount = true\nmax_amount = 200\ncode_prefix = \"R\"\n",
    );
    let mut member = joined(&program, "2026-01-01");
    let taken = Taken::default();
    let mut take = |id: &str, amount| {
        let command = Redeem { redemption: id, reward: "r", cart: None, taken: &taken };
        redeem_amount(&program, &mut member, command, amount, at("2026-01-02"))
            .map(|it| it.points())
    };
    assert_eq!(take("a", 37 * 5), Ok(-74));
    assert!(take("b", 14 * 5).is_err(), "too few points");
    for amount in [0, -5, 4, 6, 205, i64::MAX] {
        let refused = take("c", amount);
        assert_eq!(refused, Err(member::Refused::Unknown("amount")), "{amount}");
    }
    assert_eq!(take("e", 13 * 5), Ok(-26));
    let most = |file: &str| {
        let more = "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"amount_off\"\namount = 300\n\
                    cost = 2\nany_amount = true\ncode_prefix = \"R\"\n";
        crate::tests::support::program(&format!("{more}{file}")).rewards[0].clone()
    };
    assert_eq!(most("max_amount = 900").any_amount, Some(900));
    let free = most("");
    let largest = free.any_amount.unwrap();
    assert!(reward::worth(&free, largest).is_some() && largest % 300 == 0);
    assert!(reward::worth(&free, largest + 300).is_none());
    check_books(&member.account, &[]);
}
