//! A CA: certificate, key, and the way up to its root.

use std::fmt;

use rcgen::{CertificateParams, PublicKeyData};
use sha2::{Digest as _, Sha256};

use super::constraints::Constraints;
use super::key::SigningPair;
use super::names::Names;
use super::sign::IssuerName;
use super::validity::Window;
use super::{AuthorityBuilder, IssueError, LeafBuilder};
use crate::identity::{SpiffeId, TrustDomain};
use crate::pki::{Certificate, CertificateChain, KeyUsage, PrivateKey, default_algorithms};

/// A certificate authority that can issue: a root, or an intermediate below one.
///
/// It holds its private key, so it is not `Clone`, its `Debug` leaves the key out, and the key is
/// wiped when it is dropped. It keeps no record of what it issued: serial numbers are random, and
/// [`crl`](Self::crl) is told what to revoke.
///
/// ```
/// use mtls_core::identity::{SpiffeId, TrustDomain};
/// use mtls_core::pki::issue::CertificateAuthority;
///
/// let root = CertificateAuthority::root("Example Root").trust_domain("cluster-a.example".parse::<TrustDomain>()?).build()?;
/// let cluster = root.intermediate("cluster-a").build()?;
/// let cart: SpiffeId = "spiffe://cluster-a.example/ns/shop/sa/cart".parse()?;
/// let svid = cluster.svid(&cart).dns_names(["cart.shop.svc"]).issue()?;
/// assert_eq!(svid.chain.certificates().len(), 2); // the leaf and the intermediate; peers have the root
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct CertificateAuthority {
    certificate: Certificate,
    /// Between this CA and its root, nearest first, without either.
    intermediates: Vec<Certificate>,
    roots: Vec<Certificate>,
    key: PrivateKey,
    pair: SigningPair,
    /// The subject key identifier, or what would be it.
    key_id: Vec<u8>,
    trust_domain: Option<TrustDomain>,
    /// Certificates of CAs that may still stand between this one and a leaf; None without a limit.
    path_len: Option<u8>,
    /// Its own and those of the CAs above it.
    constraints: Vec<Constraints>,
}

