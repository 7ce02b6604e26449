//! Certificates byte by byte, among them those that no issuer would make.
//!
//! Keys come from their names and serial numbers from the certificates' labels, so that the same
//! certificate comes out again; only its ECDSA signature would differ. A [`Forge`] therefore takes
//! a certificate that it made before for the one it would make, when the signed part is the same.

#![allow(dead_code, reason = "each test that takes the forge in needs a part of it")]

pub(crate) mod crl;
pub(crate) mod der;
pub(crate) mod extension;
pub(crate) mod key_info;

use std::cell::RefCell;
use std::collections::BTreeMap;

use base64::Engine as _;
use rcgen::{KeyPair, PublicKeyData as _, SignatureAlgorithm, SigningKey as _};
use sha2::Digest as _;

use der::{bits, date, name, oid, sequence, tlv};
use extension::{Extension, SUBJECT_ALT_NAME, URI};

const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// A key pair made from its name.
pub(crate) struct Key {
    pair: KeyPair,
    /// Content of the signature algorithm's identifier.
    algorithm: Vec<u8>,
    pkcs8: Vec<u8>,
}

impl Key {
    pub(crate) fn p256(name: &str) -> Self {
        let secret = sha2::Sha256::digest(name);
        Self::ec(
            &secret,
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
            ECDSA_SHA256,
            &rcgen::PKCS_ECDSA_P256_SHA256,
        )
    }

    pub(crate) fn p384(name: &str) -> Self {
        let secret = sha2::Sha384::digest(name);
        Self::ec(&secret, &[0x2b, 0x81, 4, 0, 0x22], ECDSA_SHA384, &rcgen::PKCS_ECDSA_P384_SHA384)
    }

    pub(crate) fn ed25519(name: &str) -> Self {
        let secret = tlv(0x04, &[&tlv(0x04, &[&sha2::Sha256::digest(name)])]);
        let pkcs8 = sequence(&[&[2, 1, 0], &sequence(&[&oid(ED25519)]), &secret]);
        Self::new(pkcs8, oid(ED25519), &rcgen::PKCS_ED25519)
    }

    fn ec(secret: &[u8], curve: &[u8], signs: &[u8], with: &'static SignatureAlgorithm) -> Self {
        let ec_public_key = oid(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]);
        let sec1 = sequence(&[&[2, 1, 1], &tlv(0x04, &[secret])]);
        let pkcs8 = sequence(&[&[2, 1, 0], &sequence(&[&ec_public_key, &oid(curve)]), &tlv(0x04, &[&sec1])]);
        Self::new(pkcs8, oid(signs), with)
    }

    fn new(pkcs8: Vec<u8>, algorithm: Vec<u8>, with: &'static SignatureAlgorithm) -> Self {
        let pair = KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8.as_slice().into(), with).unwrap();
        Self { pair, algorithm, pkcs8 }
    }

    pub(crate) fn id(&self) -> Vec<u8> {
        sha2::Sha256::digest(self.pair.der_bytes())[..20].to_vec()
    }

    /// The public key's bits: a point.
    pub(crate) fn public(&self) -> &[u8] {
        self.pair.der_bytes()
    }

    /// subjectPublicKeyInfo.
    pub(crate) fn info(&self) -> Vec<u8> {
        self.pair.subject_public_key_info()
    }

    pub(crate) fn pem(&self) -> String {
        pem("PRIVATE KEY", &self.pkcs8)
    }
}

/// Changes a certificate to be.
pub(crate) type Spoil<'a> = &'a dyn Fn(&mut Template);

