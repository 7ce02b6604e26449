//! Building a Secret.

use std::fmt;

use zeroize::Zeroizing;

use super::{Secret, encode};
use crate::resources::{Builder, Manifest, Map, ResourceError, Value};

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

/// Builds a [`Secret`]; begun by [`Secret::tls`] and its neighbours. `Debug` shows no values, and what is not built is
/// wiped from memory.
#[must_use = "nothing is built before `build`"]
pub struct SecretBuilder {
    form: SecretForm,
    pub(super) inner: Builder<Secret>,
}

impl SecretBuilder {
    pub(super) fn new(form: SecretForm, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        Self::begun(form, Builder::named(name, namespace))
    }

    /// Goes on with one that has name and namespace.
    pub(super) fn begun(form: SecretForm, inner: Builder<Secret>) -> Self {
        let inner = inner.with(|secret| {
            let name = secret.metadata.name.get_or_insert_default();
            if form == SecretForm::CaCert && !name.ends_with("-cacert") {
                name.push_str("-cacert");
            }
            let of_tls = form == SecretForm::Tls;
            secret.secret_type = Some(if of_tls { Secret::TLS } else { Secret::OPAQUE }.to_owned());
        });
        Self { form, inner }
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
    pub fn entry(self, key: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.with(|secret| secret.data.get_or_insert_default().insert(key, encode(value.as_ref())))
    }

    /// An entry that is written as plain text under `stringData`, for those who seal it afterwards.
    pub fn plain_entry(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = Zeroizing::new(value.into());
        self.with(|secret| secret.string_data.get_or_insert_default().insert(key, value))
    }

    /// Adds a label.
    pub fn label(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.then(|inner| inner.label(key, value))
    }

    /// Adds an annotation.
    pub fn annotation(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.then(|inner| inner.annotation(key, value))
    }

    /// Refuses later changes of the entries.
    pub fn immutable(self) -> Self {
        self.with(|secret| secret.immutable = Some(true))
    }

    /// Changes the Secret in ways that have no method here.
    pub fn with(self, change: impl FnOnce(&mut Secret)) -> Self {
        self.then(|inner| inner.with(change))
    }

    /// Adds a field at the top that the model does not know.
    pub fn extra(self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.merge_patch(Map::from([(field.into(), value.into())]))
    }

    /// Changes the finished manifest by a JSON merge patch (RFC 7396).
    pub fn merge_patch(self, patch: impl Into<Value>) -> Self {
        self.then(|inner| inner.merge_patch(patch))
    }

    /// The Secret, validated.
    ///
    /// # Errors
    /// [`ResourceError::Invalid`] with every finding when one is an error. A certificate, key or CA that is no PEM is one
    /// here, though the API server takes it. As [`Manifest::merge_patch`] for a patch that leaves no manifest.
    pub fn build(self) -> Result<Secret, ResourceError> {
        self.inner.build()
    }

    /// The same as an untyped manifest.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn manifest(self) -> Result<Manifest, ResourceError> {
        self.inner.manifest()
    }

    fn then(self, change: impl FnOnce(Builder<Secret>) -> Builder<Secret>) -> Self {
        Self { form: self.form, inner: change(self.inner) }
    }
}

impl fmt::Debug for SecretBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretBuilder")
            .field("form", &self.form)
            .field("secret", &self.inner.object)
            .finish_non_exhaustive()
    }
}