impl CertificateAuthority {
    /// Begins a root CA with this common name.
    pub fn root(common_name: impl Into<String>) -> AuthorityBuilder<'static> {
        AuthorityBuilder::new(common_name.into(), None)
    }

    /// Begins an intermediate CA with this common name, signed by this one.
    ///
    /// It takes over this CA's trust domain and may issue leaves only, unless
    /// [`path_len`](AuthorityBuilder::path_len) says otherwise.
    pub fn intermediate(&self, common_name: impl Into<String>) -> AuthorityBuilder<'_> {
        AuthorityBuilder::new(common_name.into(), Some(self))
    }

    /// Begins an X509-SVID for a workload, and a new key for it.
    ///
    /// It carries the ID as its only URI (critical, as its subject is empty), digitalSignature,
    /// serverAuth and clientAuth (X509-SVID sections 2 to 4).
    pub fn svid(&self, id: &SpiffeId) -> LeafBuilder<'_> {
        LeafBuilder::svid(self, id)
    }

    /// Begins a server certificate for DNS names (a leading `*.` is allowed) and IP addresses, and a
    /// new key for it: serverAuth, empty subject.
    pub fn server<S: AsRef<str>>(&self, names: impl IntoIterator<Item = S>) -> LeafBuilder<'_> {
        LeafBuilder::server(self, names)
    }

    /// Begins a client certificate known by its common name, and a new key for it: clientAuth.
    pub fn client(&self, common_name: impl Into<String>) -> LeafBuilder<'_> {
        LeafBuilder::client(self, common_name.into())
    }

    /// The CA's own certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificates that stand between this CA and its root, nearest first, without either.
    pub fn intermediates(&self) -> &[Certificate] {
        &self.intermediates
    }

    /// The root that this CA leads to first, then any others that were saved with it. A root CA's is itself.
    pub fn roots(&self) -> &[Certificate] {
        &self.roots
    }

    /// Whether it is its own root.
    pub fn is_root(&self) -> bool {
        self.roots.first() == Some(&self.certificate)
    }

    /// The trust domain that it is bound to: it issues SVIDs for IDs in it alone. None: for any.
    pub fn trust_domain(&self) -> Option<&TrustDomain> {
        self.trust_domain.as_ref()
    }

    /// How many CAs may still stand between this one and a leaf, over all path lengths of the
    /// chain above it; None without a limit (RFC 5280 section 4.2.1.9).
    pub fn path_len(&self) -> Option<u8> {
        self.path_len
    }

    /// The CA's private key, for storing it.
    pub fn private_key(&self) -> &PrivateKey {
        &self.key
    }

    /// A CA out of its parts; every CA, new or loaded, comes through here.
    ///
    /// `pool` may hold certificates in any order, and `roots` several; the CA's chain is found among them
    /// by name and signature. Their dates are not judged here: [`svid`](Self::svid) and its kin do.
    ///
    /// It is bound to the trust domain of the SPIFFE IDs in its certificate and those up to the root, if there are any.
    ///
    /// # Errors
    /// [`IssueError::CaUnfit`] if the certificate is not a CA's, [`IssueError::CaKeyMismatch`] if the key
    /// is another's, [`IssueError::CaChainBroken`] if no chain leads to one of the roots, or one that crosses trust domains,
    /// [`IssueError::KeyUnsupported`] if the backend cannot sign with the key.
    pub fn from_parts(
        certificate: Certificate,
        key: PrivateKey,
        pool: impl IntoIterator<Item = Certificate>,
        roots: impl IntoIterator<Item = Certificate>,
    ) -> Result<Self, IssueError> {
        check_fit(&certificate)?;
        if !key.matches(&certificate)? {
            return Err(IssueError::CaKeyMismatch { subject: certificate.subject().to_owned() });
        }
        let pair = SigningPair::load(&key)?;
        let (intermediates, roots) =
            climb(&certificate, pool.into_iter().collect(), roots.into_iter().collect())?;
        let mut path_len = certificate.path_length();
        let mut constraints: Vec<_> = Constraints::read(&certificate)?.into_iter().collect();
        let above = intermediates.iter().chain(roots.first()).filter(|above| **above != certificate);
        for (between, above) in (1_u32..).zip(above) {
            constraints.extend(Constraints::read(above)?);
            let Some(limit) = above.path_length() else { continue };
            let left = limit.checked_sub(between).ok_or_else(|| IssueError::CaChainBroken {
                subject: above.subject().to_owned(),
                reason: format!("its path length {limit} does not allow a CA this far below it"),
            })?;
            path_len = Some(path_len.map_or(left, |own| own.min(left)));
        }
        let key_id = match certificate.subject_key_id() {
            Some(id) => id.to_vec(),
            // RFC 7093 section 2, method 1, as for the certificates made here.
            None => Sha256::digest(certificate.public_key().spki_der()).iter().copied().take(20).collect(),
        };
        let trust_domain = binding(std::iter::once(&certificate).chain(&intermediates).chain(roots.first()))?;
        let path_len = path_len.map(|limit| u8::try_from(limit).unwrap_or(u8::MAX));
        Ok(Self { certificate, intermediates, roots, key, pair, key_id, trust_domain, path_len, constraints })
    }

    pub(super) fn window(&self) -> Window {
        Window { not_before: self.certificate.not_before(), not_after: self.certificate.not_after() }
    }

    pub(super) fn pair(&self) -> &SigningPair {
        &self.pair
    }

    pub(super) fn issuer_name(&self) -> IssuerName<'_> {
        IssuerName { name: self.certificate.subject_der(), key_id: &self.key_id }
    }

    /// Refuses names that this CA, or one above it, is constrained not to certify.
    pub(super) fn check_names(&self, names: &Names) -> Result<(), IssueError> {
        self.constraints.iter().try_for_each(|constraints| constraints.check(names))
    }

    /// Signs a certificate for `key`; its validity and names were checked.
    pub(super) fn sign(
        &self,
        params: &CertificateParams,
        key: &impl PublicKeyData,
    ) -> Result<Certificate, IssueError> {
        let certificate = Certificate::from_der(&self.pair.certificate(self.issuer_name(), params, key)?)?;
        if certificate.is_self_issued() {
            return Err(IssueError::NameOfIssuer { subject: certificate.subject().to_owned() });
        }
        Ok(certificate)
    }

    /// The certificates that a peer needs besides its root.
    pub(super) fn chain_for(&self, leaf: Certificate) -> Result<CertificateChain, IssueError> {
        Ok(CertificateChain::new(std::iter::once(leaf).chain(self.chain_of_child().0))?)
    }

    /// The certificates above `below` that are not roots, and all roots with its own first.
    pub(super) fn chain_of_child(&self) -> (Vec<Certificate>, Vec<Certificate>) {
        let own = (!self.is_root()).then(|| self.certificate.clone());
        (own.into_iter().chain(self.intermediates.iter().cloned()).collect(), self.roots.clone())
    }
}

