//! One element: what one proxy says of its client.

use serde::{Serialize, Serializer};

use super::{ForwardedError, ForwardedOptions};
use crate::identity::SpiffeId;
use crate::pki::error::cut;
use crate::pki::{Certificate, CertificateChain, PkiError};

/// The keys of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    By,
    Hash,
    Cert,
    Chain,
    Subject,
    Issuer,
    Uri,
    Dns,
}

impl Key {
    const ALL: [Self; 8] =
        [Self::By, Self::Hash, Self::Cert, Self::Chain, Self::Subject, Self::Issuer, Self::Uri, Self::Dns];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::By => "By",
            Self::Hash => "Hash",
            Self::Cert => "Cert",
            Self::Chain => "Chain",
            Self::Subject => "Subject",
            Self::Issuer => "Issuer",
            Self::Uri => "URI",
            Self::Dns => "DNS",
        }
    }

    /// The key of this name, in letters of either case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether it may stand more than once.
    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::By | Self::Uri | Self::Dns)
    }
}

/// What stands in an element, not yet held against each other.
pub(super) struct Claims {
    element: usize,
    options: ForwardedOptions,
    pairs: usize,
    by: Vec<String>,
    hash: Option<String>,
    cert: Option<String>,
    chain: Option<String>,
    subject: Option<String>,
    issuer: Option<String>,
    uris: Vec<String>,
    dns_names: Vec<String>,
}

impl Claims {
    pub(super) fn new(element: usize, options: &ForwardedOptions) -> Self {
        Self {
            element,
            options: *options,
            pairs: 0,
            by: Vec::new(),
            hash: None,
            cert: None,
            chain: None,
            subject: None,
            issuer: None,
            uris: Vec::new(),
            dns_names: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, key: Key, value: &str) -> Result<(), ForwardedError> {
        self.pairs = self.pairs.saturating_add(1);
        if self.pairs > self.options.max_pairs {
            return Err(ForwardedError::TooMany {
                what: "pairs in one element",
                limit: self.options.max_pairs,
            });
        }
        if matches!(key, Key::Cert | Key::Chain) && value.len() > self.options.max_certificate_bytes {
            let limit = self.options.max_certificate_bytes;
            let error = PkiError::TooLarge { what: key.as_str(), bytes: value.len(), limit };
            return Err(ForwardedError::Document {
                element: self.element,
                key: key.as_str(),
                error: Box::new(error),
            });
        }
        if !matches!(key, Key::Cert | Key::Chain) && value.contains(char::is_control) {
            return Err(ForwardedError::Control { element: self.element, key: key.as_str() });
        }
        let single = match key {
            Key::Hash => &mut self.hash,
            Key::Cert => &mut self.cert,
            Key::Chain => &mut self.chain,
            Key::Subject => &mut self.subject,
            Key::Issuer => &mut self.issuer,
            Key::By | Key::Uri | Key::Dns => {
                let list = match key {
                    Key::By => &mut self.by,
                    Key::Uri => &mut self.uris,
                    _ => &mut self.dns_names,
                };
                // `URI=` is how Envoy says that there is none.
                if !value.is_empty() {
                    list.push(value.to_owned());
                }
                return Ok(());
            }
        };
        if single.replace(value.to_owned()).is_some() {
            return Err(ForwardedError::DuplicateKey { element: self.element, key: key.as_str() });
        }
        Ok(())
    }

    fn document<T>(&self, key: Key, read: Result<T, PkiError>) -> Result<T, ForwardedError> {
        let (element, key) = (self.element, key.as_str());
        read.map_err(|error| ForwardedError::Document { element, key, error: Box::new(error) })
    }

    /// The SHA-256 in lowercase.
    fn hash(&self) -> Result<Option<String>, ForwardedError> {
        let Some(given) = &self.hash else { return Ok(None) };
        if given.len() == 64 && given.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Some(given.to_ascii_lowercase()));
        }
        Err(ForwardedError::Hash { element: self.element, given: cut(given) })
    }

    /// Refuses names that are written and are not those of the certificate.
    fn same_names(&self, key: Key, given: &[String], certificate: &[String]) -> Result<(), ForwardedError> {
        if given.is_empty() || given == certificate {
            return Ok(());
        }
        Err(ForwardedError::NamesDiffer {
            element: self.element,
            key: key.as_str(),
            given: cut(&given.join(" ")),
            certificate: cut(&certificate.join(" ")),
        })
    }
}

/// What one proxy says of the certificate that its client presented.
///
/// Equality is that of what stands in it. Serializes as a record with `certificate_sha256` and `chain_length` in place of
/// the certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardedElement {
    number: usize,
    by: Vec<String>,
    hash: Option<String>,
    certificate: Option<Certificate>,
    chain: Option<CertificateChain>,
    subject: Option<String>,
    issuer: Option<String>,
    uris: Vec<String>,
    dns_names: Vec<String>,
}

