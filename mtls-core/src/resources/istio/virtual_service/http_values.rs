//! What Istio asks of the parts of an HTTP route that are kept as they are written.

use super::HttpRoute;
use crate::finding::rules::istio_networking as rules;
use crate::resources::istio::limits::{is_no_percentage, number};
use crate::resources::kind::Checker;
use crate::resources::{Map, Value, path};

pub(super) fn check_http_values(route: &HttpRoute, field: &str, check: &mut Checker) {
    let mut fault = |at: &str, message: &str| {
        check.report(rules::VIRTUAL_SERVICE_HTTP_VALUE, path::join(field, at), message);
    };
    if let Some(message) = route.redirect.as_ref().and_then(fault_of_redirect) {
        fault("redirect", message);
    }
    if let Some(message) = route.rewrite.as_ref().and_then(fault_of_rewrite) {
        fault("rewrite", message);
    }
    if route.direct_response.as_ref().is_some_and(|answer| !is_status(answer.get("status"))) {
        fault("directResponse.status", "expected a status from 200 to 600");
    }
    let shares = route.mirrors.iter().flatten().map(|mirror| mirror.percentage.as_ref());
    for (i, share) in shares.enumerate() {
        if is_no_percentage(share.and_then(|share| share.get("value"))) {
            fault(&format!("mirrors[{i}].percentage"), "expected a number from 0 to 100");
        }
    }
    if is_no_percentage(route.mirror_percentage.as_ref().and_then(|share| share.get("value"))) {
        fault("mirrorPercentage", "expected a number from 0 to 100");
    }
    if let Some(faults) = &route.fault {
        let given = |name: &str| faults.get(name).filter(|part| !part.is_null());
        if given("abort").is_none() && given("delay").is_none() {
            fault("fault", "neither `abort` nor `delay` is written");
        }
        let status = given("abort").and_then(|abort| abort.get("httpStatus"));
        if status.is_some() && !is_status(status) {
            fault("fault.abort.httpStatus", "expected a status from 200 to 600");
        }
    }
}

/// Istio takes 600 too.
fn is_status(status: Option<&Value>) -> bool {
    number(status).is_some_and(|status| (200.0..=600.0).contains(&status))
}

fn is_written(of: &Map, name: &str) -> bool {
    of.get(name).is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}

fn fault_of_redirect(redirect: &Map) -> Option<&'static str> {
    let written = |name: &str| is_written(redirect, name);
    if written("uri") && written("prefixRewrite") {
        Some("`uri` and `prefixRewrite` exclude each other")
    } else if !redirect.keys().any(|name| name != "redirectCode" && written(name)) {
        Some("the redirect does not say where to: `uri`, `authority`, `port` or `scheme`")
    } else if number(redirect.get("redirectCode"))
        .is_some_and(|code| code != 0.0 && !(300.0..400.0).contains(&code))
    {
        Some("`redirectCode` is no status from 300 to 399")
    } else if written("scheme")
        && !matches!(redirect.get("scheme").and_then(Value::as_str), Some("http" | "https"))
    {
        Some("the scheme is neither `http` nor `https`")
    } else {
        None
    }
}

fn fault_of_rewrite(rewrite: &Map) -> Option<&'static str> {
    let written = |name: &str| is_written(rewrite, name);
    if written("uri") && written("uriRegexRewrite") {
        Some("`uri` and `uriRegexRewrite` exclude each other")
    } else if !rewrite.keys().any(written) {
        Some("the rewrite says nothing: `uri`, `uriRegexRewrite` or `authority`")
    } else {
        None
    }
}
