//! The workloads behind the services that a former policy named.

use std::collections::BTreeMap;

use super::migrate::Outcome;
use super::neighbours::Neighbours;
use super::peers::Labels;
use super::{PolicyPort, PolicyTarget};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::{Manifest, Value};

/// The workloads that a part of a policy was for.
pub(super) struct Workloads {
    /// The name of what is made for them.
    pub(super) name: String,
    pub(super) namespace: String,
    /// Their labels; None for all of the namespace.
    pub(super) labels: Option<Labels>,
    /// Their own ports that it was for, as far as they are known; None for all.
    pub(super) ports: Option<Vec<u16>>,
    /// Whether the labels are those of the pods, and each port of the policy is among `ports`.
    pub(super) ports_known: bool,
}

/// What is known of a cluster: its Services by namespace and name, and how often a name was given away.
pub(super) struct Cluster<'a> {
    services: BTreeMap<(&'a str, &'a str), &'a Manifest>,
    names: BTreeMap<(String, String), usize>,
    neighbours: Neighbours<'a>,
}

impl<'a> Cluster<'a> {
    pub(super) fn of(all: &'a [Manifest]) -> Self {
        let services =
            all.iter().filter(|manifest| manifest.kind() == "Service" && manifest.group().is_empty());
        let mut known = BTreeMap::new();
        for service in services {
            known.entry((service.namespace(), service.name())).or_insert(service);
        }
        let neighbours = Neighbours::of(all, known.values().copied());
        Self { services: known, names: BTreeMap::new(), neighbours }
    }

    pub(super) fn workloads(
        &mut self,
        policy: &Manifest,
        targets: &[PolicyTarget],
        namespace: &str,
        outcome: &mut Outcome<'_>,
    ) -> Vec<Workloads> {
        if targets.is_empty() {
            let name = self.name(policy.name().to_owned(), namespace);
            let namespace = namespace.to_owned();
            return vec![Workloads { name, namespace, labels: None, ports: None, ports_known: true }];
        }
        let mut out = Vec::new();
        for (i, target) in targets.iter().enumerate() {
            let service_name = target.name.as_deref().unwrap_or_default();
            let name = match targets.len() {
                1 => policy.name().to_owned(),
                _ => format!("{}-{service_name}", policy.name()),
            };
            let service = self
                .services
                .get(&(namespace, service_name))
                .or_else(|| self.services.get(&("", service_name)));
            let service = service.copied();
            let field = format!("spec.targets[{i}]");
            let (labels, exact) = Self::labels(service, service_name, &field, outcome);
            let (ports, ports_known) = Self::ports(target, service, &field, outcome);
            if exact {
                self.neighbours.note((namespace, service_name), &labels, &ports, &field, outcome);
            }
            out.push(Workloads {
                name: self.name(name, namespace),
                namespace: namespace.to_owned(),
                labels: Some(labels),
                // Of pods that may be others, no port is known to be meant.
                ports: Some(if exact { ports } else { Vec::new() }),
                ports_known: exact && ports_known,
            });
        }
        out
    }

    /// A name that nothing else is given: a service may stand among the targets again, with other ports.
    fn name(&mut self, mut name: String, namespace: &str) -> String {
        loop {
            let given = self.names.entry((namespace.to_owned(), name.clone())).or_default();
            *given = given.saturating_add(1);
            if *given == 1 {
                return name;
            }
            name = format!("{name}-{given}");
        }
    }

    /// The labels of a service's pods, and whether none is guessed or missing.
    fn labels(
        service: Option<&Manifest>,
        name: &str,
        field: &str,
        outcome: &mut Outcome<'_>,
    ) -> (Labels, bool) {
        let (labels, no_text) = service.map(selector_of).unwrap_or_default();
        if labels.is_empty() {
            let seen = match (service, no_text) {
                (None, _) => "is not among the manifests",
                (Some(_), None) => "has no selector",
                (Some(_), Some(_)) => "selects by no label that is text",
            };
            let message = format!(
                "Service `{0}` {seen}, so the labels of its pods are not known; `app: {0}` is taken for them, and which ports are meant is not known: {NOT_KNOWN}. A selector that matches no pod protects nothing",
                cut(name)
            );
            outcome.note(rules::LEGACY_NOT_CARRIED, format!("{field}.name"), message);
            return (BTreeMap::from([("app".to_owned(), name.to_owned())]), false);
        }
        if let Some(key) = no_text {
            let message = format!(
                "Service `{}` selects by the label `{}`, whose value is no text; it is left out, so that pods of other Services may be selected too: {NOT_KNOWN}",
                cut(name),
                cut(key)
            );
            outcome.note(rules::LEGACY_NOT_CARRIED, format!("{field}.name"), message);
        }
        (labels, no_text.is_none())
    }

