//! What would be read otherwise than it is meant, and what only looks so.

use super::{SHIPPING, SHOPPING, SLEEPING, TREE, WOOD, mistakes, only};
use crate::Program;
use crate::tests::support::HEAD;

#[test]
fn a2_what_would_be_read_otherwise_than_it_is_meant_is_a_mistake() {
    let never = "must be less than";
    only(&[
        (
            &[SHOPPING, "starts = 2026-11-24T10:00:00Z"],
            "6 purchase \"p\".starts: is in the program's time zone, Europe/Warsaw: write it as in 2026-11-24T10:00:00",
        ),
        (
            &[SHOPPING, "ends = 2026-11-24T10:00:00+01:00"],
            "6 purchase \"p\".ends: is in the program's time zone, Europe/Warsaw: write it as in 2026-11-24T10:00:00",
        ),
        (
            &[SHOPPING, "weekdays = []"],
            "6 purchase \"p\".weekdays: is empty: name at least one, or leave it out",
        ),
        (
            &[SHOPPING, "categories = []"],
            "6 purchase \"p\".categories: is empty: name at least one, or leave it out",
        ),
        (
            &[SHOPPING, "segments = []"],
            "6 purchase \"p\".segments: is empty: name at least one, or leave it out",
        ),
        (
            &[SLEEPING, "when = { no_order_for_days = 60, last_order_within_days = 30 }"],
            &format!(
                "4 segment \"s\".when.no_order_for_days: {never} \"last_order_within_days\", or it is true of nobody"
            ),
        ),
        (
            &[
                SLEEPING,
                "when = { orders_min = 1, orders_within_days = 60, no_order_for_days = 60 }",
            ],
            &format!(
                "4 segment \"s\".when.no_order_for_days: {never} \"orders_within_days\", or it is true of nobody"
            ),
        ),
        (&["[membership]"], "1 membership: must have \"discount_percent\" or \"free_shipping\""),
        (
            &[TREE, SHIPPING, &TREE.replace("tree", "two"), SHIPPING],
            "12 reward \"two\".code_prefix: \"T\" is taken by reward \"tree\".code_prefix",
        ),
        (
            &[TREE, SHIPPING, WOOD],
            "10 cause \"wood\".rewards[0]: is none that is given: \"donation\" or \"premium_service\"",
        ),
    ]);
}

#[test]
fn a2_what_only_looks_odd_is_no_mistake() {
    let rows: [&[&str]; 4] = [
        &[SLEEPING, "when = { no_order_for_days = 29, last_order_within_days = 30 }"],
        &[SLEEPING, "when = { orders_max = 3, orders_within_days = 30, no_order_for_days = 60 }"],
        &[TREE, "kind = \"donation\"\ncause = \"A wood\"\n", WOOD],
        &[TREE, "kind = \"premium_service\"\nservice = \"tree\"\ncode_prefix = \"T\"\n", WOOD],
    ];
    for texts in rows {
        assert_eq!(mistakes(&texts.concat()), [""; 0], "{}", texts.concat());
    }
}

const GIFT_CARDS: &str = "[points]\nexcept_categories = [\"gift-card\"]\nexcept_skus = [\"bag\"]\n";
const CARD: &str = "[[wallet]]\nid = \"card\"\nname = \"C\"\nkind = \"stamps\"\ncard = 9\nunit = { en = { one = \"s\", other = \"s\" } }\n";
const STAMP: &str = "wallet = \"card\"\n";
const WHEEL: &str = "[[game]]\nid = \"w\"\nname = \"W\"\n";
const PRIZE: &str = "[[game.prize]]\nid = \"p\"\nreward = \"tree\"\nodds = 1\n";
const LOT: &str = "kind = \"draw_entry\"\ndrawn_at = 2026-03-10T12:00:00\nwinners = 1\n";
const DONATION: &str = "kind = \"donation\"\ncause = \"A wood\"\n";
const OPENING: &str = "kind = \"early_access\"\naccess = \"x\"\nhours = 24\n[[access]]\nid = \"x\"\ntitle = \"X\"\nstarts = 2026-03-28T12:00:00\n";
const SEAT: &str =
    "kind = \"event_seat\"\nevent = \"e\"\nevent_at = 2026-04-01\ncode_prefix = \"S\"\n";
const FRIENDS: &str = "[referral]\ntitle = \"T\"\npoints = 1\nfriend_reward = \"tree\"\n";

