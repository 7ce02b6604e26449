//! Building a Secret.

use std::fmt;

use zeroize::Zeroizing;

use super::{Secret, SecretData, encode};
use crate::resources::builder::as_built;
use crate::resources::kind::refuses;
use crate::resources::{Manifest, ObjectMeta, ResourceError};

/// The entries under which a Secret carries certificate, key and CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretForm {
    /// `tls.crt`, `tls.key`, `ca.crt`; type `kubernetes.io/tls`.
    Tls,
    /// `cert`, `key`, `cacert`; type `Opaque`.
    Generic,
    /// `cacert` alone, in a Secret whose name ends in `-cacert`.
    CaCert,
    /// Entries of the caller's choice; certificate, key and CA under the names of [`SecretForm::Tls`].
    Opaque,
}

/// Builds a [`Secret`]; begun by [`Secret::tls`] and its neighbours. `Debug` shows no values.
#[must_use = "nothing is built before `build`"]
pub struct SecretBuilder {
    form: SecretForm,
    secret: Secret,
}

impl SecretBuilder {
    pub(super) fn new(form: SecretForm, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        let mut name = name.into();
        if form == SecretForm::CaCert && !name.ends_with("-cacert") {
            name.push_str("-cacert");
        }
        let mut secret = Secret::empty(ObjectMeta::new(name, namespace));
        secret.secret_type =
            Some(if form == SecretForm::Tls { Secret::TLS } else { Secret::OPAQUE }.to_owned());
        Self { form, secret }
    }

    /// The certificate in PEM, leaf first.
    pub fn cert(self, pem: impl AsRef<[u8]>) -> Self {
        let name = if self.form == SecretForm::Generic { "cert" } else { "tls.crt" };
        self.entry(name, pem)
    }

    /// The private key in PEM.
    pub fn key(self, pem: impl AsRef<[u8]>) -> Self {
        let name = if self.form == SecretForm::Generic { "key" } else { "tls.key" };
        self.entry(name, pem)
    }

    /// The CA of the clients in PEM.
    pub fn ca(self, pem: impl AsRef<[u8]>) -> Self {
        let name =
            if matches!(self.form, SecretForm::Generic | SecretForm::CaCert) { "cacert" } else { "ca.crt" };
        self.entry(name, pem)
    }

    /// Any other entry, as bytes.
    pub fn entry(mut self, key: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.data().insert(key, encode(value.as_ref()));
        self
    }

    /// An entry that is written as plain text under `stringData`, for those who seal it afterwards.
    pub fn plain_entry(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.secret.string_data.get_or_insert_default().insert(key, Zeroizing::new(value.into()));
        self
    }

    /// Adds a label.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.secret.metadata.labels.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Adds an annotation.
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.secret.metadata.annotations.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Refuses later changes of the entries.
    pub fn immutable(mut self) -> Self {
        self.secret.immutable = Some(true);
        self
    }

    /// The Secret, validated.
    ///
    /// # Errors
    /// [`ResourceError::Invalid`] with every finding when one is an error. A certificate, key or CA that is no PEM is one
    /// here, though the API server takes it.
    pub fn build(self) -> Result<Secret, ResourceError> {
        let findings = as_built(self.secret.validate());
        if refuses(&findings) {
            let resource = self.secret.to_manifest().resource();
            return Err(ResourceError::Invalid { resource, findings });
        }
        Ok(self.secret)
    }

    /// The same as an untyped manifest.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn manifest(self) -> Result<Manifest, ResourceError> {
        self.build().map(Manifest::from)
    }

    #[cfg(test)]
    pub(super) fn into_parts(self) -> Secret {
        self.secret
    }

    fn data(&mut self) -> &mut SecretData {
        self.secret.data.get_or_insert_default()
    }
}

impl fmt::Debug for SecretBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretBuilder").field("form", &self.form).field("secret", &self.secret).finish()
    }
}
