//! Signing certificate requests.

use rcgen::{PublicKeyData, SignatureAlgorithm};
use rustls_pki_types::UnixTime;

use super::key::{BACKEND, check_rsa};
use super::leaf::{Purpose, check_id, issue};
use super::names::{self, Names};
use super::policy::Identity;
use super::validity::{Timing, now};
use super::{CertificateAuthority, CsrPolicy, IssueError};
use crate::finding::{REASON, excerpt_of};
use crate::identity::SpiffeId;
use crate::pki::error::cut;
use crate::pki::{
    CertificateChain, CertificateRequest, ExtendedKeyUsage, KeyAlgorithm, KeyUsage, PublicKey,
    default_algorithms,
};

/// Things named in one refusal.
const MOST_NAMED: usize = 16;

impl CertificateAuthority {
    /// Issues what a request asks for, if the policy grants all of it, and gives the leaf with its chain.
    /// By the machine's clock; [`sign_csr_at`](Self::sign_csr_at) takes the time.
    ///
    /// The request's own signature is checked. Subject, names, key usage, extended key usage and basic constraints
    /// are compared with the policy, and every other extension is refused but the key identifier, which
    /// is computed anew. keyEncipherment and keyAgreement may be asked for, as common tools do by default, and are left
    /// out: TLS 1.3 has no use for them. Attributes that are no extensions are ignored.
    ///
    /// # Errors
    /// [`IssueError::CsrAsksTooMuch`] names all that is not granted; [`IssueError::CsrNamesNobody`],
    /// [`IssueError::CsrKeyOfCa`], [`IssueError::KeyWeak`], [`IssueError::KeyUnsupported`]; a signature that does not
    /// hold as [`IssueError::Pki`]; and those of [`LeafBuilder::issue`](super::LeafBuilder::issue).
    ///
    /// ```
    /// use mtls_core::pki::CertificateRequest;
    /// use mtls_core::pki::issue::{CertificateAuthority, CsrPolicy};
    ///
    /// let ca = CertificateAuthority::root("Example Root").build()?;
    /// # let pem = include_bytes!("../../../tests/data/pki/svid.csr");
    /// let csr = CertificateRequest::from_pem(pem)?; // asks for the cart's SPIFFE ID
    /// let cart = "spiffe://cluster-a.example/ns/shop/sa/cart".parse()?;
    /// let till = "spiffe://cluster-a.example/ns/shop/sa/till".parse()?;
    /// let cart = CsrPolicy::exact(&cart).allow_dns(["cart.shop.svc"]).ignore_subject();
    /// let chain = ca.sign_csr(&csr, &cart)?;
    /// assert!(ca.sign_csr(&csr, &CsrPolicy::exact(&till).ignore_subject()).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sign_csr(
        &self,
        csr: &CertificateRequest,
        policy: &CsrPolicy,
    ) -> Result<CertificateChain, IssueError> {
        self.sign_csr_at(csr, policy, now())
    }

    /// [`sign_csr`](Self::sign_csr) with the time of issue passed in.
    ///
    /// # Errors
    /// Those of [`sign_csr`](Self::sign_csr).
    pub fn sign_csr_at(
        &self,
        csr: &CertificateRequest,
        policy: &CsrPolicy,
        at: UnixTime,
    ) -> Result<CertificateChain, IssueError> {
        let key = RequestKey::read(csr.public_key())?;
        csr.verify(default_algorithms())?;
        let authorities = std::iter::once(self.certificate()).chain(self.intermediates()).chain(self.roots());
        if authorities.into_iter().any(|above| above.public_key() == csr.public_key()) {
            return Err(IssueError::CsrKeyOfCa);
        }
        let mut asked = unfounded_rights(csr, policy);
        let names = self.granted(csr, policy, &mut asked)?;
        if !asked.is_empty() {
            asked.truncate(MOST_NAMED);
            return Err(IssueError::CsrAsksTooMuch { asked });
        }
        if names.is_empty() && names.common_name.is_none() {
            return Err(IssueError::CsrNamesNobody { granted: excerpt_of(&policy.to_string(), REASON) });
        }
        // The policy's lifetime is a bound and no wish, so it may shrink to the issuer's.
        let timing =
            Timing { at: Some(at), valid_for: Some(policy.max_validity), clip: true, ..Timing::default() };
        let window = timing.window(policy.max_validity, Some(self.window()))?;
        self.chain_for(issue(self, policy.purpose, &names, window, &key)?)
    }

    /// The names that are both asked for and granted; the others are added to `refused`.
    fn granted(
        &self,
        csr: &CertificateRequest,
        policy: &CsrPolicy,
        refused: &mut Vec<String>,
    ) -> Result<Names, IssueError> {
        let asked = csr.names();
        let mut names = Names::default();
        match (&policy.identity, asked.uri.as_slice()) {
            (Identity::Exact(id), uris) => {
                check_id(self, id)?;
                names.uri = Some(id.as_str().to_owned());
                refused.extend(
                    uris.iter().filter(|uri| *uri != id.as_str()).map(|uri| format!("URI {}", cut(uri))),
                );
                refused.extend(uris.get(1..).into_iter().flatten().map(|_| "more than one URI".to_owned()));
            }
            (Identity::Matching(pattern), [uri]) => match SpiffeId::parse(uri) {
                Ok(id) if pattern.matches(id.as_ref()) => {
                    check_id(self, &id)?;
                    names.uri = Some(id.as_str().to_owned());
                }
                _ => refused.push(format!("URI {}", cut(uri))),
            },
            (Identity::Matching(_), []) => {
                return Err(IssueError::CsrNamesNobody { granted: excerpt_of(&policy.to_string(), REASON) });
            }
            (Identity::Matching(_), _) => refused.push("more than one URI".to_owned()),
            (Identity::CommonName(_) | Identity::Names, uris) => {
                refused.extend(uris.iter().map(|uri| format!("URI {}", cut(uri))));
            }
        }
        if let Identity::CommonName(name) = &policy.identity {
            names.common_name = Some(names::attribute("common name", name)?);
        }
        for name in &asked.dns {
            if policy.grants_dns(name) {
                names.dns.push(names::dns(name)?);
            } else {
                refused.push(format!("DNS {}", cut(name)));
            }
        }
        for ip in &asked.ip {
            if policy.ips.contains(ip) {
                names.ips.push(*ip);
            } else {
                refused.push(format!("IP {ip}"));
            }
        }
        refused.extend(asked.email.iter().map(|name| format!("email {}", cut(name))));
        refused.extend(asked.other.iter().map(|name| cut(name)));
        if !policy.ignore_subject && !subject_granted(csr, &names) {
            refused.push(format!("subject {}", cut(csr.subject())));
        }
        Ok(names)
    }
}

