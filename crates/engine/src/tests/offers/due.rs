//! P1: what is due again, whatever goes back besides.

use super::{member, offers, why};
use crate::bought::Bought;
use crate::member::{Return, order_refunded};
use crate::offer::Why;
use crate::record::Record;
use crate::tests::support::{at, order, pay, returned};

#[test]
fn p1_a_day_counts_as_long_as_one_of_its_orders_is_kept() {
    let program = offers();
    let due = Some(Why::Due { sku: "tea".into() });
    let rows = [
        // (orders on the last day, what comes back of which, whether tea is due)
        ("1x900 tea", "", true),
        ("1x900 tea", "c0: 1 tea", false),
        ("1x900 tea; 1x900 tea", "c1: 1 tea", true),
        ("1x900 tea; 1x900 tea", "c0: 1 tea", true),
        ("1x900 tea; 1x900 tea", "c0: 1 tea; c1: 1 tea", false),
        ("1x900 tea; 1x900 gear", "c1: 1 gear", true),
        ("2x900 tea", "c0: 1 tea", true),
        ("2x900 tea", "c0: 1 tea; c0: 1 tea", false),
        ("1x900 tea, 2x400 tea", "c0: 2 tea", true),
        ("1x900 tea; 2x900 tea", "c1: 1 tea; c1: 1 tea", true),
    ];
    for (orders, back, is_due) in rows {
        let mut member = member(&program);
        for (id, day) in [("a", "2026-01-02"), ("b", "2026-01-12")] {
            pay(&program, &mut member, order(id, day, "1x900 tea"));
        }
        for (number, lines) in orders.split("; ").enumerate() {
            pay(&program, &mut member, order(&format!("c{number}"), "2026-01-22", lines));
        }
        for (id, units) in back.split("; ").filter_map(|it| it.split_once(": ")) {
            let (units, now) = (returned(units), at("2026-01-23"));
            let back = Return::Units(&units);
            order_refunded(&program, &program, &mut member, id, back, now).unwrap();
        }
        let expected = due.clone().filter(|_| is_due);
        assert_eq!(why(&program, &member, "2026-02-01", "refill"), expected, "{orders} - {back}");
        let anew = Bought::of(&program, &member.orders);
        assert_eq!(member.record.bought, Some(anew), "{orders} - {back}, counted anew");
    }
}

#[test]
fn p1_what_was_kept_before_days_had_their_orders_is_made_anew() {
    let program = offers();
    let mut member = member(&program);
    pay(&program, &mut member, order("a", "2026-01-02", "1x900 tea"));
    let mut kept = serde_json::to_value(&member.record).unwrap();
    let before = r#"{"categories":{},"products":{"tea":["2026-01-02"]}}"#;
    kept["bought"] = serde_json::from_str(before).unwrap();
    kept.as_object_mut().unwrap().remove("purchases");
    let record: Record = serde_json::from_value(kept).unwrap();
    assert!(!record.is_current(&program));
    assert_eq!((record.bought, record.tallies), (None, member.record.tallies));
}
