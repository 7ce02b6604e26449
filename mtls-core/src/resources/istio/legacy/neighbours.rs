//! Services that no policy named, and that lead to ports of pods which a policy for another Service was for.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::is_policy;
use super::migrate::Outcome;
use super::peers::Labels;
use super::workloads::{known_ports_of, selector_of};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::{Manifest, Value};

/// Most labels of Services that are looked at for all policies together.
const MOST_LOOKED_AT: usize = 200_000;

/// A Service by its name, with the labels of its pods.
type Named<'a> = (&'a str, Rc<Labels>);

/// The Services without a policy of their own.
pub(super) struct Neighbours<'a> {
    /// By their namespace and a port of their pods.
    at: BTreeMap<(&'a str, u16), Vec<Named<'a>>>,
    looked_at: usize,
}

impl<'a> Neighbours<'a> {
    pub(super) fn of(all: &'a [Manifest], services: impl Iterator<Item = &'a Manifest>) -> Self {
        let named: BTreeSet<(&str, &str)> = all
            .iter()
            .filter(|manifest| is_policy(manifest))
            .flat_map(|policy| targets_of(policy).map(|name| (policy.namespace(), name)))
            .collect();
        let mut at: BTreeMap<_, Vec<_>> = BTreeMap::new();
        if named.is_empty() {
            return Self { at, looked_at: 0 };
        }
        let of_any: BTreeSet<&str> = named.iter().map(|(_, name)| *name).collect();
        for service in services {
            let (namespace, name) = (service.namespace(), service.name());
            // A Service that names no namespace is that of any.
            if named.contains(&(namespace, name)) || (namespace.is_empty() && of_any.contains(name)) {
                continue;
            }
            let (labels, _) = selector_of(service);
            if labels.is_empty() {
                continue;
            }
            let labels = Rc::new(labels);
            for port in known_ports_of(service).collect::<BTreeSet<_>>() {
                at.entry((namespace, port)).or_default().push((name, Rc::clone(&labels)));
            }
        }
        Self { at, looked_at: 0 }
    }

    /// Says which Service leads to one of these ports of these pods as well.
    pub(super) fn note(
        &mut self,
        (namespace, service): (&str, &str),
        labels: &Labels,
        ports: &[u16],
        field: &str,
        outcome: &mut Outcome<'_>,
    ) {
        let mut namespaces = vec![namespace];
        if !namespace.is_empty() {
            namespaces.push("");
        }
        for port in ports {
            let found = namespaces.iter().filter_map(|namespace| self.at.get(&(*namespace, *port))).flatten();
            for (name, others) in found {
                if self.looked_at > MOST_LOOKED_AT {
                    return;
                }
                let (few, many) =
                    if labels.len() < others.len() { (labels, &**others) } else { (&**others, labels) };
                self.looked_at = self.looked_at.saturating_add(few.len()).saturating_add(1);
                if self.looked_at > MOST_LOOKED_AT {
                    let message = "there are too many Services here to tell which of them lead to the same ports of the same pods";
                    return outcome.note(rules::LEGACY_NOT_CARRIED, field, message);
                }
                if few.iter().all(|(key, value)| many.get(key).is_none_or(|other| other == value)) {
                    let message = format!(
                        "Service `{}`, which no policy names, leads to port {port} of the pods of `{}` as well: which of the two decided there was a matter of age, and now this policy holds for both",
                        cut(name),
                        cut(service)
                    );
                    return outcome.note(rules::LEGACY_NOT_CARRIED, field, message);
                }
            }
        }
    }
}

/// The names of the Services that a policy was for.
fn targets_of(policy: &Manifest) -> impl Iterator<Item = &str> {
    let targets = policy.body().get("spec").and_then(|spec| spec.get("targets")).and_then(Value::as_list);
    targets.into_iter().flatten().filter_map(|target| target.get("name").and_then(Value::as_str))
}
