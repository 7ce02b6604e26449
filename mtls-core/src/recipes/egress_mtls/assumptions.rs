//! What the recipe takes for granted, as sentences.

use super::{EgressClient, EgressMtls};

pub(super) fn of(recipe: &EgressMtls) -> Vec<String> {
    let EgressMtls { host, port, plain_port, .. } = recipe;
    let home = recipe.home();
    let names = recipe.server_names().join(" or ");
    let mut all = vec![
        format!(
            "Applications call http://{host}:{plain_port}; the part between an application and its sidecar stays in its pod."
        ),
        "The applications have a sidecar: without one a request leaves as the application sends it."
            .to_owned(),
        format!(
            "The service listens with TLS on port {port}, demands a client certificate, and its own certificate carries {names}."
        ),
        format!(
            "No other DestinationRule, VirtualService or ServiceEntry of the mesh is for {host}: one in the namespace of a caller would win over these."
        ),
        format!(
            "The manifests are applied in their order: the ServiceEntry, which opens the way to {host}, is the last."
        ),
    ];
    let unseen = match recipe.client {
        EgressClient::Application => "in another namespace, or under a Sidecar resource that",
        _ => "under a Sidecar resource that",
    };
    all.push(format!(
        "Where the ServiceEntry is not seen ({unseen} does not import {home}/{host}), a call leaves in plaintext, unless the mesh's outboundTrafficPolicy is REGISTRY_ONLY."
    ));
    match recipe.client {
        EgressClient::Mesh => all.extend([
            "The service trusts the mesh's root, or the root above the mesh's intermediate CA; its own certificate leads to the same root.".to_owned(),
            "Whom the service lets in it judges by the SPIFFE ID in the URI name of the client's certificate; every workload of the mesh shows one.".to_owned(),
            format!("Applications that speak TLS themselves may still do so on port {port}, with a certificate of their own."),
        ]),
        EgressClient::Gateway => {
            let (service, namespace) = recipe.egress_gateway();
            all.extend([
                format!("An egress gateway runs as Service {service} in namespace {namespace} of a cluster whose domain is cluster.local, with a port 443, and its pods carry the labels of the selector."),
                "The service trusts the CA of the client certificate.".to_owned(),
                format!("Every workload of the mesh that reaches the gateway may use its certificate; an AuthorizationPolicy at the gateway says who may call {host}."),
                format!("Nothing but convention leads traffic to the gateway: a NetworkPolicy or firewall that lets only the gateway out keeps others from port {port}."),
            ]);
        }
        EgressClient::Application => {
            all.extend([
                "The service trusts the CA of each client certificate.".to_owned(),
                format!("Only workloads of namespace {home} call {host}; those without the Secret in their sidecar get no connection, and none in plaintext."),
                format!("The pods are started anew once the annotations stand; sidecars read files that change, so a renewed Secret at {} takes effect by itself.", recipe.mounted_at()),
            ]);
            let patched: Vec<&str> =
                recipe.applications.iter().filter(|a| a.workload.is_none()).map(|a| a.name.as_str()).collect();
            if !patched.is_empty() {
                all.push(format!(
                    "The patches are applied to the workloads in namespace {home}, with `kubectl patch --patch-file`: {}.",
                    patched.join(", ")
                ));
                all.push("A patch sets the annotations sidecar.istio.io/userVolume and userVolumeMount anew: a workload that has them already, for other volumes or for another service, is given to the recipe instead, and comes out with both.".to_owned());
            }
        }
    }
    if recipe.at.is_none() && recipe.client != EgressClient::Mesh {
        all.push("Dates of the certificates were not judged: no time was given.".to_owned());
    }
    all
}
