//! A2, B3, E4: days and moments of a program where clocks are put forward and back.

use super::support::{HEAD, at, cart, program};
use crate::Program;
use crate::earning::quote;
use chrono::{NaiveDate, TimeDelta};

/// Zones whose clocks change at two in the night, at midnight, by half an hour, and never.
const ZONES: [&str; 5] =
    ["Europe/Warsaw", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata"];

fn living_in(zone: &str, more: &str) -> Program {
    let head = HEAD.replace("Europe/Warsaw", zone);
    Program::parse(&format!("{head}{more}")).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

#[test]
fn b3_every_day_of_a_year_begins_once_and_follows_the_one_before() {
    for zone in ZONES {
        let program = living_in(zone, "");
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for day in first.iter_days().take(365) {
            let begins = program.start_of(day);
            assert_eq!(program.day(begins), day, "{zone}");
            assert_eq!(program.day(begins - TimeDelta::seconds(1)), day.pred_opt().unwrap());
            let hours = (program.end_of(day) - begins).num_minutes();
            assert!([23 * 60, 24 * 60, 25 * 60, 23 * 60 + 30, 24 * 60 + 30].contains(&hours));
        }
    }
}

#[test]
fn b3_points_expire_at_the_end_of_a_day_of_23_and_of_25_hours() {
    let lasting = program("[points]\nexpiry = { days = 1 }");
    let rows = [
        // Clocks go forward in the night to Sunday the 29th, back in the night to the 25th.
        ("2026-03-28T12:00:00Z", "2026-03-29T22:00:00Z"),
        ("2026-10-24T12:00:00Z", "2026-10-25T23:00:00Z"),
        // A quarter past two twice in one night is the same day both times.
        ("2026-10-25T00:15:00Z", "2026-10-26T23:00:00Z"),
        ("2026-10-25T01:15:00Z", "2026-10-26T23:00:00Z"),
    ];
    for (booked, expires) in rows {
        assert_eq!(lasting.times(at(booked)).expires_at, Some(at(expires)), "{booked}");
    }
}

#[test]
fn e4_a_window_in_an_hour_that_is_missing_or_twice_there_begins_once() {
    let rule = |starts: &str| {
        format!(
            "[[purchase]]\nid = \"boost\"\ntitle = \"Boost\"\npoints = 1\nper = 100\n\
             starts = {starts}\n"
        )
    };
    let rows = [
        // 02:30 does not exist: the boost begins as the clocks show 03:00.
        ("2026-03-29T02:30:00", "2026-03-29T01:00:00Z"),
        // 02:30 is there twice: the first one counts.
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
    ];
    for (starts, begins) in rows {
        let program = program(&rule(starts));
        let points = |at| quote(&program, None, &cart("1x1000 any"), at).unwrap().points;
        let begins = at(begins);
        assert_eq!([begins - TimeDelta::seconds(1), begins].map(points), [0, 10], "{starts}");
    }
}

#[test]
fn e4_a_weekend_is_as_long_as_its_clocks_say() {
    let program = program(
        "[[purchase]]\nid = \"boost\"\ntitle = \"Boost\"\npoints = 1\nper = 100\n\
         weekdays = [\"sunday\"]\n",
    );
    for (begins, hours) in [("2026-03-28T23:00:00Z", 23), ("2026-10-24T22:00:00Z", 25)] {
        let quoted = quote(&program, None, &cart("1x1000 any"), at(begins)).unwrap();
        let ends = at(begins) + TimeDelta::hours(hours);
        assert_eq!((quoted.points, quoted.valid_until), (10, Some(ends)));
    }
}
