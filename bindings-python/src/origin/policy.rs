//! What an origin demands: `EdgeProvider`, `OriginPolicy`, `Admission`.

use std::fmt;

use mtls_core::origin as core;
use mtls_core::verify::ChainLimits;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::access::{AccessKeys, AccessPolicy, AccessToken};
use super::addresses::AddressRanges;
use crate::anchors::TrustAnchors;
use crate::arguments::{Address, Entries, List, Moment, one_of};
use crate::certificate::Certificate;
use crate::raise::Raise;
use crate::record::{Findings, Record, json};
use crate::verify::{AnchorsArgument, ChainArgument, CrlArgument, EdgeVerifier, VerifiedCertificate};

/// An edge network, as an origin sees it: what it presents, whether that binds it to one customer, and how it is replaced.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct EdgeProvider(pub(crate) core::EdgeProvider);

#[pymethods]
impl EdgeProvider {
    /// The provider with this name: "cloudflare-zone", "cloudflare-hostname", "cloudflare-shared", "cloudfront", "akamai", "fastly",
    /// "google-cloud", "azure-front-door".
    #[new]
    fn new(name: &str) -> Result<Self, Raise> {
        Ok(Self(core::EdgeProvider::named(name)?))
    }

    /// One that is not known here. It presents "nothing", "shared", "account-ca" or "customer-leaf".
    #[staticmethod]
    #[pyo3(signature = (name, presents, *, client_auth_required = false))]
    fn custom(name: String, presents: &str, client_auth_required: bool) -> Result<Self, Raise> {
        let provider = core::EdgeProvider::custom(name, presents.parse()?);
        Ok(Self(if client_auth_required { provider.require_client_auth() } else { provider }))
    }

    /// Every provider that is known.
    #[staticmethod]
    fn all() -> Vec<Self> {
        core::EdgeProvider::all().into_iter().map(Self).collect()
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// "nothing", "shared", "account-ca" or "customer-leaf".
    #[getter]
    fn presents(&self) -> &'static str {
        self.0.presents.as_str()
    }

    /// Whether its certificate proves that a request came for this customer, and not only through the network.
    #[getter]
    fn is_tenant_bound(&self) -> bool {
        self.0.is_tenant_bound()
    }

    /// The authorities that are known to issue its certificates: those of Cloudflare's shared certificate alone.
    #[getter]
    fn anchors(&self) -> Result<Option<TrustAnchors>, Raise> {
        Ok(self.0.anchors()?.map(TrustAnchors))
    }

    /// All of it as a plain dict: rules for the leaf, other proof, rotation, notes.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<EdgeProvider {}>", self.0.name)
    }
}

impl fmt::Display for EdgeProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

one_of! {
    /// A provider, or its name.
    pub(crate) enum ProviderArgument<'py> as "EdgeProvider | str" {
        Provider(PyRef<'py, EdgeProvider>),
        Name(PyBackedStr),
    }
}

impl ProviderArgument<'_> {
    pub(crate) fn get(self) -> Result<core::EdgeProvider, Raise> {
        Ok(match self {
            Self::Provider(provider) => provider.0.clone(),
            Self::Name(name) => core::EdgeProvider::named(&name)?,
        })
    }
}

/// What speaks against these certificates as the CAs that an origin trusts for the edge's client certificate; with `at`, dates too.
#[pyfunction]
#[pyo3(signature = (authorities, provider = None, *, at = None))]
pub(crate) fn check_client_authorities(
    authorities: List<PyRef<'_, Certificate>>,
    provider: Option<ProviderArgument<'_>>,
    at: Option<Moment>,
) -> Result<Findings, Raise> {
    let authorities: Vec<_> = authorities.iter().map(|authority| authority.0.clone()).collect();
    let provider = provider.map(ProviderArgument::get).transpose()?;
    let at = at.map(|at| at.0);
    Ok(Findings::of(&core::check_client_authorities(provider.as_ref(), &authorities, at)))
}

/// What an origin demands of a request before it believes that the edge sent it. Threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct OriginPolicy(core::OriginPolicy);

