//! Writing a certificate under a name that is copied byte for byte, which rcgen cannot: it writes the names that it
//! models.

use rcgen::{KeyPair, PublicKeyData as _, SigningKey as _};
use rustls_pki_types::UnixTime;
use time::OffsetDateTime;

use super::key_identifier;
use crate::pki::der;
use crate::pki::issue::IssueError;
use crate::pki::{CertificateChain, PrivateKey};

const BOOLEAN: u8 = 0x01;
const UTF8_STRING: u8 = 0x0c;
const GENERALIZED_TIME: u8 = 0x18;
const UTC_TIME: u8 = 0x17;

/// `ecdsa-with-SHA256` (RFC 5758 section 3.2).
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
/// `id-kp-clientAuth` (RFC 5280 section 4.2.1.12).
const CLIENT_AUTH: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];

/// A P-256 key made for one run.
pub(super) struct Key(KeyPair);

impl Key {
    pub(super) fn generate() -> Result<Self, IssueError> {
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).map(Self).map_err(|error| backend(&error))
    }

    pub(super) fn id(&self) -> Vec<u8> {
        key_identifier(self.0.der_bytes())
    }

    pub(super) fn private_key(&self) -> Result<PrivateKey, IssueError> {
        Ok(PrivateKey::from_der(self.0.serialized_der())?)
    }
}

/// A leaf about to be signed.
#[derive(Clone, Copy)]
pub(super) struct Leaf<'a> {
    pub(super) subject: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) authority_key_id: &'a [u8],
    pub(super) window: (UnixTime, UnixTime),
    pub(super) key: &'a Key,
}

impl Leaf<'_> {
    /// The certificate, alone in its chain.
    pub(super) fn signed_by(&self, signer: &Key) -> Result<CertificateChain, IssueError> {
        let algorithm = der::write(der::SEQUENCE, &[&der::write(der::OID, &[ECDSA_SHA256])]);
        let unsigned = self.unsigned(&algorithm)?;
        let signature = signer.0.sign(&unsigned).map_err(|error| backend(&error))?;
        let bits = der::write(der::BIT_STRING, &[&[0], &signature]);
        let whole = der::write(der::SEQUENCE, &[&unsigned, &algorithm, &bits]);
        Ok(CertificateChain::from_der([whole.as_slice()])?)
    }

    /// TBSCertificate of RFC 5280 section 4.1.
    fn unsigned(&self, algorithm: &[u8]) -> Result<Vec<u8>, IssueError> {
        let key = &self.key.0;
        let version = der::write(der::context(0), &[&der::write(der::INTEGER, &[&[2]])]);
        let mut serial = key_identifier(&[key.der_bytes(), self.authority_key_id].concat());
        if let Some(first) = serial.first_mut() {
            *first = *first & 0x3f | 0x40;
        }
        let serial = der::write(der::INTEGER, &[&serial]);
        let window = der::write(der::SEQUENCE, &[&date(self.window.0)?, &date(self.window.1)?]);
        let own_id = der::write(der::OCTET_STRING, &[&key_identifier(key.der_bytes())]);
        let issuer_id =
            der::write(der::SEQUENCE, &[&der::write(der::context_primitive(0), &[self.authority_key_id])]);
        // digitalSignature is bit 0, so seven bits are unused.
        let usage = der::write(der::BIT_STRING, &[&[7, 0x80]]);
        let purpose = der::write(der::SEQUENCE, &[&der::write(der::OID, &[CLIENT_AUTH])]);
        let extensions = der::write(
            der::SEQUENCE,
            &[
                &extension(BASIC_CONSTRAINTS, true, &der::write(der::SEQUENCE, &[])),
                &extension(KEY_USAGE, true, &usage),
                &extension(EXTENDED_KEY_USAGE, false, &purpose),
                &extension(SUBJECT_KEY_ID, false, &own_id),
                &extension(AUTHORITY_KEY_ID, false, &issuer_id),
            ],
        );
        let extensions = der::write(der::context(3), &[&extensions]);
        let spki = key.subject_public_key_info();
        let fields: [&[u8]; 8] =
            [&version, &serial, algorithm, self.issuer, &window, self.subject, &spki, &extensions];
        Ok(der::write(der::SEQUENCE, &fields).to_vec())
    }
}

fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let oid = der::write(der::OID, &[oid]);
    let value = der::write(der::OCTET_STRING, &[value]);
    let critical = if critical { der::write(BOOLEAN, &[&[0xff]]).to_vec() } else { Vec::new() };
    der::write(der::SEQUENCE, &[&oid, &critical, &value]).to_vec()
}

/// UTCTime until 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5).
fn date(at: UnixTime) -> Result<Vec<u8>, IssueError> {
    let seconds = i64::try_from(at.as_secs()).unwrap_or(i64::MAX);
    let date = OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| IssueError::Backend { reason: format!("no date at {seconds} s") })?;
    let rest = format!(
        "{:02}{:02}{:02}{:02}{:02}Z",
        u8::from(date.month()),
        date.day(),
        date.hour(),
        date.minute(),
        date.second()
    );
    let year = date.year();
    Ok(if (1950..2050).contains(&year) {
        der::write(UTC_TIME, &[format!("{:02}{rest}", year.rem_euclid(100)).as_bytes()]).to_vec()
    } else {
        der::write(GENERALIZED_TIME, &[format!("{year:04}{rest}").as_bytes()]).to_vec()
    })
}

/// A name of one common name.
pub(super) fn common_name(text: &str) -> Vec<u8> {
    let oid = der::write(der::OID, &[COMMON_NAME]);
    let attribute = der::write(der::SEQUENCE, &[&oid, &der::write(UTF8_STRING, &[text.as_bytes()])]);
    der::write(der::SEQUENCE, &[&der::write(der::SET, &[&attribute])]).to_vec()
}

fn backend(error: &rcgen::Error) -> IssueError {
    IssueError::Backend { reason: error.to_string() }
}
