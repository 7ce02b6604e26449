//! Floor 7: does my origin take its CDN alone?
//!
//! An origin behind a content delivery network is closed when it demands a client certificate that the network alone has, on
//! every listener, for every name. This floor says what each network presents.

mod access;
mod addresses;
mod cloudflare_ca;
mod config;
#[cfg(feature = "probe")]
#[cfg_attr(
    not(any(feature = "aws-lc-rs", feature = "ring")),
    allow(dead_code, reason = "some of it is for the probe alone, which needs a backend")
)]
mod dial;
mod error;
mod host;
#[cfg(feature = "probe")]
mod inspect;
mod json;
mod policy;
#[cfg(all(feature = "probe", any(feature = "aws-lc-rs", feature = "ring")))]
mod probe;
mod provider;
mod public_ca;
mod rollout;
mod sarif;
mod verdict;

#[cfg(feature = "federation")]
pub use access::AccessKeysClient;
pub use access::{ACCESS_HEADER, AccessKeys, AccessPolicy, AccessToken};
pub use addresses::{AddressRange, AddressRanges};
pub use cloudflare_ca::CloudflareCa;
pub use config::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigLimits, ConfigOptions, ConfigReport, Listener, Serves,
    check_config,
};
#[cfg(feature = "probe")]
pub use dial::{Alert, KeyProof, TlsVersion};
pub use error::{AccessRefusal, OriginError};
#[cfg(feature = "probe")]
pub use inspect::{
    CertificateRequested, ChainTrust, FirstAnswer, Inspection, PresentedCertificate, PresentedChain,
    PresentedRole, ServerFailure, ServerReport, VersionReport,
};
pub use policy::{Admission, EdgeRequest, OriginPolicy, OriginPolicyBuilder, check_client_authorities};
#[cfg(all(feature = "probe", any(feature = "aws-lc-rs", feature = "ring")))]
pub use probe::{
    Evidence, Outcome, Phase, PlannedProbe, Probe, ProbeEvent, ProbeKind, ProbePlan, ProbeReport, Reading,
    Signature,
};
pub use provider::{
    CLOUDFLARE_ORIGIN_PULL_CA, EdgeProvider, ExtraProof, LeafRules, Presents, RotationRules, Rotator,
};
pub use rollout::{ProbeCheck, RolloutKind, RolloutPlan, RolloutStep};
pub use verdict::{BypassKind, OriginVerdict};

use public_ca::issues_to_the_public;

#[cfg(test)]
mod tests;
