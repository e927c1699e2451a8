//! seed stub
use super::settings::DemoError;
use std::path::Path;
/// stub
pub fn seed(_data: &Path, _out: &Path) -> Result<(), DemoError> { Ok(()) }
