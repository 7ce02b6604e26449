//! The ways from a leaf towards the trust anchors, as a path builder would look for them.

use std::collections::HashMap;

use rustls_pki_types::SignatureVerificationAlgorithm;

use crate::pki::{Certificate, PkiError};

/// How many signatures a diagnosis may check: names can be made to match without end.
const MAX_SIGNATURES: usize = 64;
/// How many ways are told of: certificates that sign each other make more than anyone reads.
const MAX_WAYS: usize = 16;
/// Links of a way. Twice what any verifier follows.
const MAX_LINKS: usize = 16;

/// A way up: each certificate's key made the signature of the one before it.
pub(super) struct Way<'a> {
    /// Positions in the chain, the leaf first.
    pub(super) links: Vec<usize>,
    pub(super) end: End<'a>,
}

impl Way<'_> {
    /// Whether it ends where an issuer should be and not even a namesake was found.
    pub(super) fn lacks_issuer(&self) -> bool {
        matches!(&self.end, End::Gap(gap) if gap.authority.is_none() && gap.sent.is_none() && !gap.is_root)
    }
}

/// How a way ends.
pub(super) enum End<'a> {
    /// At a trust anchor.
    Authority(&'a Certificate),
    /// At a certificate that no known key signed.
    Gap(Gap<'a>),
}

/// What was found where an issuer should be.
#[derive(Default)]
pub(super) struct Gap<'a> {
    /// A trust anchor of the issuer's name, with another key.
    pub(super) authority: Option<&'a Certificate>,
    /// The position of a certificate of the issuer's name, with another key.
    pub(super) sent: Option<usize>,
    /// The certificate says itself that nothing stands above it.
    pub(super) is_root: bool,
    /// A signature of a kind that cannot be checked.
    pub(super) unsupported: Option<String>,
    /// Not all candidates were looked at.
    pub(super) unchecked: bool,
}

/// Whether a key made a signature.
#[derive(Clone)]
pub(super) enum Signed {
    Yes,
    No,
    Unsupported(String),
    /// Too many were checked already.
    Unchecked,
}

/// Checks signatures, each once, and not without end.
pub(super) struct Signatures<'a> {
    algorithms: &'a [&'static dyn SignatureVerificationAlgorithm],
    left: usize,
    /// By the fingerprints of child and issuer.
    known: HashMap<([u8; 32], [u8; 32]), Signed>,
}

impl<'a> Signatures<'a> {
    pub(super) fn new(algorithms: &'a [&'static dyn SignatureVerificationAlgorithm]) -> Self {
        Self { algorithms, left: MAX_SIGNATURES, known: HashMap::new() }
    }

    pub(super) fn check(&mut self, child: &Certificate, issuer: &Certificate) -> Signed {
        let pair = (child.fingerprint(), issuer.fingerprint());
        if let Some(known) = self.known.get(&pair) {
            return known.clone();
        }
        let Some(left) = self.left.checked_sub(1) else { return Signed::Unchecked };
        self.left = left;
        let answer = match child.verify_signed_by(issuer, self.algorithms) {
            Ok(()) => Signed::Yes,
            Err(e @ PkiError::SignatureUnsupported { .. }) => Signed::Unsupported(e.to_string()),
            Err(_) => Signed::No,
        };
        self.known.insert(pair, answer.clone());
        answer
    }
}

/// By name alone: a namesake with another key is just what a diagnosis must find.
pub(super) fn is_named(child: &Certificate, issuer: &Certificate) -> bool {
    child.issuer_der() == issuer.subject_der()
}

/// All ways from certificate 0, in the order in which webpki would come to them.
pub(super) fn ways<'a>(
    chain: &[Result<Certificate, PkiError>],
    authorities: &'a [Certificate],
    signatures: &mut Signatures<'_>,
) -> Vec<Way<'a>> {
    let mut climb = Climb { chain, authorities, signatures, ways: Vec::new() };
    climb.from(&mut vec![0]);
    climb.ways
}

struct Climb<'c, 'a, 's, 'n> {
    chain: &'c [Result<Certificate, PkiError>],
    authorities: &'a [Certificate],
    signatures: &'s mut Signatures<'n>,
    ways: Vec<Way<'a>>,
}

impl<'c> Climb<'c, '_, '_, '_> {
    fn certificate(&self, index: usize) -> Option<&'c Certificate> {
        self.chain.get(index)?.as_ref().ok()
    }

    /// Adds every way that begins with these links.
    fn from(&mut self, links: &mut Vec<usize>) {
        if self.ways.len() >= MAX_WAYS {
            return;
        }
        let Some(child) = links.last().and_then(|index| self.certificate(*index)) else { return };
        let mut gap = Gap { is_root: child.is_self_issued(), ..Gap::default() };
        let mut leads_on = false;
        for authority in self.authorities.iter().filter(|authority| is_named(child, authority)) {
            match self.signatures.check(child, authority) {
                Signed::Yes => {
                    leads_on = true;
                    self.ways.push(Way { links: links.clone(), end: End::Authority(authority) });
                }
                Signed::No => gap.authority = gap.authority.or(Some(authority)),
                Signed::Unsupported(why) => gap.unsupported = Some(why),
                Signed::Unchecked => gap.unchecked = true,
            }
        }
        for index in 0..self.chain.len() {
            let Some(issuer) =
                self.certificate(index).filter(|c| is_named(child, c) && self.is_new(c, links))
            else {
                continue;
            };
            match self.signatures.check(child, issuer) {
                Signed::Yes if links.len() < MAX_LINKS => {
                    leads_on = true;
                    links.push(index);
                    self.from(links);
                    links.pop();
                }
                Signed::Yes | Signed::Unchecked => gap.unchecked = true,
                Signed::No => gap.sent = gap.sent.or(Some(index)),
                Signed::Unsupported(why) => gap.unsupported = Some(why),
            }
        }
        if !leads_on {
            self.ways.push(Way { links: links.clone(), end: End::Gap(gap) });
        }
    }

    /// Neither a trust anchor that was sent along, nor of a name and key that the way has come by.
    fn is_new(&self, issuer: &Certificate, links: &[usize]) -> bool {
        !self.authorities.contains(issuer)
            && !links.iter().filter_map(|index| self.certificate(*index)).any(|passed| {
                passed.subject_der() == issuer.subject_der() && passed.public_key() == issuer.public_key()
            })
    }
}
