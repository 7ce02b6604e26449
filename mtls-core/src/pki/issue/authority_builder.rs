//! Creating a CA.

use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, GeneralSubtree, IsCa, KeyUsagePurpose, NameConstraints};
use rustls_pki_types::UnixTime;

use super::key::{SigningPair, serial};
use super::names::{self, Names};
use super::validity::{Timing, date};
use super::{CertificateAuthority, IssueError};
use crate::identity::TrustDomain;
use crate::pki::error::cut;
use crate::pki::{Certificate, KeyAlgorithm, PrivateKey};

const DAY: u64 = 24 * 60 * 60;
/// Ten years: a root is replaced by a plan, not by surprise.
const ROOT_LIFETIME: Duration = Duration::from_secs(3650 * DAY);
/// A year.
const INTERMEDIATE_LIFETIME: Duration = Duration::from_secs(365 * DAY);

/// A root or intermediate CA that is about to be created.
///
/// From [`CertificateAuthority::root`] or [`CertificateAuthority::intermediate`]. The certificate gets
/// a critical key usage of keyCertSign and cRLSign, key identifiers, and, with a trust domain, its SPIFFE
/// ID without a path (X509-SVID sections 3.2 and 4).
///
/// ```
/// use std::time::Duration;
/// use mtls_core::pki::KeyAlgorithm;
/// use mtls_core::pki::issue::CertificateAuthority;
///
/// let root = CertificateAuthority::root("Shop Root").organization("Shop").key_algorithm(KeyAlgorithm::P384).path_len(1).build()?;
/// let edge = root.intermediate("Shop Edge")
///     .valid_for(Duration::from_secs(90 * 24 * 3600))
///     .permitted_dns_names(["shop.example"])
///     .build()?;
/// assert!(edge.server(["api.shop.example"]).issue().is_ok());
/// assert!(edge.server(["api.other.example"]).issue().is_err());
/// # Ok::<(), mtls_core::pki::issue::IssueError>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is created before `build`"]
pub struct AuthorityBuilder<'a> {
    parent: Option<&'a CertificateAuthority>,
    common_name: String,
    organization: Option<String>,
    trust_domain: Option<TrustDomain>,
    timing: Timing,
    algorithm: KeyAlgorithm,
    key: Option<PrivateKey>,
    path_len: Option<u8>,
    permitted: Vec<String>,
    excluded: Vec<String>,
}

impl<'a> AuthorityBuilder<'a> {
    pub(super) fn new(common_name: String, parent: Option<&'a CertificateAuthority>) -> Self {
        Self {
            parent,
            common_name,
            organization: None,
            trust_domain: None,
            timing: Timing::default(),
            algorithm: KeyAlgorithm::P256,
            key: None,
            path_len: None,
            permitted: Vec::new(),
            excluded: Vec::new(),
        }
    }

    /// Binds the CA to a trust domain: it carries the domain's SPIFFE ID and issues SVIDs in it alone.
    /// An intermediate takes over that of the CA above it and may not name another.
    pub fn trust_domain(mut self, trust_domain: TrustDomain) -> Self {
        self.trust_domain = Some(trust_domain);
        self
    }

