//! P2: what suits a member comes first, and says why.

use super::{member, offers};
use crate::bought::Bought;
use crate::challenge::board;
use crate::member::Member;
use crate::reward::{Suits, Taken, catalogue};
use crate::tests::support::{at, order, pay, returned};

#[test]
fn p2_what_is_nearest_and_what_suits_comes_first_and_says_why() {
    let program = offers();
    let mut member = member(&program);
    let rewards = |member: &Member| -> Vec<_> {
        let facts = member::facts(&program, member, &Taken::default(), at("2026-01-07"));
        let states = catalogue(&program, &facts, at("2026-01-07")).into_iter();
        states.map(|it| (it.reward.id.clone(), it.suits)).collect()
    };
    let challenges = |member: &Member| -> Vec<_> {
        let board = board(&program, member, at("2026-01-07")).into_iter();
        board.map(|(it, _, suits)| (it.id.clone(), suits)).collect()
    };
    assert_eq!(rewards(&member), [("tea-tin".into(), Some(Suits::Nearest)), ("mug".into(), None)]);
    assert_eq!(challenges(&member), [("three".into(), None), ("tea-lover".into(), None)]);
    pay(&program, &mut member, order("o1", "2026-01-05", "1x30000 tea"));
    let tin = ("tea-tin".into(), Some(Suits::FavouriteCategory));
    assert_eq!(rewards(&member), [tin, ("mug".into(), None)], "cheaper, and it suits");
    let (three, tea) = ("three".to_owned(), "tea-lover".to_owned());
    let favourite = Some(Suits::FavouriteCategory);
    assert_eq!(challenges(&member), [(three, Some(Suits::Nearest)), (tea, favourite)]);
}

#[test]
fn p2_the_favourite_is_of_this_half_year_and_the_one_before_less_what_came_back() {
    let program = offers();
    let mut bought = Bought::default();
    let mut buy =
        |id: &str, day: &str, lines: &str| bought.count(&program, None, &order(id, day, lines));
    buy("o1", "2026-01-05", "1x9000 tea");
    buy("o2", "2026-07-05", "1x5000 gear");
    let favourite = |bought: &Bought, day| bought.favourite(&program, at(day)).map(str::to_owned);
    assert_eq!(favourite(&bought, "2026-12-31"), Some("tea".into()));
    assert_eq!(favourite(&bought, "2027-01-01"), Some("gear".into()));
    assert_eq!(favourite(&bought, "2027-07-01"), None);
    let before = order("o1", "2026-01-05", "1x9000 tea");
    let mut after = before.clone();
    after.returned = returned("1 tea");
    bought.count(&program, Some(&before), &after);
    assert_eq!(favourite(&bought, "2026-12-31"), Some("gear".into()));
}

#[test]
fn p2_the_record_stays_small_whatever_is_bought() {
    let program = offers();
    let mut bought = Bought::default();
    for number in 0..500 {
        let day = format!("2026-{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1);
        let lines = format!("1x1000 thing-{number}, 1x100 tea");
        bought.count(&program, None, &order(&number.to_string(), &day, &lines));
    }
    assert!(bought.categories.len() <= 12 && bought.products.len() <= 12, "{bought:?}");
    assert!(bought.products.contains_key("tea"), "what is bought again and again is kept");
    let written = serde_json::to_string(&bought).unwrap();
    assert!(written.len() < 2500, "{} bytes", written.len());
}
