//! Where routes lead.

use super::{Destination, HttpRouteDestination, RouteDestination};
use crate::finding::rules::istio_networking as rules;
use crate::resources::error::cut;
use crate::resources::istio::host::check_wildcard_domain;
use crate::resources::istio::port::is_port;
use crate::resources::kind::Checker;
use crate::resources::{names, path};

/// The destinations of the route of HTTP at `field`.
pub(super) fn check_http_destinations(route: &[HttpRouteDestination], field: &str, check: &mut Checker) {
    check_all(route.iter().map(|one| (one.destination.as_ref(), one.weight)), field, check);
}

/// The destinations of the route of TLS or TCP at `field`; there must be one.
pub(super) fn check_route_destinations(route: &[RouteDestination], field: &str, check: &mut Checker) {
    if route.is_empty() {
        check.report(
            rules::VIRTUAL_SERVICE_ROUTE_MISSING,
            path::join(field, "route"),
            "nothing is said of where the connections go",
        );
    }
    check_all(route.iter().map(|one| (one.destination.as_ref(), one.weight)), field, check);
}

fn check_all<'a>(
    route: impl Iterator<Item = (Option<&'a Destination>, Option<i64>)>,
    field: &str,
    check: &mut Checker,
) {
    let (mut count, mut total) = (0_usize, 0_i64);
    for (i, (destination, weight)) in route.enumerate() {
        let at = format!("{field}.route[{i}]");
        match destination {
            Some(destination) => check_destination(destination, &path::join(&at, "destination"), check),
            None => check.report(
                rules::VIRTUAL_SERVICE_DESTINATION,
                path::join(&at, "destination"),
                "there is no destination",
            ),
        }
        let weight = weight.unwrap_or_default();
        if weight < 0 {
            let message = format!("the weight {weight} is below 0");
            check.report(rules::VIRTUAL_SERVICE_WEIGHT, path::join(&at, "weight"), message);
        }
        count = count.saturating_add(1);
        total = total.saturating_add(weight);
    }
    if count > 1 && total == 0 {
        check.report(
            rules::VIRTUAL_SERVICE_WEIGHT,
            path::join(field, "route"),
            format!("the weights of {count} destinations come to 0; nothing would go to any of them"),
        );
    }
}

pub(super) fn check_destination(destination: &Destination, field: &str, check: &mut Checker) {
    let mut fault = |name: &str, message: String| {
        check.report(rules::VIRTUAL_SERVICE_DESTINATION, path::join(field, name), message);
    };
    let host = destination.host.as_deref().unwrap_or_default();
    if host == "*" {
        fault("host", "`*` is no host to go to".to_owned());
    } else if let Err(reason) = check_wildcard_domain(host) {
        fault("host", format!("the host `{}` {reason}", cut(host)));
    }
    let subset = destination.subset.as_deref().unwrap_or_default();
    if !subset.is_empty() && !names::is_label(subset) {
        fault("subset", format!("`{}` is no name for a subset", cut(subset)));
    }
    if let Some(port) = &destination.port {
        let number = port.number.unwrap_or_default();
        if !is_port(number) {
            fault("port.number", format!("{number} is no port; ports are 1 to 65535"));
        }
    }
}
