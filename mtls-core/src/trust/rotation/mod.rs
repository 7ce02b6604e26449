//! From old authorities to new ones without a refused chain: SPIFFE Federation section 4.1 as dated steps.

mod plan;
mod removal;
mod step;

pub use plan::{RotationBuilder, RotationPlan};
pub use removal::{Dependent, RemovalCheck};
pub use step::{RotationStep, RotationStepKind};

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
