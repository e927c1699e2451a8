//! P1: offers from what a member did, each with its reason.

mod due;
mod suits;

use super::support::{ONE_A_ZLOTY, at, joined, order, pay, program};
use crate::left_cart;
use crate::member::{self, Member, Redeem, Return};
use crate::offer::{self, Refused, Why};
use crate::program::Program;
use crate::record::remember;
use crate::reward::{Suits, Taken, catalogue};

const OFFERS: &str = r#"
[[consent]]
id = "suggest"
version = "1"
title = "Choose for me"
[[segment]]
id = "new"
name = "New"
when = { orders_max = 0 }
[[offer]]
id = "welcome"
title = "Welcome"
because = "segment"
segments = ["new"]
[[offer]]
id = "favourite"
title = "More for your favourite"
because = "favourite_category"
categories = ["tea"]
accept = true
days = 7
again_after_days = 30
[[offer]]
id = "refill"
title = "Time for more"
because = "due"
[[offer]]
id = "back"
title = "Come back"
because = "lapsed"
lapsed_days = 60
[[offer]]
id = "near"
title = "Nearly there"
because = "near_reward"
points = 30
[[offer]]
id = "day"
title = "Your day"
because = "birthday"
days_before = 1
days_after = 2
[[purchase]]
id = "favourite-boost"
title = "Tea counts double"
points = 1
per = 100
categories = ["tea"]
offer = "favourite"
[[reward]]
id = "come-back-gift"
name = "A gift"
kind = "free_shipping"
cost = 0
offer = "back"
code_prefix = "BACK"
[[reward]]
id = "mug"
name = "Mug"
kind = "free_product"
sku = "mug"
cost = 200
code_prefix = "MUG"
[[reward]]
id = "tea-tin"
name = "Tea tin"
kind = "free_product"
sku = "tin"
cost = 50
categories = ["tea"]
code_prefix = "TIN"
[[challenge]]
id = "three"
name = "Three orders"
goal = { orders = 10 }
[[challenge]]
id = "tea-lover"
name = "Tea"
goal = { units = 100, categories = ["tea"] }
"#;

fn offers() -> Program {
    program(&format!("{OFFERS}{ONE_A_ZLOTY}"))
}

/// A member whose record stands in for their orders, as with a server.
fn member(program: &Program) -> Member {
    let mut member = joined(program, "2026-01-01");
    remember(program, &mut member);
    member
}

fn told(program: &Program, member: &Member, day: &str) -> Vec<(String, Option<Why>, bool)> {
    let states = offer::states(program, member, at(day)).into_iter();
    states.map(|it| (it.offer.id.clone(), it.why, it.is_on)).collect()
}

fn why(program: &Program, member: &Member, day: &str, id: &str) -> Option<Why> {
    told(program, member, day).into_iter().find(|it| it.0 == id)?.1
}

#[test]
fn p1_each_offer_says_why_this_member_sees_it() {
    let program = offers();
    let mut member = member(&program);
    assert_eq!(why(&program, &member, "2026-01-02", "welcome"), Some(Why::Segment));
    assert_eq!(told(&program, &Member::default(), "2026-01-02"), []);
    for (id, day) in [("o1", "2026-01-05"), ("o2", "2026-01-15"), ("o3", "2026-01-26")] {
        pay(&program, &mut member, order(id, day, "1x1000 tea"));
    }
    pay(&program, &mut member, order("o4", "2026-01-27", "1x1000 gear"));
    assert_eq!(why(&program, &member, "2026-01-28", "welcome"), None);
    let category = "tea".to_owned();
    let favourite = Some(Why::FavouriteCategory { category });
    assert_eq!(why(&program, &member, "2026-01-28", "favourite"), favourite);
    // Bought after 10 and 11 days: due from the 11th day on, until twice as many have gone.
    assert_eq!(why(&program, &member, "2026-02-05", "refill"), None);
    let due = Some(Why::Due { sku: "tea".into() });
    assert_eq!(why(&program, &member, "2026-02-06", "refill"), due);
    assert_eq!(why(&program, &member, "2026-02-16", "refill"), due);
    assert_eq!(why(&program, &member, "2026-02-17", "refill"), None);
    assert_eq!(why(&program, &member, "2026-03-27", "back"), None);
    assert_eq!(why(&program, &member, "2026-03-28", "back"), Some(Why::Lapsed { days: 60 }));
    let near = Why::NearReward { reward: "tea-tin".into(), points: 10 };
    assert_eq!(why(&program, &member, "2026-01-28", "near"), Some(near));
    member.profile.birthday = Some((2, 10));
    assert_eq!(why(&program, &member, "2026-02-08", "day"), None);
    assert_eq!(why(&program, &member, "2026-02-12", "day"), Some(Why::Birthday));
}

