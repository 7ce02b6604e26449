//! Floor 4: `ChainVerifier`, `EdgeVerifier` and their verdicts.

mod arguments;
mod chain;
mod edge;
mod live;
mod verdict;

pub(crate) use arguments::{
    AnchorsField, AnchorsLike, ChainElement, ChainLike, CrlLike, EXPLAIN_OPTIONS, ExplainOptions, anchors,
    anchors_of, chains, crls, ders,
};
pub(crate) use chain::ChainVerifier;
pub(crate) use edge::EdgeVerifier;
pub(crate) use live::{LiveVerifier, VerifierLike, peer_verifier};
pub(crate) use verdict::{ChainReport, VerifiedCertificate, VerifiedPeer};
