//! M4: what a member tells of themselves.

use super::support::{at, program};
use crate::profile::{Profile, Refused};
use chrono::NaiveDate;

#[test]
fn m4_a_birthday_is_any_day_that_a_year_can_have() {
    let program = program("");
    for (birthday, exists) in [
        ((1, 1), true),
        ((2, 29), true),
        ((12, 31), true),
        ((2, 30), false),
        ((4, 31), false),
        ((13, 1), false),
        ((0, 1), false),
        ((1, 0), false),
    ] {
        let mut profile = Profile::default();
        let named = profile.name_birthday(&program, Some(birthday), at("2026-03-01"));
        assert_eq!(named.is_ok(), exists, "{birthday:?}");
        assert_eq!(profile.birthday, exists.then_some(birthday));
    }
}

#[test]
fn m4_a_birthday_becomes_another_once_in_so_many_months() {
    let year = program("");
    let month = program("[profile]\nbirthday_fixed_months = 1\n");
    let free = program("[profile]\nbirthday_fixed_months = 0\n");
    for (program, early, until) in
        [(&year, "2027-02-28", "2027-03-01"), (&month, "2026-03-31", "2026-04-01")]
    {
        let mut profile = Profile::default();
        profile.name_birthday(program, Some((5, 4)), at("2026-03-01")).unwrap();
        profile.name_birthday(program, Some((5, 4)), at("2026-03-02")).unwrap();
        let until = program.start_of(program.day(at(until)));
        let refused = Err(Refused::Fixed { until });
        assert_eq!(profile.name_birthday(program, Some((5, 5)), at(early)), refused);
        // Taking it back is always free, naming one again is a change like any other.
        profile.name_birthday(program, None, at(early)).unwrap();
        assert_eq!(profile.name_birthday(program, Some((5, 4)), at(early)), refused);
        assert_eq!(profile.birthday, None);
        profile.name_birthday(program, Some((5, 5)), until).unwrap();
        assert_eq!(profile.birthday, Some((5, 5)));
    }
    let mut profile = Profile::default();
    profile.name_birthday(&free, Some((5, 4)), at("2026-03-01")).unwrap();
    profile.name_birthday(&free, Some((5, 5)), at("2026-03-01")).unwrap();
    assert_eq!(profile.birthday_fixed_until(&free, at("2026-03-01")), None);
}

#[test]
fn m4_a_birthday_on_29_february_comes_every_year() {
    let of = |birthday| Profile { birthday: Some(birthday), ..Profile::default() };
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    assert_eq!(of((2, 29)).birthday_in(2028), day(2028, 2, 29));
    assert_eq!(of((2, 29)).birthday_in(2027), day(2027, 2, 28));
    assert_eq!(of((12, 31)).birthday_in(2027), day(2027, 12, 31));
    assert_eq!(Profile::default().birthday_in(2027), None);
}
