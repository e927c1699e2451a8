//! What would be read otherwise than it is meant, and what only looks so.

use super::{SHIPPING, SHOPPING, SLEEPING, TREE, WOOD, mistakes, only};

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
