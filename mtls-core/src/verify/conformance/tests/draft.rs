//! Certificates written field by field, so that any of them can be spoilt.

use rcgen::{KeyPair, PublicKeyData as _, SigningKey as _};
use rustls_pki_types::{CertificateDer, UnixTime};
use std::time::Duration;

use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::pki::der::{BIT_STRING, OCTET_STRING, OID, SEQUENCE, SET, context, context_primitive, write};
use crate::trust::{BundleSet, TrustAnchors, TrustBundle};
use crate::verify::{
    ChainVerifier, EdgeVerifier, ExpectedName, Profile, Rejection, VerifiedCertificate, VerifiedPeer,
};

pub(super) const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
pub(super) const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
pub(super) const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
pub(super) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
pub(super) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
pub(super) const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
pub(super) const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x24];
pub(super) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
pub(super) const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
pub(super) const CLIENT_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
pub(super) const SERVER_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];
const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const UTF8: u8 = 0x0c;
const IA5: u8 = 0x16;
const UTC_TIME: u8 = 0x17;

pub(super) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    write(tag, parts).to_vec()
}

pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, parts)
}

/// A Name of one common name; of none for an empty text.
pub(super) fn name(common_name: &str) -> Vec<u8> {
    match common_name {
        "" => sequence(&[]),
        text => names(&[(COMMON_NAME, UTF8, text)]),
    }
}

pub(super) fn two_common_names(first: &str, second: &str) -> Vec<u8> {
    names(&[(COMMON_NAME, UTF8, first), (COMMON_NAME, UTF8, second)])
}

pub(super) fn mailbox_name(mailbox: &str) -> Vec<u8> {
    names(&[(EMAIL_ADDRESS, IA5, mailbox)])
}

fn names(attributes: &[(&[u8], u8, &str)]) -> Vec<u8> {
    let sets: Vec<_> = attributes
        .iter()
        .map(|(oid, tag, text)| tlv(SET, &[&sequence(&[&tlv(OID, &[oid]), &tlv(*tag, &[text.as_bytes()])])]))
        .collect();
    sequence(&sets.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The GeneralNames of texts: DNS names, mailboxes behind `mail:`, addresses behind `ip:`.
pub(super) fn general_names(texts: &[&str]) -> Vec<u8> {
    let names: Vec<_> = texts.iter().map(|text| general_name(text)).collect();
    sequence(&names.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub(super) fn general_name(text: &str) -> Vec<u8> {
    match text.split_once(':') {
        Some(("mail", mailbox)) => tlv(0x81, &[mailbox.as_bytes()]),
        Some(("ip", address)) => match address.parse().unwrap() {
            std::net::IpAddr::V4(address) => tlv(0x87, &[&address.octets()]),
            std::net::IpAddr::V6(address) => tlv(0x87, &[&address.octets()]),
        },
        _ => tlv(0x82, &[text.as_bytes()]),
    }
}

/// NameConstraints that permit these general names.
pub(super) fn permitted(names: &[Vec<u8>]) -> Vec<u8> {
    let subtrees: Vec<_> = names.iter().map(|name| sequence(&[name])).collect();
    sequence(&[&tlv(context(0), &subtrees.iter().map(Vec::as_slice).collect::<Vec<_>>())])
}

/// AuthorityKeyIdentifier of a keyIdentifier alone.
pub(super) fn key_id(id: &str) -> Vec<u8> {
    sequence(&[&tlv(context_primitive(0), &[id.as_bytes()])])
}

/// 2026-07-01T00:00:00Z
fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_782_864_000))
}

/// What stands in a certificate, but for its dates: 2026.
pub(super) struct Draft {
    pub(super) serial: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) subject: Vec<u8>,
    /// SubjectPublicKeyInfo.
    pub(super) key: Vec<u8>,
    extensions: Vec<(Vec<u8>, bool, Vec<u8>)>,
}

impl Draft {
    /// Puts an extension in, in the place of one of its kind.
    pub(super) fn put(&mut self, oid: &[u8], critical: bool, value: &[u8]) {
        self.leave_out(oid);
        self.extensions.push((oid.to_vec(), critical, value.to_vec()));
    }

    pub(super) fn leave_out(&mut self, oid: &[u8]) {
        self.extensions.retain(|(other, ..)| other != oid);
    }

    /// The value of an extension, to be put in again otherwise.
    pub(super) fn value(&self, oid: &[u8]) -> Vec<u8> {
        self.extensions.iter().find(|(other, ..)| other == oid).unwrap().2.clone()
    }

    pub(super) fn name_as(&mut self, names: &[&str]) {
        self.put(SUBJECT_ALT_NAME, false, &general_names(names));
    }