    /// The workload's ports behind those of a service, and whether each was found.
    fn ports(
        target: &PolicyTarget,
        service: Option<&Manifest>,
        field: &str,
        outcome: &mut Outcome<'_>,
    ) -> (Vec<u16>, bool) {
        let mut known = Vec::new();
        let Some(ports) = target.ports.as_deref().filter(|ports| !ports.is_empty()) else {
            // The policy was for every port of the service, but not for others of its pods.
            let Some(service) = service else { return (known, false) };
            let mut unknown = None;
            let mut left_out: usize = 0;
            for entry in ports_of(service) {
                match behind(entry, &shown_of(entry)) {
                    Ok(port) if known.contains(&port) => {}
                    Ok(port) => known.push(port),
                    Err(seen) => {
                        left_out = left_out.saturating_add(1);
                        unknown = unknown.or(Some(seen));
                    }
                }
            }
            if known.is_empty() && unknown.is_none() {
                unknown = Some("the Service has no port".to_owned());
            }
            let Some(seen) = unknown else { return (known, true) };
            let others = match left_out {
                0 | 1 => String::new(),
                _ => format!(" ({left_out} of its ports are like that)"),
            };
            let message = format!("{seen}{others}, and policies mean ports of the workload: {NOT_KNOWN}");
            outcome.note(rules::LEGACY_NOT_CARRIED, field, message);
            return (known, false);
        };
        let mut all_known = true;
        for (i, port) in ports.iter().enumerate() {
            match workload_port(port, service) {
                Ok(port) => known.push(port),
                Err(seen) => {
                    all_known = false;
                    let message = format!("{seen}, and policies mean ports of the workload: {NOT_KNOWN}");
                    outcome.note(rules::LEGACY_NOT_CARRIED, format!("{field}.ports[{i}]"), message);
                }
            }
        }
        (known, all_known)
    }
}

/// What becomes of a port that is not known.
const NOT_KNOWN: &str =
    "PERMISSIVE is not written for it, STRICT and demands for tokens hold for every port of the pods";

/// The labels that a service selects by, and the first key whose value is no text.
pub(super) fn selector_of(service: &Manifest) -> (Labels, Option<&str>) {
    let selector = service.body().get("spec").and_then(|spec| spec.get("selector")).and_then(Value::as_map);
    let mut labels = Labels::new();
    let mut no_text = None;
    for (key, value) in selector.into_iter().flat_map(|selector| selector.iter()) {
        match value.as_str() {
            Some(value) => {
                labels.insert(key.to_owned(), value.to_owned());
            }
            None => no_text = no_text.or(Some(key)),
        }
    }
    (labels, no_text)
}

/// The workload's ports behind a service's, as far as they are known.
pub(super) fn known_ports_of(service: &Manifest) -> impl Iterator<Item = u16> {
    ports_of(service).filter_map(|entry| behind(entry, "").ok())
}

/// The ports of a service; Istio had listeners for TCP alone.
fn ports_of(service: &Manifest) -> impl Iterator<Item = &Value> {
    let ports = service.body().get("spec").and_then(|spec| spec.get("ports")).and_then(Value::as_list);
    let is_tcp =
        |entry: &&Value| !matches!(entry.get("protocol").and_then(Value::as_str), Some("UDP" | "SCTP"));
    ports.unwrap_or_default().iter().filter(is_tcp)
}

/// A port of a service, for a message.
fn shown_of(entry: &Value) -> String {
    match (entry.get("name").and_then(Value::as_str), number_of(entry.get("port"))) {
        (Some(name), _) => cut(name),
        (None, Some(number)) => number.to_string(),
        (None, None) => "without a number".to_owned(),
    }
}

/// The port that a workload listens on.
///
/// # Errors
/// Why it is not known, as the beginning of a sentence.
fn workload_port(port: &PolicyPort, service: Option<&Manifest>) -> Result<u16, String> {
    let shown = match (&port.name, port.number) {
        (Some(name), _) => cut(name),
        (None, number) => number.unwrap_or_default().to_string(),
    };
    let Some(service) = service else {
        return Err(format!("what is behind port {shown} of the Service is not known without the Service"));
    };
    let found = ports_of(service).find(|entry| match (&port.name, port.number) {
        (Some(name), _) => entry.get("name").and_then(Value::as_str) == Some(name),
        (None, number) => {
            number_of(entry.get("port")) == number.and_then(|number| u16::try_from(number).ok())
        }
    });
    match found {
        Some(found) => behind(found, &shown),
        None => Err(format!("the Service has no port {shown}")),
    }
}

/// The workload's port behind one of a service.
///
/// # Errors
/// Why it is not known, as the beginning of a sentence.
fn behind(entry: &Value, shown: &str) -> Result<u16, String> {
    match entry.get("targetPort") {
        Some(Value::String(name)) => {
            Err(format!("port {shown} of the Service leads to the port named `{}`", cut(name)))
        }
        Some(number) if !number.is_null() => Ok(number),
        _ => entry.get("port").ok_or(()).or(Err(format!("port {shown} of the Service has no number"))),
    }
    .and_then(|number| number_of(Some(number)).ok_or(format!("port {shown} of the Service leads to no port")))
}

fn number_of(value: Option<&Value>) -> Option<u16> {
    match value {
        Some(Value::UInt(number)) => u16::try_from(*number).ok().filter(|port| *port > 0),
        _ => None,
    }
}
