//! What building and testing need from outside: got when missing, left alone when there.

pub mod chromium;
pub mod debian;
pub mod engines;
pub mod npm;
pub mod python;
pub mod small_std;
pub mod wasm_target;
