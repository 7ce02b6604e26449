//! What a verifier remembers, so that a known peer or issuer costs less; never another verdict.
//!
//! A cache belongs to its snapshot and dies with it. Entries are found by the whole bytes that were
//! judged, compared to the last one. Nothing but acceptances is kept, and each for a [`Window`] of time in
//! which no certificate, authority or CRL that had a say begins or ends: inside it the verdict is the same
//! whenever it is given.

use std::hash::{Hash, Hasher};

use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};

use crate::pki::strict::CertificateFields;

use super::purpose::Role;
use super::{ExpectedName, Purpose};

/// How much a verifier may remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheLimits {
    /// Bytes of accepted peers, known again by their whole chain. Default 8 MiB: some 2,000 peers.
    pub peer_bytes: u64,
    /// Bytes of accepted issuers, so that a new leaf under a known issuer costs one signature check.
    /// Default 1 MiB: some 300 issuers.
    pub issuer_bytes: u64,
}

impl CacheLimits {
    /// Remembers nothing.
    pub const NONE: Self = Self { peer_bytes: 0, issuer_bytes: 0 };
}

impl Default for CacheLimits {
    fn default() -> Self {
        Self { peer_bytes: 8 << 20, issuer_bytes: 1 << 20 }
    }
}

/// A span of time, in seconds since 1970: `from` counts, `until` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    from: i64,
    until: i64,
}

impl Window {
    /// All of time.
    pub(super) const ALWAYS: Self = Self { from: i64::MIN, until: i64::MAX };

    /// Cut at an instant from which on something is judged differently, towards `at`.
    pub(super) fn cut(self, at: UnixTime, instant: i64) -> Self {
        if instant <= seconds(at) {
            Self { from: self.from.max(instant), ..self }
        } else {
            Self { until: self.until.min(instant), ..self }
        }
    }

    /// Cut by a validity, both ends of which count as valid.
    pub(super) fn cut_validity(self, at: UnixTime, not_before: i64, not_after: i64) -> Self {
        self.cut(at, not_before).cut(at, not_after.saturating_add(1))
    }

    /// Cut by the nearest of sorted instants on both sides.
    pub(super) fn cut_sorted(self, at: UnixTime, instants: &[i64]) -> Self {
        let after = instants.partition_point(|instant| *instant <= seconds(at));
        let before = after.checked_sub(1).and_then(|place| instants.get(place));
        [before, instants.get(after)].into_iter().flatten().fold(self, |window, i| window.cut(at, *i))
    }

    pub(super) fn contains(self, at: UnixTime) -> bool {
        (self.from..self.until).contains(&seconds(at))
    }
}

fn seconds(at: UnixTime) -> i64 {
    i64::try_from(at.as_secs()).unwrap_or(i64::MAX)
}

/// Accepted peers by what was asked about which bytes.
pub(super) struct Peers<V>(Option<Cache<PeerKey, Remembered<V>, ByBytes>>);

struct PeerKey {
    purpose: Purpose,
    name: ExpectedName,
    chain: Box<[CertificateDer<'static>]>,
}

/// The same, borrowed.
pub(super) struct PeerLookup<'a> {
    pub(super) purpose: Purpose,
    pub(super) name: &'a ExpectedName,
    pub(super) chain: &'a [CertificateDer<'a>],
}

#[derive(Clone)]
struct Remembered<V> {
    verdict: V,
    window: Window,
    /// Bytes of the verdict besides the accepted path.
    bytes: usize,
}

impl<V: Clone> Peers<V> {
    pub(super) fn new(bytes: u64) -> Self {
        Self((bytes > 0).then(|| Cache::with_weighter(items(bytes), bytes, ByBytes)))
    }

    pub(super) fn get(&self, lookup: &PeerLookup<'_>, at: UnixTime) -> Option<V> {
        let found = self.0.as_ref()?.get(lookup)?;
        found.window.contains(at).then_some(found.verdict)
    }

    /// `bytes`: what the verdict holds besides the accepted path.
    pub(super) fn insert(&self, lookup: &PeerLookup<'_>, window: Window, verdict: &V, bytes: usize) {
        let Some(cache) = &self.0 else { return };
        let key = PeerKey { purpose: lookup.purpose, name: lookup.name.clone(), chain: owned(lookup.chain) };
        cache.insert(key, Remembered { verdict: verdict.clone(), window, bytes });
    }

    #[cfg(test)]
    pub(super) fn weight(&self) -> u64 {
        self.0.as_ref().map_or(0, Cache::weight)
    }
}

/// Accepted issuers by the certificates that came behind the leaf.
pub(super) struct Issuers(Option<Cache<IssuerKey, std::sync::Arc<Issuer>, ByBytes>>);

struct IssuerKey {
    role: Role,
    trust_domain: Box<str>,
    rest: Box<[CertificateDer<'static>]>,
}

/// The same, borrowed.
pub(super) struct IssuerLookup<'a> {
    pub(super) role: Role,
    /// Whose authorities vouch; empty where there are no trust domains.
    pub(super) trust_domain: &'a str,
    pub(super) rest: &'a [CertificateDer<'a>],
}