#[pymethods]
impl OriginPolicy {
    /// `anchors` vouch for the edge's certificate. `names` and `pins` (SHA-256 of the public key) are those of the certificate, `hosts`
    /// those that the origin serves; the server name of the handshake must be the host, or one of `server_names`. `headers` are
    /// demanded with exactly these values. `access` goes with `access_keys`.
    #[new]
    #[pyo3(signature = (
        provider, *, anchors = None, crls = None, names = None, pins = None, hosts = None, server_names = None,
        addresses = None, headers = None, access = None, access_keys = None
    ))]
    fn new(
        py: Python<'_>,
        provider: ProviderArgument<'_>,
        anchors: Option<AnchorsArgument<'_>>,
        crls: Option<List<CrlArgument<'_>>>,
        names: Option<List<String>>,
        pins: Option<List<String>>,
        hosts: Option<List<String>>,
        server_names: Option<List<String>>,
        addresses: Option<&AddressRanges>,
        headers: Option<Entries>,
        access: Option<&AccessPolicy>,
        access_keys: Option<&AccessKeys>,
    ) -> Result<Self, Raise> {
        let mut policy = core::OriginPolicy::builder(provider.get()?);
        if let Some(anchors) = anchors {
            policy = policy.anchors(anchors.get());
        }
        let crls = crls.unwrap_or_default().into_iter().map(|crl| crl.get(py));
        policy = policy.crls(crls.collect::<Result<Vec<_>, Raise>>()?);
        for name in names.unwrap_or_default() {
            policy = policy.name(name.parse()?);
        }
        for pin in pins.unwrap_or_default() {
            policy = policy.pin(pin);
        }
        for host in hosts.unwrap_or_default() {
            policy = policy.host(host);
        }
        for name in server_names.unwrap_or_default() {
            policy = policy.server_name(name);
        }
        if let Some(ranges) = addresses {
            policy = policy.addresses(ranges.0.clone());
        }
        for (name, value) in texts(headers) {
            policy = policy.header(name, value);
        }
        policy = match (access, access_keys) {
            (Some(access), Some(keys)) => policy.access(access.0.clone(), keys.0.clone()),
            (None, None) => policy,
            _ => {
                return Err(
                    pyo3::exceptions::PyValueError::new_err("access and access_keys go together").into()
                );
            }
        };
        Ok(Self(policy.build()?))
    }

    /// Judges a request at a time (now by default), by everything that is demanded. `chain` is what the client presented in this very
    /// connection, `source` the address at its other end; hand over all `headers`. All reasons are named, not the first alone.
    #[pyo3(signature = (*, chain = None, server_name = None, host = None, source = None, headers = None, at = None))]
    fn admit(
        &self,
        py: Python<'_>,
        chain: Option<ChainArgument<'_>>,
        server_name: Option<&str>,
        host: Option<&str>,
        source: Option<Address>,
        headers: Option<Entries>,
        at: Option<Moment>,
    ) -> Result<Admission, Raise> {
        let limits = ChainLimits::default();
        let chain = chain.map(|chain| chain.get(&limits)).transpose()?.unwrap_or_default();
        let (headers, at) = (texts(headers), Moment::or_now(at));
        let admission = py.detach(|| {
            let mut request = core::EdgeRequest::new().chain(&chain);
            if let Some(name) = server_name {
                request = request.server_name(name);
            }
            if let Some(host) = host {
                request = request.host(host);
            }
            if let Some(address) = source {
                request = request.source(address.get());
            }
            for (name, value) in &headers {
                request = request.header(name, value);
            }
            self.0.admit(&request, at)
        });
        Ok(Admission(admission))
    }

    #[getter]
    fn provider(&self) -> EdgeProvider {
        EdgeProvider(self.0.provider().clone())
    }

    /// The authorities that may vouch for the edge; None where it shows no certificate.
    #[getter]
    fn anchors(&self) -> Option<TrustAnchors> {
        self.0.anchors().cloned().map(TrustAnchors)
    }

    /// The verifier for handshakes, for `TlsServer`. Raises OriginError where the provider shows no certificate.
    #[getter]
    fn verifier(&self) -> Result<EdgeVerifier, Raise> {
        Ok(EdgeVerifier(self.0.verifier()?))
    }

    /// Whether a request that is admitted came for this customer of the edge, and not only through the network.
    #[getter]
    fn is_tenant_bound(&self) -> bool {
        self.0.is_tenant_bound()
    }

    /// What speaks against the policy, dates apart.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    /// What speaks against it at a time (now by default): `findings`, and authorities that have ended or soon will.
    #[pyo3(signature = (at = None))]
    fn findings_at(&self, at: Option<Moment>) -> Findings {
        Findings::of(&self.0.findings_at(Moment::or_now(at)))
    }

    fn __repr__(&self) -> String {
        format!("<OriginPolicy for {}>", self.0.provider().name)
    }
}

/// Headers are text; bytes that are none stay different from every text that could be demanded.
fn texts(headers: Option<Entries>) -> Vec<(String, String)> {
    let entries = headers.map(|entries| entries.0).unwrap_or_default();
    let mut texts: Vec<_> = entries
        .into_iter()
        .map(|(name, value)| (name, String::from_utf8_lossy(value.as_ref()).into_owned()))
        .collect();
    texts.sort_unstable();
    texts
}

/// The verdict on a request, with every reason. `print` it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct Admission(core::Admission);

#[pymethods]
impl Admission {
    #[getter]
    fn is_admitted(&self) -> bool {
        self.0.is_admitted()
    }

    /// The host that the request asks for: lowercase, without port and final dot.
    #[getter]
    fn host(&self) -> Option<&str> {
        self.0.host()
    }

    /// The edge's certificate, if its chain is good; the request may still be refused.
    #[getter]
    fn certificate(&self) -> Option<VerifiedCertificate> {
        self.0.certificate().cloned().map(VerifiedCertificate)
    }

    /// The token of Cloudflare Access, if one is demanded and good; the request may still be refused.
    #[getter]
    fn token(&self) -> Option<AccessToken> {
        self.0.token().cloned().map(AccessToken)
    }

    /// Every reason to refuse the request, and what was merely noticed.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> &'static str {
        if self.0.is_admitted() { "<Admission: admitted>" } else { "<Admission: refused>" }
    }
}

impl fmt::Display for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
