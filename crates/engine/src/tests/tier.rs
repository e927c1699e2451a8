//! T1, T2: tiers.

use super::support::{at, program};
use crate::Program;
use crate::tier::{Qualifying, days_from, standing};
use chrono::Datelike;

fn tiers(rule: &str) -> Program {
    program(&format!(
        "[tiers]\n{rule}\n\
         [[tier]]\nid = \"base\"\nname = \"Base\"\nfrom = 0\n\
         [[tier]]\nid = \"silver\"\nname = \"Silver\"\nfrom = 100\n\
         [[tier]]\nid = \"gold\"\nname = \"Gold\"\nfrom = 300\n"
    ))
}

/// `2026-03-01 100, 2026-04-01 50`: amounts in every measure by day.
fn days(text: &str) -> Vec<Qualifying> {
    let items = text.split(", ").filter(|item| !item.is_empty());
    let day = |item: &str| {
        let (day, amount) = item.split_once(' ').unwrap();
        let amount = amount.parse().unwrap();
        Qualifying { day: day.parse().unwrap(), points: amount, spend: amount, orders: amount }
    };
    items.map(day).collect()
}

fn told(program: &Program, amounts: &str, now: &str) -> String {
    let standing = standing(program, &days(amounts), at(now)).unwrap();
    let next = standing.next.map_or(String::new(), |it| format!(" +{} {}", it.missing, it.tier.id));
    let until = standing.until.map_or(String::new(), |it| {
        format!(
            " until {} keep {}",
            it.with_timezone(&program.zone).date_naive(),
            standing.keep_missing
        )
    });
    format!("{} {}{next}{until}", standing.tier.id, standing.qualifying)
}

#[test]
fn t1_a_tier_reached_in_a_calendar_year_is_held_to_the_end_of_the_next() {
    let program = tiers("measure = \"points\"");
    let rows = [
        ("", "2026-03-01", "base 0 +100 silver"),
        ("2026-01-10 99", "2026-03-01", "base 99 +1 silver"),
        ("2026-01-10 100", "2026-03-01", "silver 100 +200 gold until 2028-01-01 keep 0"),
        ("2025-12-31 300", "2026-03-01", "gold 0 until 2027-01-01 keep 300"),
        ("2025-12-31 300, 2026-02-01 60", "2026-03-01", "gold 60 until 2027-01-01 keep 240"),
        ("2025-12-31 300, 2026-02-01 300", "2026-03-01", "gold 300 until 2028-01-01 keep 0"),
        // the next year's tier is what this year earned
        ("2024-05-01 300, 2025-02-01 120", "2025-12-31", "gold 120 until 2026-01-01 keep 180"),
        (
            "2024-05-01 300, 2025-02-01 120",
            "2026-01-01",
            "silver 0 +300 gold until 2027-01-01 keep 100",
        ),
        ("2024-05-01 300", "2026-01-01", "base 0 +100 silver"),
        // the year turns where the program lives: 23:00 in UTC
        (
            "2025-05-01 100, 2024-05-01 300",
            "2025-12-31T22:59:59Z",
            "gold 100 until 2026-01-01 keep 200",
        ),
        (
            "2025-05-01 100, 2024-05-01 300",
            "2025-12-31T23:00:00Z",
            "silver 0 +300 gold until 2027-01-01 keep 100",
        ),
        // a refund takes its day's amount back
        ("2026-01-10 100, 2026-01-11 -1", "2026-03-01", "base 99 +1 silver"),
    ];
    for (amounts, now, expected) in rows {
        assert_eq!(told(&program, amounts, now), expected, "{amounts} on {now}");
    }
}

#[test]
fn t1_without_a_hold_each_year_begins_anew() {
    let program = tiers("measure = \"spend\"\nhold = \"none\"");
    let rows = [
        ("2025-05-01 300", "2025-12-31", "gold 300 until 2026-01-01 keep 300"),
        ("2025-05-01 300", "2026-01-01", "base 0 +100 silver"),
    ];
    for (amounts, now, expected) in rows {
        assert_eq!(told(&program, amounts, now), expected, "{amounts} on {now}");
    }
}

