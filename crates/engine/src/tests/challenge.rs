//! G1: challenges.

use super::support::{at, order, program, returned};
use crate::Program;
use crate::cart::Order;
use crate::challenge::{Completed, Status, Tallies, newly_completed, progress, undone};

const CHALLENGES: &str = r#"
[[challenge]]
id = "orders"
name = "Orders"
goal = { orders = 2, minimum_spend = 5000 }
points = 10
[[challenge]]
id = "units"
name = "Units"
goal = { units = 3, categories = ["africa"] }
starts = 2026-03-01
ends = 2026-03-31
points = 20
[[challenge]]
id = "spend"
name = "Spend"
goal = { spend = 10000 }
every = "month"
points = 30
[[challenge]]
id = "variety"
name = "Variety"
points = 40
[[challenge.step]]
label = "AF"
categories = ["africa"]
[[challenge.step]]
label = "AS"
categories = ["asia"]
"#;

fn orders() -> Vec<Order> {
    vec![
        order("1", "2026-02-27", "2x3000 africa"),
        order("2", "2026-03-05", "1x4900 africa, 1x3000 gear, -2000"),
        order("3", "2026-03-20", "2x4900 africa"),
    ]
}

fn told(program: &Program, id: &str, orders: &[Order], done: &[Completed], now: &str) -> String {
    let challenge = program.challenge(id).unwrap();
    let it = progress(program, challenge, orders, done, at(now));
    format!("{:?} {}/{} {:?}", it.status, it.reached, it.target, it.steps_done)
}

#[test]
fn g1_progress_counts_orders_units_money_and_variety() {
    let program = program(CHALLENGES);
    let rows = [
        ("orders", "2026-02-01", "Active 0/2 []"),
        ("orders", "2026-03-06", "Active 2/2 []"),
        ("units", "2026-02-28", "Upcoming 0/3 []"),
        ("units", "2026-03-06", "Active 1/3 []"),
        ("units", "2026-03-21", "Active 3/3 []"),
        ("units", "2026-04-01", "Ended 3/3 []"),
        ("spend", "2026-02-28", "Active 6000/10000 []"),
        ("spend", "2026-03-06", "Active 5900/10000 []"),
        ("spend", "2026-03-21", "Active 10000/10000 []"),
        ("spend", "2026-04-01", "Active 0/10000 []"),
        ("variety", "2026-03-21", "Active 1/2 [0]"),
    ];
    for (id, now, expected) in rows {
        assert_eq!(told(&program, id, &orders(), &[], now), expected, "{id} on {now}");
    }
}

#[test]
fn g1_progress_is_net_of_returns() {
    let program = program(CHALLENGES);
    let mut orders = orders();
    orders[2].returned = returned("1 africa");
    assert_eq!(told(&program, "units", &orders, &[], "2026-03-21"), "Active 2/3 []");
    orders[2].returned = returned("2 africa");
    assert_eq!(told(&program, "spend", &orders, &[], "2026-03-21"), "Active 5900/10000 []");
}

#[test]
fn g1_a_challenge_pays_once_and_a_monthly_one_once_a_month() {
    let program = program(CHALLENGES);
    let mut done: Vec<Completed> = Vec::new();
    let mut told = Vec::new();
    for index in 0..3 {
        let orders = &orders()[..=index];
        let paid = orders[index].at;
        for _ in 0..2 {
            let new =
                newly_completed(&program, &Tallies::of(&program, orders), &done, &[paid], paid);
            told.extend(new.iter().map(|it| format!("{index} {} {}", it.challenge, it.run)));
            done.extend(new);
        }
    }
    assert_eq!(told, ["1 orders ", "2 units ", "2 spend 2026-03"]);
}

#[test]
fn g1_an_order_told_late_counts_for_its_own_month() {
    let program = program(CHALLENGES);
    let late = [order("1", "2026-02-27", "4x3000 gear")];
    let new = newly_completed(
        &program,
        &Tallies::of(&program, &late),
        &[],
        &[late[0].at],
        at("2026-03-02"),
    );
    let runs: Vec<&str> = new.iter().map(|it| it.run.as_str()).collect();
    assert_eq!(runs, ["2026-02"]);
}

#[test]
fn g1_completed_stays_completed_and_what_a_refund_undoes_is_known() {
    let program = program(CHALLENGES);
    let mut orders = orders();
    let last = orders[2].at;
    let done = newly_completed(&program, &Tallies::of(&program, &orders), &[], &[last], last);
    assert_eq!(undone(&program, &Tallies::of(&program, &orders), &done, &orders[2]), []);
    orders[2].returned = returned("1 africa");
    let undone = undone(&program, &Tallies::of(&program, &orders), &done, &orders[2]);
    let undone: Vec<String> = undone.into_iter().map(|it| it.challenge).collect();
    assert_eq!(undone, ["units"]);
    assert_eq!(told(&program, "units", &orders, &done, "2026-03-21"), "Completed 3/3 []");
    let challenge = program.challenge("spend").unwrap();
    assert_eq!(
        progress(&program, challenge, &orders, &done, at("2026-04-02")).status,
        Status::Active
    );
}

#[test]
fn g1_so_many_orders_within_so_many_days_count_only_together() {
    let program = program(
        "[[challenge]]\nid = \"rush\"\nname = \"R\"\ngoal = { orders = 3 }\nwithin_days = 7\npoints = 5\n",
    );
    let rows = [
        ("2026-03-01 2026-03-05 2026-03-08", "Active 2/3 []"),
        ("2026-03-01 2026-03-05 2026-03-07", "Completed 3/3 []"),
        ("2026-03-01 2026-03-05 2026-03-12", "Active 1/3 []"),
    ];
    for (days, expected) in rows {
        let orders: Vec<_> = days.split(' ').map(|day| order(day, day, "1x100")).collect();
        let last = orders[2].at;
        let tallies = Tallies::of(&program, &orders);
        let done = newly_completed(&program, &tallies, &[], &[last], last);
        let day = &days[days.len() - 10..];
        assert_eq!(told(&program, "rush", &orders, &done, day), expected, "{days}");
    }
}

#[test]
fn g1_orders_count_for_a_challenge_that_was_out_of_the_program_for_a_while() {
    let rule = "[[challenge]]\nid = \"three\"\nname = \"T\"\ngoal = { orders = 3 }\npoints = 5\n";
    let other = "[[challenge]]\nid = \"other\"\nname = \"O\"\ngoal = { orders = 9 }\npoints = 5\n";
    let with = program(&[rule, other].concat());
    for between in ["", other, &rule.replace("orders = 3", "orders = 2")] {
        let without = program(between);
        let orders: Vec<Order> =
            ["2026-03-01", "2026-03-02", "2026-03-03"].map(|day| order(day, day, "1x100")).into();
        let mut tallies = Tallies::of(&with, &orders[..1]);
        tallies.count(&without, None, &orders[1]);
        assert!(!tallies.are_current(&with), "made anew once it is back: {between}");
        assert_eq!(tallies.runs.iter().filter(|it| it.challenge == "three").count(), 0);
        let mut tallies = Tallies::of(&with, &orders[..2]);
        tallies.count(&with, None, &orders[2]);
        assert_eq!(tallies, Tallies::of(&with, &orders), "nothing is forgotten otherwise");
    }
}
