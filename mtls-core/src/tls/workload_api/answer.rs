//! What an answer of the Workload API is worth.

use std::collections::BTreeMap;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::message::{Answer, Svid};
use crate::finding::{Refusal, excerpt};
use crate::identity::{SpiffeId, TrustDomain};
use crate::pki::{CertificateChain, KeyFormat, PrivateKey};
use crate::tls::Identity;
use crate::trust::source::SourceError;
use crate::trust::{BundleSet, TrustBundle};
use crate::verify::ChainVerifier;

/// Which identity to take of several.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) hint: Option<String>,
    pub(super) spiffe_id: Option<SpiffeId>,
}

/// A bad one degrades its own trust domain alone.
pub(super) type Bundles = BTreeMap<TrustDomain, Result<TrustBundle, SourceError>>;

/// An answer that is not discarded.
#[derive(Debug)]
pub(super) struct Judged {
    /// Not if the one that is wanted is not offered, or is bad.
    pub(super) identity: Result<Identity, SourceError>,
    pub(super) bundles: Bundles,
    /// What is wrong and concerns neither the identity nor a trust domain that could be named.
    pub(super) stray: Option<SourceError>,
}

/// Judges answers.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) wanted: Wanted,
    /// Of the Workload API, for messages.
    pub(super) address: String,
}

impl Judge {
    /// Reads an answer and checks the identity that is wanted: it is an X509-SVID with the SPIFFE ID that stands beside it,
    /// valid now, good by the bundle that came with it, and TLS can use its key.
    ///
    /// # Errors
    /// The answer is to be discarded whole (SPIFFE Workload API section 4.5): it is no such message, lacks what is mandatory, or
    /// names the identity that is wanted by no SPIFFE ID.
    pub(super) fn judge(&self, message: &[u8], at: UnixTime) -> Result<Judged, SourceError> {
        let answer = Answer::read(message).map_err(|reason| self.broken(reason))?;
        let wanted = answer.svids.iter().find(|svid| self.wanted.is(svid));
        let (mut bundles, mut spoiled) = (BTreeMap::new(), None);
        let identity = match wanted {
            Some(svid) => {
                let named = SpiffeId::parse(svid.spiffe_id).map_err(|e| self.content(&e))?;
                let domain = named.trust_domain().to_owned();
                match self.identity(&named, svid, at) {
                    Ok((identity, bundle)) => {
                        bundles.insert(domain, Ok(bundle));
                        Ok(identity)
                    }
                    // It says nothing good of the bundle beside it, and nothing bad of the others.
                    Err(e) => {
                        spoiled = Some(domain);
                        Err(e)
                    }
                }
            }
            None => Err(self.not_offered(&answer)),
        };
        let mut judged = Judged { identity, bundles, stray: None };
        for svid in &answer.svids {
            match SpiffeId::parse(svid.spiffe_id) {
                Err(e) => judged.stray = Some(self.content(&e)),
                Ok(id) if spoiled.as_ref().is_some_and(|spoiled| id.is_member_of(spoiled)) => {}
                Ok(id) => {
                    let domain = id.trust_domain().to_owned();
                    let own = || self.bundle(domain.clone(), svid.bundle);
                    judged.bundles.entry(domain.clone()).or_insert_with(own);
                }
            }
        }
        self.federated(&answer, spoiled, &mut judged);
        Ok(judged)
    }

    fn federated(&self, answer: &Answer<'_>, spoiled: Option<TrustDomain>, judged: &mut Judged) {
        let own: Vec<TrustDomain> = judged.bundles.keys().cloned().chain(spoiled).collect();
        for (name, der) in &answer.federated {
            let domain = match TrustDomain::parse(name.strip_prefix("spiffe://").unwrap_or(name)) {
                Ok(domain) => domain,
                Err(e) => {
                    judged.stray = Some(self.content(&e));
                    continue;
                }
            };
            // Nobody else vouches for the trust domains that this process belongs to.
            if own.contains(&domain) {
                judged.stray =
                    Some(self.broken(&format!("the own trust domain {domain} stands among the federated")));
                continue;
            }
            let bundle = match judged.bundles.contains_key(&domain) {
                true => Err(self.broken(&format!("two bundles for {domain}"))),
                false => self.bundle(domain.clone(), der),
            };
            judged.bundles.insert(domain, bundle);
        }
    }