/// A certificate to be: what is signed, and how it is spoilt.
#[derive(Clone)]
pub(crate) struct Template {
    /// The version field, tag included.
    pub(crate) version: Vec<u8>,
    /// The content of the serial number.
    pub(crate) serial: Option<Vec<u8>>,
    /// Both times, encoded.
    pub(crate) validity: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) extensions: Vec<Extension>,
    /// Whether an authority key identifier is added.
    pub(crate) names_issuer_key: bool,
    /// Another algorithm identifier outside the signed part than inside.
    pub(crate) outer_algorithm: Option<Vec<u8>>,
    /// Another algorithm identifier inside and outside than the issuer's key makes.
    pub(crate) algorithm: Option<Vec<u8>>,
    /// Another subjectPublicKeyInfo than the key's, encoded.
    pub(crate) public_key: Option<Vec<u8>>,
    /// Unique identifiers, encoded.
    pub(crate) unique_ids: Vec<u8>,
    /// Whether the signature is that of other bytes.
    pub(crate) signature_of_other_bytes: bool,
    /// Bytes behind the certificate.
    pub(crate) trailing: Vec<u8>,
}

impl Template {
    pub(crate) fn new(subject: &str, from: u64, to: u64, extensions: Vec<Extension>) -> Self {
        Self {
            version: vec![0xa0, 3, 2, 1, 2],
            serial: None,
            validity: [date(from), date(to)].concat(),
            subject: name(subject),
            extensions,
            names_issuer_key: true,
            outer_algorithm: None,
            algorithm: None,
            public_key: None,
            unique_ids: Vec::new(),
            signature_of_other_bytes: false,
            trailing: Vec::new(),
        }
    }

    pub(crate) fn valid(&mut self, from: u64, to: u64) {
        self.validity = [date(from), date(to)].concat();
    }

    /// The extension in place of the one of its kind, or at the end.
    pub(crate) fn set(&mut self, extension: Extension) {
        match self.extensions.iter_mut().find(|e| e.id == extension.id) {
            Some(place) => *place = extension,
            None => self.extensions.push(extension),
        }
    }

    pub(crate) fn drop(&mut self, id: &[u8]) {
        self.extensions.retain(|e| e.id != id);
    }

    pub(crate) fn critical(&mut self, id: &[u8], critical: bool) {
        self.extensions.iter_mut().find(|e| e.id == id).unwrap().critical = critical;
    }

    /// These URIs as the only names.
    pub(crate) fn uris(&mut self, uris: &[&str]) {
        let names: Vec<(u8, &[u8])> = uris.iter().map(|uri| (URI, uri.as_bytes())).collect();
        self.set(extension::subject_alt_name(&names));
    }

    /// The bytes of subjectAltName.
    pub(crate) fn raw_names(&mut self, value: Vec<u8>) {
        self.set(Extension::new(SUBJECT_ALT_NAME, false, value));
    }
}

/// A certificate that was made, under a label of its own.
#[derive(Clone)]
pub(crate) struct Cert {
    pub(crate) label: String,
    pub(crate) der: Vec<u8>,
}

impl Cert {
    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", &self.der)
    }
}

/// A CA: its name, key and certificate.
pub(crate) struct Authority {
    pub(crate) subject: Vec<u8>,
    pub(crate) key: Key,
    pub(crate) cert: Cert,
}

