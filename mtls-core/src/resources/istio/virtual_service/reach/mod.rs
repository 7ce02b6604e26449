//! Routes that are never reached, and matches that an earlier one takes away.

use std::collections::BTreeMap;

use super::{HttpMatch, StringMatch, VirtualServiceSpec};
use crate::finding::rules::istio_networking as rules;
use crate::resources::Value;
use crate::resources::kind::Checker;
use crate::resources::model::Field;

/// How much is compared at most, in parts of matches; a thousand ordinary ones have less.
const WORK: usize = 4_000_000;

/// How much it takes to compare a match: its parts, long texts counted by what they hold.
fn weight(one: &impl Field) -> usize {
    fn of(value: &Value) -> usize {
        let below = match value {
            Value::String(text) => text.len().checked_div(64).unwrap_or_default(),
            Value::List(list) => list.iter().map(of).fold(0, usize::saturating_add),
            Value::Map(map) => map.iter().map(|(_, value)| of(value)).fold(0, usize::saturating_add),
            _ => 0,
        };
        below.saturating_add(1)
    }
    of(&one.write())
}

pub(super) fn check(spec: &VirtualServiceSpec, check: &mut Checker) {
    let http = spec.http.iter().flatten().map(|route| Route {
        matches: route.matches.as_deref().unwrap_or_default(),
        // What the delegate does not take goes on to the routes that follow.
        passes_on: route.delegate.is_some(),
    });
    check_routes(http, "spec.http", covers, weight, check);
    let tls = spec
        .tls
        .iter()
        .flatten()
        .map(|route| Route { matches: route.matches.as_deref().unwrap_or_default(), passes_on: false });
    check_routes(tls, "spec.tls", PartialEq::eq, weight, check);
    let tcp = spec
        .tcp
        .iter()
        .flatten()
        .map(|route| Route { matches: route.matches.as_deref().unwrap_or_default(), passes_on: false });
    check_routes(tcp, "spec.tcp", PartialEq::eq, weight, check);
}

struct Route<'a, M> {
    matches: &'a [M],
    passes_on: bool,
}

/// A match that was seen.
struct Earlier<'a, M> {
    route: usize,
    one: &'a M,
    weight: usize,
}

fn check_routes<'a, M: 'a>(
    routes: impl Iterator<Item = Route<'a, M>>,
    field: &str,
    covers: fn(&M, &M) -> bool,
    weight: fn(&M) -> usize,
    check: &mut Checker,
) {
    let mut earlier: Vec<Earlier<'_, M>> = Vec::new();
    let mut takes_all = None;
    let mut work = WORK;
    for (i, route) in routes.enumerate() {
        let mut unreachable = |by: String| {
            check.report(rules::VIRTUAL_SERVICE_UNREACHABLE, format!("{field}[{i}]"), by);
        };
        if let Some(first) = takes_all {
            unreachable(format!("`{field}[{first}]` has no match and takes everything that comes so far"));
            continue;
        }
        if route.matches.is_empty() {
            takes_all = (!route.passes_on).then_some(i);
            continue;
        }
        let mut redundant = Vec::new();
        for (j, one) in route.matches.iter().enumerate() {
            let mut found = None;
            for before in &earlier {
                let Some(left) = work.checked_sub(before.weight) else {
                    work = 0;
                    break;
                };
                work = left;
                if covers(before.one, one) {
                    found = Some(before.route);
                    break;
                }
            }
            match found {
                Some(by) => redundant.push((j, by)),
                None if !route.passes_on => {
                    earlier.push(Earlier { route: i, one, weight: weight(one).max(1) })
                }
                None => {}
            }
        }
        if redundant.len() == route.matches.len() {
            unreachable("routes before it take all that it matches".to_owned());
        }
        for (j, by) in redundant {
            check.report(
                rules::VIRTUAL_SERVICE_REDUNDANT,
                format!("{field}[{i}].match[{j}]"),
                format!("`{field}[{by}]` takes all that this matches"),
            );
        }
    }
}

/// Whether every request that `one` takes is taken by `before`.
fn covers(before: &HttpMatch, one: &HttpMatch) -> bool {
    let case =
        before.uri.is_none() || before.ignore_uri_case == Some(true) || one.ignore_uri_case != Some(true);
    let port = matches!(before.port, None | Some(0)) || before.port == one.port;
    let namespace = before.source_namespace.as_deref().unwrap_or_default();
    case && port
        && before.extra.is_empty()
        && (namespace.is_empty() || one.source_namespace.as_deref() == Some(namespace))
        && text_covers(before.uri.as_ref(), one.uri.as_ref())
        && text_covers(before.scheme.as_ref(), one.scheme.as_ref())
        && text_covers(before.method.as_ref(), one.method.as_ref())
        && text_covers(before.authority.as_ref(), one.authority.as_ref())
        && texts_cover(before.headers.as_ref(), one.headers.as_ref())
        && texts_cover(before.query_params.as_ref(), one.query_params.as_ref())
        && all_in(before.without_headers.as_ref(), one.without_headers.as_ref())
        && all_in(before.source_labels.as_ref(), one.source_labels.as_ref())
        && gateways_cover(before.gateways.as_deref(), one.gateways.as_deref())
}

fn text_covers(before: Option<&StringMatch>, one: Option<&StringMatch>) -> bool {
    let Some(before) = before else { return true };
    let Some(one) = one else { return false };
    let prefix = before.prefix.as_deref().unwrap_or_default();
    let starts = [&one.exact, &one.prefix].into_iter().flatten().any(|text| text.starts_with(prefix));
    let by_prefix = before.exact.is_none() && before.regex.is_none() && before.prefix.is_some() && starts;
    before == one || *before == StringMatch::default() || by_prefix
}

type Texts = BTreeMap<String, StringMatch>;

fn texts_cover(before: Option<&Texts>, one: Option<&Texts>) -> bool {
    let other = |key: &String| one.and_then(|one| one.get(key));
    before.into_iter().flatten().all(|(key, text)| text_covers(Some(text), other(key)))
}

fn all_in<T: PartialEq>(before: Option<&BTreeMap<String, T>>, one: Option<&BTreeMap<String, T>>) -> bool {
    let other = |key: &String| one.and_then(|one| one.get(key));
    before.into_iter().flatten().all(|(key, value)| other(key) == Some(value))
}

fn gateways_cover(before: Option<&[String]>, one: Option<&[String]>) -> bool {
    before.is_none_or(<[_]>::is_empty) || before == one
}

#[cfg(test)]
mod tests;
