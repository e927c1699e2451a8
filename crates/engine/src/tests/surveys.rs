//! N2: a survey is asked once, at its time, and an answer earns once.

use super::support::{at, check_books, joined, order, program};
use crate::Instant;
use crate::cart::Order;
use crate::ledger::Source;
use crate::program::Program;
use crate::survey::{
    Answer, Closed, Mistake, answered, asks, check, is_open, order_window, subject,
};

fn survey(more: &str) -> Program {
    program(&format!("[[survey]]\nid = \"s\"\ntitle = \"How was it?\"\npoints = 20\n{more}\n"))
}

/// What is asked by whom is not done with it: `s` or `s order`, nothing as `-`.
fn told(program: &Program, orders: &[Order], closed: &[Closed], now: Instant) -> String {
    let survey = &program.surveys[0];
    let asked = asks(survey, at("2026-03-01"), orders, now);
    let is_closed = |order| closed.iter().any(|it| it.order == subject(survey, order));
    let asked = asked.filter(|it| !is_closed(it.order));
    let words = asked.map(|it| format!("{} {}", it.survey.id, it.order.unwrap_or("")));
    words.map_or_else(|| "-".into(), |it| it.trim().to_owned())
}

#[test]
fn n2_a_survey_is_asked_from_its_delay_on_for_as_long_as_it_is_open() {
    // (what the file says, orders newest first, day, what is asked)
    let rows = [
        ("when = \"joined\"", "", "2026-03-01", "s"),
        ("when = \"joined\"\ndelay_days = 7", "", "2026-03-07", "-"),
        ("when = \"joined\"\ndelay_days = 7", "", "2026-03-08", "s"),
        ("when = \"joined\"\nopen_days = 2", "", "2026-03-03", "-"),
        ("delay_days = 3", "2026-03-02:gear", "2026-03-04", "-"),
        ("delay_days = 3", "2026-03-02:gear", "2026-03-05", "s 2026-03-02"),
        ("delay_days = 3", "2026-03-04:gear 2026-03-02:gear", "2026-03-05", "s 2026-03-02"),
        ("delay_days = 3", "2026-03-04:gear 2026-03-02:gear", "2026-03-07", "s 2026-03-04"),
        ("categories = [\"asia\"]", "2026-03-02:gear", "2026-03-03", "-"),
        ("categories = [\"asia\"]", "2026-03-02:asia", "2026-03-03", "s 2026-03-02"),
        ("starts = 2026-04-01", "2026-03-20:gear", "2026-03-31", "-"),
        ("starts = 2026-04-01", "2026-03-20:gear", "2026-04-01", "s 2026-03-20"),
    ];
    for (more, orders, day, expected) in rows {
        let program = survey(&format!("kind = \"nps\"\n{more}"));
        let orders = orders.split(' ').filter_map(|it| it.split_once(':'));
        let orders: Vec<Order> =
            orders.map(|(day, category)| order(day, day, &format!("1x500 {category}"))).collect();
        assert_eq!(told(&program, &orders, &[], at(day)), expected, "{more} {day}");
    }
}

#[test]
fn n2_a_survey_answered_or_put_aside_is_not_asked_again() {
    let closed = |order: &str| [Closed { survey: "s".into(), order: order.into() }];
    let orders = [order("b", "2026-03-05", "1x500 gear"), order("a", "2026-03-02", "1x500 gear")];
    let once = survey("kind = \"stars\"");
    assert_eq!(told(&once, &orders, &closed(""), at("2026-03-06")), "-");
    let each = survey("kind = \"stars\"\neach_order = true");
    assert_eq!(told(&each, &orders[1..], &closed("a"), at("2026-03-03")), "-");
    assert_eq!(told(&each, &orders, &closed("a"), at("2026-03-06")), "s b");
    let open =
        |order| is_open(&each.surveys[0], at("2026-03-01"), &orders, order, at("2026-03-06"));
    assert!(open(Some("a")) && open(Some("b")) && !open(Some("c")) && !open(None));
}

#[test]
fn n2_an_order_that_went_back_is_not_asked_about() {
    let program = survey("kind = \"stars\"");
    let mut back = order("a", "2026-03-02", "1x500 gear");
    back.returned = super::support::returned("1 gear");
    assert_eq!(told(&program, &[back], &[], at("2026-03-03")), "-");
    let window = order_window(&program.surveys[0], at("2026-03-31"));
    assert_eq!(window, Some((at("2026-03-01"), at("2026-03-31"))));
}

#[test]
fn n2_an_answer_has_what_its_kind_asks_for() {
    let choices = "kind = \"choice\"\nchoices = [\"A\", \"B\"]";
    let long = "ż".repeat(1001);
    let (score, choice) = (|it| Some(it), |it| Some(it));
    let rows = [
        ("kind = \"nps\"", score(0), None, None, Ok(())),
        ("kind = \"nps\"", score(10), None, Some("Because"), Ok(())),
        ("kind = \"nps\"", score(11), None, None, Err(Mistake::Score { from: 0, to: 10 })),
        ("kind = \"nps\"", None, None, Some("x"), Err(Mistake::Score { from: 0, to: 10 })),
        ("kind = \"stars\"", score(0), None, None, Err(Mistake::Score { from: 1, to: 5 })),
        ("kind = \"stars\"", score(5), choice(1), None, Err(Mistake::NotAsked("choice"))),
        (choices, None, choice(1), None, Ok(())),
        (choices, None, choice(2), None, Err(Mistake::Choice { last: 1 })),
        (choices, None, choice(-1), None, Err(Mistake::Choice { last: 1 })),
        (choices, score(1), choice(1), None, Err(Mistake::NotAsked("score"))),
        ("kind = \"text\"", None, None, Some("Fine"), Ok(())),
        ("kind = \"text\"", None, None, None, Err(Mistake::Text)),
        ("kind = \"stars\"", score(5), None, Some(long.as_str()), Err(Mistake::Text)),
    ];
    for (kind, score, choice, text, expected) in rows {
        let program = survey(kind);
        let answer = Answer { score, choice, text };
        assert_eq!(check(&program.surveys[0], answer), expected, "{kind} {answer:?}");
    }
}

#[test]
fn n2_an_answer_earns_what_the_file_says_under_its_own_name() {
    let program = survey("kind = \"nps\"\neach_order = true");
    let mut member = joined(&program, "2026-03-01");
    let survey = &program.surveys[0];
    let effect = answered(&program, &mut member, survey, Some("a"), at("2026-03-02")).unwrap();
    assert_eq!(effect.points(), 20);
    let source = Source::Survey { survey: "s".into(), order: "a".into() };
    assert_eq!(effect.transactions[0].source, source);
    assert_eq!(program.title("s").map(|it| it.get("en")), Some("How was it?"));
    check_books(&member.account, &effect.transactions);
}
