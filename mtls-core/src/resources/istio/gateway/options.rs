//! A `Gateway` from a plain document of options, for the bindings.

use std::collections::BTreeMap;

use super::{Gateway, ServerTlsMode, TlsVersion};
use crate::resources::builder::{FromOptions, read_options};
use crate::resources::model::{Field, Shape, fields};
use crate::resources::options::required;
use crate::resources::{Builder, Manifest, ResourceError, Value};

fields! {
    /// What `gateway` takes of its own.
    pub(crate) struct GatewayOptions {
        /// Labels of the gateway's pods.
        selector: BTreeMap<String, String> = "selector",
        /// The ports.
        servers: Vec<ServerOptions> = "servers" [required],
    }
}

fields! {
    /// One port.
    pub(crate) struct ServerOptions {
        /// Its number.
        port: i64 = "port" [required],
        /// `HTTPS` unless given, `HTTP` where it redirects.
        protocol: String = "protocol",
        /// Its name.
        name: String = "name",
        /// The hosts.
        hosts: Vec<String> = "hosts" [required],
        /// What is done with TLS.
        mode: ServerTlsMode = "mode",
        /// The Secret with certificate and key.
        credential_name: String = "credential_name",
        /// The credential with the CA of the clients.
        ca_credential_name: String = "ca_credential_name",
        /// Names of which the client's certificate must carry one.
        subject_alt_names: Vec<String> = "subject_alt_names",
        /// Lowest version of TLS.
        min_version: TlsVersion = "min_version",
        /// Cipher suites.
        cipher_suites: Vec<String> = "cipher_suites",
        /// Redirects to HTTPS.
        redirect_to_https: bool = "redirect_to_https",
    }
}

impl FromOptions for Gateway {
    const OPTIONS: &'static Shape = <GatewayOptions as Field>::SHAPE;

    fn from_options(options: Value) -> Result<Manifest, ResourceError> {
        let (mut common, options) = read_options::<Self, _>(options, |options: &GatewayOptions, check| {
            required(check, "servers", options.servers.is_some());
            for (i, server) in options.servers.iter().flatten().enumerate() {
                required(check, &format!("servers[{i}].port"), server.port.is_some());
                required(check, &format!("servers[{i}].hosts"), server.hosts.is_some());
            }
        })?;
        let mut builder = common.begin::<Self>();
        for (key, value) in options.selector.into_iter().flatten() {
            builder = builder.selector(key, value);
        }
        for server in options.servers.into_iter().flatten() {
            builder = add(builder, server);
        }
        common.finish(builder, true)
    }
}

fn add(builder: Builder<Gateway>, options: ServerOptions) -> Builder<Gateway> {
    let redirect = options.redirect_to_https == Some(true);
    let protocol = options.protocol.unwrap_or_else(|| if redirect { "HTTP" } else { "HTTPS" }.to_owned());
    let number = options.port.unwrap_or_default();
    // What is no port is refused by validation, with the number that was given.
    let mut builder =
        builder.port(u16::try_from(number).unwrap_or_default(), &protocol, options.hosts.unwrap_or_default());
    if u16::try_from(number).is_err() {
        builder = builder.port_number(number);
    }
    if let Some(name) = options.name {
        builder = builder.port_name(name);
    }
    if redirect {
        builder = builder.redirect_to_https();
    }
    let written = options.mode.is_some()
        || options.credential_name.is_some()
        || options.ca_credential_name.is_some()
        || options.subject_alt_names.is_some()
        || options.min_version.is_some()
        || options.cipher_suites.is_some();
    if written {
        builder = builder.with_tls(|tls| {
            tls.mode = options.mode;
            tls.credential_name = options.credential_name;
            tls.ca_cert_credential_name = options.ca_credential_name;
            tls.subject_alt_names = options.subject_alt_names;
            tls.min_protocol_version = options.min_version;
            tls.cipher_suites = options.cipher_suites;
        });
    }
    builder
}