    /// The identity and the bundle of its trust domain.
    fn identity(
        &self,
        named: &SpiffeId,
        svid: &Svid<'_>,
        at: UnixTime,
    ) -> Result<(Identity, TrustBundle), SourceError> {
        let refused = |e: &dyn Refusal| self.content(e);
        let chain = CertificateChain::from_der_run(svid.chain).map_err(|e| refused(&e))?;
        let key = PrivateKey::from_der(svid.key).map_err(|e| refused(&e))?;
        if key.format() != KeyFormat::Pkcs8 {
            return Err(self.broken("the key is not in PKCS#8"));
        }
        let identity = Identity::new(chain, key).map_err(|e| refused(&e))?;
        identity.check_key().map_err(|e| refused(&e))?;
        identity.check_dates(at).map_err(|e| refused(&e))?;
        if let Some(found) = identity.spiffe_id().filter(|found| *found != named) {
            let (named, found) = (excerpt(svid.spiffe_id), excerpt(found.as_str()));
            return Err(self.broken(&format!("the identity `{named}` has a certificate of `{found}`")));
        }
        let bundle = self.bundle(named.trust_domain().to_owned(), svid.bundle)?;
        let own = BundleSet::new([bundle.clone()]).map_err(|e| refused(&e))?;
        let verifier = ChainVerifier::builder(own).build().map_err(|e| refused(&e))?;
        verifier.verify_chain(identity.chain(), at).map_err(|e| refused(&e))?;
        Ok((identity, bundle))
    }

    fn bundle(&self, domain: TrustDomain, der: &[u8]) -> Result<TrustBundle, SourceError> {
        TrustBundle::from_der(domain, der).map_err(|e| self.content(&e))
    }

    fn content(&self, refusal: &dyn Refusal) -> SourceError {
        SourceError::Content { path: self.address.clone(), reason: refusal.to_string(), rule: refusal.rule() }
    }

    fn broken(&self, reason: &str) -> SourceError {
        SourceError::Answer { address: self.address.clone(), reason: reason.to_owned() }
    }

    fn not_offered(&self, answer: &Answer<'_>) -> SourceError {
        let wanted = match (&self.wanted.spiffe_id, &self.wanted.hint) {
            (Some(id), None) => format!("`{}`", excerpt(id.as_str())),
            (Some(id), Some(hint)) => {
                format!("`{}` with the hint `{}`", excerpt(id.as_str()), excerpt(hint))
            }
            (None, hint) => format!("with the hint `{}`", excerpt(hint.as_deref().unwrap_or_default())),
        };
        let one = |svid: &Svid<'_>| match svid.hint {
            "" => format!("`{}`", excerpt(svid.spiffe_id)),
            hint => format!("`{}` with the hint `{}`", excerpt(svid.spiffe_id), excerpt(hint)),
        };
        let mut offered: Vec<String> = answer.svids.iter().take(4).map(one).collect();
        if answer.svids.len() > offered.len() {
            offered.push("…".to_owned());
        }
        SourceError::NotOffered { address: self.address.clone(), wanted, offered: offered.join(", ") }
    }
}

impl Wanted {
    /// The first that fits is taken, so of two with one hint the first wins (section 5.2.1).
    fn is(&self, svid: &Svid<'_>) -> bool {
        self.hint.as_ref().is_none_or(|hint| hint == svid.hint)
            && self.spiffe_id.as_ref().is_none_or(|id| id.as_str() == svid.spiffe_id)
    }
}

/// When the bundle's last authority expires, and when to warn of it: in the last quarter of its validity. Agents publish the
/// next one in the first half.
pub(super) fn bundle_expiry(bundle: &TrustBundle) -> (Option<UnixTime>, Option<UnixTime>) {
    let Some(last) = bundle.authorities().iter().max_by_key(|authority| authority.not_after()) else {
        return (None, None);
    };
    let (from, to) = (last.not_before().as_secs(), last.not_after().as_secs());
    let quarter = to.saturating_sub(from).checked_div(4).unwrap_or_default();
    (Some(last.not_after()), Some(seconds(to.saturating_sub(quarter))))
}

/// When the identity expires, and when to warn of it: `before` that, or when two thirds of the time that it has left are
/// gone. Agents renew an SVID at half of its life.
pub(super) fn identity_expiry(
    identity: &Identity,
    before: Option<Duration>,
    at: UnixTime,
) -> (Option<UnixTime>, Option<UnixTime>) {
    let expires = identity.expires_at().as_secs();
    let third = expires.saturating_sub(at.as_secs()).checked_div(3).unwrap_or_default();
    let before = before.map_or(third, |before| before.as_secs());
    (Some(seconds(expires)), Some(seconds(expires.saturating_sub(before))))
}

fn seconds(since_epoch: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(since_epoch))
}