impl ForwardedElement {
    /// Holds what stands in the element against each other.
    pub(super) fn of(number: usize, claims: Claims) -> Result<Self, ForwardedError> {
        let hash = claims.hash()?;
        let cert = claims.cert.as_ref().map(|pem| Certificate::from_pem(pem.as_bytes())).transpose();
        let cert = claims.document(Key::Cert, cert)?;
        let chain = claims.chain.as_ref().map(|pem| CertificateChain::from_pem(pem.as_bytes())).transpose();
        let chain = claims.document(Key::Chain, chain)?;
        let certificate = cert.or_else(|| chain.as_ref().map(|chain| chain.leaf().clone()));
        let (mut uris, mut dns_names) = (claims.uris.clone(), claims.dns_names.clone());
        if let Some(certificate) = &certificate {
            let sha256 = certificate.fingerprint_sha256();
            let leaf = chain.as_ref().map(|chain| chain.leaf().fingerprint_sha256());
            for (key, given) in [(Key::Hash, &hash), (Key::Chain, &leaf)] {
                if let Some(given) = given.as_ref().filter(|given| **given != sha256) {
                    return Err(ForwardedError::CertificateMismatch {
                        element: number,
                        key: key.as_str(),
                        given: given.clone(),
                        certificate: sha256,
                    });
                }
            }
            claims.same_names(Key::Uri, &uris, certificate.uris())?;
            claims.same_names(Key::Dns, &dns_names, certificate.dns_names())?;
            uris = certificate.uris().to_vec();
            dns_names = certificate.dns_names().to_vec();
        }
        if uris.len() > 1 && !claims.options.several_uris {
            return Err(ForwardedError::SeveralUris { element: number, count: uris.len() });
        }
        let Claims { by, subject, issuer, .. } = claims;
        Ok(Self { number, by, hash, certificate, chain, subject, issuer, uris, dns_names })
    }

    /// Which element of the header it is, counted from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The URI names of the proxy's own certificate: who says this.
    pub fn by(&self) -> &[String] {
        &self.by
    }

    /// SHA-256 of the client's certificate in DER, 64 lowercase hex digits; `None` where it is not written.
    pub fn hash(&self) -> Option<&str> {
        self.hash.as_deref()
    }

    /// The client's certificate: `Cert`, or else the first one of `Chain`. The proxy verified it or did not; nothing here did.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// What the client presented, its certificate first.
    pub fn chain(&self) -> Option<&CertificateChain> {
        self.chain.as_ref()
    }

    /// The subject as it is written, with the escapes of RFC 2253; empty for an empty one, `None` where it is not written.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The issuer in the same form.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The URI names of the client's certificate, those of [`certificate`](Self::certificate) where there is one.
    /// At most one, unless [`several_uris`](ForwardedOptions::several_uris) was asked for.
    pub fn uris(&self) -> &[String] {
        &self.uris
    }

    /// The DNS names of the client's certificate, in the same way.
    pub fn dns_names(&self) -> &[String] {
        &self.dns_names
    }

    /// The client's SPIFFE ID: its one URI (X509-SVID section 2).
    ///
    /// # Errors
    /// [`PkiError::Forwarded`] with [`ForwardedError::NoUri`], [`ForwardedError::SeveralUris`] or
    /// [`ForwardedError::NotSpiffe`].
    pub fn spiffe_id(&self) -> Result<SpiffeId, PkiError> {
        let element = self.number;
        Ok(match self.uris.as_slice() {
            [] => return Err(ForwardedError::NoUri { element }.into()),
            [uri] => SpiffeId::parse(uri).map_err(|error| ForwardedError::NotSpiffe { element, error })?,
            several => return Err(ForwardedError::SeveralUris { element, count: several.len() }.into()),
        })
    }
}

impl Serialize for ForwardedElement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            by: &'a [String],
            hash: Option<&'a str>,
            certificate_sha256: Option<String>,
            chain_length: Option<usize>,
            subject: Option<&'a str>,
            issuer: Option<&'a str>,
            uris: &'a [String],
            dns_names: &'a [String],
        }
        Record {
            by: &self.by,
            hash: self.hash(),
            certificate_sha256: self.certificate.as_ref().map(Certificate::fingerprint_sha256),
            chain_length: self.chain.as_ref().map(CertificateChain::len),
            subject: self.subject(),
            issuer: self.issuer(),
            uris: &self.uris,
            dns_names: &self.dns_names,
        }
        .serialize(serializer)
    }
}
