//! Issuing to workloads, servers and clients.

use std::net::IpAddr;
use std::time::Duration;

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose, PublicKeyData};
use rustls_pki_types::UnixTime;

use super::key::{SigningPair, serial};
use super::names::{self, Names};
use super::validity::{Timing, Window, date};
use super::{CertificateAuthority, IssueError};
use crate::identity::SpiffeId;
use crate::pki::error::cut;
use crate::pki::{Certificate, CertificateChain, KeyAlgorithm, PrivateKey};

/// A day, as Istio's default: an SVID is renewed by a machine.
pub(super) const SVID_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// 45 days: below the 47 that the CA/Browser Forum allows from 2029 on (ballot SC-081).
pub(super) const TLS_LIFETIME: Duration = Duration::from_secs(45 * 24 * 60 * 60);

/// What a leaf is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Svid,
    Server,
    Client,
}

impl Purpose {
    pub(super) fn usages(self) -> Vec<ExtendedKeyUsagePurpose> {
        match self {
            Self::Svid => vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth],
            Self::Server => vec![ExtendedKeyUsagePurpose::ServerAuth],
            Self::Client => vec![ExtendedKeyUsagePurpose::ClientAuth],
        }
    }

    pub(super) fn lifetime(self) -> Duration {
        if self == Self::Svid { SVID_LIFETIME } else { TLS_LIFETIME }
    }
}

/// A certificate with its chain and the private key made for it.
///
/// `Debug` leaves the key out.
#[derive(Debug)]
#[non_exhaustive]
pub struct IssuedCertificate {
    /// The leaf and the intermediates, in the order that TLS sends them; never the root.
    pub chain: CertificateChain,
    /// The leaf's private key.
    pub key: PrivateKey,
}

/// A leaf that is about to be issued, with a new key.
///
/// From [`CertificateAuthority::svid`], [`server`](CertificateAuthority::server) or
/// [`client`](CertificateAuthority::client). Whatever is asked for, it gets cA false, a critical key usage of
/// digitalSignature, key identifiers, a random serial of 20 bytes, and never outlives its issuer.
///
/// ```
/// use std::time::Duration;
/// use mtls_core::pki::issue::CertificateAuthority;
///
/// let ca = CertificateAuthority::root("Edge Root").build()?;
/// let gateway = ca.server(["*.shop.example", "203.0.113.7"]).valid_for(Duration::from_secs(3600)).issue()?;
/// let partner = ca.client("partner-7").organization("Partner").issue()?;
/// std::fs::write(std::env::temp_dir().join("mtls-core-doc.pem"), gateway.chain.to_pem())?;
/// assert!(partner.key.matches(&partner.chain.certificates()[0])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is issued before `issue`"]
pub struct LeafBuilder<'a> {
    ca: &'a CertificateAuthority,
    purpose: Purpose,
    id: Option<SpiffeId>,
    common_name: Option<String>,
    organization: Option<String>,
    dns: Vec<String>,
    ips: Vec<IpAddr>,
    timing: Timing,
    algorithm: KeyAlgorithm,
}

impl<'a> LeafBuilder<'a> {
    fn new(ca: &'a CertificateAuthority, purpose: Purpose) -> Self {
        Self {
            ca,
            purpose,
            id: None,
            common_name: None,
            organization: None,
            dns: Vec::new(),
            ips: Vec::new(),
            timing: Timing::default(),
            algorithm: KeyAlgorithm::P256,
        }
    }

    pub(super) fn svid(ca: &'a CertificateAuthority, id: &SpiffeId) -> Self {
        Self { id: Some(id.clone()), ..Self::new(ca, Purpose::Svid) }
    }

    pub(super) fn server<S: AsRef<str>>(
        ca: &'a CertificateAuthority,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        let mut builder = Self::new(ca, Purpose::Server);
        for name in names {
            match name.as_ref().parse() {
                Ok(ip) => builder.ips.push(ip),
                Err(_) => builder.dns.push(name.as_ref().to_owned()),
            }
        }
        builder
    }

    pub(super) fn client(ca: &'a CertificateAuthority, common_name: String) -> Self {
        Self { common_name: Some(common_name), ..Self::new(ca, Purpose::Client) }
    }

