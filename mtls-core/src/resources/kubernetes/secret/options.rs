//! A `Secret` from a plain document of options, for the bindings.

use std::collections::BTreeMap;

use super::data::SecretText;
use super::{Secret, SecretBuilder, SecretData};
use crate::resources::builder::FromOptions;
use crate::resources::model::{Field, Shape, fields, spellings};
use crate::resources::options::{Options, required, wipe};
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
    /// What `secret` takes.
    pub(crate) struct SecretOptions {
        /// Name of the Secret; of the credential in form `cacert`.
        name: String = "name" [required],
        /// Its namespace.
        namespace: String = "namespace",
        /// The form: `tls` unless given.
        form: Form = "form",
        /// The certificate in PEM.
        cert: SecretText = "cert",
        /// The key in PEM.
        key: SecretText = "key",
        /// The CA of the clients in PEM.
        ca: SecretText = "ca",
        /// Other entries, as text.
        entries: SecretData = "entries",
        /// Labels.
        labels: BTreeMap<String, String> = "labels",
        /// Annotations.
        annotations: BTreeMap<String, String> = "annotations",
        /// Refuses later changes.
        immutable: bool = "immutable",
    }
}

impl FromOptions for Secret {
    const OPTIONS: &'static Shape = <SecretOptions as Field>::SHAPE;
    const TAKES_COMMON: bool = false;

    fn from_options(mut options: Value) -> Result<Manifest, ResourceError> {
        let read = Options::<SecretOptions>::read("a Secret", &options, |options: &SecretOptions, check| {
            required(check, "name", options.name.is_some());
            match options.form {
                None | Some(Form::Tls | Form::Generic) => {
                    required(check, "cert", options.cert.is_some());
                    required(check, "key", options.key.is_some());
                }
                Some(Form::CaCert) => required(check, "ca", options.ca.is_some()),
                _ => {}
            }
        });
        wipe(&mut options);
        let options = read?;
        let (name, namespace) = (options.name.unwrap_or_default(), options.namespace.unwrap_or_default());
        let begin: fn(String, String) -> SecretBuilder = match options.form {
            Some(Form::Generic) => Secret::generic,
            Some(Form::CaCert) => Secret::ca_cert,
            Some(Form::Opaque) => Secret::opaque,
            _ => Secret::tls,
        };
        let mut builder = begin(name, namespace);
        for (key, value) in options.labels.into_iter().flatten() {
            builder = builder.label(key, value);
        }
        for (key, value) in options.annotations.into_iter().flatten() {
            builder = builder.annotation(key, value);
        }
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
        builder.manifest()
    }
}
