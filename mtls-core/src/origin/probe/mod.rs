//! The live probe: does this origin take its edge alone?
//!
//! A [`Probe`] connects as nobody, as impostors and as the edge, by the front door and around it, and says what came of
//! it in a [`ProbeReport`]. Whether a handshake comes to its end says nothing, as servers refuse after it, and neither does
//! a request for a certificate: so each connection ends with an answer of HTTP, an alert or an end, and the
//! [`OriginVerdict`](super::OriginVerdict) is made of all of them together.

mod authorities;
mod connect;
mod consistent;
mod decoys;
mod evidence;
mod findings;
mod http;
mod left_out;
mod outcome;
mod plan;
mod quic;
mod report;
mod run;
mod settings;
mod signature;
mod verdict;

pub use evidence::{Evidence, ProbeKind};
pub use outcome::{Outcome, Phase, Signature};
pub use plan::{PlannedProbe, ProbePlan};
pub use report::ProbeReport;
pub use run::ProbeEvent;
pub use settings::Probe;
pub use verdict::Reading;

#[cfg(test)]
mod tests;