/// The accepted path above a leaf.
pub(super) struct Issuer {
    /// The leaf's issuer as webpki takes it, under the one name constraint of the path, if there is one.
    pub(super) anchor: [TrustAnchor<'static>; 1],
    /// Its Name, tag and length included.
    pub(super) subject: Box<[u8]>,
    /// Positions of the intermediates in the chain, the leaf's issuer first.
    pub(super) path: Vec<usize>,
    /// Place of the authority among the anchors.
    pub(super) authority: usize,
    pub(super) window: Window,
    /// What the name constraint costs.
    pub(super) fence: Fence,
}

/// Comparisons of names with the one constraint of a path, which webpki counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fence {
    /// For each name.
    pub(super) bases: usize,
    /// For the names of the intermediates, which are not compared again.
    pub(super) above: usize,
}

impl Fence {
    /// Whether webpki compares the names of the whole path with this leaf, too, without giving up.
    pub(super) fn bears(self, leaf: &CertificateFields<'_>) -> bool {
        let own = || names(leaf).saturating_mul(self.bases);
        self.bases == 0 || own().saturating_add(self.above) <= MAX_COMPARISONS
    }
}

/// webpki's own bound.
const MAX_COMPARISONS: usize = 250_000;

/// How many names webpki holds against a constraint: those of subjectAltName, and the subject.
pub(super) fn names(fields: &CertificateFields<'_>) -> usize {
    fields.extensions.subject_alt_name.map_or(0, |names| names.names().count()).saturating_add(1)
}

impl Issuers {
    pub(super) fn new(bytes: u64) -> Self {
        Self((bytes > 0).then(|| Cache::with_weighter(items(bytes), bytes, ByBytes)))
    }

    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn get(&self, lookup: &IssuerLookup<'_>, at: UnixTime) -> Option<std::sync::Arc<Issuer>> {
        self.0.as_ref()?.get(lookup).filter(|issuer| issuer.window.contains(at))
    }

    pub(super) fn insert(&self, lookup: &IssuerLookup<'_>, issuer: Issuer) {
        let Some(cache) = &self.0 else { return };
        let key = IssuerKey {
            role: lookup.role,
            trust_domain: lookup.trust_domain.into(),
            rest: owned(lookup.rest),
        };
        cache.insert(key, std::sync::Arc::new(issuer));
    }
}

/// What an entry weighs: its bytes, and the same again for what is accepted, which holds them, too.
#[derive(Clone)]
struct ByBytes;

/// Of an entry besides its certificates, names and findings: table, key, verdict.
const OVERHEAD: usize = 1024;

impl ByBytes {
    fn of(chain: &[CertificateDer<'_>], others: usize) -> u64 {
        let bytes = chain.iter().fold(0_usize, |sum, der| sum.saturating_add(der.len()));
        let weight = bytes.saturating_mul(2).saturating_add(others).saturating_add(OVERHEAD);
        u64::try_from(weight).unwrap_or(u64::MAX)
    }
}

impl<V> Weighter<PeerKey, Remembered<V>> for ByBytes {
    fn weight(&self, key: &PeerKey, value: &Remembered<V>) -> u64 {
        let names = match &key.name {
            ExpectedName::Any => 0,
            ExpectedName::OneOf(names) => names.iter().fold(0, |sum, name| name.bytes().saturating_add(sum)),
        };
        Self::of(&key.chain, value.bytes.saturating_add(names))
    }
}

impl Weighter<IssuerKey, std::sync::Arc<Issuer>> for ByBytes {
    fn weight(&self, key: &IssuerKey, _: &std::sync::Arc<Issuer>) -> u64 {
        Self::of(&key.rest, 0)
    }
}

/// About how many entries fit.
fn items(bytes: u64) -> usize {
    usize::try_from(bytes >> 12).unwrap_or(usize::MAX).clamp(16, 1 << 20)
}

fn owned(chain: &[CertificateDer<'_>]) -> Box<[CertificateDer<'static>]> {
    chain.iter().map(|der| der.clone().into_owned()).collect()
}

fn hash_chain<H: Hasher>(chain: &[CertificateDer<'_>], state: &mut H) {
    chain.len().hash(state);
    for der in chain {
        der.as_ref().hash(state);
    }
}

impl Hash for PeerKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        PeerLookup { purpose: self.purpose, name: &self.name, chain: &self.chain }.hash(state);
    }
}

impl Hash for PeerLookup<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.purpose, self.name).hash(state);
        hash_chain(self.chain, state);
    }
}

impl PartialEq for PeerKey {
    fn eq(&self, other: &Self) -> bool {
        PeerLookup { purpose: self.purpose, name: &self.name, chain: &self.chain }.equivalent(other)
    }
}

impl Eq for PeerKey {}

impl Equivalent<PeerKey> for PeerLookup<'_> {
    fn equivalent(&self, key: &PeerKey) -> bool {
        self.purpose == key.purpose && *self.name == key.name && *self.chain == *key.chain
    }
}

impl Hash for IssuerKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        IssuerLookup { role: self.role, trust_domain: &self.trust_domain, rest: &self.rest }.hash(state);
    }
}

impl Hash for IssuerLookup<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.role, self.trust_domain).hash(state);
        hash_chain(self.rest, state);
    }
}

impl PartialEq for IssuerKey {
    fn eq(&self, other: &Self) -> bool {
        IssuerLookup { role: self.role, trust_domain: &self.trust_domain, rest: &self.rest }.equivalent(other)
    }
}

impl Eq for IssuerKey {}

impl Equivalent<IssuerKey> for IssuerLookup<'_> {
    fn equivalent(&self, key: &IssuerKey) -> bool {
        self.role == key.role && *self.trust_domain == *key.trust_domain && *self.rest == *key.rest
    }
}
