//! The parts of a definition: plain data, a file a subject.

mod challenges;
mod choosing;
mod earning;
mod offers;
mod points;
mod rewards;
mod segments;
mod terms;
mod texts;
mod tiers;

pub use challenges::*;
pub use choosing::*;
pub use earning::*;
pub use offers::*;
pub use points::*;
pub use rewards::*;
pub use segments::*;
pub use terms::*;
pub use texts::*;
pub use tiers::*;