impl fmt::Debug for CertificateAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateAuthority")
            .field("subject", &self.certificate.subject())
            .field("serial", &self.certificate.serial())
            .field("trust_domain", &self.trust_domain.as_ref().map(TrustDomain::as_str))
            .field("path_len", &self.path_len)
            .field("key", &"[elided]")
            .finish_non_exhaustive()
    }
}

/// Refuses a certificate that may not sign others.
fn check_fit(certificate: &Certificate) -> Result<(), IssueError> {
    let lacks = |reason: &str| {
        Err(IssueError::CaUnfit { subject: certificate.subject().to_owned(), reason: reason.to_owned() })
    };
    if !certificate.is_ca() {
        return lacks("its basic constraints do not say cA");
    }
    if certificate.key_usage().is_some_and(|usage| !usage.contains(&KeyUsage::KeyCertSign)) {
        return lacks("its key usage lacks keyCertSign");
    }
    if certificate.subject().is_empty() {
        return lacks("its subject is empty");
    }
    Ok(())
}

/// The trust domain that all SPIFFE IDs of a chain of CAs are in; None without any.
fn binding<'a>(chain: impl IntoIterator<Item = &'a Certificate>) -> Result<Option<TrustDomain>, IssueError> {
    let mut bound: Option<TrustDomain> = None;
    for above in chain {
        let Some(id) = above.spiffe_id() else { continue };
        match &bound {
            None => bound = Some(id.trust_domain().to_owned()),
            Some(below) if id.is_member_of(below) => {}
            Some(below) => {
                return Err(IssueError::CaChainBroken {
                    subject: above.subject().to_owned(),
                    reason: format!(
                        "it is in trust domain `{}`, a CA below it in `{below}`",
                        id.trust_domain()
                    ),
                });
            }
        }
    }
    Ok(bound)
}

/// The certificates from above `start` to below a root, and the roots with that one first.
fn climb(
    start: &Certificate,
    mut pool: Vec<Certificate>,
    mut roots: Vec<Certificate>,
) -> Result<(Vec<Certificate>, Vec<Certificate>), IssueError> {
    let signed = |below: &Certificate, above: &Certificate| {
        check_fit(above).is_ok()
            && below.issuer_der() == above.subject_der()
            && below.verify_signed_by(above, default_algorithms()).is_ok()
    };
    let mut path: Vec<Certificate> = Vec::new();
    loop {
        let top = path.last().unwrap_or(start);
        if let Some(found) = roots.iter().position(|root| root == top) {
            roots.swap(0, found);
            return Ok((path, roots));
        }
        if let Some(found) = roots.iter().position(|root| signed(top, root)) {
            roots.swap(0, found);
            return Ok((path, roots));
        }
        let next = pool.iter().position(|above| above != top && signed(top, above));
        let Some(next) = next else {
            return Err(IssueError::CaChainBroken {
                subject: top.subject().to_owned(),
                reason: format!("its issuer, {}, is neither given nor a root", top.issuer()),
            });
        };
        let next = pool.swap_remove(next);
        path.push(next);
    }
}