#[test]
fn a2_what_another_part_of_the_file_makes_useless_is_a_mistake() {
    let never = "never earns: all of it is an exception, here or in [points]";
    let goal = "[[challenge]]\nid = \"c\"\nname = \"C\"\n";
    let counts = "never counts: all of it is an exception, here or in [points]";
    let two = WOOD.replace("[\"tree\"]", "[\"tree\", \"two\"]");
    let two_wallets = [
        TREE,
        DONATION,
        &TREE.replace("tree", "two"),
        DONATION,
        STAMP,
        CARD,
        SHOPPING,
        STAMP,
        &two,
    ];
    let dear = [CARD, SHOPPING, STAMP, &TREE.replace("cost = 1", "cost = 10"), SHIPPING, STAMP];
    let ends = "the game and its plays must end by then";
    only(&[
        (
            &[GIFT_CARDS, SHOPPING, "categories = [\"gift-card\"]"],
            &format!("9 purchase \"p\".categories: {never}"),
        ),
        (
            &[SHOPPING, "skus = [\"a\"]\nexcept_skus = [\"a\"]"],
            &format!("6 purchase \"p\".skus: {never}"),
        ),
        (
            &[GIFT_CARDS, SHOPPING, "categories = [\"gift-card\"]\nskus = [\"bag\"]"],
            &format!("9 purchase \"p\".categories: {never}"),
        ),
        (
            &[goal, "goal = { units = 3, skus = [\"a\"], except_skus = [\"a\"] }"],
            &format!("4 challenge \"c\".goal.skus: {counts}"),
        ),
        (
            &[GIFT_CARDS, goal, "goal = { spend = 300, categories = [\"gift-card\"] }"],
            &format!("7 challenge \"c\".goal.categories: {counts}"),
        ),
        (
            &[
                goal,
                "[[challenge.step]]\nlabel = \"L\"\ncategories = [\"a\"]\nexcept_categories = [\"a\"]",
            ],
            &format!("6 challenge \"c\".step[0].categories: {counts}"),
        ),
        (
            &[CARD, SHOPPING],
            "1 wallet \"card\": nothing fills it: no [[purchase]] and no [[activity]] names it",
        ),
        (&dear, "16 reward \"tree\".cost: must be at most 9: a full card would bring nothing"),
        (
            &two_wallets,
            "29 cause \"wood\".rewards[1]: is paid from the wallet \"card\", \"tree\" from \"points\": that cannot be added up",
        ),
        (
            &[TREE, LOT, WHEEL, "every = \"day\"\n", PRIZE],
            &format!(
                "14 game \"w\".prize \"p\".reward: is a lot that is worth nothing from 2026-03-10T12:00:00: {ends}"
            ),
        ),
        (
            &[TREE, LOT, WHEEL, "every = \"day\"\nends = 2026-03-10\n", PRIZE],
            &format!(
                "15 game \"w\".prize \"p\".reward: is a lot that is worth nothing from 2026-03-10T12:00:00: {ends}"
            ),
        ),
        (
            &[TREE, LOT, WHEEL, "order_from = 1\nvalid_days = 7\nends = 2026-03-03\n", PRIZE],
            &format!(
                "16 game \"w\".prize \"p\".reward: is a lot that is worth nothing from 2026-03-10T12:00:00: {ends}"
            ),
        ),
        (
            &[TREE, OPENING, WHEEL, "every = \"day\"\n", PRIZE],
            &format!(
                "18 game \"w\".prize \"p\".reward: is early access that is worth nothing from 2026-03-28T12:00:00: {ends}"
            ),
        ),
        (
            &[TREE, SEAT, WHEEL, "every = \"day\"\n", PRIZE],
            &format!(
                "15 game \"w\".prize \"p\".reward: is a seat that is worth nothing from 2026-04-01T00:00:00: {ends}"
            ),
        ),
        (
            &[TREE, LOT, FRIENDS],
            "11 referral.friend_reward: is a lot that is worth nothing from a certain time, and friends join after it, too",
        ),
    ]);
}

#[test]
fn a2_what_another_part_of_the_file_leaves_something_of_is_no_mistake() {
    let second = TREE.replace("tree", "two").replace("cost = 1", "cost = 18");
    let rows: [&[&str]; 8] = [
        &[GIFT_CARDS, SHOPPING, "categories = [\"gift-card\", \"tea\"]"],
        &[GIFT_CARDS, SHOPPING, "categories = [\"gift-card\"]\nskus = [\"gift\"]"],
        &[SHOPPING, "categories = [\"a\"]\nexcept_skus = [\"a\"]"],
        // Two full cards for what is dear, and one for what is not.
        &[CARD, SHOPPING, STAMP, TREE, SHIPPING, STAMP, &second, DONATION, STAMP],
        &[CARD, "[[activity]]\nid = \"a\"\nkind = \"join\"\ntitle = \"A\"\npoints = 1\n", STAMP],
        &[TREE, LOT, WHEEL, "every = \"day\"\nends = 2026-03-09\n", PRIZE],
        &[TREE, LOT, WHEEL, "order_from = 1\nvalid_days = 7\nends = 2026-03-02\n", PRIZE],
        &[TREE, DONATION, WHEEL, "every = \"day\"\n", PRIZE, FRIENDS],
    ];
    for texts in rows {
        assert_eq!(mistakes(&texts.concat()), [""; 0], "{}", texts.concat());
    }
}

#[test]
fn a2_a_file_from_before_is_read_though_it_would_be_refused_now() {
    let text = [HEAD, CARD].concat();
    assert!(Program::parse(&text).is_err());
    assert_eq!(Program::parse_earlier(&text).unwrap().wallets.len(), 1);
    assert!(Program::parse_earlier(&text.replace("card = 9", "card = 0")).is_err());
}