/// Makes certificates, each under a label, and takes those of an earlier run where it can.
pub(crate) struct Forge {
    earlier: BTreeMap<String, Vec<u8>>,
    made: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Forge {
    /// `earlier`: certificates in PEM by label.
    pub(crate) fn new(earlier: &BTreeMap<String, String>) -> Self {
        let earlier =
            earlier.iter().filter_map(|(label, text)| Some((label.clone(), unpem(text)?))).collect();
        Self { earlier, made: RefCell::default() }
    }

    /// A certificate for `key`, issued by a name and its key.
    pub(crate) fn sign(
        &self,
        label: &str,
        template: &Template,
        key: &Key,
        issuer: &[u8],
        signer: &Key,
    ) -> Cert {
        let tbs = tbs(label, template, key, issuer, signer);
        let algorithm = algorithm(template, signer);
        let outer = sequence(&[template.outer_algorithm.as_ref().unwrap_or(&algorithm)]);
        let spoilt = template.signature_of_other_bytes;
        let der = self.signed(label, Unsigned { tbs, outer, spoilt, trailing: &template.trailing }, signer);
        Cert { label: label.to_owned(), der }
    }

    /// The signed part with its signature, or the same of an earlier run.
    fn signed(&self, label: &str, unsigned: Unsigned<'_>, signer: &Key) -> Vec<u8> {
        let Unsigned { tbs, outer, spoilt, trailing } = unsigned;
        let der = match self.earlier.get(label).filter(|der| is_of(der, &tbs, &outer, trailing)) {
            Some(der) => der.clone(),
            None => {
                let signed: &[u8] = if spoilt { b"other bytes" } else { &tbs };
                let signature = bits(&signer.pair.sign(signed).unwrap());
                [sequence(&[&tbs, &outer, &signature]), trailing.to_vec()].concat()
            }
        };
        let before = self.made.borrow_mut().insert(label.to_owned(), der.clone());
        assert!(before.is_none(), "two certificates are labelled `{label}`");
        der
    }

    pub(crate) fn self_signed(&self, label: &str, template: &Template, key: Key) -> Authority {
        let cert = self.sign(label, template, &key, &template.subject, &key);
        Authority { subject: template.subject.clone(), key, cert }
    }

    pub(crate) fn issue(&self, label: &str, template: &Template, key: &Key, by: &Authority) -> Cert {
        self.sign(label, template, key, &by.subject, &by.key)
    }

    pub(crate) fn below(&self, label: &str, template: &Template, key: Key, by: &Authority) -> Authority {
        let cert = self.issue(label, template, &key, by);
        Authority { subject: template.subject.clone(), key, cert }
    }
}

/// What is to be signed, and what goes around it.
struct Unsigned<'a> {
    tbs: Vec<u8>,
    /// The algorithm identifier outside the signed part.
    outer: Vec<u8>,
    /// Whether other bytes are signed.
    spoilt: bool,
    trailing: &'a [u8],
}

fn algorithm(template: &Template, signer: &Key) -> Vec<u8> {
    template.algorithm.clone().unwrap_or_else(|| signer.algorithm.clone())
}

/// The content of the serial number of the certificate of this label, unless its template has another.
pub(crate) fn serial(label: &str) -> Vec<u8> {
    let mut serial = sha2::Sha256::digest(label)[..8].to_vec();
    serial[0] = serial[0] & 0x3f | 0x40;
    serial
}

fn tbs(label: &str, template: &Template, key: &Key, issuer: &[u8], signer: &Key) -> Vec<u8> {
    let serial = template.serial.clone().unwrap_or_else(|| serial(label));
    let mut extensions = template.extensions.clone();
    if template.names_issuer_key && !extensions.is_empty() {
        extensions.push(extension::authority_key_id(&signer.id()));
    }
    let list: Vec<u8> = extensions.iter().flat_map(Extension::der).collect();
    let extensions = if list.is_empty() { list } else { tlv(0xa3, &[&sequence(&[&list])]) };
    sequence(&[
        &template.version,
        &tlv(0x02, &[&serial]),
        &sequence(&[&algorithm(template, signer)]),
        issuer,
        &sequence(&[&template.validity]),
        &template.subject,
        template.public_key.as_ref().unwrap_or(&key.info()),
        &template.unique_ids,
        &extensions,
    ])
}

/// Whether a certificate has this signed part, algorithm and end.
fn is_of(der: &[u8], tbs: &[u8], outer: &[u8], trailing: &[u8]) -> bool {
    let signed = [tbs, outer].concat();
    der.windows(signed.len()).take(8).any(|window| window == signed) && der.ends_with(trailing)
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let data = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> =
        data.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn unpem(text: &str) -> Option<Vec<u8>> {
    let data: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    base64::engine::general_purpose::STANDARD.decode(data).ok()
}
