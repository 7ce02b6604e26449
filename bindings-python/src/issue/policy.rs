//! `CsrPolicy`: what a certificate request is granted.

use mtls_core::pki::issue as core;
use pyo3::prelude::*;

use crate::arguments::{Address, IdArgument, List, Span};
use crate::identity::IdentityPattern;
use crate::raise::Raise;

/// What `CertificateAuthority.sign_csr` grants. A request gets what it asks for if all of it is granted.
#[pyclass(module = "mtls_core", frozen, str)]
pub(crate) struct CsrPolicy(pub(super) core::CsrPolicy);

#[pymethods]
impl CsrPolicy {
    /// An SVID for this ID; a request that names no URI gets it too.
    #[staticmethod]
    #[pyo3(signature = (id, *, allow_dns = List::default(), allow_ips = List::default(), ignore_subject = false, max_validity = None))]
    fn exact(
        id: IdArgument<'_>,
        allow_dns: List<String>,
        allow_ips: List<Address>,
        ignore_subject: bool,
        max_validity: Option<Span>,
    ) -> Result<Self, Raise> {
        let policy = core::CsrPolicy::exact(&id.get()?)
            .allow_dns(allow_dns)
            .allow_ips(allow_ips.into_iter().map(Address::get));
        Ok(Self::with(policy, ignore_subject, max_validity))
    }

    /// An SVID for whichever one ID the request names, if it matches the pattern.
    #[staticmethod]
    #[pyo3(signature = (pattern, *, allow_dns = List::default(), allow_ips = List::default(), ignore_subject = false, max_validity = None))]
    fn matching(
        pattern: &IdentityPattern,
        allow_dns: List<String>,
        allow_ips: List<Address>,
        ignore_subject: bool,
        max_validity: Option<Span>,
    ) -> Self {
        let policy = core::CsrPolicy::matching(pattern.0.clone())
            .allow_dns(allow_dns)
            .allow_ips(allow_ips.into_iter().map(Address::get));
        Self::with(policy, ignore_subject, max_validity)
    }

    /// A server certificate for one or more of these DNS names and IP addresses.
    #[staticmethod]
    #[pyo3(signature = (names, *, ignore_subject = false, max_validity = None))]
    fn server(names: List<String>, ignore_subject: bool, max_validity: Option<Span>) -> Self {
        Self::with(core::CsrPolicy::server(names), ignore_subject, max_validity)
    }

    /// A client certificate under this common name.
    #[staticmethod]
    #[pyo3(signature = (common_name, *, allow_dns = List::default(), allow_ips = List::default(), ignore_subject = false, max_validity = None))]
    fn client(
        common_name: &str,
        allow_dns: List<String>,
        allow_ips: List<Address>,
        ignore_subject: bool,
        max_validity: Option<Span>,
    ) -> Self {
        let policy = core::CsrPolicy::client(common_name)
            .allow_dns(allow_dns)
            .allow_ips(allow_ips.into_iter().map(Address::get));
        Self::with(policy, ignore_subject, max_validity)
    }

    fn __repr__(&self) -> String {
        format!("<CsrPolicy {}>", self.0)
    }
}

impl CsrPolicy {
    fn with(mut policy: core::CsrPolicy, ignore_subject: bool, max_validity: Option<Span>) -> Self {
        if ignore_subject {
            policy = policy.ignore_subject();
        }
        set!(policy; ; max_validity);
        Self(policy)
    }
}

impl std::fmt::Display for CsrPolicy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
