//! What is known of a request, and the verdict on it.

use std::fmt;
use std::net::IpAddr;

use rustls_pki_types::CertificateDer;
use serde::Serialize;

use crate::finding::Finding;
use crate::origin::{ACCESS_HEADER, AccessToken, OriginError};
use crate::verify::VerifiedCertificate;

/// A request as the origin's server saw it: the connection it came over, and its head.
///
/// The client's certificate counts as proof only if the client signed for this very connection with the certificate's key: take
/// chain and certificate from the TLS stack, never from a header.
#[derive(Clone, Default)]
pub struct EdgeRequest<'a> {
    pub(super) chain: Vec<CertificateDer<'a>>,
    pub(super) server_name: Option<&'a str>,
    pub(super) host: Option<&'a str>,
    pub(super) source: Option<IpAddr>,
    pub(super) headers: Vec<(&'a str, &'a str)>,
}

impl<'a> EdgeRequest<'a> {
    /// Of which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The chain that the client presented, leaf first.
    #[must_use]
    pub fn chain(mut self, chain: &[CertificateDer<'a>]) -> Self {
        self.chain = chain.to_vec();
        self
    }

    /// The client's certificate as [`tls`](crate::tls) verified it. It is judged again by the policy's own verifier.
    #[must_use]
    pub fn certificate(self, certificate: &'a VerifiedCertificate) -> Self {
        self.chain(certificate.path())
    }

    /// The server that the client named in the handshake (SNI).
    #[must_use]
    pub fn server_name(mut self, name: &'a str) -> Self {
        self.server_name = Some(name);
        self
    }

    /// The host that the request asks for: `Host`, or `:authority` in HTTP/2. A request with two must have been refused before.
    #[must_use]
    pub fn host(mut self, host: &'a str) -> Self {
        self.host = Some(host);
        self
    }

    /// The address at the other end of the connection. Not one from a header.
    #[must_use]
    pub fn source(mut self, address: IpAddr) -> Self {
        self.source = Some(address);
        self
    }

    /// A header of the request. Hand over all of them: those that are demanded must be there, `CF-Worker` must not be foreign.
    #[must_use]
    pub fn header(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The header [`ACCESS_HEADER`].
    #[must_use]
    pub fn access_token(self, token: &'a str) -> Self {
        self.header(ACCESS_HEADER, token)
    }
}

/// Shows no header's value: among them are tokens and secrets.
impl fmt::Debug for EdgeRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeRequest")
            .field("certificates", &self.chain.len())
            .field("server_name", &self.server_name)
            .field("host", &self.host)
            .field("source", &self.source)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish()
    }
}

/// The verdict on a request, with every reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Admission {
    /// Whether the request is let in.
    pub(super) admitted: bool,
    pub(super) host: Option<String>,
    pub(super) certificate: Option<VerifiedCertificate>,
    pub(super) token: Option<AccessToken>,
    pub(super) findings: Vec<Finding>,
}

impl Admission {
    /// Whether the request is let in.
    #[must_use]
    pub fn is_admitted(&self) -> bool {
        self.admitted
    }

    /// The host that the request asks for, normalized: lowercase, without port and final dot.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The edge's certificate, if its chain is good; the request may still be refused.
    #[must_use]
    pub fn certificate(&self) -> Option<&VerifiedCertificate> {
        self.certificate.as_ref()
    }

    /// The token of Cloudflare Access, if one is demanded and good; the request may still be refused.
    #[must_use]
    pub fn token(&self) -> Option<&AccessToken> {
        self.token.as_ref()
    }

    /// Every reason to refuse the request, and what was merely noticed.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The same as a result.
    ///
    /// # Errors
    /// [`OriginError::Refused`] with the findings if the request is not let in.
    pub fn into_result(self) -> Result<Self, OriginError> {
        if self.admitted { Ok(self) } else { Err(OriginError::Refused { findings: self.findings }) }
    }
}

/// `admitted`, or `refused` with every reason.
impl fmt::Display for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.admitted { "admitted" } else { "refused" })?;
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}