#[test]
fn p1_a_cart_left_behind_brings_an_offer_until_an_order_or_it_is_forgotten() {
    let more =
        "[[offer]]\nid = \"cart\"\ntitle = \"Still there\"\nbecause = \"left_cart\"\nhours = 24\n";
    let more = format!(
        "{more}[[purchase]]\nid = \"five\"\ntitle = \"Five\"\npoints = 5\nper_order = true\noffer = \"cart\"\n"
    );
    let program = program(&format!("{more}{ONE_A_ZLOTY}"));
    let mut member = member(&program);
    let on = |member: &Member, day| why(&program, member, day, "cart") == Some(Why::LeftCart);
    assert!(!on(&member, "2026-01-05"));
    assert!(left_cart::told(&mut member, true, at("2026-01-05")));
    assert!(!on(&member, "2026-01-06T11:59:59Z"));
    assert!(on(&member, "2026-01-06"));
    assert!(on(&member, "2026-01-19T11:59:59Z"));
    assert!(!on(&member, "2026-01-19"), "forgotten");
    assert!(!left_cart::told(&mut member, false, at("2026-01-04")), "told late: outdated");
    let mut emptied = member.clone();
    assert!(left_cart::told(&mut emptied, false, at("2026-01-07")));
    assert!(!on(&emptied, "2026-01-08"));
    pay(&program, &mut member, order("o1", "2026-01-05T10:00:00Z", "1x1000 tea"));
    assert!(on(&member, "2026-01-08"), "an order from before it");
    let effect = pay(&program, &mut member, order("o2", "2026-01-08", "1x1000 tea"));
    assert_eq!(effect.points(), 15, "what it brings counts for the order that ends it");
    assert!(!on(&member, "2026-01-09"));
    assert!(!left_cart::told(&mut member, true, at("2026-01-07")), "it came before the order");
    assert!(left_cart::told(&mut member, true, at("2026-01-09")));
    assert!(on(&member, "2026-01-10"));
}

#[test]
fn p1_without_the_consent_that_the_program_names_nothing_is_chosen() {
    let text = format!("{OFFERS}{ONE_A_ZLOTY}");
    let with =
        super::support::HEAD.replace("id = \"test\"", "id = \"test\"\npersonal = \"suggest\"");
    let program = Program::parse(&format!("{with}{text}")).unwrap();
    let mut member = member(&program);
    pay(&program, &mut member, order("o1", "2026-01-05", "1x9000 tea"));
    let first = |member: &Member| {
        let facts = member::facts(&program, member, &Taken::default(), at("2026-01-06"));
        catalogue(&program, &facts, at("2026-01-06"))[0].suits
    };
    assert_eq!(told(&program, &member, "2026-01-06"), []);
    assert_eq!(first(&member), None);
    member.consents.push("suggest".into());
    assert_ne!(told(&program, &member, "2026-01-06"), []);
    assert_eq!(first(&member), Some(Suits::FavouriteCategory));
}

#[test]
fn p1_an_accepted_offer_is_on_for_its_days_and_comes_again_after_a_while() {
    let program = offers();
    let mut member = member(&program);
    pay(&program, &mut member, order("o1", "2026-01-05", "1x1000 tea"));
    assert_eq!(
        offer::accept(&program, &mut member, "back", at("2026-01-06")),
        Err(Refused::Unknown)
    );
    let effect = pay(&program, &mut member, order("o2", "2026-01-06", "1x1000 tea"));
    assert_eq!(effect.points(), 10, "not accepted yet");
    offer::accept(&program, &mut member, "favourite", at("2026-01-07")).unwrap();
    let effect = pay(&program, &mut member, order("o3", "2026-01-13", "1x1000 tea, 1x1000 gear"));
    assert_eq!(effect.points(), 30, "the seventh day");
    let known = member.record.offers.clone();
    offer::accept(&program, &mut member, "favourite", at("2026-01-13")).unwrap();
    assert_eq!(member.record.offers, known, "accepted twice is accepted once");
    let effect = pay(&program, &mut member, order("o4", "2026-01-14", "1x1000 tea"));
    assert_eq!(effect.points(), 10, "the eighth day");
    assert_eq!(
        offer::accept(&program, &mut member, "favourite", at("2026-02-12")),
        Err(Refused::Unknown)
    );
    offer::accept(&program, &mut member, "favourite", at("2026-02-13")).unwrap();
    // The points of the third order go back as they came.
    let now = at("2026-02-20");
    let back = member::order_refunded(&program, &program, &mut member, "o3", Return::All, now);
    assert_eq!(back.unwrap().points(), -30);
}

#[test]
fn p1_an_offer_carries_a_code_of_its_own_at_no_points() {
    let program = offers();
    let mut member = member(&program);
    pay(&program, &mut member, order("o1", "2026-01-05", "1x1000 tea"));
    let listed = |day| {
        let facts = member::facts(&program, &member, &Taken::default(), at(day));
        let states = catalogue(&program, &facts, at(day)).into_iter();
        let first = states.map(|it| (it.reward.id.clone(), it.reasons.len(), it.suits)).next();
        first.unwrap()
    };
    assert_eq!(listed("2026-03-05"), ("tea-tin".into(), 1, Some(Suits::FavouriteCategory)));
    assert_eq!(listed("2026-03-06"), ("come-back-gift".into(), 0, Some(Suits::Offer)));
    let taken = Taken::default();
    let redeem = Redeem { redemption: "r1", reward: "come-back-gift", cart: None, taken: &taken };
    let effect = member::redeem(&program, &mut member, redeem, at("2026-03-06")).unwrap();
    assert_eq!(effect.points(), 0);
    assert_eq!(member.account.holds.len(), 1);
}