/// An empty subject is no wish; otherwise it is granted as the common name of a client, or as one of the names that
/// a server is granted, which many tools repeat there.
fn subject_granted(csr: &CertificateRequest, names: &Names) -> bool {
    let is_one = |name: &str| {
        Names { common_name: Some(name.to_owned()), ..Names::default() }
            .encodings()
            .iter()
            .any(|encoding| encoding == csr.subject_der())
    };
    csr.subject_der() == [0x30, 0]
        || match &names.common_name {
            Some(name) => is_one(name),
            None => names.dns.iter().any(|name| is_one(name)),
        }
}

/// Rights and extensions asked for that no request is granted.
fn unfounded_rights(csr: &CertificateRequest, policy: &CsrPolicy) -> Vec<String> {
    let mut asked = Vec::new();
    if csr.basic_constraints().is_some_and(|basic| basic.ca || basic.path_length.is_some()) {
        asked.push("CA rights".to_owned());
    }
    let usages = csr.key_usage().unwrap_or_default().iter().filter(|usage| {
        !matches!(usage, KeyUsage::DigitalSignature | KeyUsage::KeyEncipherment | KeyUsage::KeyAgreement)
    });
    asked.extend(usages.map(|usage| format!("key usage {usage}")));
    let purposes = csr.extended_key_usage().unwrap_or_default().iter().filter(|purpose| match purpose {
        ExtendedKeyUsage::ServerAuth => policy.purpose == Purpose::Client,
        ExtendedKeyUsage::ClientAuth => policy.purpose == Purpose::Server,
        _ => true,
    });
    asked.extend(purposes.map(|purpose| format!("extended key usage {}", cut(purpose.as_str()))));
    let others = csr.extensions().iter().filter(|extension| {
        !matches!(
            extension.name,
            "subjectAltName" | "keyUsage" | "extKeyUsage" | "basicConstraints" | "subjectKeyIdentifier"
        )
    });
    asked.extend(others.map(|extension| {
        format!(
            "extension {}",
            if extension.name.is_empty() { cut(&extension.oid) } else { extension.name.to_owned() }
        )
    }));
    asked
}

/// The key of a request, in the form that rcgen writes.
struct RequestKey {
    bits: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
}

impl RequestKey {
    fn read(key: &PublicKey) -> Result<Self, IssueError> {
        let algorithm = match key.algorithm() {
            KeyAlgorithm::P256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyAlgorithm::P384 => &rcgen::PKCS_ECDSA_P384_SHA384,
            #[cfg(feature = "aws-lc-rs")]
            KeyAlgorithm::P521 => &rcgen::PKCS_ECDSA_P521_SHA512,
            KeyAlgorithm::Ed25519 => &rcgen::PKCS_ED25519,
            KeyAlgorithm::Rsa { bits } => {
                check_rsa(*bits)?;
                &rcgen::PKCS_RSA_SHA256
            }
            other => {
                return Err(IssueError::KeyUnsupported {
                    algorithm: other.to_string(),
                    verb: "certified",
                    backend: BACKEND,
                });
            }
        };
        let (_, bits) = key.parts().map_err(|reason| IssueError::Backend { reason: reason.to_owned() })?;
        Ok(Self { bits: bits.to_vec(), algorithm })
    }
}

impl PublicKeyData for RequestKey {
    fn der_bytes(&self) -> &[u8] {
        &self.bits
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}
