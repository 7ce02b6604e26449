//! What the API server asks of a Secret, and what istiod makes of its entries.

use super::{Secret, SecretData, decode};
use crate::finding::rules::resources as rules;
use crate::pki::{CertificateChain, PrivateKey};
use crate::resources::kind::Checker;
use crate::resources::{names, path};

/// Bytes that the API server takes in all entries together.
const MAX_BYTES: usize = 1 << 20;

/// What an entry is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Certificate,
    Key,
    Authority,
    Crl,
}

impl Holds {
    /// The label of its PEM blocks ends with this.
    fn pem_label(self) -> &'static str {
        match self {
            Self::Certificate | Self::Authority => "CERTIFICATE-----",
            Self::Key => "PRIVATE KEY-----",
            Self::Crl => "X509 CRL-----",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Certificate | Self::Authority => "certificate",
            Self::Key => "private key",
            Self::Crl => "CRL",
        }
    }
}

/// The entries that a gateway reads: generic ones win over the others.
const GENERIC: [(&str, Holds); 4] =
    [("cert", Holds::Certificate), ("key", Holds::Key), ("cacert", Holds::Authority), ("crl", Holds::Crl)];
const TLS: [(&str, Holds); 4] = [
    ("tls.crt", Holds::Certificate),
    ("tls.key", Holds::Key),
    ("ca.crt", Holds::Authority),
    ("ca.crl", Holds::Crl),
];

/// The entry that holds a CA for a gateway, where there is one that is not empty.
pub(in crate::resources) fn certificate_authority_of(secret: &Secret) -> Option<&'static str> {
    ["cacert", "ca.crt"].into_iter().find(|key| filled(secret, key))
}

fn filled(secret: &Secret, key: &str) -> bool {
    secret.value(key).is_some_and(|bytes| !bytes.is_empty())
}

pub(super) fn check(secret: &Secret, check: &mut Checker) {
    let sound = check_entries(secret, check);
    if secret.secret_type.as_deref() == Some(Secret::TLS) {
        for key in ["tls.crt", "tls.key"] {
            if !secret.keys().any(|k| k == key) {
                check.report(
                    rules::SECRET_TYPE_KEYS,
                    field("data", key),
                    format!("a Secret of type {} has `{key}`; it may be empty", Secret::TLS),
                );
            }
        }
    }
    if sound {
        check_pairs(secret, check);
        check_pem(secret, check);
    }
}

fn field(map: &str, key: &str) -> String {
    let mut field = map.to_owned();
    path::push_key(&mut field, key);
    field
}

/// Whether every entry decodes.
fn check_entries(secret: &Secret, check: &mut Checker) -> bool {
    let mut sound = true;
    let mut bytes = 0usize;
    let empty = SecretData::default();
    let data = secret.data.as_ref().unwrap_or(&empty);
    let plain = secret.string_data.as_ref().unwrap_or(&empty);
    for (map, entries) in [("data", data), ("stringData", plain)] {
        for key in entries.keys() {
            if !names::is_data_key(key) {
                check.report(
                    rules::SECRET_KEY_NAME,
                    field(map, key),
                    "names of entries are letters, digits, `-`, `_` and `.`, at most 253",
                );
            }
        }
    }
    for key in data.keys() {
        match decode(data.get(key).unwrap_or_default()) {
            Ok(value) => bytes = bytes.saturating_add(value.len()),
            Err(error) => {
                sound = false;
                // The place, not the value.
                let place = match error {
                    base64::DecodeError::InvalidByte(at, _) => {
                        format!("the character at offset {at} is none of it")
                    }
                    _ => "its length or padding is wrong".to_owned(),
                };
                check.report(
                    rules::SECRET_NOT_BASE64,
                    field("data", key),
                    format!("the value is no Base64: {place}"),
                );
            }
        }
    }
    for key in plain.keys() {
        bytes = bytes.saturating_add(plain.get(key).unwrap_or_default().len());
        if data.get(key).is_some() {
            check.report(
                rules::SECRET_STRING_DATA_WINS,
                field("stringData", key),
                format!("`{}` stands in `data` too; the value here wins", crate::resources::error::cut(key)),
            );
        }
    }
    if bytes > MAX_BYTES {
        check.report(
            rules::SECRET_TOO_LARGE,
            "data",
            format!("the entries have {bytes} bytes; the API server takes {MAX_BYTES}"),
        );
    }
    sound
}

