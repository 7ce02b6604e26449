//! What a certificate request may be granted.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use super::leaf::Purpose;
use crate::identity::{IdentityPattern, SpiffeId};

/// The names, purpose and lifetime that [`sign_csr`](super::CertificateAuthority::sign_csr) grants.
///
/// A request gets what it asks for as long as the policy grants all of it, and nothing otherwise. What the
/// certificate is for comes from the policy alone: an SVID for [`exact`](Self::exact) and
/// [`matching`](Self::matching), else a server or client certificate.
///
/// ```
/// use std::time::Duration;
/// use mtls_core::identity::SpiffeId;
/// use mtls_core::pki::issue::CsrPolicy;
///
/// let cart: SpiffeId = "spiffe://cluster-a.example/ns/shop/sa/cart".parse()?;
/// let policy = CsrPolicy::exact(&cart).allow_dns(["cart.shop.svc"]).max_validity(Duration::from_secs(3600));
/// assert_eq!(policy.to_string(), "spiffe://cluster-a.example/ns/shop/sa/cart, DNS cart.shop.svc");
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CsrPolicy {
    pub(super) purpose: Purpose,
    pub(super) identity: Identity,
    pub(super) dns: Vec<String>,
    pub(super) ips: Vec<IpAddr>,
    pub(super) ignore_subject: bool,
    pub(super) max_validity: Duration,
}

/// Who the request may be for.
#[derive(Clone, Debug)]
pub(super) enum Identity {
    Exact(SpiffeId),
    Matching(IdentityPattern),
    CommonName(String),
    /// The DNS names and IP addresses are all there is.
    Names,
}

impl CsrPolicy {
    fn new(purpose: Purpose, identity: Identity) -> Self {
        Self {
            purpose,
            identity,
            dns: Vec::new(),
            ips: Vec::new(),
            ignore_subject: false,
            max_validity: purpose.lifetime(),
        }
    }

    /// Grants an SVID for this ID. A request that names no URI gets it too: the policy says whose key it is.
    pub fn exact(id: &SpiffeId) -> Self {
        Self::new(Purpose::Svid, Identity::Exact(id.clone()))
    }

    /// Grants an SVID for whichever one ID the request names, if it matches the pattern.
    pub fn matching(pattern: IdentityPattern) -> Self {
        Self::new(Purpose::Svid, Identity::Matching(pattern))
    }

    /// Grants a server certificate for one or more of these DNS names and IP addresses.
    pub fn server<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut policy = Self::new(Purpose::Server, Identity::Names);
        for name in names {
            match name.as_ref().parse() {
                Ok(ip) => policy.ips.push(ip),
                Err(_) => policy.dns.push(name.as_ref().to_owned()),
            }
        }
        policy
    }

    /// Grants a client certificate under this common name, which a request with an empty subject gets too.
    pub fn client(common_name: impl Into<String>) -> Self {
        Self::new(Purpose::Client, Identity::CommonName(common_name.into()))
    }

    /// Grants these DNS names too. A wildcard is granted where it stands here as such.
    #[must_use]
    pub fn allow_dns<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.dns.extend(names.into_iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// Grants these IP addresses too.
    #[must_use]
    pub fn allow_ips(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.ips.extend(addresses);
        self
    }

    /// Leaves the request's subject out of the certificate rather than refusing one that is not granted.
    /// Many tools cannot make a request without a subject.
    #[must_use]
    pub fn ignore_subject(mut self) -> Self {
        self.ignore_subject = true;
        self
    }

    /// The lifetime, in whole seconds, or what the issuer has left if that is less. Default: 24 hours for an
    /// SVID, 45 days for the others. (A request cannot ask for one.)
    #[must_use]
    pub fn max_validity(mut self, lifetime: Duration) -> Self {
        self.max_validity = lifetime;
        self
    }

    pub(super) fn grants_dns(&self, name: &str) -> bool {
        self.dns.iter().any(|granted| granted.eq_ignore_ascii_case(name))
    }
}

/// What is granted, in words.
impl fmt::Display for CsrPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = match &self.identity {
            Identity::Exact(id) => vec![id.to_string()],
            Identity::Matching(pattern) => vec![pattern.to_string()],
            Identity::CommonName(name) => vec![format!("CN={name}")],
            Identity::Names => Vec::new(),
        };
        parts.extend(self.dns.iter().map(|name| format!("DNS {name}")));
        parts.extend(self.ips.iter().map(|ip| format!("IP {ip}")));
        f.write_str(&parts.join(", "))
    }
}
