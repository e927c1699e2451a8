//! E3: what a quote says with segments and offers is what is credited, until the quote ends.

use super::support::{ONE_A_ZLOTY, at, cart, joined, order, pay, program};
use crate::cart::Order;
use crate::left_cart;
use crate::member::{Member, Redeem, outlook, redeem, settle};
use crate::offer;
use crate::reward::Taken;
use chrono::TimeDelta;
use proptest::prelude::*;

const CHANGING: &str = r#"
[[segment]]
id = "new"
name = "New"
when = { orders_max = 0 }
[[segment]]
id = "lapsing"
name = "Lapsing"
when = { no_order_for_days = 5 }
[[segment]]
id = "often"
name = "Often"
when = { orders_min = 2, orders_within_days = 7 }
[[purchase]]
id = "first"
title = "First"
points = 3
per = 70
segments = ["new", "lapsing"]
[[purchase]]
id = "often-rule"
title = "Often"
points = 2
per = 90
segments = ["often"]
[[purchase]]
id = "back"
title = "Back"
points = 5
per = 100
offer = "come-back"
[[purchase]]
id = "fan"
title = "Fan"
points = 1
per = 30
categories = ["tea"]
offer = "tea-fan"
[[purchase]]
id = "waited"
title = "The cart waited"
points = 40
per_order = true
offer = "left"
[[offer]]
id = "left"
title = "Still there"
because = "left_cart"
hours = 7
[[offer]]
id = "come-back"
title = "Come back"
because = "lapsed"
lapsed_days = 4
[[offer]]
id = "tea-fan"
title = "More for tea"
because = "favourite_category"
categories = ["tea"]
accept = true
days = 3
again_after_days = 2
"#;

proptest! {
    #[test]
    fn e3_with_segments_and_offers_the_quote_is_the_credit_as_long_as_it_is_valid(
        story in proptest::collection::vec((0..200_i64, 1..30_000_i64, any::<bool>(), any::<bool>(), 0..60_i64), 1..25),
        later in 0..100_000_i64,
    ) {
        let program = program(&format!("{CHANGING}{ONE_A_ZLOTY}"));
        let mut member = joined(&program, "2026-03-01");
        let mut now = at("2026-03-01");
        for (number, (hours, price, tea, accepts, cart_left)) in story.into_iter().enumerate() {
            now += TimeDelta::hours(hours);
            if cart_left < 40 {
                left_cart::told(&mut member, true, now - TimeDelta::hours(cart_left));
            }
            if accepts {
                let _ = offer::accept(&program, &mut member, "tea-fan", now);
            }
            let category = if tea { "tea" } else { "any" };
            let cart = cart(&format!("1x{price} {category}, 1x500 tea"));
            let quote = outlook(&program, &member, &cart, &Taken::default(), now).unwrap();
            let until = quote.earned.valid_until.expect("days change segments");
            // Paid at any time before the quote runs out.
            let paid = now + TimeDelta::seconds(later % (until - now).num_seconds().max(1));
            let order = Order { cart, at: paid, ..order(&number.to_string(), "2026-03-01", "") };
            let credited = pay(&program, &mut member, order.clone()).points();
            prop_assert_eq!(credited, quote.earned.points);
            now = paid;
        }
    }
}

#[test]
fn p1_a_quote_ends_when_the_balance_changes_that_an_offer_follows() {
    let program = program(
        "[[purchase]]\nid = \"all\"\ntitle = \"A\"\npoints = 1\nper = 100\n\
         [[purchase]]\nid = \"boost\"\ntitle = \"B\"\npoints = 1\nper = 100\noffer = \"near\"\n\
         [[offer]]\nid = \"near\"\ntitle = \"N\"\nbecause = \"near_reward\"\npoints = 20\n\
         [[reward]]\nid = \"mug\"\nname = \"M\"\nkind = \"free_shipping\"\ncost = 110\ncode_prefix = \"M\"\n\
         [[reward]]\nid = \"half\"\nname = \"H\"\nkind = \"free_shipping\"\ncost = 50\ncode_prefix = \"H\"\n\
         valid_minutes = 1\nper_member_limit = 9\n",
    );
    let mut member = joined(&program, "2026-03-01");
    pay(&program, &mut member, order("first", "2026-03-01", "1x10000"));
    let (now, later) = (at("2026-03-02T12:00:00Z"), at("2026-03-02T12:01:00Z"));
    let taken = Taken::default();
    let half = Redeem { redemption: "r", reward: "half", cart: None, taken: &taken };
    redeem(&program, &mut member, half, now).unwrap();
    let quote = |member: &Member, now| {
        let mut member = member.clone();
        let _ = settle(&program, &mut member, now);
        outlook(&program, &member, &cart("1x10000 any"), &taken, now).unwrap().earned
    };
    let told = quote(&member, now);
    assert_eq!((told.points, told.valid_until), (100, Some(later)));
    assert_eq!(quote(&member, later).points, 200, "the code ran out, the mug is near again");
}

#[test]
fn p1_a_quote_ends_when_a_reward_that_an_offer_follows_comes_or_goes() {
    let program = program(
        "[[purchase]]\nid = \"all\"\ntitle = \"A\"\npoints = 1\nper = 100\n\
         [[purchase]]\nid = \"boost\"\ntitle = \"B\"\npoints = 1\nper = 100\noffer = \"near\"\n\
         [[offer]]\nid = \"near\"\ntitle = \"N\"\nbecause = \"near_reward\"\npoints = 20\n\
         [[reward]]\nid = \"mug\"\nname = \"M\"\nkind = \"free_shipping\"\ncost = 110\ncode_prefix = \"M\"\n\
         starts = 2026-03-02T13:30:00\nends = 2026-03-02T14:00:00\n",
    );
    let mut member = joined(&program, "2026-03-01");
    pay(&program, &mut member, order("first", "2026-03-01", "1x10000"));
    let quote = |now| {
        let taken = Taken::default();
        let cart = cart("1x10000 any");
        let earned = outlook(&program, &member, &cart, &taken, at(now)).unwrap().earned;
        (earned.points, earned.valid_until)
    };
    let (starts, ends) = ("2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z");
    assert_eq!(quote("2026-03-02T12:00:00Z"), (100, Some(at(starts))));
    assert_eq!(quote(starts), (200, Some(at(ends))), "the mug is there, and near");
    assert_eq!(quote(ends).0, 100);
}
