//! Within which an issuer is looked for.

use std::fmt;

use crate::identity::{SpiffeIdRef, TrustDomainRef};
use crate::pki::Certificate;
use crate::verify::anchors::Anchors;
use crate::verify::snapshot::{Snapshot, Trust};

/// Who may vouch for a leaf.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// `None` where the claimed trust domain has no bundle.
    pub(super) anchors: Option<&'a Anchors>,
    /// Whom the leaf claims to be, where it is judged as an X509-SVID.
    pub(super) id: Option<SpiffeIdRef<'a>>,
}

impl<'a> Scope<'a> {
    /// `None` for a leaf that is judged by its SPIFFE ID and claims none.
    pub(super) fn of(snapshot: &'a Snapshot, leaf: &'a Certificate) -> Option<Self> {
        match &snapshot.trust {
            Trust::Anchors(anchors) => Some(Self { anchors: Some(anchors), id: None }),
            Trust::Domains(domains) => {
                let id = SpiffeIdRef::parse(leaf.uris().first()?).ok()?;
                Some(Self { anchors: domains.get(id.trust_domain().as_str()), id: Some(id) })
            }
        }
    }

    pub(super) fn authorities(&self) -> &'a [Certificate] {
        self.anchors.map_or(&[], |anchors| &anchors.authorities)
    }

    pub(super) fn trust_domain(&self) -> Option<TrustDomainRef<'a>> {
        self.id.map(|id| id.trust_domain())
    }

    /// The verb that goes with it.
    pub(super) fn has(&self) -> &'static str {
        if self.id.is_some() { "has" } else { "have" }
    }
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.trust_domain() {
            Some(name) => write!(f, "the bundle of {name}"),
            None => f.write_str("the trust anchors"),
        }
    }
}
