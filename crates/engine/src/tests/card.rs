//! M3: the card's number.

use crate::card::{SERIAL_MAX, number, serial};
use proptest::prelude::*;

#[test]
fn m3_a_card_number_is_an_ean_13() {
    let rows = [
        (0, Some("2900000000001")),
        (1, Some("2900000000018")),
        (1_234_567_890, Some("2912345678906")),
        (SERIAL_MAX + 1, None),
    ];
    for (card, expected) in rows {
        assert_eq!(number(card).as_deref(), expected, "{card}");
    }
    // a book's number is an EAN-13, too, but no card
    assert_eq!(serial("9788371815102"), None);
    for none in ["", "29", "290000000001x", "29000000000181", "\u{662}\u{669}00000000018"] {
        assert_eq!(serial(none), None, "{none}");
    }
}

proptest! {
    #[test]
    fn m3_one_wrong_digit_is_noticed(card in 0..=SERIAL_MAX, place in 0..13_usize, other in 0..10_u8) {
        let right = number(card).unwrap();
        prop_assert_eq!(serial(&format!("{} {}", &right[..6], &right[6..])), Some(card));
        let mut wrong = right.clone().into_bytes();
        wrong[place] = b'0' + other;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(serial(&wrong).is_some(), wrong == right);
    }
}