#[test]
fn t1_a_rolling_period_counts_its_last_days() {
    let program = tiers("measure = \"orders\"\nperiod = { rolling_days = 10 }\nhold = \"none\"");
    let rows = [
        ("2026-03-01 100", "2026-03-01", "silver 100 +200 gold until 2026-03-11 keep 100"),
        ("2026-03-01 100", "2026-03-10", "silver 100 +200 gold until 2026-03-11 keep 100"),
        ("2026-03-01 100", "2026-03-11", "base 0 +100 silver"),
        (
            "2026-03-01 60, 2026-03-05 60",
            "2026-03-06",
            "silver 120 +180 gold until 2026-03-11 keep 40",
        ),
        (
            "2026-03-01 60, 2026-03-05 100",
            "2026-03-06",
            "silver 160 +140 gold until 2026-03-15 keep 100",
        ),
    ];
    for (amounts, now, expected) in rows {
        assert_eq!(told(&program, amounts, now), expected, "{amounts} on {now}");
    }
}

#[test]
fn t1_a_rolling_tier_with_hold_stays_one_period_longer() {
    let program = tiers("measure = \"points\"\nperiod = { rolling_days = 10 }");
    let rows = [
        ("2026-03-01 100", "2026-03-01", "silver 100 +200 gold until 2026-03-20 keep 0"),
        ("2026-03-01 100", "2026-03-11", "silver 0 +300 gold until 2026-03-20 keep 100"),
        ("2026-03-01 100", "2026-03-19", "silver 0 +300 gold until 2026-03-20 keep 100"),
        ("2026-03-01 100", "2026-03-20", "base 0 +100 silver"),
    ];
    for (amounts, now, expected) in rows {
        assert_eq!(told(&program, amounts, now), expected, "{amounts} on {now}");
    }
}

#[test]
fn t1_a_lifetime_tier_has_no_end() {
    let program = tiers("measure = \"points\"\nperiod = \"lifetime\"");
    assert_eq!(
        told(&program, "2020-01-01 100, 2023-01-01 100", "2026-03-01"),
        "silver 200 +100 gold"
    );
}

/// The same amounts, of the days before `days_from` the sums by year.
fn in_short(program: &Program, amounts: &[Qualifying], from: &str) -> Vec<Qualifying> {
    let days_from = days_from(program, at(from));
    let mut short: Vec<Qualifying> = Vec::new();
    for it in amounts {
        let first = it.day.with_ordinal(1).unwrap();
        let day = if it.day < days_from { first } else { it.day };
        match short.iter_mut().find(|sum| day == first && sum.day == first) {
            None => short.push(Qualifying { day, ..*it }),
            Some(sum) => {
                sum.points += it.points;
                sum.spend += it.spend;
                sum.orders += it.orders;
            }
        }
    }
    short
}

#[test]
fn t1_sums_of_the_past_by_year_tell_the_same_as_its_days() {
    let amounts = days(
        "2023-05-01 90, 2023-12-31 80, 2024-01-01 70, 2024-06-30 140, 2025-01-01 60, \
         2025-03-05 150, 2025-11-11 40, 2026-01-01 30, 2026-02-28 120, 2026-03-01 10",
    );
    let rules = [
        "measure = \"points\"",
        "measure = \"points\"\nhold = \"none\"",
        "measure = \"spend\"\nperiod = \"lifetime\"",
        "measure = \"orders\"\nperiod = { rolling_days = 365 }",
        "measure = \"orders\"\nperiod = { rolling_days = 90 }\nhold = \"none\"",
    ];
    for rule in rules {
        let program = tiers(rule);
        for from in ["2025-01-01", "2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01"] {
            let short = in_short(&program, &amounts, from);
            for now in [from, "2026-03-01", "2027-01-10"] {
                let (whole, sums) =
                    (standing(&program, &amounts, at(now)), standing(&program, &short, at(now)));
                assert_eq!(whole, sums, "{rule}, from {from}, at {now}");
            }
        }
    }
}
