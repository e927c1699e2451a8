//! The parts of a definition: plain data, a file a subject.

mod challenges;
mod choosing;
mod earning;
mod points;
mod rewards;
mod terms;
mod texts;
mod tiers;

pub use challenges::*;
pub use choosing::*;
pub use earning::*;
pub use points::*;
pub use rewards::*;
pub use terms::*;
pub use texts::*;
pub use tiers::*;
