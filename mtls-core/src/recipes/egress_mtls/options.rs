//! The recipe from a plain document of options, for the bindings.

use std::collections::BTreeMap;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{EgressApplication, EgressClient, EgressMtls};
use crate::finding::Finding;
use crate::recipes::RecipeError;
use crate::resources::model::{Field, Shape, fields, spellings};
use crate::resources::{Manifest, Map, Options, SecretText, Value, bad_value, required};

spellings! {
    /// The clients by name.
    pub(crate) enum Client {
        /// See [`EgressClient::Mesh`].
        Mesh = "mesh",
        /// See [`EgressClient::Gateway`].
        Gateway = "gateway",
        /// See [`EgressClient::Application`].
        Application = "application",
    }
}

fields! {
    /// What `egress_mtls` takes.
    pub(crate) struct EgressMtlsOptions {
        /// The service outside of the mesh.
        host: String = "host" [required],
        /// Whose certificate it is shown: that of each workload, one at the egress gateway, or one for each application.
        client: Client = "client" [required],
        /// Name of the manifests.
        name: String = "name",
        /// Their namespace; not for `gateway`.
        namespace: String = "namespace",
        /// The service's addresses, or other names of it.
        addresses: Vec<String> = "addresses",
        /// The service's port.
        port: i64 = "port",
        /// The port that applications call in plain HTTP.
        plain_port: i64 = "plain_port",
        /// The server name to ask for.
        sni: String = "sni",
        /// Names of which the service's certificate must carry one.
        subject_alt_names: Vec<String> = "subject_alt_names",
        /// Labels of the manifests.
        labels: BTreeMap<String, String> = "labels",
        /// The CA of the service's certificate in PEM; not for `mesh`.
        ca: String = "ca" [document],
        /// The gateway's client certificate in PEM.
        certificate: String = "certificate" [document],
        /// Its key in PEM.
        key: SecretText = "key",
        /// Name of its Secret.
        credential: String = "credential",
        /// Service of the egress gateway.
        gateway: String = "gateway",
        /// Namespace of the egress gateway.
        gateway_namespace: String = "gateway_namespace",
        /// Labels of its pods.
        selector: BTreeMap<String, String> = "selector",
        /// The applications, each with a certificate, for `application`.
        applications: Vec<EgressApplicationOptions> = "applications",
        /// Where sidecars find their certificates.
        mount_path: String = "mount_path",
        /// The time for which dates are judged, in seconds since 1970; without it they are not judged.
        at: i64 = "at",
    }
}
/// What the recipe takes, for the declared types.
pub(in crate::recipes) const OPTIONS: &Shape = <EgressMtlsOptions as Field>::SHAPE;

fields! {
    /// An application.
    pub(crate) struct EgressApplicationOptions {
        /// Its name.
        name: String = "name" [required],
        /// Its client certificate in PEM.
        certificate: String = "certificate" [required, document],
        /// The key of it in PEM.
        key: SecretText = "key" [required],
        /// Name of its Secret.
        secret: String = "secret",
        /// Its Deployment, which comes out with the annotations beside its own; without it `files` has a patch that replaces them.
        workload: Map = "workload",
    }
}

/// The recipe that the options describe.
pub(in crate::recipes) fn from_options(mut options: Value) -> Result<EgressMtls, RecipeError> {
    let read = Options::<EgressMtlsOptions>::read("the recipe egress_mtls", &options, check);
    crate::resources::wipe_options(&mut options);
    let o = read?;
    let client = match o.client {
        Some(Client::Gateway) => EgressClient::Gateway,
        Some(Client::Application) => EgressClient::Application,
        _ => EgressClient::Mesh,
    };
    let mut recipe = EgressMtls::new(o.host.unwrap_or_default(), client)
        .ca(o.ca.unwrap_or_default())
        .certificate(o.certificate.unwrap_or_default())
        .key(o.key.as_ref().map(SecretText::as_str).unwrap_or_default());
    recipe.name = o.name;
    recipe.namespace = o.namespace;
    recipe.addresses = o.addresses.unwrap_or_default();
    recipe.sni = o.sni;
    recipe.subject_alt_names = o.subject_alt_names.unwrap_or_default();
    recipe.labels = o.labels.unwrap_or_default();
    recipe.credential = o.credential;
    recipe.selector = o.selector.unwrap_or_default();
    recipe.mount_path = o.mount_path;
    for (port, given) in [(&mut recipe.port, o.port), (&mut recipe.plain_port, o.plain_port)] {
        if let Some(number) = given.and_then(|number| u16::try_from(number).ok()) {
            *port = number;
        }
    }
    if o.gateway.is_some() || o.gateway_namespace.is_some() {
        let (service, namespace) = (o.gateway, o.gateway_namespace);
        recipe = recipe.gateway(
            service.unwrap_or_else(|| "istio-egressgateway".to_owned()),
            namespace.unwrap_or_else(|| "istio-system".to_owned()),
        );
    }
    for options in o.applications.into_iter().flatten() {
        recipe = recipe.application(application(options)?);
    }
    recipe.at =
        o.at.and_then(|at| u64::try_from(at).ok())
            .map(|at| UnixTime::since_unix_epoch(Duration::from_secs(at)));
    Ok(recipe)
}

fn application(o: EgressApplicationOptions) -> Result<EgressApplication, RecipeError> {
    let mut application = EgressApplication::new(o.name.unwrap_or_default())
        .certificate(o.certificate.unwrap_or_default())
        .key(o.key.as_ref().map(SecretText::as_str).unwrap_or_default());
    application.secret = o.secret;
    application.workload = o.workload.map(|map| Manifest::new(map.into())).transpose()?;
    Ok(application)
}

fn check(o: &EgressMtlsOptions, findings: &mut Vec<Finding>) {
    required(findings, "host", o.host.is_some());
    required(findings, "client", o.client.is_some());
    for (option, port) in [("port", o.port), ("plain_port", o.plain_port)] {
        if let Some(port) = port
            && !(1..=65535).contains(&port)
        {
            bad_value(findings, option, format!("{port} is no port; ports are 1 to 65535"));
        }
    }
    for (i, application) in o.applications.iter().flatten().enumerate() {
        required(findings, &format!("applications[{i}].name"), application.name.is_some());
    }
    if let Some(at) = o.at
        && at < 0
    {
        bad_value(findings, "at", format!("{at} lies before 1970"));
    }
}
