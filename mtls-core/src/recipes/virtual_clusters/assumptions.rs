//! What the recipe takes for granted, as sentences.

use std::collections::BTreeSet;

use super::VirtualClusters;

pub(super) fn of(recipe: &VirtualClusters) -> Vec<String> {
    let gateway = &recipe.gateway_namespace;
    let mut all = vec![
        format!("The gateway's pods run in namespace {gateway} and carry the labels of the selector; a Secret elsewhere is not found."),
        "The services that the routes name exist in each namespace, and the cluster's domain is cluster.local.".to_owned(),
        "Pods that ran before their namespace had its label are started anew, so that they get a sidecar.".to_owned(),
        "Whoever calls a workload of the namespaces is in the mesh: mutual TLS is demanded on every port, and probes of the kubelet go through the sidecar.".to_owned(),
        "None of the namespaces is the mesh's root namespace, where policies hold for every namespace.".to_owned(),
        "Namespaces part environments softly: nothing here limits what a workload of one may call in another.".to_owned(),
        "No other Gateway on the same pods has a certificate for these hosts: browsers reuse a connection for every host that its certificate names.".to_owned(),
    ];
    let (closed, open): (Vec<_>, Vec<_>) =
        recipe.clusters.iter().partition(|cluster| recipe.jwt_of(cluster).is_some());
    if !closed.is_empty() {
        all.push(
            "istiod reaches the issuer to fetch its keys; until it has, every token is refused.".to_owned(),
        );
        all.push(format!(
            "Calls between workloads carry the token too, which applications pass on as they got it: without one every request to a workload of {} is refused.",
            names(&closed)
        ));
        all.push(
            "The workloads speak HTTP: a policy about tokens closes ports that carry something else."
                .to_owned(),
        );
    }
    if !open.is_empty() {
        all.push(format!("Everyone may call {}: no tokens are asked for there.", names(&open)));
    }
    let outside = || recipe.outside.iter().chain(recipe.clusters.iter().flat_map(|c| &c.outside));
    let wide: BTreeSet<&str> =
        outside().flat_map(|s| &s.hosts).map(String::as_str).filter(|h| h.contains('*')).collect();
    if outside().next().is_some() {
        all.push("The applications speak TLS with the services outside and judge their certificates themselves; the sidecar passes it on by its server name.".to_owned());
        all.push("Only where the mesh's outboundTrafficPolicy is REGISTRY_ONLY is everything else outside out of reach.".to_owned());
    }
    if !wide.is_empty() {
        all.push(format!(
            "Every name below these may be called, be it another customer's of the same provider, and at whatever address the application connects to: nothing holds the name in its TLS against DNS. For less, a firewall or egress gateway knows the addresses: {}.",
            wide.into_iter().collect::<Vec<_>>().join(", ")
        ));
    }
    if recipe.revision.is_some() {
        all.push(
            "The namespaces have no label istio-injection from before: it would win over the revision."
                .to_owned(),
        );
    }
    match &recipe.dns {
        Some(dns) => {
            all.push(format!(
                "The zone {} has the SOA record and the address records that the transaction removes, times to live included; `gcloud dns record-sets transaction execute` refuses it otherwise.",
                dns.zone
            ));
            all.push("The new load balancer answers for the hosts before the transaction is executed; clients find it within the old time to live.".to_owned());
        }
        None => all.push("The hosts lead to the gateway's load balancer.".to_owned()),
    }
    if recipe.at.is_none() {
        all.push("Dates of the certificate were not judged: no time was given.".to_owned());
    }
    all
}

fn names(clusters: &[&super::VirtualCluster]) -> String {
    clusters.iter().map(|cluster| cluster.namespace.as_str()).collect::<Vec<_>>().join(", ")
}
