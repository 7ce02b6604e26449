//! Revocation lists: what they say, and their signing.

use mtls_core::pki::RevocationReason;
use mtls_core::pki::issue as core;
use napi::JsDate;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi_derive::napi;
use rustls_pki_types::UnixTime;

use super::Checked;
use crate::arguments::{MAX_WHOLE, known, moment, seconds, whole};
use crate::certificate::Certificate;
use crate::pki::Crl;

/// A certificate of this CA that is to be revoked.
#[napi(object, object_to_js = false)]
pub struct Revoked<'env> {
    /// The certificate.
    pub certificate: ClassInstance<'env, Certificate>,
    /// `keyCompromise`, `superseded`, `cessationOfOperation`, …
    pub reason: String,
}

/// A serial number that is to be revoked, of a certificate that is not at hand.
#[napi(object, object_to_js = false)]
pub struct RevokedSerial<'env> {
    /// Hex, with or without colons.
    pub serial: String,
    /// `keyCompromise`, `superseded`, `cessationOfOperation`, …
    pub reason: String,
    /// Since when.
    pub when: JsDate<'env>,
}

/// What a revocation list says.
#[napi(object, object_to_js = false)]
pub struct CrlOptions<'env> {
    /// Certificates of this CA.
    pub revoked: Option<Vec<Revoked<'env>>>,
    /// Serial numbers of certificates that are not at hand.
    pub revoked_serials: Option<Vec<RevokedSerial<'env>>>,
    /// The CA's last list, whose entries are taken over.
    pub carry_over: Option<ClassInstance<'env, Crl>>,
    /// The date of the list. Default: now.
    pub at: Option<JsDate<'env>>,
    /// How long until the next one is due. Default: a week.
    pub valid_for_seconds: Option<f64>,
}

const CRL_OPTIONS: &[&str] = &["revoked", "revokedSerials", "carryOver", "at", "validForSeconds"];

/// A revocation list that is about to be signed.
pub(super) struct List {
    number: u64,
    revoked: Vec<(mtls_core::pki::Certificate, RevocationReason)>,
    serials: Vec<(String, RevocationReason, UnixTime)>,
    carry_over: Option<mtls_core::pki::Crl>,
    at: Option<UnixTime>,
    valid_for: Option<std::time::Duration>,
}

impl List {
    pub(super) fn read(number: f64, options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: Option<CrlOptions<'_>> = known(options, CRL_OPTIONS)?;
        let number = whole("a CRL's number", number, MAX_WHOLE)?;
        let mut list = Self {
            number,
            revoked: Vec::new(),
            serials: Vec::new(),
            carry_over: None,
            at: None,
            valid_for: None,
        };
        let Some(options) = options else { return Ok(list) };
        for one in options.revoked.unwrap_or_default() {
            list.revoked.push((one.certificate.0.clone(), one.reason.parse()?));
        }
        for one in options.revoked_serials.unwrap_or_default() {
            list.serials.push((one.serial, one.reason.parse()?, moment(one.when)?));
        }
        list.carry_over = options.carry_over.map(|last| last.0.clone());
        list.at = options.at.map(moment).transpose()?;
        list.valid_for = options.valid_for_seconds.map(|n| seconds("validForSeconds", n)).transpose()?;
        Ok(list)
    }

    pub(super) fn sign(self, ca: &core::CertificateAuthority) -> Checked<Crl> {
        let mut builder = ca.crl(self.number);
        if let Some(last) = &self.carry_over {
            builder = builder.carry_over(last);
        }
        for (certificate, reason) in &self.revoked {
            builder = builder.revoke(certificate, *reason);
        }
        for (serial, reason, when) in &self.serials {
            builder = builder.revoke_serial(serial, *reason, *when);
        }
        apply!(builder, at = self.at, valid_for = self.valid_for);
        Ok(Crl(builder.build()?))
    }
}
