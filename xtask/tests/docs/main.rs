//! The documents for shops, held against the code: what one of them lists exists, and what exists
//! is listed. Both are read as plain text.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails its test")]

mod embed;
mod read;
mod theming;
