//! The recipe from a plain document of options, for the bindings.

use std::collections::BTreeMap;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{CloudflareAccess, CloudflareOrigin, OriginPull};
use crate::recipes::RecipeError;
use crate::resources::model::{Field, Shape, fields, spellings};
use crate::resources::{Options, SecretText, Value, bad_value, required};

spellings! {
    /// The levels by name.
    pub(crate) enum Pull {
        /// See [`OriginPull::Zone`].
        Zone = "zone",
        /// See [`OriginPull::Hostname`].
        Hostname = "hostname",
        /// See [`OriginPull::Shared`].
        Shared = "shared",
    }
}

spellings! {
    /// Where the clients' CA is kept.
    pub(crate) enum Form {
        /// In the Secret with certificate and key.
        Together = "together",
        /// In a Secret of its own.
        Apart = "apart",
    }
}

fields! {
    /// What `cloudflare_origin` takes.
    pub(crate) struct CloudflareOriginOptions {
        /// The hosts that the gateway answers for.
        hosts: Vec<String> = "hosts" [required],
        /// The origin's certificate in PEM.
        certificate: String = "certificate" [required, document],
        /// Its key in PEM.
        key: SecretText = "key" [required],
        /// The CA of the edge's client certificate in PEM.
        client_ca: String = "client_ca" [required, document],
        /// Which client certificate the edge shows: one of the zone or hostname, or Cloudflare's shared one.
        pull: Pull = "pull" [required],
        /// Name of the Gateway.
        gateway: String = "gateway",
        /// Namespace of its pods.
        namespace: String = "namespace",
        /// Labels of its pods.
        selector: BTreeMap<String, String> = "selector",
        /// Labels of the manifests.
        labels: BTreeMap<String, String> = "labels",
        /// Name of the Secret.
        credential: String = "credential",
        /// Port of the gateway.
        port: i64 = "port",
        /// Version of Big Bang, for values of its chart in place of manifests. What the chart has no value for is refused.
        big_bang: String = "big_bang",
        /// The clients' CA in the Secret of the certificate, or in one of its own.
        secret_form: Form = "secret_form",
        /// Tokens of Cloudflare Access to demand of every request.
        access: CloudflareAccessOptions = "access",
        /// The time for which dates are judged, in seconds since 1970; without it they are not judged.
        at: i64 = "at",
    }
}
/// What the recipe takes, for the declared types.
pub(in crate::recipes) const OPTIONS: &Shape = <CloudflareOriginOptions as Field>::SHAPE;

fields! {
    /// Tokens of Cloudflare Access.
    pub(crate) struct CloudflareAccessOptions {
        /// The team.
        team: String = "team" [required],
        /// The AUD tags of applications, of which a token must have one.
        audiences: Vec<String> = "audiences" [required],
        /// The client IDs of service tokens.
        service_tokens: Vec<String> = "service_tokens",
    }
}

/// The recipe that the options describe.
pub(in crate::recipes) fn from_options(mut options: Value) -> Result<CloudflareOrigin, RecipeError> {
    let read =
        Options::<CloudflareOriginOptions>::read("the recipe cloudflare_origin", &options, |o, findings| {
            required(findings, "hosts", o.hosts.is_some());
            required(findings, "certificate", o.certificate.is_some());
            required(findings, "key", o.key.is_some());
            required(findings, "client_ca", o.client_ca.is_some());
            required(findings, "pull", o.pull.is_some());
            if o.hosts.as_ref().is_some_and(Vec::is_empty) {
                bad_value(findings, "hosts", "no host is given".to_owned());
            }
            if let Some(port) = o.port
                && !(1..=65535).contains(&port)
            {
                bad_value(findings, "port", format!("{port} is no port; ports are 1 to 65535"));
            }
            if let Some(access) = &o.access {
                required(findings, "access.team", access.team.is_some());
                required(findings, "access.audiences", access.audiences.is_some());
            }
            if let Some(at) = o.at
                && at < 0
            {
                bad_value(findings, "at", format!("{at} lies before 1970"));
            }
        });
    crate::resources::wipe_options(&mut options);
    let o = read?;
    let pull = match o.pull {
        Some(Pull::Hostname) => OriginPull::Hostname,
        Some(Pull::Shared) => OriginPull::Shared,
        _ => OriginPull::Zone,
    };
    let mut recipe = CloudflareOrigin::new(o.hosts.unwrap_or_default())
        .certificate(o.certificate.unwrap_or_default())
        .key(o.key.as_ref().map(SecretText::as_str).unwrap_or_default())
        .client_ca(pull, o.client_ca.unwrap_or_default());
    if let Some(name) = o.gateway {
        recipe.gateway = name;
    }
    recipe.namespace = o.namespace;
    recipe.selector = o.selector.unwrap_or_default();
    recipe.labels = o.labels.unwrap_or_default();
    recipe.credential = o.credential;
    if let Some(port) = o.port.and_then(|port| u16::try_from(port).ok()) {
        recipe.port = port;
    }
    if let Some(version) = o.big_bang {
        recipe.big_bang = Some(version.parse()?);
    }
    recipe.access = o.access.map(|access| CloudflareAccess {
        team: access.team.unwrap_or_default(),
        audiences: access.audiences.unwrap_or_default(),
        service_tokens: access.service_tokens.unwrap_or_default(),
    });
    recipe.ca_apart = o.secret_form == Some(Form::Apart);
    recipe.at =
        o.at.and_then(|at| u64::try_from(at).ok())
            .map(|at| UnixTime::since_unix_epoch(Duration::from_secs(at)));
    Ok(recipe)
}
