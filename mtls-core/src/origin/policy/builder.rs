//! Setting up a policy.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::SignatureVerificationAlgorithm;
use zeroize::Zeroizing;

use super::anchors::check_client_authorities;
use super::{OriginPolicy, without_certificate};
use crate::finding::rules::{origin as rules, trust as trust_rules};
use crate::finding::{Finding, Severity, Subject, excerpt};
use crate::origin::host::{HostPattern, normalized};
use crate::origin::{AccessKeys, AccessPolicy, AddressRanges, EdgeProvider, OriginError, Presents};
use crate::pki::Crl;
use crate::pki::name::{from_hex, hex};
use crate::trust::TrustAnchors;
use crate::verify::{EdgeVerifier, ExpectedName, PeerName, Profile};

/// Sets up an [`OriginPolicy`].
#[derive(Clone)]
#[must_use = "nothing is demanded before `build`"]
pub struct OriginPolicyBuilder {
    provider: EdgeProvider,
    anchors: Option<TrustAnchors>,
    crls: Vec<Crl>,
    algorithms: Option<Vec<&'static dyn SignatureVerificationAlgorithm>>,
    names: Vec<PeerName>,
    pins: Vec<String>,
    hosts: Vec<String>,
    server_names: Vec<String>,
    addresses: Option<AddressRanges>,
    headers: Vec<(String, Zeroizing<String>)>,
    access: Option<(AccessPolicy, AccessKeys)>,
}

impl OriginPolicyBuilder {
    pub(super) fn new(provider: EdgeProvider) -> Self {
        Self {
            provider,
            anchors: None,
            crls: Vec::new(),
            algorithms: None,
            names: Vec::new(),
            pins: Vec::new(),
            hosts: Vec::new(),
            server_names: Vec::new(),
            addresses: None,
            headers: Vec::new(),
            access: None,
        }
    }

    /// The authorities that vouch for the edge's certificate. Must be said, except with Cloudflare's shared certificate, whose CA
    /// is built in, and with a provider that shows none.
    pub fn anchors(mut self, anchors: TrustAnchors) -> Self {
        self.anchors = Some(anchors);
        self
    }

    /// Looks the edge's certificate up in these CRLs.
    pub fn crls(mut self, crls: impl IntoIterator<Item = Crl>) -> Self {
        self.crls = crls.into_iter().collect();
        self
    }

    /// The signature algorithms of another provider than the built-in one, for the edge's certificate.
    pub fn algorithms(mut self, algorithms: &[&'static dyn SignatureVerificationAlgorithm]) -> Self {
        self.algorithms = Some(algorithms.to_vec());
        self
    }

    /// Demands that the edge's certificate be valid for this name (or one of other calls). Without any call, names do not count.
    pub fn name(mut self, name: PeerName) -> Self {
        self.names.push(name);
        self
    }

    /// Demands that the edge's certificate have this public key (or one of other calls): the SHA-256 of its SubjectPublicKeyInfo, in
    /// Base64 as in pins or in hex.
    pub fn pin(mut self, sha256: impl Into<String>) -> Self {
        self.pins.push(sha256.into());
        self
    }

    /// Serves this host (and those of other calls); `*.shop.example` stands for all names with one label more. Without any call,
    /// every host is served, with a warning.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Demands that the client name this server in the handshake (or one of other calls), where the edge names the origin and not
    /// the host. Without any call, the server name must be the host.
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.server_names.push(name.into());
        self
    }

    /// Demands that requests come from these addresses.
    pub fn addresses(mut self, ranges: AddressRanges) -> Self {
        self.addresses = Some(ranges);
        self
    }