    fn sign(&self, key: &KeyPair) -> CertificateDer<'static> {
        let algorithm = sequence(&[&tlv(OID, &[ECDSA_WITH_SHA256])]);
        let dates = [b"260101000000Z", b"261231235959Z"].map(|date| tlv(UTC_TIME, &[date]));
        let extensions: Vec<_> = self
            .extensions
            .iter()
            .map(|(oid, critical, value)| {
                let critical: &[u8] = if *critical { &[1, 1, 0xff] } else { &[] };
                sequence(&[&tlv(OID, &[oid]), critical, &tlv(OCTET_STRING, &[value])])
            })
            .collect();
        let extensions = sequence(&extensions.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let signed = sequence(&[
            &[0xa0, 3, 2, 1, 2],
            &tlv(2, &[&self.serial]),
            &algorithm,
            &self.issuer,
            &sequence(&[&dates[0], &dates[1]]),
            &self.subject,
            &self.key,
            &tlv(context(3), &[&extensions]),
        ]);
        let signature = key.sign(&signed).unwrap();
        sequence(&[&signed, &algorithm, &tlv(BIT_STRING, &[&[0], &signature])]).into()
    }
}

/// A path of three that keeps every rule until a test spoils it.
pub(super) struct Drafts {
    pub(super) root: Draft,
    pub(super) intermediate: Draft,
    pub(super) leaf: Draft,
    root_key: KeyPair,
    /// Who signed the trust anchor, where it was not itself.
    pub(super) above: Option<KeyPair>,
    intermediate_key: KeyPair,
}

impl Drafts {
    pub(super) fn new() -> Self {
        let [root_key, intermediate_key, leaf_key] = [(); 3].map(|()| KeyPair::generate().unwrap());
        let draft = |serial: u8, issuer: &str, subject: &str, key: &KeyPair| Draft {
            serial: vec![serial; 8],
            issuer: name(issuer),
            subject: name(subject),
            key: key.subject_public_key_info(),
            extensions: Vec::new(),
        };
        let mut drafts = Self {
            root: draft(1, "Root", "Root", &root_key),
            intermediate: draft(2, "Root", "Intermediate", &intermediate_key),
            leaf: draft(3, "Intermediate", "shop.example", &leaf_key),
            root_key,
            above: None,
            intermediate_key,
        };
        for (ca, own, above) in
            [(&mut drafts.root, "root", "root"), (&mut drafts.intermediate, "intermediate", "root")]
        {
            ca.put(BASIC_CONSTRAINTS, true, &sequence(&[&[1, 1, 0xff]]));
            ca.put(KEY_USAGE, true, &[3, 2, 1, 6]);
            ca.put(SUBJECT_KEY_ID, false, &tlv(OCTET_STRING, &[own.as_bytes()]));
            ca.put(AUTHORITY_KEY_ID, false, &key_id(above));
        }
        let leaf = &mut drafts.leaf;
        leaf.put(KEY_USAGE, true, &[3, 2, 7, 0x80]);
        leaf.put(EXTENDED_KEY_USAGE, false, &sequence(&[&tlv(OID, &[SERVER_AUTH])]));
        leaf.put(AUTHORITY_KEY_ID, false, &key_id("intermediate"));
        leaf.name_as(&["shop.example", "*.shop.example"]);
        drafts
    }

    /// The certificates, leaf first.
    pub(super) fn certificates(&self) -> [CertificateDer<'static>; 3] {
        let root = self.root.sign(self.above.as_ref().unwrap_or(&self.root_key));
        [self.leaf.sign(&self.intermediate_key), self.intermediate.sign(&self.root_key), root]
    }

    /// As an X509-SVID of trust domain `td`.
    pub(super) fn judge_svid(&self, profile: Profile) -> Result<VerifiedPeer, Rejection> {
        let [leaf, intermediate, root] = self.certificates();
        let root = Certificate::from_der(&root).unwrap();
        let bundle = TrustBundle::new(TrustDomain::parse("td").unwrap(), [root]);
        let verifier =
            ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).profile(profile).build().unwrap();
        verifier.verify(&[leaf, intermediate], at())
    }

    pub(super) fn judge(&self, profile: Profile) -> Result<VerifiedCertificate, Rejection> {
        let [leaf, intermediate, root] = self.certificates();
        let root = Certificate::from_der(&root).unwrap();
        let verifier = EdgeVerifier::builder(profile, TrustAnchors::new([root])).build().unwrap();
        verifier.verify(&[leaf, intermediate], &ExpectedName::Any, at())
    }
}