/// Half a pair, both forms at once, a CA Secret without a CA.
fn check_pairs(secret: &Secret, check: &mut Checker) {
    for [(cert, _), (key, _), ..] in [GENERIC, TLS] {
        let (has_cert, has_key) = (filled(secret, cert), filled(secret, key));
        // An opaque Secret may call anything `key`.
        if has_cert && !has_key || has_key && !has_cert && key == "tls.key" {
            let (there, missing) = if has_cert { (cert, key) } else { (key, cert) };
            check.report(
                rules::SECRET_HALF_PAIR,
                field("data", missing),
                format!("`{there}` is there, `{missing}` is missing or empty"),
            );
        }
        if are_strangers(secret, cert, key) {
            let message = format!("the private key is not that of the first certificate in `{cert}`");
            check.report(rules::SECRET_PAIR_MISMATCH, field("data", key), message);
        }
    }
    if filled(secret, "cert") && filled(secret, "key") {
        for ((generic, _), (tls, _)) in GENERIC.into_iter().zip(TLS) {
            if filled(secret, tls) {
                check.report(
                    rules::SECRET_SHADOWED,
                    field("data", tls),
                    format!(
                        "`{tls}` is not read: the Secret has `cert` and `key`, which win (here `{generic}`)"
                    ),
                );
            }
        }
    }
    if secret.metadata.name().ends_with("-cacert") && certificate_authority_of(secret).is_none() {
        check.report(
            rules::SECRET_CACERT_WITHOUT_CA,
            "data",
            "the name says that this carries a CA, but neither `cacert` nor `ca.crt` holds one",
        );
    }
}

/// Whether both can be read, and the key is another's.
fn are_strangers(secret: &Secret, cert: &str, key: &str) -> bool {
    let pair = secret.value(cert).zip(secret.value(key)).and_then(|(cert, key)| {
        let chain = CertificateChain::from_pem(&cert).ok()?;
        PrivateKey::from_pem(&key).ok()?.matches(chain.leaf()).ok()
    });
    pair == Some(false)
}

fn check_pem(secret: &Secret, check: &mut Checker) {
    let generic = filled(secret, "cert") && filled(secret, "key");
    let ca_only = secret.metadata.name().ends_with("-cacert");
    let read = |key: &str| TLS.iter().any(|(k, _)| *k == key) || generic || (ca_only && key == "cacert");
    for (key, holds) in GENERIC.into_iter().chain(TLS).filter(|(key, _)| read(key)) {
        let Some(value) = secret.value(key).filter(|value| !value.is_empty()) else { continue };
        let at = field("data", key);
        let text = value.as_slice();
        if is_encoded_pem(text) {
            check.report(
                rules::SECRET_ENCODED_TWICE,
                at,
                "the value is Base64 of Base64: decoded once, it is no PEM yet",
            );
        } else if holds != Holds::Key && contains(text, Holds::Key.pem_label()) {
            check.report(
                rules::SECRET_KEY_EXPOSED,
                at,
                format!("a private key stands where a {} is expected", holds.noun()),
            );
        } else if !contains(text, holds.pem_label()) {
            check.report(rules::SECRET_NOT_PEM, at, format!("there is no {} in PEM here", holds.noun()));
        }
    }
}

/// Whether a PEM block whose label ends with `label` begins somewhere.
fn contains(text: &[u8], label: &str) -> bool {
    String::from_utf8_lossy(text)
        .lines()
        .any(|line| line.trim_start().starts_with("-----BEGIN ") && line.trim_end().ends_with(label))
}

/// Whether this is Base64 of `-----BEGIN `.
fn is_encoded_pem(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"LS0tLS1CRUdJTi")
}
