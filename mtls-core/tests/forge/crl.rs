//! Revocation lists, right and wrong ones.

use super::der::{OCTET_STRING, date, oid, sequence, tlv};
use super::extension::{Extension, authority_key_id};
use super::{Cert, Forge, Key, Unsigned, pem, serial};

pub(crate) const CRL_NUMBER: &[u8] = &[0x55, 0x1d, 0x14];
const REASON_CODE: &[u8] = &[0x55, 0x1d, 0x15];
const DELTA_CRL_INDICATOR: &[u8] = &[0x55, 0x1d, 0x1b];
const ISSUING_DISTRIBUTION_POINT: &[u8] = &[0x55, 0x1d, 0x1c];

/// keyCompromise of CRLReason.
const KEY_COMPROMISE: u8 = 1;

/// A list to be: what is signed.
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) this_update: u64,
    /// A list without one is none that RFC 5280 knows.
    pub(crate) next_update: Option<u64>,
    /// Serial numbers, all revoked for keyCompromise when the list was made.
    pub(crate) revoked: Vec<Vec<u8>>,
    pub(crate) extensions: Vec<Extension>,
    /// In every entry, beside the reason.
    pub(crate) entry_extensions: Vec<Extension>,
    /// Whether the signature is that of other bytes.
    pub(crate) signature_of_other_bytes: bool,
}

impl List {
    /// A list that revokes nobody.
    pub(crate) fn new(number: u8, this_update: u64, next_update: u64) -> Self {
        let number = Extension::new(CRL_NUMBER, false, tlv(0x02, &[&[number]]));
        Self {
            this_update,
            next_update: Some(next_update),
            revoked: Vec::new(),
            extensions: vec![number],
            entry_extensions: Vec::new(),
            signature_of_other_bytes: false,
        }
    }

    /// Revokes the certificate of this label.
    pub(crate) fn revoke(mut self, cert: &Cert) -> Self {
        self.revoked.push(serial(&cert.label));
        self
    }

    pub(crate) fn without_number(mut self) -> Self {
        self.extensions.retain(|e| e.id != CRL_NUMBER);
        self
    }

    /// Says only what changed since the list of this number.
    pub(crate) fn delta(mut self, since: u8) -> Self {
        self.extensions.push(Extension::new(DELTA_CRL_INDICATOR, true, tlv(0x02, &[&[since]])));
        self
    }

    /// Covers the certificates of end entities alone.
    pub(crate) fn of_leaves_alone(mut self) -> Self {
        self.extensions.push(distribution_point(Some(b"http://crl.example/leaves"), Some(1)));
        self
    }

    fn tbs(&self, issuer: &[u8], signer: &Key) -> Vec<u8> {
        let reason = tlv(OCTET_STRING, &[&tlv(0x0a, &[&[KEY_COMPROMISE]])]);
        let others: Vec<u8> = self.entry_extensions.iter().flat_map(Extension::der).collect();
        let reason = sequence(&[&sequence(&[&oid(REASON_CODE), &reason]), &others]);
        let entries: Vec<u8> = self
            .revoked
            .iter()
            .flat_map(|serial| sequence(&[&tlv(0x02, &[serial]), &date(self.this_update), &reason]))
            .collect();
        // An empty list is left out.
        let entries = if entries.is_empty() { entries } else { sequence(&[&entries]) };
        let extensions: Vec<u8> = std::iter::once(&authority_key_id(&signer.id()))
            .chain(&self.extensions)
            .flat_map(Extension::der)
            .collect();
        sequence(&[
            &[2, 1, 1],
            &sequence(&[&signer.algorithm]),
            issuer,
            &date(self.this_update),
            &self.next_update.map_or_else(Vec::new, date),
            &entries,
            &tlv(0xa0, &[&sequence(&[&extensions])]),
        ])
    }
}

/// An issuingDistributionPoint with this URI, and the flag of this number.
pub(crate) fn distribution_point(uri: Option<&[u8]>, flag: Option<u8>) -> Extension {
    let name = uri.map_or_else(Vec::new, |uri| tlv(0xa0, &[&tlv(0xa0, &[&tlv(0x86, &[uri])])]));
    let flag = flag.map_or_else(Vec::new, |number| tlv(0x80 | number, &[&[0xff]]));
    Extension::new(ISSUING_DISTRIBUTION_POINT, true, sequence(&[&name, &flag]))
}

/// A list that was made, under a label of its own.
#[derive(Clone)]
pub(crate) struct SignedList {
    pub(crate) label: String,
    der: Vec<u8>,
}

impl SignedList {
    pub(crate) fn pem(&self) -> String {
        pem("X509 CRL", &self.der)
    }
}

impl Forge {
    /// A list of this name, signed by any key.
    pub(crate) fn list(&self, label: &str, list: &List, issuer: &[u8], signer: &Key) -> SignedList {
        let (tbs, outer) = (list.tbs(issuer, signer), sequence(&[&signer.algorithm]));
        let der = self.signed(
            label,
            Unsigned { tbs, outer, spoilt: list.signature_of_other_bytes, trailing: &[] },
            signer,
        );
        SignedList { label: label.to_owned(), der }
    }
}
