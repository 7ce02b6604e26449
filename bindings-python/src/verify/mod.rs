//! Floor 4: `ChainVerifier`, `EdgeVerifier` and their verdicts.

mod arguments;
mod chain;
mod edge;
mod live;
mod verdict;

pub(crate) use arguments::{AnchorsArgument, ChainArgument, CrlArgument};
pub(crate) use chain::ChainVerifier;
pub(crate) use edge::EdgeVerifier;
pub(crate) use live::{LiveVerifier, VerifierArgument};
pub(crate) use verdict::{ChainReport, VerifiedCertificate, VerifiedPeer};
