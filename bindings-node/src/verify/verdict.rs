//! The verdicts: `VerifiedPeer`, `VerifiedCertificate`, and `ChainReport` with its reasons.

use mtls_core::verify as core;
use napi::bindgen_prelude::{Buffer, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::date;
use crate::certificate::Certificate;
use crate::identity::{SpiffeId, TrustDomain, WorkloadIdentity};
use crate::pki::PrivateKey;
use crate::raise::call;
use crate::record::record;

/// The methods of a verdict: its own, and those that both have.
macro_rules! verdict {
    (impl $class:ident { $($own:item)* }) => {
        #[napi]
        impl $class {
            $($own)*

            /// The role that it was verified for.
            #[napi(getter, ts_return_type = "Purpose")]
            pub fn purpose(&self) -> &'static str {
                self.0.purpose().as_str()
            }

            /// The last second at which all certificates of the path are valid.
            #[napi(getter)]
            pub fn valid_until<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
                date(env, self.0.valid_until())
            }

            /// The accepted path in DER: the leaf, then its issuers, without the authority.
            #[napi(getter)]
            pub fn path(&self) -> Vec<Buffer> {
                self.0.path().iter().map(|der| der.to_vec().into()).collect()
            }

            /// The leaf, read.
            #[napi(getter)]
            pub fn leaf(&self, env: &Env) -> Result<Certificate> {
                call(env, || self.0.leaf()).map(Certificate)
            }

            /// The trust anchor that the path ends at.
            #[napi(getter)]
            pub fn authority(&self) -> Certificate {
                Certificate(self.0.authority().clone())
            }

            /// What a stricter profile would refuse, and what a softer policy lets pass.
            #[napi(getter, ts_return_type = "Finding[]")]
            pub fn warnings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
                record(env, &self.0.warnings())
            }

            /// Who it is, who vouched, and until when.
            #[napi(js_name = "toString")]
            pub fn text(&self) -> String {
                self.0.to_string()
            }
        }
    };
}

/// A peer whose chain was accepted, known by its SPIFFE ID.
#[napi]
pub struct VerifiedPeer(pub(crate) core::VerifiedPeer);

verdict! {
    impl VerifiedPeer {
        /// Who it is.
        #[napi(getter)]
        pub fn spiffe_id(&self) -> SpiffeId {
            SpiffeId(self.0.spiffe_id().clone())
        }

        /// Its trust domain.
        #[napi(getter)]
        pub fn trust_domain(&self) -> TrustDomain {
            TrustDomain(self.0.trust_domain().to_owned())
        }

        /// Its workload identity, where the ID has the form `…/ns/…/sa/…`.
        #[napi(getter)]
        pub fn workload(&self) -> Option<WorkloadIdentity> {
            self.0.workload().map(WorkloadIdentity)
        }

        /// The profile that it was verified under.
        #[napi(getter, ts_return_type = "Profile")]
        pub fn profile(&self) -> &'static str {
            self.0.profile().as_str()
        }

        /// All of it as a plain object; `validUntil` in seconds since 1970.
        #[napi(js_name = "toJSON", ts_return_type = "VerifiedPeerRecord")]
        pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
            record(env, &self.0)
        }
    }
}

/// A certificate whose chain was accepted, known by DNS name, address or e-mail address.
#[napi]
pub struct VerifiedCertificate(pub(crate) core::VerifiedCertificate);

verdict! {
    impl VerifiedCertificate {
        /// The expected name that the leaf is valid for; null where any was.
        #[napi(getter)]
        pub fn name(&self) -> Option<String> {
            self.0.name().map(ToString::to_string)
        }

        /// The profile that it was verified under.
        #[napi(getter, ts_return_type = "EdgeProfile")]
        pub fn profile(&self) -> &'static str {
            self.0.profile().as_str()
        }

        /// All of it as a plain object; `validUntil` in seconds since 1970.
        #[napi(js_name = "toJSON", ts_return_type = "VerifiedCertificateRecord")]
        pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
            record(env, &self.0)
        }
    }
}

/// The verdict on a chain with everything that was found. As text, the chain as a tree for people.
#[napi]
pub struct ChainReport(pub(crate) core::ChainReport);

#[napi]
impl ChainReport {
    /// Whether `verify` accepts the chain.
    #[napi(getter)]
    pub fn accepted(&self) -> bool {
        self.0.accepted
    }

    /// The leaf's SPIFFE ID as text; not verified unless `accepted` by a `ChainVerifier`.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> Option<String> {
        self.0.spiffe_id.clone()
    }

    /// The leaf's first DNS name, else its first address, else its first mailbox; not verified.
    #[napi(getter)]
    pub fn name(&self) -> Option<String> {
        self.0.name.clone()
    }

    /// The certificates as sent, with their findings; then the trust anchor, where a path comes to one.
    #[napi(getter, ts_return_type = "CertificateReport[]")]
    pub fn certificates<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.certificates)
    }

    /// The path through `certificates` by their positions, leaf first: the accepted one, or the one that came nearest.
    #[napi(getter, ts_return_type = "number[]")]
    pub fn path<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.path)
    }

    /// All findings, the most telling first.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// The report on a chain of one's own, beside the private key that is to go with it: a finding where it is not
    /// the leaf's.
    #[napi]
    pub fn with_key(&self, key: &PrivateKey) -> Self {
        Self(self.0.clone().with_key(&key.0))
    }

    /// The chain as a tree, each certificate with its faults.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "ChainReportRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