    /// Adds an organization (O) to the subject.
    pub fn organization(mut self, organization: impl Into<String>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// The time of issue. Default: the machine's clock when [`build`](Self::build) is called.
    pub fn at(mut self, at: UnixTime) -> Self {
        self.timing.at = Some(at);
        self
    }

    /// Exactly when the CA becomes valid, without backdating; the lifetime counts from there.
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

    /// How long it is valid after the time of issue, in whole seconds. Default: ten years for a root; a year,
    /// or what the CA above has left if that is less, for an intermediate.
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

    /// A key that exists, in place of a new one: an RSA key where the backend creates none, or the same key in
    /// a renewed certificate.
    pub fn key(mut self, key: PrivateKey) -> Self {
        self.key = Some(key);
        self
    }

    /// How many further CAs may stand between this one and a leaf. Default: no limit for a root, 0 (it issues
    /// leaves only) for an intermediate.
    pub fn path_len(mut self, path_len: u8) -> Self {
        self.path_len = Some(path_len);
        self
    }

    /// Permits DNS names equal to or below these, and no others, in everything below this CA
    /// (RFC 5280 section 4.2.1.10). Names without a wildcard or leading dot.
    ///
    /// There is no such method for URIs, hence none for SPIFFE IDs: rustls-webpki, and with it every rustls
    /// peer, refuses any chain where a URI meets a URI constraint. [`trust_domain`](Self::trust_domain)
    /// keeps this CA from issuing outside its domain.
    pub fn permitted_dns_names<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.permitted.extend(names.into_iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// Excludes DNS names equal to or below these, like [`permitted_dns_names`](Self::permitted_dns_names).
    pub fn excluded_dns_names<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.excluded.extend(names.into_iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// Creates the CA, and its key unless one was given.
    ///
    /// # Errors
    /// [`IssueError`]: an unusable name, a lifetime that ends after the issuer's, a path length that the issuer
    /// does not allow, another trust domain than the issuer's, a key that the backend cannot create.
    pub fn build(self) -> Result<CertificateAuthority, IssueError> {
        let path_len = self.checked_path_len()?;
        let names = self.names()?;
        let default = if self.parent.is_some() { INTERMEDIATE_LIFETIME } else { ROOT_LIFETIME };
        let window = self.timing.window(default, self.parent.map(CertificateAuthority::window))?;
        if let Some(parent) = self.parent {
            parent.check_names(&names)?;
        }

        let mut params = CertificateParams::default();
        params.not_before = date(window.not_before)?;
        params.not_after = date(window.not_after)?;
        params.serial_number = Some(serial()?);
        params.distinguished_name = names.subject();
        params.subject_alt_names = names.alternative()?;
        params.is_ca =
            IsCa::Ca(path_len.map_or(BasicConstraints::Unconstrained, BasicConstraints::Constrained));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.use_authority_key_identifier_extension = true;
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: subtrees(&self.permitted)?,
            excluded_subtrees: subtrees(&self.excluded)?,
        });

        let (pair, key) = match self.key {
            Some(key) => (SigningPair::load(&key)?, key),
            None => SigningPair::generate(&self.algorithm)?,
        };
        match self.parent {
            Some(parent) => {
                let (pool, roots) = parent.chain_of_child();
                CertificateAuthority::from_parts(parent.sign(&params, pair.pair())?, key, pool, roots)
            }
            None => {
                let certificate = Certificate::from_der(&pair.self_signed(&params)?)?;
                CertificateAuthority::from_parts(certificate.clone(), key, [], [certificate])
            }
        }
    }

    /// The path length to write, which leaves room under every CA above.
    fn checked_path_len(&self) -> Result<Option<u8>, IssueError> {
        let Some(parent) = self.parent else { return Ok(self.path_len) };
        let asked = self.path_len.unwrap_or(0);
        match parent.path_len() {
            Some(has) if asked >= has => Err(IssueError::PathLength {
                ca: parent.certificate().subject().to_owned(),
                has,
                wants: match has.checked_sub(1) {
                    None => "no intermediate may stand below it".to_owned(),
                    Some(most) => format!("an intermediate below it may have at most {most}, not {asked}"),
                },
            }),
            _ => Ok(Some(asked)),
        }
    }

    fn names(&self) -> Result<Names, IssueError> {
        let above = self.parent.and_then(CertificateAuthority::trust_domain);
        if let (Some(above), Some(own)) = (above, &self.trust_domain)
            && above != own
        {
            return Err(IssueError::OutsideTrustDomain {
                id: cut(own.as_str()),
                trust_domain: above.as_str().to_owned(),
            });
        }
        let organization = self.organization.as_deref().map(|name| names::attribute("organization", name));
        Ok(Names {
            common_name: Some(names::attribute("common name", &self.common_name)?),
            organization: organization.transpose()?,
            uri: self.trust_domain.as_ref().or(above).map(|domain| domain.id().as_str().to_owned()),
            ..Names::default()
        })
    }
}

fn subtrees(bases: &[String]) -> Result<Vec<GeneralSubtree>, IssueError> {
    let read = |base: &String| match names::dns(base)? {
        wild if wild.starts_with("*.") => Err(IssueError::Name {
            what: "DNS name constraint",
            value: cut(base),
            reason: "it covers all names below it already: leave out the wildcard",
        }),
        base => Ok(GeneralSubtree::DnsName(base)),
    };
    bases.iter().map(read).collect()
}
