//! The member's card: a number for the till, as EAN-13, so that any scanner reads it and a slip of
//! the finger is noticed.

/// Where card numbers begin: a prefix that shops use among themselves, never on goods of others.
const PREFIX: u64 = 29;
/// The most cards a program can have.
pub const SERIAL_MAX: u64 = 9_999_999_999;

/// The number of the card with that serial (unique in the program, the caller's): thirteen digits,
/// the last one to check the others. None beyond [`SERIAL_MAX`].
#[must_use]
pub fn number(serial: u64) -> Option<String> {
    let first = format!("{PREFIX}{serial:010}");
    (serial <= SERIAL_MAX).then(|| format!("{first}{}", check_digit(&first)))
}

/// The serial of a card's number as typed or scanned: spaces do not matter. None when it is not
/// one of ours or has a wrong digit.
#[must_use]
pub fn serial(number: &str) -> Option<u64> {
    let digits: String = number.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.len() != 13 || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let (first, check) = digits.split_at(12);
    let serial = first.strip_prefix(&PREFIX.to_string())?;
    (check == check_digit(first).to_string()).then(|| serial.parse().ok())?
}

/// What brings the digits, weighted 1 and 3 in turn, to a multiple of ten.
fn check_digit(first: &str) -> u32 {
    let digits = first.bytes().map(|it| u32::from(it - b'0'));
    let sum: u32 =
        digits.zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}
