//! The message `X509SVIDResponse` of the Workload API.

use super::protobuf::{Fields, Reason, Value};

/// Identities in one answer.
pub(super) const MOST_SVIDS: usize = 64;
/// Federated trust domains in one answer.
pub(super) const MOST_BUNDLES: usize = 1024;
/// Bytes of a hint; a longer one is none (SPIFFE Workload API section 5.2.1).
const LONGEST_HINT: usize = 1024;

/// One answer, whole and well-formed; what its fields hold is not looked at yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    /// At least one.
    pub(super) svids: Vec<Svid<'a>>,
    /// The SPIFFE ID or name of each trust domain, and its certificates. An empty bundle is one.
    pub(super) federated: Vec<(&'a str, &'a [u8])>,
}

/// One identity.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Svid<'a> {
    pub(super) spiffe_id: &'a str,
    /// DER certificates, one behind the other, leaf first.
    pub(super) chain: &'a [u8],
    /// PKCS#8 in DER.
    pub(super) key: &'a [u8],
    /// DER certificates of the own trust domain, one behind the other.
    pub(super) bundle: &'a [u8],
    pub(super) hint: &'a str,
}

impl<'a> Answer<'a> {
    /// Reads an answer.
    ///
    /// # Errors
    /// It is no such message, has too many entries, or a mandatory field is missing or empty (SPIFFE Workload API
    /// section 4.5: it is to be discarded).
    pub(super) fn read(message: &'a [u8]) -> Result<Self, Reason> {
        let mut answer = Answer { svids: Vec::new(), federated: Vec::new() };
        for field in Fields::of(message) {
            match field? {
                (1, value) if answer.svids.len() < MOST_SVIDS => answer.svids.push(Svid::read(value)?),
                (1, _) => return Err("it has more than 64 identities"),
                // Revocation lists (field 2) come without saying whose they are; the standard is about to drop them.
                (3, value) if answer.federated.len() < MOST_BUNDLES => answer.federated.push(entry(value)?),
                (3, _) => return Err("it has more than 1024 federated bundles"),
                _ => {}
            }
        }
        if answer.svids.is_empty() { Err("it has no identity") } else { Ok(answer) }
    }
}

impl<'a> Svid<'a> {
    fn read(message: Value<'a>) -> Result<Self, Reason> {
        let mut svid = Svid::default();
        for field in Fields::of(message.bytes()?) {
            match field? {
                (1, value) => svid.spiffe_id = value.text()?,
                (2, value) => svid.chain = value.bytes()?,
                (3, value) => svid.key = value.bytes()?,
                (4, value) => svid.bundle = value.bytes()?,
                (5, value) => svid.hint = value.text()?,
                _ => {}
            }
        }
        if svid.hint.len() > LONGEST_HINT {
            svid.hint = "";
        }
        if svid.spiffe_id.is_empty() {
            Err("an identity has no SPIFFE ID (`spiffe_id` is empty)")
        } else if svid.chain.is_empty() {
            Err("an identity has no certificate (`x509_svid` is empty)")
        } else if svid.key.is_empty() {
            Err("an identity has no key (`x509_svid_key` is empty)")
        } else if svid.bundle.is_empty() {
            Err("an identity has no bundle (`bundle` is empty)")
        } else {
            Ok(svid)
        }
    }
}

/// An entry of the map of federated bundles.
fn entry(message: Value<'_>) -> Result<(&str, &[u8]), Reason> {
    let (mut name, mut bundle) = ("", &[][..]);
    for field in Fields::of(message.bytes()?) {
        match field? {
            (1, value) => name = value.text()?,
            (2, value) => bundle = value.bytes()?,
            _ => {}
        }
    }
    Ok((name, bundle))
}

/// Without the key.
impl std::fmt::Debug for Svid<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Svid")
            .field("spiffe_id", &self.spiffe_id)
            .field("hint", &self.hint)
            .finish_non_exhaustive()
    }
}
