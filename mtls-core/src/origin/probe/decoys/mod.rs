//! Client certificates that an enforcing origin refuses, each for one reason and no other.
//!
//! All have P-256 keys, SHA-256 signatures, key identifiers, `digitalSignature` and `clientAuth`: a weaker certificate
//! would be refused for being weak, and prove nothing.

mod write;

use std::sync::Arc;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use sha2::{Digest as _, Sha256};

use super::evidence::ProbeKind;
use crate::pki::issue::{CertificateAuthority, IssueError};
use crate::pki::{Certificate, CertificateChain, PrivateKey};
use crate::trust::TrustAnchors;
use write::{Key, Leaf, common_name};

/// How long a decoy is valid; it begins an hour ago, for origins whose clock is behind.
const DAY: u64 = 24 * 60 * 60;
const HOUR: u64 = 60 * 60;
const LATE: Duration = Duration::from_secs(HOUR);

/// A certificate to present, with its key.
pub(super) struct Presented {
    pub(super) chain: CertificateChain,
    pub(super) key: PrivateKey,
}

/// A certificate to present and the probe that presents it.
#[derive(Clone)]
pub(super) struct Decoy {
    pub(super) kind: ProbeKind,
    pub(super) presented: Arc<Presented>,
}

impl Decoy {
    fn new(kind: ProbeKind, chain: CertificateChain, key: PrivateKey) -> Self {
        Self { kind, presented: Arc::new(Presented { chain, key }) }
    }
}

/// The CA that a decoy pretends to be of: its name byte for byte, string types and all, and its key identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuthorityName {
    pub(super) subject: Vec<u8>,
    pub(super) key_id: Option<Vec<u8>>,
}

impl AuthorityName {
    /// Of the first authority.
    pub(super) fn of_anchors(anchors: &TrustAnchors) -> Option<Self> {
        let authority = anchors.authorities().first()?;
        Some(Self {
            subject: authority.subject_der().to_vec(),
            key_id: authority.subject_key_id().map(<[u8]>::to_vec),
        })
    }

    /// Of the authority that the last certificate of the edge's chain names as its issuer.
    pub(super) fn of_issuer(chain: &CertificateChain) -> Option<Self> {
        let last = chain.certificates().last()?;
        Some(Self {
            subject: last.issuer_der().to_vec(),
            key_id: last.authority_key_id().map(<[u8]>::to_vec),
        })
    }

    /// As a server lists it in its request for a certificate, which names no key.
    pub(super) fn listed(name: &[u8]) -> Self {
        Self { subject: name.to_vec(), key_id: None }
    }
}

/// The decoys that pretend to be of `authority`: self-signed under its name, issued by another CA of that name, and the
/// same with its key identifier where that is known. The issued ones bear the edge's own subject where `edge` is
/// given, so that an origin that looks at the subject alone takes them.
pub(super) fn namesakes(
    authority: &AuthorityName,
    edge: Option<&Certificate>,
    at: UnixTime,
) -> Result<Vec<Decoy>, IssueError> {
    let window = (before(at, HOUR), after(at, DAY));
    let subject = edge.map_or_else(|| common_name("mtls-core probe"), |leaf| leaf.subject_der().to_vec());
    let (own, impostor, leaf_key) = (Key::generate()?, Key::generate()?, Key::generate()?);

    let alone = Leaf {
        subject: &authority.subject,
        issuer: &authority.subject,
        authority_key_id: &own.id(),
        window,
        key: &own,
    };
    let mut decoys = vec![Decoy::new(ProbeKind::SelfSigned, alone.signed_by(&own)?, own.private_key()?)];

    let issued = Leaf {
        subject: &subject,
        issuer: &authority.subject,
        authority_key_id: &impostor.id(),
        window,
        key: &leaf_key,
    };
    decoys.push(Decoy::new(ProbeKind::SameNameCa, issued.signed_by(&impostor)?, leaf_key.private_key()?));
    if let Some(key_id) = &authority.key_id {
        let twin = Leaf { authority_key_id: key_id, ..issued };
        decoys.push(Decoy::new(
            ProbeKind::SameNameAndKeyCa,
            twin.signed_by(&impostor)?,
            leaf_key.private_key()?,
        ));
    }
    Ok(decoys)
}

