//! The workloads behind the services that a former policy named.

use std::collections::BTreeMap;

use super::migrate::Outcome;
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
    pub(super) labels: Option<BTreeMap<String, String>>,
    /// Their own ports; None for all.
    pub(super) ports: Option<Vec<u16>>,
    /// Whether each port of the policy is among `ports`.
    pub(super) ports_known: bool,
}

/// What is known of a cluster: its Services by namespace and name, and how often a name was given away.
pub(super) struct Cluster<'a> {
    services: BTreeMap<(&'a str, &'a str), &'a Manifest>,
    names: BTreeMap<(String, String), usize>,
}

impl<'a> Cluster<'a> {
    pub(super) fn of(all: &'a [Manifest]) -> Self {
        let services =
            all.iter().filter(|manifest| manifest.kind() == "Service" && manifest.group().is_empty());
        let mut out = Self { services: BTreeMap::new(), names: BTreeMap::new() };
        for service in services {
            out.services.entry((service.namespace(), service.name())).or_insert(service);
        }
        out
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
            let labels = Self::labels(service, service_name, &field, outcome);
            let (ports, ports_known) = Self::ports(target, service, &field, outcome);
            out.push(Workloads {
                name: self.name(name, namespace),
                namespace: namespace.to_owned(),
                labels: Some(labels),
                ports,
                ports_known,
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

    /// The labels of a service's pods.
    fn labels(
        service: Option<&Manifest>,
        name: &str,
        field: &str,
        outcome: &mut Outcome<'_>,
    ) -> BTreeMap<String, String> {
        let selector = service
            .and_then(|service| service.body().get("spec"))
            .and_then(|spec| spec.get("selector"))
            .and_then(Value::as_map);
        let labels: BTreeMap<String, String> = selector
            .into_iter()
            .flat_map(|selector| selector.iter())
            .filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned())))
            .collect();
        if !labels.is_empty() {
            return labels;
        }
        let seen = if service.is_some() { "has no selector" } else { "is not among the manifests" };
        let message = format!(
            "Service `{0}` {seen}, so the labels of its pods are not known; `app: {0}` is taken for them. A selector that matches no pod protects nothing",
            cut(name)
        );
        outcome.note(rules::LEGACY_NOT_CARRIED, format!("{field}.name"), message);
        BTreeMap::from([("app".to_owned(), name.to_owned())])
    }

    /// The workload's ports behind those of a service, and whether each was found.
    fn ports(
        target: &PolicyTarget,
        service: Option<&Manifest>,
        field: &str,
        outcome: &mut Outcome<'_>,
    ) -> (Option<Vec<u16>>, bool) {
        let Some(ports) = target.ports.as_deref().filter(|ports| !ports.is_empty()) else {
            return (None, true);
        };
        let mut known = Vec::new();
        for (i, port) in ports.iter().enumerate() {
            match workload_port(port, service) {
                Ok(port) => known.push(port),
                Err(seen) => {
                    let message =
                        format!("{seen}, and policies mean ports of the workload: the port is left out");
                    outcome.note(rules::LEGACY_NOT_CARRIED, format!("{field}.ports[{i}]"), message);
                }
            }
        }
        let all_known = known.len() == ports.len();
        (Some(known), all_known)
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
    let ports = service.body().get("spec").and_then(|spec| spec.get("ports")).and_then(Value::as_list);
    let found = ports.unwrap_or_default().iter().find(|entry| match (&port.name, port.number) {
        (Some(name), _) => entry.get("name").and_then(Value::as_str) == Some(name),
        (None, number) => {
            number_of(entry.get("port")) == number.and_then(|number| u16::try_from(number).ok())
        }
    });
    let Some(found) = found else { return Err(format!("the Service has no port {shown}")) };
    match found.get("targetPort") {
        Some(Value::String(name)) => {
            Err(format!("port {shown} of the Service leads to the port named `{}`", cut(name)))
        }
        Some(number) if !number.is_null() => Ok(number),
        _ => found.get("port").ok_or(()).or(Err(format!("port {shown} of the Service has no number"))),
    }
    .and_then(|number| number_of(Some(number)).ok_or(format!("port {shown} of the Service leads to no port")))
}

fn number_of(value: Option<&Value>) -> Option<u16> {
    match value {
        Some(Value::UInt(number)) => u16::try_from(*number).ok().filter(|port| *port > 0),
        _ => None,
    }
}
