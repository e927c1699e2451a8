//! Instants as the database keeps them: milliseconds since 1970, in UTC.

use super::StoreError;
use stempel_protocol::Timestamp;

/// An instant as a BIGINT.
#[must_use]
pub const fn millis(at: Timestamp) -> i64 {
    at.timestamp_millis()
}

/// The beginning of an instant's day in UTC, as a BIGINT.
#[must_use]
pub const fn day_of(at: Timestamp) -> i64 {
    millis(at) - millis(at).rem_euclid(24 * 60 * 60 * 1000)
}

/// A BIGINT as an instant.
///
/// # Errors
/// When it lies beyond the calendar.
pub fn instant(millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_timestamp_millis(millis)
        .ok_or_else(|| StoreError::Corrupt(format!("{millis} is no instant")))
}

/// The same for a column that may be NULL.
///
/// # Errors
/// When it lies beyond the calendar.
pub fn instant_or_none(millis: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    millis.map(instant).transpose()
}