    /// Demands that a request carry this header with exactly this value (and those of other calls): a secret that the edge sets, or
    /// the number of the customer's own profile.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Zeroizing::new(value.into())));
        self
    }

    /// Demands a token of Cloudflare Access.
    pub fn access(mut self, policy: AccessPolicy, keys: AccessKeys) -> Self {
        self.access = Some((policy, keys));
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`OriginError::Options`] for a host, server name, header or pin that is none; [`OriginError::Policy`] if an authority cannot
    /// be the edge's (Cloudflare's Origin CA, its shared CA where a certificate of one's own is expected or in the certificate that
    /// ended in 2020, a leaf), if there is none, or if a provider without a certificate has nothing else to prove itself by;
    /// [`OriginError::Verifier`] for CRLs and algorithms.
    pub fn build(self) -> Result<OriginPolicy, OriginError> {
        let hosts = self
            .hosts
            .iter()
            .map(|host| HostPattern::parse(host).map_err(|why| OriginError::option("hosts", why)));
        let hosts = hosts.collect::<Result<Vec<_>, _>>()?;
        let server_names = self
            .server_names
            .iter()
            .map(|name| normalized(name).map_err(|why| OriginError::option("server_names", why)));
        let server_names = server_names.collect::<Result<Vec<_>, _>>()?;
        let pins = self.pins.iter().map(|pin| sha256(pin)).collect::<Result<BTreeSet<_>, _>>()?;
        for (name, value) in &self.headers {
            let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if name.is_empty() || !name.bytes().all(token) {
                return Err(OriginError::option(
                    "headers",
                    format!("`{}` is no name of a header", excerpt(name)),
                ));
            }
            if value.trim().is_empty() {
                return Err(OriginError::option("headers", format!("`{name}` has no value to be demanded")));
            }
        }
        let names =
            if self.names.is_empty() { ExpectedName::Any } else { ExpectedName::OneOf(self.names.clone()) };

        let mut findings = Vec::new();
        let verifier = self.verifier(&mut findings)?;
        if hosts.is_empty() {
            let message = "no hosts are named: every host that a client of the edge chooses is served";
            findings.push(Finding::new(rules::HOSTS_ANY, Subject::Input, message));
        }
        if self.addresses.as_ref().is_some_and(AddressRanges::is_everybody) {
            let message = "the address ranges hold every address of a family";
            findings.push(Finding::new(rules::ADDRESSES_EVERYBODY, Subject::Input, message));
        }
        let policy = OriginPolicy {
            provider: self.provider,
            verifier,
            names,
            pins,
            hosts,
            server_names,
            addresses: self.addresses,
            headers: self.headers,
            access: self.access,
            findings: Vec::new(),
        };
        if policy.is_tenant_bound() {
            // What the shared certificate does not prove, something else does.
            findings.retain(|finding| finding.rule != rules::SHARED_CA.name);
        }
        if findings.iter().any(|finding| finding.severity >= Severity::Error) {
            return Err(OriginError::Policy { findings });
        }
        Ok(OriginPolicy { findings, ..policy })
    }

    fn verifier(&self, findings: &mut Vec<Finding>) -> Result<Option<EdgeVerifier>, OriginError> {
        if self.provider.presents == Presents::Nothing {
            if self.anchors.is_some() {
                let reason = format!("of no use here: {} shows no certificate", self.provider);
                return Err(OriginError::option("anchors", reason));
            }
            if self.addresses.is_none() || self.headers.is_empty() {
                findings.push(without_certificate(&self.provider));
            }
            return Ok(None);
        }
        let anchors = match &self.anchors {
            Some(anchors) => anchors.clone(),
            None => self.provider.anchors()?.unwrap_or_default(),
        };
        // Those that were left out as no CA are named by what they were meant to be.
        let left_out =
            anchors.findings().iter().filter(|one| one.rule == trust_rules::BUNDLE_AUTHORITY_NOT_CA.name);
        findings.extend(left_out.map(|one| {
            let message =
                "it is no CA: give the certificate of the CA that issued the edge's, not the edge's own";
            Finding::new(rules::CLIENT_CA_NOT_CA, one.subject.clone(), message)
        }));
        findings.extend(check_client_authorities(Some(&self.provider), anchors.authorities(), None));
        if anchors.is_empty() {
            let message = format!("no authority is given that could vouch for {}", self.provider);
            findings.push(Finding::new(rules::ANCHORS_MISSING, Subject::Input, message));
        }
        let mut verifier = EdgeVerifier::builder(Profile::EdgeClient, anchors);
        if !self.crls.is_empty() {
            verifier = verifier.crls(self.crls.iter().cloned());
        }
        if let Some(algorithms) = &self.algorithms {
            verifier = verifier.algorithms(algorithms);
        }
        Ok(Some(verifier.build()?))
    }
}

/// The SHA-256 of a public key as lowercase hex.
fn sha256(pin: &str) -> Result<String, OriginError> {
    let bytes = match pin.strip_prefix("sha256/").unwrap_or(pin) {
        digits if digits.len() == 64 => from_hex(digits),
        text => STANDARD.decode(text).ok(),
    };
    bytes.filter(|bytes| bytes.len() == 32).map(|bytes| hex(&bytes)).ok_or_else(|| {
        let reason = format!("`{}` is no SHA-256 of a public key in Base64 or hex", excerpt(pin));
        OriginError::option("pins", reason)
    })
}
