//! The core `Secret`: what carries certificates and keys to a gateway.
//!
//! Which entries a gateway reads, and that the generic ones win over `tls.*`, follows istiod's own reader of
//! credentials.

mod build;
mod check;
mod data;
mod options;

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::{Zeroize as _, Zeroizing};

use crate::resources::kind::kind;
use crate::resources::manifest::wipe_value;

pub use build::{SecretBuilder, SecretForm};
pub(in crate::resources) use check::certificate_authority_of;
pub use data::SecretData;
pub(crate) use data::SecretText;

kind! {
    /// A core `Secret`.
    ///
    /// `Debug` shows the names of its entries, annotations and other fields, never their values; the values are wiped
    /// from memory on drop.
    ///
    /// ```
    /// use mtls_core::resources::kubernetes::Secret;
    /// # let (cert, key, ca) = (
    /// #     "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    /// #     "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
    /// #     "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    /// # );
    ///
    /// let secret = Secret::tls("public-cert", "istio-system").cert(cert).key(key).ca(ca).build()?;
    /// assert_eq!(secret.value("ca.crt").unwrap().as_slice(), ca.as_bytes());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Secret (hidden): "" ["v1"], check::check {
        /// The type: [`Secret::OPAQUE`], [`Secret::TLS`], or another; absent means opaque.
        secret_type: String = "type",
        /// Whether changes are refused.
        immutable: bool = "immutable",
        /// The entries in Base64.
        data: SecretData = "data",
        /// Entries as plain text; on the API server they win over `data`.
        string_data: SecretData = "stringData",
    }
}

impl Secret {
    /// The type of a Secret that holds anything.
    pub const OPAQUE: &'static str = "Opaque";
    /// The type of a Secret with `tls.crt` and `tls.key`.
    pub const TLS: &'static str = "kubernetes.io/tls";

    /// Begins a Secret of type `kubernetes.io/tls` with `tls.crt`, `tls.key` and, where a CA is given, `ca.crt`.
    pub fn tls(name: impl Into<String>, namespace: impl Into<String>) -> SecretBuilder {
        SecretBuilder::new(SecretForm::Tls, name, namespace)
    }

    /// Begins an opaque Secret with `cert`, `key` and, where a CA is given, `cacert`: the form that wins where a
    /// gateway finds both.
    pub fn generic(name: impl Into<String>, namespace: impl Into<String>) -> SecretBuilder {
        SecretBuilder::new(SecretForm::Generic, name, namespace)
    }

    /// Begins the Secret `<credential>-cacert`, which carries the CA of the clients apart from certificate and key:
    /// `cacert` alone. A gateway looks there first.
    pub fn ca_cert(credential: impl Into<String>, namespace: impl Into<String>) -> SecretBuilder {
        SecretBuilder::new(SecretForm::CaCert, credential, namespace)
    }

    /// Begins an opaque Secret of any entries.
    pub fn opaque(name: impl Into<String>, namespace: impl Into<String>) -> SecretBuilder {
        SecretBuilder::new(SecretForm::Opaque, name, namespace)
    }

    /// The bytes of an entry, as a pod sees them. None where there is none or its Base64 does not decode.
    pub fn value(&self, key: &str) -> Option<Zeroizing<Vec<u8>>> {
        if let Some(text) = self.string_data.as_ref().and_then(|data| data.get(key)) {
            return Some(Zeroizing::new(text.as_bytes().to_vec()));
        }
        decode(self.data.as_ref()?.get(key)?).ok()
    }

    /// The names of the entries, each once.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let plain = self.string_data.as_ref();
        let encoded = self.data.iter().flat_map(SecretData::keys);
        plain
            .into_iter()
            .flat_map(SecretData::keys)
            .chain(encoded.filter(move |key| plain.is_none_or(|p| p.get(key).is_none())))
    }
}

/// Names alone: an annotation may hold the whole Secret as it was applied last, another field a misspelt `stringData`.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let annotations: Vec<&String> = self.metadata.annotations.iter().flat_map(BTreeMap::keys).collect();
        f.debug_struct("Secret")
            .field("name", &self.metadata.name())
            .field("namespace", &self.metadata.namespace())
            .field("annotations", &annotations)
            .field("secret_type", &self.secret_type)
            .field("data", &self.data)
            .field("string_data", &self.string_data)
            .field("extra", &self.extra.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Secret {
    /// Overwrites what may hold a value outside of the entries, which wipe themselves.
    fn wipe(&mut self) {
        for text in self.metadata.annotations.iter_mut().flat_map(BTreeMap::values_mut) {
            text.zeroize();
        }
        for map in [&mut self.metadata.extra, &mut self.extra] {
            map.values_mut().for_each(wipe_value);
        }
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// Base64 as Go reads it: padded, line breaks ignored, loose bits at the end ignored.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

pub(in crate::resources) fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, base64::DecodeError> {
    if text.contains(['\n', '\r']) {
        let joined: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect());
        return BASE64.decode(joined.as_bytes()).map(Zeroizing::new);
    }
    BASE64.decode(text).map(Zeroizing::new)
}

pub(in crate::resources) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(BASE64.encode(bytes))
}

#[cfg(test)]
mod tests;
