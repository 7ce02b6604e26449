//! Signing, under the issuer's exact name.
//!
//! rcgen builds what is to be signed, but it can only write names that it models: a CA whose
//! subject has two `OU`s, several `DC`s or a multi-valued RDN would be named differently in
//! what it issues, and no path would lead back to it. So rcgen's output is caught before it is
//! signed, and the issuer's name is put in byte for byte.

use std::cell::Cell;

use super::IssueError;
use super::key::{SigningPair, backend};
use crate::pki::der::{self, Reader};
use rcgen::{
    CertificateParams, CertificateRevocationListParams, Issuer, KeyIdMethod, PublicKeyData,
    SignatureAlgorithm, SigningKey,
};

/// Who signs, as it stands in what is signed.
#[derive(Clone, Copy)]
pub(super) struct IssuerName<'a> {
    /// Subject of the CA's certificate, in DER.
    pub(super) name: &'a [u8],
    /// Its subject key identifier.
    pub(super) key_id: &'a [u8],
}

impl SigningPair {
    /// The DER of a certificate for this key, signed by itself.
    pub(super) fn self_signed(&self, params: &CertificateParams) -> Result<Vec<u8>, IssueError> {
        params.self_signed(self.pair()).map(|made| made.der().to_vec()).map_err(|error| backend(&error))
    }

    /// The DER of a certificate for `key`, signed by this one.
    pub(super) fn certificate(
        &self,
        issuer: IssuerName<'_>,
        params: &CertificateParams,
        key: &impl PublicKeyData,
    ) -> Result<Vec<u8>, IssueError> {
        let stand_in = stand_in(issuer);
        let catcher = Catcher { pair: self, caught: Cell::default() };
        params.signed_by(key, &Issuer::from_params(&stand_in, &catcher)).map_err(|error| backend(&error))?;
        self.sign(&catcher.caught.take(), issuer)
    }

    /// The DER of a CRL signed by this key. The key identifier in `params` is replaced by the issuer's.
    pub(super) fn crl(
        &self,
        issuer: IssuerName<'_>,
        mut params: CertificateRevocationListParams,
    ) -> Result<Vec<u8>, IssueError> {
        params.key_identifier_method = KeyIdMethod::PreSpecified(issuer.key_id.to_vec());
        let stand_in = stand_in(issuer);
        let catcher = Catcher { pair: self, caught: Cell::default() };
        params.signed_by(&Issuer::from_params(&stand_in, &catcher)).map_err(|error| backend(&error))?;
        self.sign(&catcher.caught.take(), issuer)
    }

    fn sign(&self, unsigned: &[u8], issuer: IssuerName<'_>) -> Result<Vec<u8>, IssueError> {
        let (unsigned, algorithm) = with_issuer(unsigned, issuer.name)
            .map_err(|reason| IssueError::Backend { reason: reason.to_owned() })?;
        let signature = self.pair().sign(&unsigned).map_err(|error| backend(&error))?;
        let bits = der::write(der::BIT_STRING, &[&[0], &signature]);
        Ok(der::write(der::SEQUENCE, &[&unsigned, &algorithm, &bits]).to_vec())
    }
}

fn stand_in(issuer: IssuerName<'_>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.key_identifier_method = KeyIdMethod::PreSpecified(issuer.key_id.to_vec());
    params
}

/// Keeps what it is asked to sign and answers with nothing of use.
struct Catcher<'a> {
    pair: &'a SigningPair,
    caught: Cell<Vec<u8>>,
}

impl PublicKeyData for Catcher<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.pair.pair().der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        PublicKeyData::algorithm(self.pair.pair())
    }
}

impl SigningKey for Catcher<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.caught.set(message.to_vec());
        Ok(vec![0])
    }
}

/// `unsigned` (of a certificate or CRL) with `issuer` as the issuer's name, and the signature algorithm
/// that it names. In both structures the first SEQUENCE is the algorithm and the second the issuer.
fn with_issuer(unsigned: &[u8], issuer: &[u8]) -> Result<(Vec<u8>, Vec<u8>), der::Reason> {
    let mut reader = Reader::only(unsigned, der::SEQUENCE)?;
    let mut fields: Vec<&[u8]> = Vec::new();
    while reader.peek() != Some(der::SEQUENCE) {
        fields.push(reader.next()?.raw);
    }
    let algorithm = reader.element(der::SEQUENCE)?.raw;
    reader.element(der::SEQUENCE)?;
    fields.extend([algorithm, issuer]);
    while !reader.is_empty() {
        fields.push(reader.next()?.raw);
    }
    Ok((der::write(der::SEQUENCE, &fields).to_vec(), algorithm.to_vec()))
}
