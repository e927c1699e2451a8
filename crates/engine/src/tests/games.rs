//! G3, G5: a play for each entitlement with the odds of the file; places with ties, hidden while
//! there are few.

use super::support::{at, check_books, joined, order, program, returned};
use crate::game::{draw, open, played};
use crate::leaderboard::{Score, days, rank};
use crate::ledger::Source;
use crate::program::Program;
use std::collections::BTreeMap;

const PRIZES: &str = "[[game.prize]]\nid = \"ten\"\npoints = 10\nodds = 250000\nstock = 2\n\
                      [[game.prize]]\nid = \"fifty\"\npoints = 50\nodds = 50000\n";

fn game(more: &str) -> Program {
    program(&format!("[[game]]\nid = \"g\"\nname = \"Scratch\"\n{more}\n{PRIZES}"))
}

#[test]
fn g5_each_entitlement_is_a_play() {
    // (the file, orders newest first, played, day, what is open)
    let rows = [
        ("order_from = 500", "2026-03-02:500 2026-03-01:499", "", "2026-03-02", "2026-03-02"),
        ("order_from = 500", "2026-03-02:500", "2026-03-02", "2026-03-02", ""),
        ("order_from = 500\nvalid_days = 3", "2026-03-02:500", "", "2026-03-04", "2026-03-02"),
        ("order_from = 500\nvalid_days = 3", "2026-03-02:500", "", "2026-03-05", ""),
        ("order_from = 0\nends = 2026-03-01", "2026-03-02:500", "", "2026-03-02", ""),
        // the 2nd is a Monday
        ("every = \"week\"", "", "", "2026-03-08", "2026-03-02"),
        ("every = \"week\"", "", "2026-03-02", "2026-03-09", "2026-03-09"),
        ("every = \"day\"", "", "2026-03-08", "2026-03-08", ""),
        ("every = \"month\"\nstarts = 2026-04-01", "", "", "2026-03-08", ""),
    ];
    for (more, orders, done, day, expected) in rows {
        let program = game(more);
        let orders = orders.split(' ').filter_map(|it| it.split_once(':'));
        let orders: Vec<_> =
            orders.map(|(day, price)| order(day, day, &format!("1x{price} gear"))).collect();
        let done: Vec<String> = done.split(' ').map(str::to_owned).collect();
        let plays = open(&program, &program.games[0], &orders, &done, at(day)).join(" ");
        assert_eq!(plays, expected, "{more} {day}");
    }
    let program = game("order_from = 0");
    let mut back = order("a", "2026-03-02", "1x500 gear");
    back.returned = returned("1 gear");
    assert!(open(&program, &program.games[0], &[back], &[], at("2026-03-02")).is_empty());
}

#[test]
fn g5_the_odds_are_those_of_the_file_and_a_prize_that_ran_out_is_none() {
    let program = game("every = \"week\"");
    let game = &program.games[0];
    let chance = |millionth: u64| {
        u64::try_from((u128::from(millionth) << 64).div_ceil(1_000_000)).unwrap_or(u64::MAX)
    };
    let none = BTreeMap::new();
    let drawn = |won: &BTreeMap<String, i64>, at| {
        draw(game, won, chance(at)).map_or("-", |it| it.id.as_str())
    };
    let edges = [
        (0, "ten"),
        (249_999, "ten"),
        (250_000, "fifty"),
        (299_999, "fifty"),
        (300_000, "-"),
        (999_999, "-"),
    ];
    for (at, expected) in edges {
        assert_eq!(drawn(&none, at), expected, "{at}");
    }
    assert_eq!(draw(game, &none, u64::MAX), None);
    let gone = BTreeMap::from([("ten".to_owned(), 2)]);
    assert_eq!((drawn(&gone, 0), drawn(&gone, 250_000)), ("-", "fifty"));
}

#[test]
fn g5_what_is_won_is_booked_under_its_play() {
    let program = game("every = \"week\"");
    let (game, now) = (&program.games[0], at("2026-03-03"));
    let mut member = joined(&program, "2026-03-01");
    let prize = Some(&game.prizes[1]);
    let effect = played(&program, &mut member, game, "2026-03-02", prize, now).unwrap();
    let source = Source::Game { game: "g".into(), entitlement: "2026-03-02".into() };
    assert_eq!((effect.points(), &effect.transactions[0].source), (50, &source));
    let blank = played(&program, &mut member, game, "2026-03-09", None, now).unwrap();
    assert!(blank.transactions.is_empty());
    check_books(&member.account, &effect.transactions);
}

#[test]
fn g3_equal_points_share_a_place_and_nobody_is_shown_among_few() {
    let program = program("[[leaderboard]]\nid = \"l\"\nname = \"L\"\nplaces = 3\n");
    let board = &program.leaderboards[0];
    let scores = |points: &[i64], own: usize| {
        let score = |(index, points): (usize, &i64)| Score {
            alias: format!("n{index:02}"),
            points: *points,
            own: index == own,
        };
        points.iter().enumerate().map(score).collect::<Vec<_>>()
    };
    let ten = [5, 40, 30, 40, 20, 0, 0, -3, 1, 1];
    let found = rank(board, scores(&ten, 2).iter());
    let top: Vec<(i64, &str)> =
        found.top.iter().map(|(place, it)| (*place, it.alias.as_str())).collect();
    assert_eq!(top, [(1, "n01"), (1, "n03"), (3, "n02")]);
    let place = |own| rank(board, scores(&ten, own).iter()).own.and_then(|it| it.0);
    assert_eq!([place(2), place(8), place(9), place(5)], [Some(3), Some(6), Some(6), None]);
    assert_eq!(rank(board, scores(&ten, 99).iter()).own, None);
    let nine = rank(board, scores(&ten[..9], 1).iter());
    assert!(nine.top.is_empty() && nine.people == 9);
    assert_eq!(nine.own.map(|(place, it)| (place, it.points)), Some((None, 40)));
}

#[test]
fn g3_a_month_and_a_quarter_begin_where_the_program_lives() {
    for (every, now, first, after) in [
        ("month", "2026-03-31T21:59:00Z", "2026-03-01", "2026-04-01"),
        ("month", "2026-03-31T22:00:00Z", "2026-04-01", "2026-05-01"),
        ("quarter", "2026-12-31T22:59:00Z", "2026-10-01", "2027-01-01"),
        ("quarter", "2026-12-31T23:00:00Z", "2027-01-01", "2027-04-01"),
    ] {
        let program =
            program(&format!("[[leaderboard]]\nid = \"l\"\nname = \"L\"\nevery = \"{every}\"\n"));
        let days = days(&program, &program.leaderboards[0], at(now));
        assert_eq!((days.0.to_string(), days.1.to_string()), (first.into(), after.into()));
    }
}
