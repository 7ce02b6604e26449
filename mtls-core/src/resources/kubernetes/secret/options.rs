//! A `Secret` from a plain document of options, for the bindings.

use super::data::SecretText;
use super::{Secret, SecretBuilder, SecretData, SecretForm};
use crate::resources::builder::{FromOptions, read_options};
use crate::resources::model::{Field, Shape, fields, spellings};
use crate::resources::options::required;
use crate::resources::{Manifest, ResourceError, Value};

spellings! {
    /// The forms by name.
    pub(crate) enum Form {
        /// See [`SecretForm::Tls`](super::SecretForm::Tls).
        Tls = "tls",
        /// See [`SecretForm::Generic`](super::SecretForm::Generic).
        Generic = "generic",
        /// See [`SecretForm::CaCert`](super::SecretForm::CaCert).
        CaCert = "cacert",
        /// See [`SecretForm::Opaque`](super::SecretForm::Opaque).
        Opaque = "opaque",
    }
}

fields! {
    /// What `secret` takes of its own.
    pub(crate) struct SecretOptions {
        /// The form: `tls` unless given. In form `cacert` the name is that of the credential.
        form: Form = "form",
        /// The certificate in PEM.
        cert: SecretText = "cert",
        /// The key in PEM.
        key: SecretText = "key",
        /// The CA of the clients in PEM.
        ca: SecretText = "ca",
        /// Other entries, as text.
        entries: SecretData = "entries",
        /// Refuses later changes.
        immutable: bool = "immutable",
    }
}

impl FromOptions for Secret {
    const OPTIONS: &'static Shape = <SecretOptions as Field>::SHAPE;

    fn from_options(options: Value) -> Result<Manifest, ResourceError> {
        let (mut common, options) =
            read_options::<Self, _>(options, |options: &SecretOptions, check| match options.form {
                None | Some(Form::Tls | Form::Generic) => {
                    required(check, "cert", options.cert.is_some());
                    required(check, "key", options.key.is_some());
                }
                Some(Form::CaCert) => required(check, "ca", options.ca.is_some()),
                _ => {}
            })?;
        let form = match options.form {
            Some(Form::Generic) => SecretForm::Generic,
            Some(Form::CaCert) => SecretForm::CaCert,
            Some(Form::Opaque) => SecretForm::Opaque,
            _ => SecretForm::Tls,
        };
        let mut builder = SecretBuilder::begun(form, common.begin());
        if let Some(cert) = &options.cert {
            builder = builder.cert(cert.as_str());
        }
        if let Some(key) = &options.key {
            builder = builder.key(key.as_str());
        }
        if let Some(ca) = &options.ca {
            builder = builder.ca(ca.as_str());
        }
        if let Some(entries) = &options.entries {
            for key in entries.keys() {
                builder = builder.entry(key, entries.get(key).unwrap_or_default());
            }
        }
        if options.immutable == Some(true) {
            builder = builder.immutable();
        }
        common.finish(builder.inner, false)
    }
}
