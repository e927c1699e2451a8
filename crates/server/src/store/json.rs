//! Small structures kept as JSON text.

use super::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// As text.
///
/// # Errors
/// Never for our own types: none has a key that is not text.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// From text.
///
/// # Errors
/// When the text was not written by [`write`].
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Corrupt(e.to_string()))
}
