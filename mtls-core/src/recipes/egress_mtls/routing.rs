//! Which way requests go: VirtualServices and the ServiceEntry.

use std::net::IpAddr;

use super::manifests::labelled;
use super::{EgressClient, EgressMtls};
use crate::recipes::RecipeError;
use crate::resources::Manifest;
use crate::resources::istio::{
    Destination, HttpMatch, HttpRoute, ServiceEntry, VirtualService, WorkloadEntrySpec,
};

/// From sidecars to the egress gateway, and from there to the service.
pub(super) fn through_gateway(
    recipe: &EgressMtls,
    service: &str,
    port: u16,
) -> Result<Manifest, RecipeError> {
    let (name, namespace) = (recipe.name_of_all(), recipe.home());
    let gateway = format!("{namespace}/{name}");
    let at_sidecar = HttpMatch::default().gateways(["mesh"]).port(recipe.plain_port);
    let to_gateway = HttpRoute::to(Destination::new(service).subset(&name).port(port)).matches([at_sidecar]);
    let at_gateway = HttpMatch::default().gateways([&gateway]).port(port);
    let outward = HttpRoute::to(Destination::new(&recipe.host).port(recipe.port)).matches([at_gateway]);
    let routes = VirtualService::new(&name, namespace)
        .hosts([&recipe.host])
        .gateways(["mesh", &gateway])
        .http(to_gateway)
        .http(outward);
    Ok(labelled(recipe, routes).manifest()?)
}

/// From the plain port to the service's.
pub(super) fn to_tls_port(recipe: &EgressMtls) -> Result<Manifest, RecipeError> {
    let plain = HttpMatch::default().port(recipe.plain_port);
    let routes = VirtualService::new(recipe.name_of_all(), recipe.home())
        .hosts([&recipe.host])
        .http(HttpRoute::to(Destination::new(&recipe.host).port(recipe.port)).matches([plain]))
        .export_to(["."]);
    Ok(labelled(recipe, routes).manifest()?)
}

/// What lets requests out: the plain port, and that of TLS.
pub(super) fn service_entry(recipe: &EgressMtls) -> Result<Manifest, RecipeError> {
    let mut entry = ServiceEntry::new(recipe.name_of_all(), recipe.home())
        .host(&recipe.host)
        .port(recipe.plain_port, "HTTP", "http")
        .external();
    entry = match recipe.client {
        // No route changes the port here.
        EgressClient::Mesh => entry.target_port(recipe.port).port(recipe.port, "TLS", "tls"),
        EgressClient::Gateway => entry.port(recipe.port, "HTTPS", "https"),
        EgressClient::Application => entry.port(recipe.port, "HTTPS", "https").export_to(["."]),
    };
    let ips = recipe.addresses.iter().all(|address| address.parse::<IpAddr>().is_ok());
    entry = if recipe.addresses.is_empty() || !ips {
        recipe.addresses.iter().fold(entry.dns(), |entry, name| entry.endpoint(WorkloadEntrySpec::at(name)))
    } else {
        entry.static_endpoints(&recipe.addresses)
    };
    Ok(labelled(recipe, entry).manifest()?)
}