    /// Adds DNS names; a leading `*.` stands for one label.
    pub fn dns_names<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.dns.extend(names.into_iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// Adds IP addresses.
    pub fn ip_addresses(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.ips.extend(addresses);
        self
    }

    /// Gives it a subject with this common name (CN); the alternative names are then not critical.
    /// For software that shows the subject to people: peers go by the alternative names.
    pub fn common_name(mut self, common_name: impl Into<String>) -> Self {
        self.common_name = Some(common_name.into());
        self
    }

    /// Adds an organization (O) to the subject.
    pub fn organization(mut self, organization: impl Into<String>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// The time of issue. Default: the machine's clock when [`issue`](Self::issue) is called.
    pub fn at(mut self, at: UnixTime) -> Self {
        self.timing.at = Some(at);
        self
    }

    /// Exactly when it becomes valid, without backdating; the lifetime counts from there.
    /// Default: 60 seconds before the time of issue, against clock skew.
    pub fn not_before(mut self, not_before: UnixTime) -> Self {
        self.timing.not_before = Some(not_before);
        self
    }

    /// How far `notBefore` stands before the time of issue, in whole seconds. Default
    /// [`DEFAULT_BACKDATE`](super::DEFAULT_BACKDATE); never before the issuer's own `notBefore`.
    pub fn backdate(mut self, backdate: Duration) -> Self {
        self.timing.backdate = backdate;
        self
    }

    /// How long it is valid after the time of issue, in whole seconds. Default: 24 hours for an SVID, 45 days
    /// for the others, or what the issuer has left if that is less.
    pub fn valid_for(mut self, lifetime: Duration) -> Self {
        self.timing.valid_for = Some(lifetime);
        self
    }

    /// Shortens a lifetime that ends after the issuer's, rather than refusing it.
    pub fn clip_to_issuer(mut self) -> Self {
        self.timing.clip = true;
        self
    }

    /// Kind of key to create. Default P-256. ring creates P-256, P-384 and Ed25519 keys; aws-lc-rs also P-521 and
    /// RSA with 2048, 3072 or 4096 bits.
    pub fn key_algorithm(mut self, algorithm: KeyAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Creates the key and issues the certificate.
    ///
    /// # Errors
    /// [`IssueError`]: an unusable or missing name, an ID without a path or outside the CA's trust domain, a name
    /// that the CA's constraints refuse, a lifetime that ends after the issuer's, a key that the backend cannot create.
    pub fn issue(self) -> Result<IssuedCertificate, IssueError> {
        let names = self.names()?;
        let window = self.timing.window(self.purpose.lifetime(), Some(self.ca.window()))?;
        let (pair, key) = SigningPair::generate(&self.algorithm)?;
        let leaf = issue(self.ca, self.purpose, &names, window, pair.pair())?;
        Ok(IssuedCertificate { chain: self.ca.chain_for(leaf)?, key })
    }

    fn names(&self) -> Result<Names, IssueError> {
        let attribute = |what, value: &Option<String>| {
            value.as_deref().map(|value| names::attribute(what, value)).transpose()
        };
        let names = Names {
            common_name: attribute("common name", &self.common_name)?,
            organization: attribute("organization", &self.organization)?,
            uri: self.id.as_ref().map(|id| id.as_str().to_owned()),
            dns: self.dns.iter().map(|name| names::dns(name)).collect::<Result<_, _>>()?,
            ips: self.ips.clone(),
        };
        if let Some(id) = &self.id {
            check_id(self.ca, id)?;
        }
        if self.purpose == Purpose::Server && names.is_empty() {
            return Err(IssueError::NoName);
        }
        Ok(names)
    }
}

/// Refuses an ID that no SVID of this CA may carry.
pub(super) fn check_id(ca: &CertificateAuthority, id: &SpiffeId) -> Result<(), IssueError> {
    if id.path().is_empty() {
        return Err(IssueError::SvidWithoutPath { id: id.as_str().to_owned() });
    }
    match ca.trust_domain() {
        Some(trust_domain) if !id.is_member_of(trust_domain) => Err(IssueError::OutsideTrustDomain {
            id: cut(id.as_str()),
            trust_domain: trust_domain.as_str().to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Signs a leaf for `key`: the one place where leaves are made.
pub(super) fn issue(
    ca: &CertificateAuthority,
    purpose: Purpose,
    names: &Names,
    window: Window,
    key: &impl PublicKeyData,
) -> Result<Certificate, IssueError> {
    ca.check_names(names)?;
    let mut params = CertificateParams::default();
    params.not_before = date(window.not_before)?;
    params.not_after = date(window.not_after)?;
    params.serial_number = Some(serial()?);
    params.distinguished_name = names.subject();
    params.subject_alt_names = names.alternative()?;
    // `NoCa` would leave basic constraints out, which X509-SVID section 4.1 does not clearly allow.
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = purpose.usages();
    params.use_authority_key_identifier_extension = true;
    ca.sign(&params, key)
}