/// A leaf of a CA that nobody trusts and that resembles none: alone, and with that CA's own certificate behind it. Servers that
/// are told to ignore errors take one and refuse the other: a leaf whose issuer is nowhere fails at itself, with other errors than
/// a chain that ends at an unknown root above it (HAProxy `crt-ignore-err` and `ca-ignore-err`). The namesakes do not stand in for
/// either: where the CA has no key identifier, it is a signature that is wrong.
pub(super) fn strangers(at: UnixTime) -> Result<[Decoy; 2], IssueError> {
    let ca = CertificateAuthority::root("mtls-core probe: unrelated CA").at(at).backdate(LATE).build()?;
    let issued =
        ca.client("mtls-core probe").at(at).backdate(LATE).valid_for(Duration::from_secs(DAY)).issue()?;
    let leaf = issued.chain.leaf().clone();
    let alone = CertificateChain::new([leaf.clone()])?;
    let with_root = CertificateChain::new([leaf, ca.certificate().clone()])?;
    Ok([
        Decoy::new(ProbeKind::UnrelatedCa, alone, issued.key.clone_key()),
        Decoy::new(ProbeKind::UnrelatedCaWithRoot, with_root, issued.key),
    ])
}

/// Certificates of the origin's real CA that are unfit all the same: expired, not yet valid, for servers, and one
/// without the intermediate that issued it. What this CA cannot issue (it is too young, has no room for an
/// intermediate, or constrains names) is named with the reason in the second list.
pub(super) fn unfit(ca: &CertificateAuthority, at: UnixTime) -> (Vec<Decoy>, Vec<(ProbeKind, IssueError)>) {
    let name = "mtls-core probe";
    let begin = ca.certificate().not_before();
    let expired = || {
        // Over for half as long as it was valid, as far as the age of the CA gives room.
        let half = (at.as_secs().saturating_sub(begin.as_secs()) >> 1).min(HOUR);
        let lifetime = Duration::from_secs(half);
        ca.client(name).not_before(before(at, half.saturating_mul(2))).valid_for(lifetime).issue()
    };
    let early = || ca.client(name).not_before(after(at, DAY)).valid_for(Duration::from_secs(DAY)).issue();
    let server = || ca.server(["probe.invalid"]).at(at).clip_to_issuer().issue();
    let orphan = || {
        let intermediate =
            ca.intermediate("mtls-core probe: intermediate").at(at).clip_to_issuer().build()?;
        let mut issued = intermediate.client(name).at(at).clip_to_issuer().issue()?;
        issued.chain = CertificateChain::new([issued.chain.leaf().clone()])?;
        Ok(issued)
    };
    let makers: [(ProbeKind, &dyn Fn() -> Result<_, IssueError>); 4] = [
        (ProbeKind::Expired, &expired),
        (ProbeKind::NotYetValid, &early),
        (ProbeKind::ServerOnly, &server),
        (ProbeKind::MissingIntermediate, &orphan),
    ];
    let (mut made, mut left_out) = (Vec::new(), Vec::new());
    for (kind, make) in makers {
        match make() {
            Ok(issued) => made.push(Decoy::new(kind, issued.chain, issued.key)),
            Err(error) => left_out.push((kind, error)),
        }
    }
    (made, left_out)
}

fn before(at: UnixTime, seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(at.as_secs().saturating_sub(seconds)))
}

fn after(at: UnixTime, seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(at.as_secs().saturating_add(seconds)))
}

/// A key identifier: the first 160 bits of SHA-256 over the public key (RFC 7093 section 2, method 1).
fn key_identifier(public_key: &[u8]) -> Vec<u8> {
    Sha256::digest(public_key).iter().copied().take(20).collect()
}

#[cfg(test)]
mod tests;
